//! Where columns and values stand.

use super::Batches;
use crate::chart::Style;
use crate::chart::axis::{Tick, enclosing};
use crate::lab::redraws::Column;

/// The part of a column's room that its dots take.
const SWARM: f64 = 0.62;

/// 1 − 1/φ: neighbours in the order of drawing lie far apart, and all of them evenly.
const GOLDEN: f64 = 0.381_966_011_250_105_1;

/// Where columns and values stand.
pub(super) struct Frame {
    pub left_px: f64,
    pub right_px: f64,
    top_px: f64,
    bottom_px: f64,
    columns: f64,
    /// Of the values, from bottom to top
    pub ticks: Vec<Tick>,
}

impl Frame {
    /// The axis of values encloses all that is drawn; that of a gap begins at 0.
    pub fn new(
        columns: &[Column],
        top_px: f64,
        (width, height): (f64, f64),
        style: &Style,
    ) -> Self {
        let em = style.font_px;
        let bars = columns
            .iter()
            .flat_map(|c| [c.mean - c.spread, c.mean + c.spread]);
        let dots = columns.iter().flat_map(|c| c.values.iter().copied());
        let law = columns.iter().filter_map(|c| c.expected);
        let law = law.flat_map(|law| [law.mean - law.spread, law.mean + law.spread]);
        let finite = bars
            .chain(dots)
            .chain(law)
            .filter(|value| value.is_finite());
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = finite.fold(none, |(low, high), value| (low.min(value), high.max(value)));
        let is_gap = columns.iter().any(|column| column.largest.is_some());
        let (low, high) = match low <= high {
            true if is_gap => (0.0, high),
            true => (low, high),
            false => (0.0, 1.0),
        };
        let bottom_px = height - em * 3.4;
        let most = (((bottom_px - top_px) / (em * 2.5)) as usize).clamp(2, 8);
        let ticks = enclosing((low, high), most);
        let widest = ticks.iter().map(|tick| style.text_width_px(&tick.label));
        Self {
            left_px: widest.fold(0.0, f64::max) + em * 0.9,
            right_px: width - em * 0.4,
            top_px,
            bottom_px,
            columns: columns.len().max(1) as f64,
            ticks,
        }
    }

    /// The middle of a column.
    pub fn x(&self, column: f64) -> f64 {
        self.left_px + (column + 0.5) * self.room_px()
    }

    fn room_px(&self) -> f64 {
        (self.right_px - self.left_px) / self.columns
    }

    /// The height of a value.
    pub fn y(&self, value: f64) -> f64 {
        let end = |tick: Option<&Tick>| tick.map_or(0.0, |tick| tick.value);
        let (low, high) = (end(self.ticks.first()), end(self.ticks.last()));
        let part = if high > low {
            (value - low) / (high - low)
        } else {
            0.5
        };
        self.bottom_px - part * (self.bottom_px - self.top_px)
    }

    /// One batch size, the k-th from the left.
    pub fn column(&self, k: usize, column: &Column) -> Batches {
        let x_px = self.x(k as f64);
        let dot = |(k, value): (usize, &f64)| {
            let aside = (k as f64 * GOLDEN).fract() - 0.5;
            (x_px + aside * SWARM * self.room_px(), self.y(*value))
        };
        let finite = column
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_finite());
        Batches {
            label: column.samples.to_string(),
            x_px,
            dots: finite.map(dot).collect(),
            bar_px: [0.0, -1.0, 1.0].map(|side| self.y(column.mean + side * column.spread)),
            half_px: SWARM * self.room_px() * 0.25,
        }
    }
}
