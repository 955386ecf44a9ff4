//! Painting in CSS pixels.

use super::Style;
use crate::scene::colour::Rgb;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A place in CSS pixels: to the right, down.
pub(super) type Point = (f64, f64);

/// What a drawing on this backend may fail with.
pub(super) type Failure<DB> = DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>;

/// Which point of a text is given.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    /// The middle of its left side
    Left,
    /// The middle of its right side
    Right,
    /// The middle of its upper side
    Top,
    /// The middle of its lower side
    Bottom,
}

/// An area with the style that it is painted in.
pub(super) struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    style: &'a Style,
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    pub fn new(area: &'a DrawingArea<DB, Shift>, style: &'a Style) -> Self {
        Self { area, style }
    }

    /// Covers the whole area with the ground, where it has one.
    pub fn clear(&self) -> Result<(), Failure<DB>> {
        match self.style.has_ground {
            true => self.area.fill(&rgb(self.style.palette.ground)),
            false => Ok(()),
        }
    }

    /// A line through all points, open.
    pub fn line(&self, points: &[Point], colour: Rgb, width_px: f64) -> Result<(), Failure<DB>> {
        let width = (width_px * self.style.device_pixel_ratio).round().max(1.0);
        let stroke = rgb(colour).stroke_width(width as u32);
        self.area
            .draw(&PathElement::new(self.device(points), stroke))
    }

    /// The same in dashes, each as long as the gap behind it.
    pub fn dashed(
        &self,
        points: &[Point],
        colour: Rgb,
        width_px: f64,
        dash_px: f64,
    ) -> Result<(), Failure<DB>> {
        let mut along_px = 0.0;
        for pair in points.windows(2) {
            let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
            let length_px = (to_x - x).hypot(to_y - y);
            let at = |px: f64| {
                let part = px / length_px;
                (x + part * (to_x - x), y + part * (to_y - y))
            };
            // From a gap that began on the segment before, or a dash that goes on.
            let mut from_px = -(along_px % (2.0 * dash_px));
            while from_px < length_px {
                let [from, to] = [from_px, from_px + dash_px].map(|px| px.clamp(0.0, length_px));
                if to > from {
                    self.line(&[at(from), at(to)], colour, width_px)?;
                }
                from_px += 2.0 * dash_px;
            }
            along_px += length_px;
        }
        Ok(())
    }

    /// The area that a line through all points and back encloses.
    pub fn fill(&self, points: &[Point], colour: Rgb) -> Result<(), Failure<DB>> {
        self.area
            .draw(&Polygon::new(self.device(points), rgb(colour).filled()))
    }

    /// A filled circle.
    pub fn dot(&self, at: Point, radius_px: f64, colour: Rgb) -> Result<(), Failure<DB>> {
        let radius = (radius_px * self.style.device_pixel_ratio).round().max(1.0);
        let dot = Circle::new(self.point(at), radius as i32, rgb(colour).filled());
        self.area.draw(&dot)
    }

    /// A text, bold if it is `firm`.
    pub fn text(
        &self,
        text: &str,
        at: Point,
        anchor: Anchor,
        colour: Rgb,
        firm: bool,
    ) -> Result<(), Failure<DB>> {
        let style = self.style;
        let size = style.font_px * style.device_pixel_ratio / style.backend_text_scale;
        let weight = if firm {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let pos = match anchor {
            Anchor::Left => Pos::new(HPos::Left, VPos::Center),
            Anchor::Right => Pos::new(HPos::Right, VPos::Center),
            Anchor::Top => Pos::new(HPos::Center, VPos::Top),
            Anchor::Bottom => Pos::new(HPos::Center, VPos::Bottom),
        };
        let font = FontDesc::new(FontFamily::Name(style.font), size, weight);
        let colour = rgb(colour);
        let text_style = TextStyle::from(font).color(&colour).pos(pos);
        self.area
            .draw(&Text::new(text.to_owned(), self.point(at), text_style))
    }

    /// A line of an axis that the eye follows from its number.
    pub fn hairline(&self, ends: [Point; 2]) -> Result<(), Failure<DB>> {
        self.line(&ends, self.style.hairline(), self.style.hairline_px())
    }

    /// The short line between an axis and its number.
    pub fn tick(&self, ends: [Point; 2]) -> Result<(), Failure<DB>> {
        self.line(&ends, self.style.palette.frame, self.style.hairline_px())
    }

    /// An axis at the left: a hairline from side to side at each height, its label before it.
    pub fn rows(
        &self,
        rows: &[(f64, String)],
        [left_px, right_px]: [f64; 2],
    ) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        for (y, label) in rows {
            self.hairline([(left_px, *y), (right_px, *y)])?;
            let at = (left_px - self.style.font_px * 0.5, *y);
            self.text(label, at, Anchor::Right, palette.soft_ink, false)?;
        }
        Ok(())
    }

    /// An axis at the bottom: a tick below each place, its label below that.
    pub fn columns<'t>(
        &self,
        columns: impl IntoIterator<Item = (f64, &'t str)>,
        bottom_px: f64,
        colour: Rgb,
    ) -> Result<(), Failure<DB>> {
        for (x, label) in columns {
            self.tick([(x, bottom_px), (x, bottom_px + 4.0)])?;
            let at = (x, bottom_px + self.style.font_px * 0.6);
            self.text(label, at, Anchor::Top, colour, false)?;
        }
        Ok(())
    }

    fn device(&self, points: &[Point]) -> Vec<(i32, i32)> {
        points.iter().map(|&point| self.point(point)).collect()
    }

    fn point(&self, (x, y): Point) -> (i32, i32) {
        let device = |px: f64| (px * self.style.device_pixel_ratio).round() as i32;
        (device(x), device(y))
    }
}

fn rgb([r, g, b]: Rgb) -> RGBColor {
    RGBColor(r, g, b)
}
