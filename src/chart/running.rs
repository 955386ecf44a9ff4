//! Running averages filling up, batch by batch.

use super::Style;
use super::axis::{enclosing, ticks};
use super::pen::{Failure, Pen, Point};
use crate::lab::explore::{History, Step};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

/// Which of the two averages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Average {
    /// `running_mean`
    Mean,
    /// `running_var`
    Variance,
}

/// A chart of one running average. Lengths are CSS pixels.
///
/// A line per channel starts at the constructed layer (mean 0, variance 1) and has a point per batch;
/// a dot beside each point is what the batch itself had, of the selected channel alone if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Averages {
    style: Style,
    lines: Vec<Vec<Point>>,
    dots: Vec<Vec<Point>>,
    selected: Option<usize>,
    /// Ticks of the batches, from left to right
    batches: Vec<(f64, String)>,
    /// Ticks of the values, from bottom to top
    values: Vec<(f64, String)>,
    left_px: f64,
    right_px: f64,
}

impl Averages {
    /// Lays out one average of all channels in an area of this size.
    pub fn new(
        history: &History,
        average: Average,
        selected: Option<usize>,
        size_px: (f64, f64),
        style: Style,
    ) -> Self {
        let steps: Vec<&Step> = history.steps.iter().chain(&history.shown).collect();
        let of = |mean: &[f64], var: &[f64], channel: usize| match average {
            Average::Mean => mean[channel],
            Average::Variance => var[channel],
        };
        let channels = history.initial.mean.len();
        let line = |channel| -> Vec<f64> {
            let first = std::iter::once(&history.initial);
            let runs = first.chain(steps.iter().map(|step| &step.running));
            runs.map(|r| of(&r.mean, &r.var, channel)).collect()
        };
        let own = |channel| -> Vec<f64> {
            let batches = steps.iter().map(|step| &step.batch);
            batches.map(|b| of(&b.mean, &b.var, channel)).collect()
        };
        let lines: Vec<Vec<f64>> = (0..channels).map(line).collect();
        let dots: Vec<Vec<f64>> = (0..channels).map(own).collect();
        let grid = Grid::new(
            lines.iter().chain(&dots).flatten(),
            steps.len(),
            size_px,
            &style,
        );
        let place = |values: &Vec<f64>, first: usize| -> Vec<Point> {
            let points = values.iter().enumerate();
            points
                .map(|(i, &value)| (grid.x((first + i) as f64), grid.y(value)))
                .collect()
        };
        let most = ((grid.right_px - grid.left_px) / (style.font_px * 3.0)) as usize;
        let whole = ticks((0.0, steps.len() as f64), most.min(steps.len()).max(1));
        Self {
            lines: lines.iter().map(|values| place(values, 0)).collect(),
            dots: dots.iter().map(|values| place(values, 1)).collect(),
            selected: selected.filter(|&channel| channel < channels),
            batches: whole
                .into_iter()
                .map(|tick| (grid.x(tick.value), tick.label))
                .collect(),
            values: grid
                .ticks
                .iter()
                .map(|(value, label)| (grid.y(*value), label.clone()))
                .collect(),
            left_px: grid.left_px,
            right_px: grid.right_px,
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
        let palette = self.style.palette;
        pen.clear()?;
        self.draw_axes(&pen)?;
        let quiet = self.style.faint(palette.ground, palette.soft_ink, 0.5);
        let others = (0..self.lines.len()).filter(|&channel| Some(channel) != self.selected);
        for channel in others {
            self.draw_channel(&pen, channel, quiet, self.style.quiet_line_px())?;
        }
        match self.selected {
            Some(channel) => self.draw_channel(&pen, channel, palette.accent, self.style.line_px()),
            None => Ok(()),
        }
    }

    fn draw_channel<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        channel: usize,
        colour: [u8; 3],
        width_px: f64,
    ) -> Result<(), Failure<DB>> {
        pen.line(&self.lines[channel], colour, width_px)?;
        if self.selected.is_some_and(|selected| selected != channel) {
            return Ok(());
        }
        for &dot in &self.dots[channel] {
            pen.dot(dot, self.style.font_px * 0.2, colour)?;
        }
        Ok(())
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        pen.rows(&self.values, [self.left_px, self.right_px])?;
        let bottom = self.values.first().map_or(0.0, |(y, _)| *y);
        let batches = self.batches.iter().map(|(x, label)| (*x, label.as_str()));
        pen.columns(batches, bottom, self.style.palette.soft_ink)
    }
}

/// Where batches and values stand.
struct Grid {
    left_px: f64,
    right_px: f64,
    top_px: f64,
    bottom_px: f64,
    batches: f64,
    low: f64,
    high: f64,
    ticks: Vec<(f64, String)>,
}

impl Grid {
    /// The axis of values begins and ends at a tick, and encloses all of them.
    fn new<'a>(
        values: impl Iterator<Item = &'a f64>,
        batches: usize,
        (width, height): (f64, f64),
        style: &Style,
    ) -> Self {
        let em = style.font_px;
        let finite = values.copied().filter(|value| value.is_finite());
        let (low, high) = finite.fold((0.0, 0.0), |(low, high): (f64, f64), value| {
            (low.min(value), high.max(value))
        });
        let most = ((height / (em * 2.5)) as usize).clamp(2, 6);
        let labels: Vec<(f64, String)> = enclosing((low, high), most)
            .into_iter()
            .map(|tick| (tick.value, tick.label))
            .collect();
        let [low, high] = [labels.first(), labels.last()].map(|tick| tick.map_or(0.0, |t| t.0));
        let widest = labels.iter().map(|(_, label)| style.text_width_px(label));
        Self {
            left_px: widest.fold(0.0, f64::max) + em * 0.9,
            right_px: width - em * 0.8,
            top_px: em * 0.8,
            bottom_px: height - em * 2.0,
            batches: batches.max(1) as f64,
            low,
            high: if high > low { high } else { low + 1.0 },
            ticks: labels,
        }
    }

    fn x(&self, batch: f64) -> f64 {
        self.left_px + batch / self.batches * (self.right_px - self.left_px)
    }

    fn y(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        self.bottom_px - part * (self.bottom_px - self.top_px)
    }
}
