//! A statistic of batches of several sizes, drawn again and again.

use super::Style;
use super::axis::{Tick, enclosing};
use super::pen::{Anchor, Failure, Pen, Point};
use crate::lab::redraws::{Column, Outcome, Quantity};
use crate::scene::colour::{Rgb, blend};
use crate::state::words::RedrawsWords;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

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

/// A chart of an outcome. Lengths are CSS pixels.
///
/// A column per batch size: a dot for each batch, a bar from mean − s to mean + s with the standard deviation s of
/// the dots, and, where there is a law, lines through what it gives in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    style: Style,
    /// The columns, from left to right
    pub columns: Vec<Batches>,
    law: Vec<Vec<Point>>,
    ticks: Vec<(f64, String)>,
    legend: Vec<Entry>,
    title: (Point, String),
    left_px: f64,
    right_px: f64,
}

/// One batch size.
#[derive(Clone, Debug, PartialEq)]
pub struct Batches {
    /// Samples in a batch
    pub label: String,
    /// Where it stands
    pub x_px: f64,
    /// The redraws
    pub dots: Vec<Point>,
    /// Heights of the mean, and of a standard deviation above and below
    pub bar_px: [f64; 3],
    half_px: f64,
}

/// A mark and its name.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    mark: Mark,
    at: Point,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Dot,
    Bar,
    Line,
}

/// The part of a column's room that its dots take.
const SWARM: f64 = 0.62;

/// 1 − 1/φ: neighbours in the order of drawing lie far apart, and all of them evenly.
const GOLDEN: f64 = 0.381_966_011_250_105_1;

impl Scatter {
    /// Lays it out in an area of this size.
    pub fn new(outcome: &Outcome, names: &Names, size_px: (f64, f64), style: Style) -> Self {
        let em = style.font_px;
        let has_law = outcome.columns.iter().any(|c| c.expected.is_some());
        let (legend, legend_px) = legend(names, has_law, size_px.0, &style);
        let frame = Frame::new(&outcome.columns, legend_px, size_px, &style);
        let columns = outcome.columns.iter().enumerate();
        let law = |side: f64| -> Vec<Point> {
            let places = outcome.columns.iter().enumerate();
            let expected = places.filter_map(|(k, c)| Some((k, c.expected?)));
            expected
                .map(|(k, law)| (frame.x(k as f64), frame.y(law.mean + side * law.spread)))
                .collect()
        };
        Self {
            law: [-1.0, 1.0].map(law).into(),
            columns: columns.map(|(k, column)| frame.column(k, column)).collect(),
            ticks: frame
                .ticks
                .iter()
                .map(|tick| (frame.y(tick.value), tick.label.clone()))
                .collect(),
            title: (
                ((frame.left_px + frame.right_px) / 2.0, size_px.1 - em * 1.4),
                names.columns.clone(),
            ),
            left_px: frame.left_px,
            right_px: frame.right_px,
            legend,
            style,
        }
    }

    /// Paints it.
    ///
    /// # Errors
    ///
    /// If the backend fails.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
    ) -> Result<(), Failure<DB>> {
        let pen = Pen::new(area, &self.style);
        pen.clear()?;
        self.draw_axes(&pen)?;
        for column in &self.columns {
            for &dot in &column.dots {
                pen.dot(dot, self.dot_px(), self.colour(Mark::Dot))?;
            }
        }
        for line in &self.law {
            pen.line(line, self.colour(Mark::Line), self.style.line_px())?;
        }
        for column in &self.columns {
            self.draw_bar(&pen, column.x_px, column.bar_px, column.half_px)?;
        }
        self.draw_legend(&pen)
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        let hairline = blend(palette.ground, palette.frame, 0.55);
        let em = self.style.font_px;
        let bottom = self.ticks.first().map_or(0.0, |(y, _)| *y);
        for (y, label) in &self.ticks {
            pen.line(&[(self.left_px, *y), (self.right_px, *y)], hairline, 1.0)?;
            let at = (self.left_px - em * 0.5, *y);
            pen.text(label, at, Anchor::Right, palette.soft_ink, false)?;
        }
        for Batches { label, x_px, .. } in &self.columns {
            pen.line(
                &[(*x_px, bottom), (*x_px, bottom + 4.0)],
                palette.frame,
                1.0,
            )?;
            let at = (*x_px, bottom + em * 0.6);
            pen.text(label, at, Anchor::Top, palette.ink, false)?;
        }
        let (at, title) = &self.title;
        pen.text(title, *at, Anchor::Top, palette.soft_ink, false)
    }

    /// A line over the standard deviation, and a mark at the mean.
    fn draw_bar<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        x: f64,
        [mean, low, high]: [f64; 3],
        half_px: f64,
    ) -> Result<(), Failure<DB>> {
        let (colour, width_px) = (self.colour(Mark::Bar), self.style.line_px() * 1.5);
        pen.line(&[(x, low), (x, high)], colour, width_px)?;
        for y in [low, mean, high] {
            let half_px = if y == mean { half_px } else { half_px / 2.0 };
            pen.line(&[(x - half_px, y), (x + half_px, y)], colour, width_px)?;
        }
        Ok(())
    }

    fn draw_legend<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let em = self.style.font_px;
        for Entry { mark, at, name } in &self.legend {
            let (x, y) = *at;
            let middle = x + em * 0.8;
            let colour = self.colour(*mark);
            match mark {
                Mark::Dot => pen.dot((middle, y), self.dot_px(), colour)?,
                Mark::Line => {
                    pen.line(&[(x, y), (x + 1.6 * em, y)], colour, self.style.line_px())?;
                }
                Mark::Bar => {
                    self.draw_bar(pen, middle, [y, y + em * 0.6, y - em * 0.6], em * 0.4)?
                }
            }
            let at = (x + 2.1 * em, y);
            pen.text(name, at, Anchor::Left, self.style.palette.soft_ink, false)?;
        }
        Ok(())
    }

    fn dot_px(&self) -> f64 {
        self.style.font_px * 0.15
    }

    fn colour(&self, mark: Mark) -> Rgb {
        let palette = self.style.palette;
        match mark {
            Mark::Dot => blend(palette.ground, palette.soft_ink, 0.45),
            Mark::Bar => palette.accent,
            Mark::Line => palette.positive,
        }
    }
}

/// The marks that there are, side by side as far as there is room; and their height.
fn legend(names: &Names, has_law: bool, width_px: f64, style: &Style) -> (Vec<Entry>, f64) {
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

/// Where columns and values stand.
struct Frame {
    left_px: f64,
    right_px: f64,
    top_px: f64,
    bottom_px: f64,
    columns: f64,
    ticks: Vec<Tick>,
}

impl Frame {
    /// The axis of values encloses all that is drawn; that of a gap begins at 0.
    fn new(columns: &[Column], top_px: f64, (width, height): (f64, f64), style: &Style) -> Self {
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
    fn x(&self, column: f64) -> f64 {
        self.left_px + (column + 0.5) * self.room_px()
    }

    fn room_px(&self) -> f64 {
        (self.right_px - self.left_px) / self.columns
    }

    fn y(&self, value: f64) -> f64 {
        let end = |tick: Option<&Tick>| tick.map_or(0.0, |tick| tick.value);
        let (low, high) = (end(self.ticks.first()), end(self.ticks.last()));
        let part = if high > low {
            (value - low) / (high - low)
        } else {
            0.5
        };
        self.bottom_px - part * (self.bottom_px - self.top_px)
    }

    fn column(&self, k: usize, column: &Column) -> Batches {
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
