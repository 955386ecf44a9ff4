//! What was seen of networks in training, as curves over their steps.

mod scale;

use super::Style;
use super::axis::ticks;
use super::clip::Frame;
use super::pen::{Anchor, Failure, Pen, Point};
use crate::lab::training::{Curve, Line, Watched};
use crate::scene::colour::{Rgb, SETS, blend, contrast};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};
use scale::Scale;

/// Which of the colours of sets the runs have: those first that differ most. Yellow is none of them.
const RUNS: [usize; 6] = [5, 4, 2, 6, 0, 1];

/// How much a curve must stand out from its ground: its name has its colour (WCAG 2.2, criterion 1.4.3).
const CONTRAST: f64 = 4.5;

/// The colour of the k-th run, as dark or light as it must be to be seen on the ground.
pub fn colour_of(k: usize, style: &Style) -> Rgb {
    let palette = style.palette;
    let hue = SETS[RUNS[k % RUNS.len()]];
    let shades = (0..=10).map(|part| blend(hue, palette.ink, f64::from(part) / 10.0));
    let mut seen = shades.filter(|shade| contrast(*shade, palette.ground) >= CONTRAST);
    seen.next().unwrap_or(palette.ink)
}

/// A run as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its name, short enough to stand at the end of its curve
    pub name: String,
    /// What was seen of it
    pub curves: Vec<Curve>,
}

/// The curves of all runs. Lengths are CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    style: Style,
    /// What lies outside is cut away
    pub frame: Frame,
    /// Of each run
    pub runs: Vec<Vec<(Line, Vec<Point>)>>,
    names: Vec<(String, Option<Point>)>,
    rows: Vec<(f64, String)>,
    columns: Vec<(f64, String)>,
    below: String,
}

impl Curves {
    /// Lays them out in an area of this size; the axis of steps has this name, and ends at `last` or later.
    pub fn new(
        runs: &[Drawn],
        watched: Watched,
        last: usize,
        below: &str,
        (width, height): (f64, f64),
        style: Style,
    ) -> Self {
        let em = style.font_px;
        let scale = Scale::of(watched, runs);
        let labels = scale.labels(watched, (height / (em * 3.0)).clamp(2.0, 10.0));
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts
                .map(|text| style.text_width_px(text))
                .fold(0.0, f64::max)
        };
        let left_px = widest(&mut labels.iter().map(|(_, label)| label)) + em * 0.9;
        let names_px = widest(&mut runs.iter().map(|run| &run.name)) * 1.1;
        // Where there is little room the curves have it; the page names the runs below them too.
        let has_names = names_px <= width * 0.3;
        let right_px = width - if has_names { names_px } else { em } - em * 0.8;
        let frame = Frame {
            left_px,
            top_px: em * 0.9,
            right_px: right_px.max(left_px + em),
            bottom_px: (height - em * 3.2).max(em * 2.0),
        };
        let steps = last_step(runs).max(last as f64).max(1.0);
        let x = |step: f64| frame.left_px + step / steps * frame.width_px();
        // Exact at both ends: what lies on a side is not cut away.
        let y = |value: f64| {
            let part = scale.part(value);
            frame.bottom_px * (1.0 - part) + frame.top_px * part
        };
        let lines = |run: &Drawn| -> Vec<(Line, Vec<Point>)> {
            let line = |(line, points): &Curve| {
                let finite = points.iter().filter(|(_, value)| value.is_finite());
                (
                    *line,
                    finite.map(|(step, value)| (x(*step), y(*value))).collect(),
                )
            };
            run.curves.iter().map(line).collect()
        };
        let laid: Vec<Vec<(Line, Vec<Point>)>> = runs.iter().map(lines).collect();
        let most = (frame.width_px() / (em * 4.5)).clamp(2.0, 12.0) as usize;
        Self {
            names: match has_names {
                true => names(runs, &laid, frame, em),
                false => Vec::new(),
            },
            runs: laid,
            rows: labels
                .into_iter()
                .map(|(value, label)| (y(value), label))
                .collect(),
            columns: ticks((0.0, steps), most)
                .into_iter()
                .filter(|tick| tick.value.fract() == 0.0)
                .map(|tick| (x(tick.value), tick.label))
                .collect(),
            below: below.to_owned(),
            frame,
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
        for (k, lines) in self.runs.iter().enumerate() {
            self.draw_band(&pen, k, lines)?;
        }
        for (k, lines) in self.runs.iter().enumerate() {
            for (line, points) in lines.iter().filter(|(line, _)| !line.is_main()) {
                self.draw_quiet(&pen, k, *line, points)?;
            }
        }
        for (k, lines) in self.runs.iter().enumerate() {
            for (_, points) in lines.iter().filter(|(line, _)| line.is_main()) {
                self.draw_main(&pen, k, points)?;
            }
        }
        for (k, (name, at)) in self.names.iter().enumerate() {
            if let Some(at) = at {
                pen.text(name, *at, Anchor::Left, colour_of(k, &self.style), true)?;
            }
        }
        Ok(())
    }

    fn draw_main<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        k: usize,
        points: &[Point],
    ) -> Result<(), Failure<DB>> {
        let colour = colour_of(k, &self.style);
        for part in self.frame.clipped(points) {
            pen.line(&part, colour, self.style.line_px() * 1.3)?;
        }
        match points.last().filter(|last| self.frame.holds(**last)) {
            Some(last) => pen.dot(*last, self.style.font_px * 0.28, colour),
            None => Ok(()),
        }
    }

    /// Between the least and the greatest of several seeds.
    fn draw_band<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        k: usize,
        lines: &[(Line, Vec<Point>)],
    ) -> Result<(), Failure<DB>> {
        let of = |of: Line| lines.iter().find(|(line, _)| *line == of);
        let (Some((_, least)), Some((_, greatest))) = (of(Line::Least), of(Line::Greatest)) else {
            return Ok(());
        };
        let (top, bottom) = (self.frame.top_px, self.frame.bottom_px);
        let around = least.iter().chain(greatest.iter().rev());
        let around: Vec<Point> = around.map(|(x, y)| (*x, y.clamp(top, bottom))).collect();
        let (ground, colour) = (self.style.palette.ground, colour_of(k, &self.style));
        pen.fill(&around, self.style.faint(ground, colour, 0.12))
    }

    fn draw_quiet<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        k: usize,
        line: Line,
        points: &[Point],
    ) -> Result<(), Failure<DB>> {
        let style = &self.style;
        let colour = colour_of(k, style);
        for part in self.frame.clipped(points) {
            match line {
                Line::OnBatch | Line::Last | Line::Recomputed => {
                    // The last are dots.
                    let dash = if line == Line::Recomputed { 0.15 } else { 0.4 };
                    let width = style.quiet_line_px() * 1.5;
                    pen.dashed(&part, colour, width, style.font_px * dash)?;
                }
                Line::Batch => {
                    let faint = style.faint(style.palette.ground, colour, 0.45);
                    pen.line(&part, faint, style.hairline_px())?;
                }
                _ => pen.line(&part, colour, style.quiet_line_px())?,
            }
        }
        Ok(())
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let (palette, em, frame) = (self.style.palette, self.style.font_px, self.frame);
        pen.rows(&self.rows, [frame.left_px, frame.right_px])?;
        let columns = self.columns.iter().map(|(x, label)| (*x, label.as_str()));
        pen.columns(columns, frame.bottom_px, palette.soft_ink)?;
        let at = (
            (frame.left_px + frame.right_px) / 2.0,
            frame.bottom_px + em * 1.9,
        );
        pen.text(&self.below, at, Anchor::Top, palette.ink, false)
    }
}

/// The last step that anything was seen at.
fn last_step(runs: &[Drawn]) -> f64 {
    let points = runs
        .iter()
        .flat_map(|run| &run.curves)
        .flat_map(|(_, points)| points);
    points.map(|(step, _)| *step).fold(0.0, f64::max)
}

/// Each name at the end of its main line, and none on another.
fn names(
    runs: &[Drawn],
    laid: &[Vec<(Line, Vec<Point>)>],
    frame: Frame,
    em: f64,
) -> Vec<(String, Option<Point>)> {
    let end = |lines: &Vec<(Line, Vec<Point>)>| {
        let (_, points) = lines.iter().find(|(line, _)| line.is_main())?;
        points
            .last()
            .map(|(_, y)| y.clamp(frame.top_px, frame.bottom_px))
    };
    let ends: Vec<Option<f64>> = laid.iter().map(end).collect();
    let mut order: Vec<usize> = (0..ends.len()).filter(|k| ends[*k].is_some()).collect();
    order.sort_by(|a, b| ends[*a].unwrap_or(0.0).total_cmp(&ends[*b].unwrap_or(0.0)));
    let mut heights = ends.clone();
    let spacing = em * 1.25;
    // From above to below each makes room, and then back where they ran out of the frame.
    let mut above = f64::NEG_INFINITY;
    for &k in &order {
        let y = ends[k].unwrap_or(0.0).max(above + spacing);
        heights[k] = Some(y);
        above = y;
    }
    let mut below = frame.bottom_px + spacing;
    for &k in order.iter().rev() {
        let y = heights[k].unwrap_or(0.0).min(below - spacing);
        heights[k] = Some(y);
        below = y;
    }
    let at = |y: f64| (frame.right_px + em * 0.5, y);
    let named = runs.iter().zip(heights);
    named
        .map(|(run, y)| (run.name.clone(), y.map(at)))
        .collect()
}
