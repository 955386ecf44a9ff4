//! The numbers of charts, in English.

use super::English;
use crate::lab::number::count;
use crate::state::words::{SheetLabel, SheetWords};

impl SheetWords for English {
    fn sheet_label(&self, label: SheetLabel) -> &'static str {
        match label {
            SheetLabel::ChartNumbers => "The chart in numbers",
            SheetLabel::Mean => "Mean",
            SheetLabel::Deviation => "Standard deviation",
            SheetLabel::Lowest => "Smallest",
            SheetLabel::Highest => "Largest",
            SheetLabel::ExpectedMean => "Expected mean",
            SheetLabel::ExpectedDeviation => "Expected deviation",
            SheetLabel::Values => "Values",
            SheetLabel::HighestBar => "Highest bar",
            SheetLabel::Walk => "The way down",
            SheetLabel::PartLeft => "Excess loss left",
            SheetLabel::AsConstructed => "As constructed",
            SheetLabel::Averaged => "Now",
            SheetLabel::OfLastBatch => "Of the last batch itself",
        }
    }

    fn ranged(&self, number: &str, low: &str, high: &str) -> String {
        format!("{number}, from {low} to {high}")
    }

    fn channels_of(&self, rows: usize, all: usize) -> String {
        format!("{} of {} channels", count(rows), count(all))
    }
}
