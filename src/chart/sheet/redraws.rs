//! Batches drawn again and again, in numbers.

use super::{NOTHING, Sheet, read};
use crate::lab::redraws::{Column, Outcome, Quantity};
use crate::state::words::{SheetLabel, Words};

/// A row for each batch size: the statistics of all its batches, and what independent values would give.
pub fn redraws(outcome: &Outcome, quantity: Quantity, words: &dyn Words) -> Sheet {
    let heads = [
        SheetLabel::Mean,
        SheetLabel::Deviation,
        SheetLabel::Lowest,
        SheetLabel::Highest,
        SheetLabel::ExpectedMean,
        SheetLabel::ExpectedDeviation,
    ];
    let first = words.redraws_columns(outcome);
    let heads = heads.map(|label| words.sheet_label(label).to_owned());
    Sheet {
        caption: words.quantity(quantity).to_owned(),
        heads: std::iter::once(first).chain(heads).collect(),
        rows: outcome.columns.iter().map(row).collect(),
    }
}

fn row(column: &Column) -> (String, Vec<String>) {
    let lowest = column.values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = column.values.iter().copied();
    let highest = highest.fold(f64::NEG_INFINITY, f64::max);
    let measured = [column.mean, column.spread, lowest, highest].map(read);
    let expected = match column.expected {
        Some(law) => [law.mean, law.spread].map(read),
        None => [NOTHING; 2].map(str::to_owned),
    };
    let cells = measured.into_iter().chain(expected).collect();
    (column.samples.to_string(), cells)
}
