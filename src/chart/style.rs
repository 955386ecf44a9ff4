//! How a chart looks.

use crate::scene::colour::{Palette, Rgb, Theme, blend};

/// How the counts of a group are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// As bars
    #[default]
    Bars,
    /// Joined by straight lines from bar to bar, without smoothing
    Lines,
}

/// How a chart looks. Lengths are CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Its colours
    pub palette: &'static Palette,
    /// Bars or lines
    pub shape: Shape,
    /// Font families, as CSS names them
    pub font: &'static str,
    /// Size of all text
    pub font_px: f64,
    /// Device pixels in a CSS pixel, along which text and lines grow
    pub device_pixel_ratio: f64,
    /// Whether the ground is painted
    pub has_ground: bool,
    /// What the backend multiplies sizes of text by: 1 on a canvas
    pub backend_text_scale: f64,
}

impl Style {
    /// Size of plotters' text in its own SVG: it divides by 1.24.
    pub const SVG_TEXT_SCALE: f64 = 1.0 / 1.24;

    /// The style of a page at arm's length.
    pub fn new(theme: Theme) -> Self {
        Self {
            palette: theme.palette(),
            shape: Shape::Bars,
            font: Palette::FONT,
            font_px: 13.0,
            device_pixel_ratio: 1.0,
            has_ground: true,
            backend_text_scale: 1.0,
        }
    }

    /// The same with type of another size, as on a projected page.
    #[must_use]
    pub fn with_font_px(self, font_px: f64) -> Self {
        Self { font_px, ..self }
    }

    /// Width of a firm line.
    pub(super) fn line_px(&self) -> f64 {
        self.font_px / 7.0
    }

    /// Width of a line that stands back.
    pub(super) fn quiet_line_px(&self) -> f64 {
        (self.line_px() / 2.0).max(self.hairline_px())
    }

    /// Width of the finest line: a pixel, and more where the type is a projector's.
    pub(super) fn hairline_px(&self) -> f64 {
        (self.font_px / 13.0).round().max(1.0)
    }

    /// The colour of the lines of an axis.
    pub(super) fn hairline(&self) -> Rgb {
        self.faint(self.palette.ground, self.palette.frame, 0.55)
    }

    /// The colour of a line that stands back: `over` on `under` with this opacity, or as much as its palette asks for.
    pub(super) fn faint(&self, under: Rgb, over: Rgb, opacity: f64) -> Rgb {
        blend(under, over, opacity.max(self.palette.least_opacity))
    }

    /// How wide a text is at most: digits and signs of the wider sans serifs are 0.64 em, Hangul 1 em.
    pub(super) fn text_width_px(&self, text: &str) -> f64 {
        let is_hangul = |letter: &char| ('\u{1100}'..='\u{d7a3}').contains(letter);
        let hangul = text.chars().filter(is_hangul).count();
        let others = text.chars().count() - hangul;
        (hangul as f64 + others as f64 * 0.64) * self.font_px
    }
}
