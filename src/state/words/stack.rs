//! What is said of stacks of transformer blocks.

use crate::lab::stack::{Measure, Outcome, Part, Setup};
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
    fn stack_size(&self, mean: f64) -> String;

    /// What the chart shows.
    fn stack_title(&self, measure: Measure) -> &'static str;

    /// How it is read, and what theory stands in it.
    fn stack_note(&self, setup: &Setup) -> String;

    /// What its axis below counts.
    fn stack_axis(&self, measure: Measure) -> &'static str;

    /// What theory says, from the lowest line to the highest.
    fn stack_laws(&self, measure: Measure) -> &'static [&'static str];
}
