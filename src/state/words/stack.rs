//! What is said of stacks of transformer blocks.

use crate::lab::number::rounded;
use crate::lab::stack::{Measure, Outcome, Part, Setup, Spread};
use crate::nn::transformer::Order;

/// A text of that view that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum StackLabel {
    Measure,
    Stack,
    Depth,
    Width,
    Block,
    BlockHint,
    Last,
    LastHint,
    Sizes,
}

/// A language's sentences about them.
pub trait StackWords {
    /// The words of a control, a heading or a hint.
    fn stack_label(&self, label: StackLabel) -> &'static str;

    /// What the chart can show, as one chooses it.
    fn measure(&self, measure: Measure) -> &'static str;

    /// The name of an order.
    fn order(&self, order: Order) -> &'static str;

    /// A part of a block.
    fn part(&self, part: Part) -> &'static str;

    /// Which block is shown part by part.
    fn block_of(&self, block: usize, depth: usize) -> String;

    /// The one sentence above the figure, and the line below it.
    fn stack(&self, outcome: &Outcome, setup: &Setup) -> [String; 2];

    /// A size, in as many digits as are read.
    fn stack_size(&self, mean: f64) -> String {
        rounded(mean, SAID)
    }

    /// What the chart shows.
    fn stack_title(&self, measure: Measure) -> &'static str;

    /// How it is read, and what theory stands in it.
    fn stack_note(&self, setup: &Setup) -> String;

    /// What its axis below counts.
    fn stack_axis(&self, measure: Measure) -> &'static str;

    /// What theory says, from the lowest line to the highest.
    fn stack_laws(&self, measure: Measure) -> &'static [&'static str];
}

/// Digits of a number in a sentence.
const SAID: usize = 2;

/// A size in a sentence.
pub(super) fn size(spread: Option<&Spread>) -> String {
    spread.map_or("—".to_owned(), |spread| rounded(spread.mean, SAID))
}

/// The gradient in the first block and in the last.
pub(super) fn ends_of_gradients(outcome: &Outcome, order: Order) -> [String; 2] {
    let sizes = outcome.of_order(order).map(|s| &s.gradients);
    [sizes.and_then(|g| g.first()), sizes.and_then(|g| g.last())].map(size)
}

/// The last gradient of the least deep stack and of the deepest.
pub(super) fn ends_of_last(outcome: &Outcome, order: Order) -> [String; 2] {
    let place = outcome.orders.iter().position(|other| *other == order);
    let depths = place.and_then(|k| outcome.last.get(k));
    [
        depths.and_then(|d| d.first()),
        depths.and_then(|d| d.last()),
    ]
    .map(size)
}

/// What it comes to without a normalization; `None` where float32 overflows.
pub(super) fn unnormalized(outcome: &Outcome, measure: Measure) -> Option<&Spread> {
    let place = outcome
        .orders
        .iter()
        .position(|order| *order == Order::None)?;
    let spread = match measure {
        Measure::Activations => outcome.sizes[place].activations.last(),
        Measure::Gradients => outcome.sizes[place].gradients.first(),
        Measure::Last => outcome.last[place].last(),
    };
    spread.filter(|spread| spread.mean.is_finite())
}
