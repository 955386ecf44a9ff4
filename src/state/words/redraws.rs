//! What is said of batches that are drawn again and again.

use crate::lab::redraws::{Column, Experiment, Outcome, Quantity, Refusal};

/// A text of that view that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum RedrawsLabel {
    Redrawn,
    Channel,
    OfEach,
    Dropout,
    DropoutHint,
}

/// A language's sentences about them.
pub trait RedrawsWords {
    /// The words of a control, a heading or a hint.
    fn redraws_label(&self, label: RedrawsLabel) -> &'static str;

    /// What is looked at, as one chooses it.
    fn quantity(&self, quantity: Quantity) -> &'static str;

    /// The one sentence above the chart, and the line below it.
    fn redraws(&self, experiment: &Experiment, outcome: &Outcome) -> [String; 2];

    /// The same where nothing is drawn.
    fn not_redrawn(&self, refusal: &Refusal) -> [String; 2];

    /// What the columns of the chart are.
    fn redraws_columns(&self, outcome: &Outcome) -> String;

    /// What its marks are: a dot, a bar, the lines.
    fn redraws_marks(&self, quantity: Quantity) -> [&'static str; 3];
}

/// Digits of a number in a sentence.
pub(super) const SAID: usize = 2;

/// The batch size that the smallest one is compared with.
const COMPARED: usize = 32;

/// The smallest size, and the one that it is compared with.
pub(super) fn ends(outcome: &Outcome) -> [&Column; 2] {
    let columns = &outcome.columns;
    let other = columns.iter().find(|column| column.samples == COMPARED);
    [&columns[0], other.unwrap_or(&columns[columns.len() - 1])]
}
