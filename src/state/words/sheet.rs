//! What is said of the numbers of charts.

/// A text of their tables that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum SheetLabel {
    ChartNumbers,
    Mean,
    Deviation,
    Lowest,
    Highest,
    ExpectedMean,
    ExpectedDeviation,
    Values,
    HighestBar,
    Walk,
    PartLeft,
    AsConstructed,
    Averaged,
    OfLastBatch,
}

/// A language's words for them.
pub trait SheetWords {
    /// The words of a heading.
    fn sheet_label(&self, label: SheetLabel) -> &'static str;

    /// A number, and the ends of the range around it: “13, from 12 to 14”.
    fn ranged(&self, number: &str, low: &str, high: &str) -> String;

    /// How many of the rows a table has: “24 of 64 channels”.
    fn channels_of(&self, rows: usize, all: usize) -> String;
}
