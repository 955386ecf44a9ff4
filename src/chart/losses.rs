//! The excess loss by step, on logarithmic axes.

use super::Style;
use super::axis::{power_of_ten, powers};
use super::clip::Frame;
use super::pen::{Anchor, Failure, Pen, Point};
use crate::lab::descent::{Descent, MOST_STEPS, Steps, TOLERANCE};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

/// The excess loss as a part of that at the start, by step. Lengths are CSS pixels.
///
/// The axes are the same whatever is shown, so that one curve can be compared with the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    style: Style,
    /// What lies outside is cut away
    pub frame: Frame,
    /// The curve, from the first step on
    pub curve: Vec<Point>,
    /// Where it is at most a thousandth, if it gets there
    pub reached: Option<Point>,
    criterion_px: f64,
    steps: Vec<(f64, String)>,
    parts: Vec<(f64, String)>,
    names: [String; 2],
}

/// Powers of ten at the ends of the axes.
const STEPS: (i32, i32) = (0, 7);
const PARTS: (i32, i32) = (-4, 1);

impl Losses {
    /// Lays it out in an area of this size; the axis of steps and the line at a thousandth have these names.
    pub fn new(
        descent: &Descent,
        [step, criterion]: [&str; 2],
        (width, height): (f64, f64),
        style: Style,
    ) -> Self {
        let em = style.font_px;
        let frame = Frame {
            left_px: em * 3.6,
            top_px: em * 0.8,
            right_px: width - em * 1.2,
            bottom_px: height - em * 2.2,
        };
        let (bowl, rate) = (&descent.bowl, descent.setup.rate);
        let part = |step: u64| bowl.excess(rate, step) / bowl.excess(rate, 0);
        let at = |step: u64| (x(frame, step as f64), y(frame, part(step)));
        let reached = match descent.steps {
            Steps::Within(steps) => Some(at(steps)),
            Steps::Beyond | Steps::Never => None,
        };
        let every = powers(STEPS, frame.width_px() / (em * 3.2));
        let most = (frame.height_px() / (em * 1.6)).max(2.0);
        Self {
            frame,
            curve: sampled().map(at).collect(),
            reached,
            criterion_px: y(frame, TOLERANCE),
            // Not where the name of the axis stands.
            steps: every
                .map(|k| (x(frame, 10_f64.powi(k)), power_of_ten(k)))
                .filter(|(x, _)| *x < frame.right_px - style.text_width_px(step) - em)
                .collect(),
            parts: powers(PARTS, most)
                .map(|k| (y(frame, 10_f64.powi(k)), power_of_ten(k)))
                .collect(),
            names: [step.to_owned(), criterion.to_owned()],
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
        for part in self.frame.clipped(&self.curve) {
            pen.line(&part, palette.accent, self.style.line_px())?;
        }
        match self.reached {
            Some(at) => pen.dot(at, self.style.font_px * 0.3, palette.accent),
            None => Ok(()),
        }
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        let em = self.style.font_px;
        let (left, right) = (self.frame.left_px, self.frame.right_px);
        let bottom = self.frame.bottom_px;
        pen.rows(&self.parts, [left, right])?;
        let steps = self.steps.iter().map(|(x, label)| (*x, label.as_str()));
        pen.columns(steps, bottom, palette.soft_ink)?;
        pen.line(
            &[(left, self.criterion_px), (right, self.criterion_px)],
            palette.soft_ink,
            self.style.hairline_px(),
        )?;
        let [step, criterion] = &self.names;
        // On the side where the curve is not.
        let width = self.style.text_width_px(criterion);
        let is_early = self.reached.is_some_and(|(x, _)| x < (left + right) / 2.0);
        let end = if is_early { right } else { left + width + em };
        let at = (end - em * 0.3, self.criterion_px - em * 0.7);
        pen.text(criterion, at, Anchor::Right, palette.soft_ink, false)?;
        let at = (
            right - self.style.text_width_px(step) / 2.0,
            bottom + em * 0.6,
        );
        pen.text(step, at, Anchor::Top, palette.ink, true)
    }
}

/// The steps that the curve has points at, evenly spread over its axis.
fn sampled() -> impl Iterator<Item = u64> {
    const EACH: i32 = 40;
    let mut before = 0;
    let all = (0..=EACH * STEPS.1).map(|k| 10_f64.powf(f64::from(k) / f64::from(EACH)).round());
    let all = all.map(|step| (step as u64).min(MOST_STEPS));
    all.filter(move |&step| std::mem::replace(&mut before, step) != step)
}

fn x(frame: Frame, step: f64) -> f64 {
    let part = (step.log10() - f64::from(STEPS.0)) / f64::from(STEPS.1 - STEPS.0);
    frame.left_px + part * frame.width_px()
}

/// A loss of 0 lies far below the frame, and one without end far above.
fn y(frame: Frame, part: f64) -> f64 {
    let power = part.clamp(1e-300, 1e300).log10();
    let part = (power - f64::from(PARTS.0)) / f64::from(PARTS.1 - PARTS.0);
    frame.bottom_px - part * frame.height_px()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_has_every_early_step_and_the_last() {
        let all: Vec<u64> = sampled().collect();
        assert_eq!(all[..10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(all.last(), Some(&MOST_STEPS));
        assert!(all.is_sorted() && all.len() < 300);
    }
}
