//! The numbers of a chart as a table, for who reads them or cannot see the chart.

mod descent;
mod distributions;
mod redraws;
mod running;
mod stack;
mod training;

pub use descent::descent;
pub use distributions::distributions;
pub use redraws::redraws;
pub use running::running;
pub use stack::stack;
pub use training::training;

use crate::lab::number::{READ, significant};

/// What stands where there is no number.
const NOTHING: &str = "—";

/// A table of few rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it is of
    pub caption: String,
    /// Above the columns, that of the names of the rows first
    pub heads: Vec<String>,
    /// Their names, and what stands in each other column
    pub rows: Vec<(String, Vec<String>)>,
}

fn read(value: f64) -> String {
    significant(value, READ)
}
