//! Formulas, as LaTeX and as MathML.

#[cfg(feature = "read")]
mod latex;

use serde::{Deserialize, Serialize};

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formula {
    /// As it was written
    pub latex: String,
    /// A `<math>` element of plain MathML, or one for each of several equations; its symbols carry in `data-term` what they stand for in the figure
    pub mathml: String,
}
