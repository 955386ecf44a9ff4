//! What is said of batches that are drawn again and again.

use crate::lab::redraws::{Experiment, Outcome, Quantity, Refusal};

/// A language's sentences about them.
pub trait RedrawsWords {
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
