//! A statistic of batches of several sizes, drawn again and again.

mod frame;
mod legend;

pub use legend::Names;

use super::Style;
use super::pen::{Anchor, Failure, Pen, Point};
use crate::lab::redraws::Outcome;
use crate::scene::colour::{Rgb, blend};
use frame::Frame;
use legend::{Entry, Mark, legend};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

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
        pen.rows(&self.ticks, [self.left_px, self.right_px])?;
        let bottom = self.ticks.first().map_or(0.0, |(y, _)| *y);
        let columns = self.columns.iter().map(|c| (c.x_px, c.label.as_str()));
        pen.columns(columns, bottom, palette.ink)?;
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
            // Hundreds of them beside one bar: they stay behind it.
            Mark::Dot => {
                let opacity = palette.least_opacity.clamp(0.45, 0.6);
                blend(palette.ground, palette.soft_ink, opacity)
            }
            Mark::Bar => palette.accent,
            Mark::Line => palette.positive,
        }
    }
}
