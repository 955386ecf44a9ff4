//! What the marks of the chart mean.

use crate::chart::Style;
use crate::chart::pen::Point;
use crate::lab::redraws::{Outcome, Quantity};
use crate::state::words::RedrawsWords;

/// What stands beside the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// What the columns are, below them
    pub columns: String,
    /// A dot
    pub redraw: String,
    /// The bar
    pub measured: String,
    /// The lines
    pub expected: String,
}

impl Names {
    /// In a language.
    pub fn new<W: RedrawsWords + ?Sized>(words: &W, quantity: Quantity, outcome: &Outcome) -> Self {
        let [redraw, measured, expected] = words.redraws_marks(quantity).map(str::to_owned);
        Self {
            columns: words.redraws_columns(outcome),
            redraw,
            measured,
            expected,
        }
    }
}

/// A mark and its name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub mark: Mark,
    /// Left end of the mark, at half its height
    pub at: Point,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Dot,
    Bar,
    Line,
}

/// The marks that there are, side by side as far as there is room; and their height.
pub(super) fn legend(
    names: &Names,
    has_law: bool,
    width_px: f64,
    style: &Style,
) -> (Vec<Entry>, f64) {
    let em = style.font_px;
    let marks = [
        (Mark::Dot, &names.redraw),
        (Mark::Bar, &names.measured),
        (Mark::Line, &names.expected),
    ];
    let (mut x, mut y) = (em * 0.4, em);
    let mut entries = Vec::new();
    for (mark, name) in &marks[..if has_law { 3 } else { 2 }] {
        let needed = em * 2.1 + style.text_width_px(name);
        if x + needed > width_px && x > em {
            (x, y) = (em * 0.4, y + em * 1.6);
        }
        let name = (*name).clone();
        entries.push(Entry {
            mark: *mark,
            at: (x, y),
            name,
        });
        x += needed + em;
    }
    (entries, y + em * 1.7)
}
