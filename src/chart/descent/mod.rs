//! Contours of a loss over two parameters, and the way that descent takes.

mod view;

use super::Style;
use super::axis::Tick;
use super::clip::Frame;
use super::pen::{Anchor, Failure, Pen, Point};
use crate::lab::descent::{Descent, Plane};
use crate::state::words::{DescentLabel, DescentWords};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};
use view::View;

/// The words on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Names<'a> {
    /// The two parameters
    pub axes: [&'a str; 2],
    /// Where descent begins
    pub start: &'a str,
    /// Where the loss is least
    pub minimum: &'a str,
}

/// The names of the parameters.
pub const PARAMETERS: [&str; 3] = ["w₁", "w₂", "b"];

impl Names<'static> {
    /// In a language.
    pub fn new<W: DescentWords + ?Sized>(words: &W, descent: &Descent) -> Self {
        Self {
            axes: descent.plane.pair.map(|k| PARAMETERS[k]),
            start: words.descent_label(DescentLabel::Start),
            minimum: words.descent_label(DescentLabel::Minimum),
        }
    }
}

/// Where the excess loss has one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Contour {
    /// The excess loss on it
    pub excess: f64,
    /// The parts of it that lie in the frame
    pub parts: Vec<Vec<Point>>,
}

/// The landscape of a loss, seen from above. Lengths are CSS pixels.
///
/// Both parameters have one scale, so that a contour is as long and as wide as it is; its frame holds
/// the contour of the loss at the start, which descent does not leave while it is stable.
#[derive(Clone, Debug, PartialEq)]
pub struct Contours {
    style: Style,
    /// What lies outside is cut away
    pub frame: Frame,
    /// Pixels of one unit of a parameter
    pub scale_px: f64,
    /// The contours that are drawn, the outermost first
    pub lines: Vec<Contour>,
    /// All steps that were taken, the start first, whether they lie in the frame or not
    pub path: Vec<Point>,
    /// Where the loss is least
    pub minimum: Point,
    ticks: [Vec<(f64, String)>; 2],
    names: [String; 4],
}

/// The excess loss is multiplied by this from one contour to the next outer one.
pub const RATIO: f64 = 2.0;
/// How much closer than this two contours are not drawn.
const GAP_PX: f64 = 4.0;
/// Contours outside of that through the start, and inside of it.
const OUTER: i32 = 30;
const INNER: i32 = 12;
/// Corners of an ellipse.
const CORNERS: usize = 96;

impl Contours {
    /// Lays it out in an area of this size.
    pub fn new(descent: &Descent, names: Names, size_px: (f64, f64), style: Style) -> Self {
        let plane = &descent.plane;
        let start = descent.bowl.excess(0.0, 0);
        let view = View::new(plane, start, size_px, &style);
        let [horizontal, vertical] = view.ticks(&style);
        let place = |point: [f64; 2]| view.px(point);
        let labels = |ticks: Vec<Tick>, along: &dyn Fn(f64) -> f64| {
            let ticks = ticks.into_iter();
            ticks.map(|tick| (along(tick.value), tick.label)).collect()
        };
        let points = descent
            .walk
            .iter()
            .map(|step| plane.pair.map(|k| step.theta[k]));
        let [first, second] = names.axes;
        Self {
            frame: view.frame,
            scale_px: view.scale_px,
            lines: lines(plane, start, &view),
            path: points.map(place).collect(),
            minimum: place(plane.centre),
            ticks: [
                labels(horizontal, &|value| view.px([value, 0.0]).0),
                labels(vertical, &|value| view.px([0.0, value]).1),
            ],
            names: [first, second, names.start, names.minimum].map(str::to_owned),
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
        let palette = self.style.palette;
        let quiet = self.style.faint(palette.ground, palette.soft_ink, 0.6);
        for line in &self.lines {
            for part in &line.parts {
                pen.line(part, quiet, self.style.quiet_line_px())?;
            }
        }
        self.draw_path(&pen)?;
        self.draw_places(&pen)
    }

    fn draw_path<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let accent = self.style.palette.accent;
        let seen = self.seen();
        let to_the_edge = &self.path[..(seen.len() + 1).min(self.path.len())];
        for part in self.frame.clipped(to_the_edge) {
            pen.line(&part, accent, self.style.line_px())?;
        }
        let radius = self.style.font_px * 0.22;
        let mut last: Option<Point> = None;
        for &at in seen {
            // Dots that would lie on one another are one.
            let is_apart = last.is_none_or(|last| distance(last, at) >= 1.5 * radius);
            if is_apart {
                pen.dot(at, radius, accent)?;
                last = Some(at);
            }
        }
        Ok(())
    }

    /// The steps until descent leaves the frame for the first time.
    fn seen(&self) -> &[Point] {
        let outside = self.path.iter().position(|at| !self.frame.holds(*at));
        &self.path[..outside.unwrap_or(self.path.len())]
    }

    /// Start and minimum, with their names above and below.
    fn draw_places<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        let em = self.style.font_px;
        let [_, _, start, minimum] = &self.names;
        let names = [
            (self.path[0], start, palette.accent),
            (self.minimum, minimum, palette.positive),
        ];
        let is_start_above = self.path[0].1 <= self.minimum.1;
        for (k, (at, name, colour)) in names.into_iter().enumerate() {
            if !self.frame.holds(at) {
                continue;
            }
            pen.dot(at, em * 0.42, palette.ground)?;
            pen.dot(at, em * 0.34, colour)?;
            let is_above = (k == 0) == is_start_above;
            let (offset, anchor) = match is_above {
                true => (-0.6 * em, Anchor::Bottom),
                false => (0.6 * em, Anchor::Top),
            };
            pen.text(name, (at.0, at.1 + offset), anchor, colour, true)?;
        }
        Ok(())
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        let em = self.style.font_px;
        let frame = self.frame;
        let mut outline = frame.corners().to_vec();
        outline.push(outline[0]);
        pen.line(&outline, palette.frame, self.style.hairline_px())?;
        let [horizontal, vertical] = &self.ticks;
        let columns = horizontal.iter().map(|(x, label)| (*x, label.as_str()));
        pen.columns(columns, frame.bottom_px, palette.soft_ink)?;
        for (y, label) in vertical {
            let left = frame.left_px;
            pen.tick([(left - 4.0, *y), (left, *y)])?;
            let at = (left - em * 0.6, *y);
            pen.text(label, at, Anchor::Right, palette.soft_ink, false)?;
        }
        let [first, second, ..] = &self.names;
        let at = (frame.right_px - em * 0.8, frame.bottom_px + em * 0.6);
        pen.text(first, at, Anchor::Top, palette.ink, true)?;
        let at = (frame.left_px, frame.top_px - em * 0.4);
        pen.text(second, at, Anchor::Bottom, palette.ink, true)
    }
}

/// Contours at a fixed ratio of the excess loss, those that would lie on one another left out.
fn lines(plane: &Plane, start: f64, view: &View) -> Vec<Contour> {
    let widths = (-INNER..=OUTER).rev().map(|power| {
        let excess = start * RATIO.powi(power);
        (excess, plane.radii(excess)[0] * view.scale_px)
    });
    let mut before = f64::INFINITY;
    let mut lines = Vec::new();
    for (excess, width_px) in widths {
        if before - width_px < GAP_PX {
            break;
        }
        let angle = |k: usize| std::f64::consts::TAU * k as f64 / CORNERS as f64;
        let points = (0..=CORNERS).map(|k| view.px(plane.on_ellipse(excess, angle(k))));
        let parts = view.frame.clipped(&points.collect::<Vec<_>>());
        if !parts.is_empty() {
            lines.push(Contour { excess, parts });
        }
        before = width_px;
    }
    lines
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}
