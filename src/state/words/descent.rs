//! What is said of gradient descent on two features.

use crate::lab::descent::{Data, Descent, Steps};
use crate::lab::number::{count, short, significant};

/// A text of that view that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum DescentLabel {
    Features,
    Scale,
    Shift,
    OwnUnits,
    Standardize,
    StandardizeHint,
    Rate,
    RateHint,
    Condition,
    Steepest,
    Flattest,
    LargestStep,
    Steps,
    Gradient,
    Start,
    Minimum,
    LossByStep,
    LossNote,
    Step,
    Criterion,
    Numbers,
}

/// A language's sentences about it.
pub trait DescentWords {
    /// The words of a control, a heading or a hint.
    fn descent_label(&self, label: DescentLabel) -> &'static str;

    /// What the features are.
    fn features(&self, data: Data) -> &'static str;

    /// The sentence above the figure.
    fn descent_headline(&self, descent: &Descent) -> String;

    /// The line below it: the learning rate, and where it leads.
    fn descent_subtitle(&self, descent: &Descent) -> String;

    /// What the contours are of, and how far apart they are.
    fn contours_note(&self, descent: &Descent) -> String;

    /// How many steps it takes, as a number or in words.
    fn steps_needed(&self, steps: Steps) -> String;

    /// A condition number, with as many digits as are read.
    fn condition(&self, condition: f64) -> String {
        if condition >= 1e9 {
            short(condition, 2)
        } else if condition >= 100.0 {
            count(condition.round() as usize)
        } else {
            significant(condition, if condition < 10.0 { 2 } else { 3 })
        }
    }
}

/// Below this it looks the same in every direction.
pub(super) const ROUND: f64 = 1.75;
