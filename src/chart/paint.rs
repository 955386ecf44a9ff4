//! Painting the distributions.

use super::Shape;
use super::axis::{Tick, ticks};
use super::pen::{Anchor, Failure, Pen};
use super::ridges::{Frame, Ridges, Row, Under};
use crate::scene::colour::{Rgb, blend};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};

impl Ridges {
    /// Paints it; `lit` is a bar to be lit up.
    ///
    /// # Errors
    ///
    /// If the backend fails.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        lit: Option<Under>,
    ) -> Result<(), Failure<DB>> {
        let pen = Pen::new(area, &self.style);
        pen.clear()?;
        self.draw_axis(&pen)?;
        for group in self.order() {
            let lit = lit.filter(|lit| lit.group == group).map(|lit| lit.bar);
            self.draw_row(&pen, group, lit)?;
        }
        Ok(())
    }

    fn draw_axis<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        let Frame {
            left_px,
            right_px,
            top_px,
            bottom_px,
        } = self.plot;
        let below = bottom_px + self.style.font_px * 0.85;
        for tick in self.ticks(right_px - left_px) {
            let x = self.x(tick.value);
            pen.hairline([(x, top_px), (x, bottom_px + 4.0)])?;
            // A label that would leave the area is left out.
            let half = self.style.text_width_px(&tick.label) / 2.0;
            if x + half <= self.width_px && x - half >= 0.0 {
                pen.text(
                    &tick.label,
                    (x, below),
                    Anchor::Top,
                    palette.soft_ink,
                    false,
                )?;
            }
        }
        Ok(())
    }

    /// As many ticks as their labels have room for, side by side on `width_px`.
    fn ticks(&self, width_px: f64) -> Vec<Tick> {
        let em = self.style.font_px;
        let at_distance = |ems: f64| ticks(self.span, (width_px / (ems * em)) as usize);
        let near = at_distance(1.8);
        let widest = near
            .iter()
            .map(|tick| self.style.text_width_px(&tick.label));
        at_distance(widest.fold(0.0, f64::max) / em + 0.8)
    }

    fn draw_row<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        group: usize,
        lit: Option<usize>,
    ) -> Result<(), Failure<DB>> {
        let row = &self.rows[group];
        let look = self.look(group);
        let base = row.baseline_px;
        let full = [(self.plot.left_px, base), (self.plot.right_px, base)];
        pen.line(&full, look.baseline, self.style.hairline_px())?;
        let outline = row.outline(self.style.shape);
        if let (Some(first), Some(last)) = (outline.first(), outline.last()) {
            let closed = [&[(first.0, base)], &outline[..], &[(last.0, base)]].concat();
            pen.fill(&closed, look.fill)?;
            if let Some(bar) = lit.and_then(|bar| row.bars.get(bar)) {
                pen.fill(&bar.corners(base), self.style.palette.amber)?;
            }
            self.draw_sides(pen, row, look.edge)?;
            pen.line(&closed, look.line, look.width_px)?;
        }
        self.draw_mean(pen, row, &look)?;
        if let Some(bar) = row.peak {
            let at = (
                (bar.left_px + bar.right_px) / 2.0,
                bar.top_px - self.style.line_px(),
            );
            let count = bar.count.to_string();
            pen.text(&count, at, Anchor::Bottom, look.text, look.firm)?;
        }
        let at = (
            self.plot.left_px - self.style.font_px * 0.6,
            base - self.style.font_px * 0.4,
        );
        pen.text(&row.label, at, Anchor::Right, look.text, look.firm)
    }

    /// The sides between bars, so that they can be counted.
    fn draw_sides<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        row: &Row,
        colour: Rgb,
    ) -> Result<(), Failure<DB>> {
        let narrow = row.bars.iter().any(|bar| bar.right_px - bar.left_px < 4.0);
        if self.style.shape == Shape::Lines || narrow {
            return Ok(());
        }
        for pair in row.bars.windows(2) {
            let low = pair[0].top_px.max(pair[1].top_px);
            let x = pair[1].left_px;
            let side = [(x, low), (x, row.baseline_px)];
            pen.line(&side, colour, self.style.hairline_px())?;
        }
        Ok(())
    }

    /// Mean ± σ: a line on the base, and a mark at the mean.
    fn draw_mean<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        row: &Row,
        look: &Look,
    ) -> Result<(), Failure<DB>> {
        let [mean, low, high] = row.mean_px;
        if !(mean.is_finite() && low.is_finite() && high.is_finite()) {
            return Ok(());
        }
        let (base, mark) = (row.baseline_px, self.style.font_px * 0.3);
        pen.line(&[(low, base), (high, base)], look.mean, look.width_px * 1.5)?;
        pen.line(
            &[(mean, base - mark), (mean, base + mark)],
            look.mean,
            look.width_px * 1.5,
        )
    }

    fn look(&self, group: usize) -> Look {
        let palette = self.style.palette;
        let quiet = self.selected.is_some_and(|selected| selected != group);
        let firm = self.selected == Some(group);
        let line_px = self.style.line_px();
        if firm {
            let fill = blend(palette.ground, palette.accent, 0.32);
            return Look {
                fill,
                edge: self.style.faint(fill, palette.accent, 0.35),
                line: palette.accent,
                mean: palette.ink,
                baseline: palette.accent,
                text: palette.accent,
                width_px: line_px,
                firm,
            };
        }
        let fill = blend(
            palette.ground,
            palette.ghost[0],
            if quiet { 0.75 } else { 1.0 },
        );
        let soft = |opacity| self.style.faint(palette.ground, palette.soft_ink, opacity);
        // On a projector it is the ground itself that parts the bars.
        let seam = match palette.least_opacity > 0.0 {
            true => palette.ground,
            false => blend(fill, palette.ground, 0.6),
        };
        Look {
            fill,
            edge: seam,
            line: soft(if quiet { 0.6 } else { 0.9 }),
            mean: soft(if quiet { 0.7 } else { 1.0 }),
            baseline: self.style.faint(palette.ground, palette.frame, 0.7),
            text: palette.soft_ink,
            width_px: self.style.quiet_line_px(),
            firm,
        }
    }
}

/// The colours of one row.
struct Look {
    fill: Rgb,
    edge: Rgb,
    line: Rgb,
    mean: Rgb,
    baseline: Rgb,
    text: Rgb,
    width_px: f64,
    firm: bool,
}
