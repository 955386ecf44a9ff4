//! The cube on a 2-D canvas: faces as images under an affine map, from the farthest to the nearest.

mod sheet;

use std::sync::Arc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use self::sheet::Sheet;
use super::Pane;
use crate::scene::colour::{Rgb, css};
use crate::scene::drawing::{DASH_PX, Kind, Mark};
use crate::scene::{BoxFace, Piece, Values};

/// More samples than this are not painted.
const SAMPLES_MAX: usize = 1 << 17;

/// The context, and the image that the faces are taken from.
pub(super) struct Canvas {
    context: CanvasRenderingContext2d,
    sheet: Sheet,
}

impl Canvas {
    pub fn new(canvas: &HtmlCanvasElement) -> Result<Self, JsValue> {
        Ok(Self {
            context: context_of(canvas)?,
            sheet: Sheet::new(canvas)?,
        })
    }

    pub fn draw(&mut self, panes: &[(Pane, Arc<Values>)], ratio: f64) -> Result<(), JsValue> {
        let context = &self.context;
        context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)?;
        if let Some(canvas) = context.canvas() {
            context.clear_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
        }
        for (pane, values) in panes {
            let viewport = pane.scene.view().viewport;
            let origin = Origin {
                ratio,
                left_px: pane.left_px,
                top_px: pane.top_px,
            };
            context.save();
            origin.apply(context, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0])?;
            context.begin_path();
            context.rect(0.0, 0.0, viewport.width_px, viewport.height_px);
            context.clip();
            self.draw_pane(pane, values, &origin)?;
            context.restore();
        }
        Ok(())
    }

    fn draw_pane(&self, pane: &Pane, values: &Values, origin: &Origin) -> Result<(), JsValue> {
        let marks = pane
            .scene
            .marks(values, &pane.paint, origin.ratio, SAMPLES_MAX);
        let pieces = marks.iter().filter_map(|mark| match mark {
            Mark::Samples { piece, .. } => Some(piece),
            _ => None,
        });
        let mut places = self.sheet.paint(pane, values, pieces)?.into_iter();
        for mark in &marks {
            match mark {
                Mark::Area {
                    corners_px,
                    colour,
                    opacity,
                } => self.fill(corners_px, *colour, *opacity),
                Mark::Samples {
                    face,
                    piece,
                    opacity,
                } => {
                    let place = places.next().expect("each piece has a place");
                    self.context.set_global_alpha(*opacity);
                    self.draw_samples(face, piece, place, origin)?;
                }
                Mark::Grid {
                    face,
                    colour,
                    opacity,
                } => self.stroke(face.grid_px(), *colour, *opacity, 1.0),
                Mark::Stroke {
                    points_px,
                    colour,
                    opacity,
                    width_px,
                    kind,
                } => {
                    self.set_kind(*kind)?;
                    let line = std::iter::once(points_px);
                    self.stroke(line, *colour, *opacity, *width_px);
                    self.set_kind(Kind::Plain)?;
                }
            }
        }
        self.context.set_global_alpha(1.0);
        Ok(())
    }

    fn fill(&self, corners_px: &[[f64; 2]; 4], colour: Rgb, opacity: f64) {
        self.context.set_global_alpha(opacity);
        self.context.begin_path();
        for [x, y] in corners_px {
            self.context.line_to(*x, *y);
        }
        self.context.set_fill_style_str(&css(colour));
        self.context.fill();
    }

    /// Lines through points, as one path.
    fn stroke(
        &self,
        lines: impl Iterator<Item = impl AsRef<[[f64; 2]]>>,
        colour: Rgb,
        opacity: f64,
        width_px: f64,
    ) {
        self.context.set_global_alpha(opacity);
        self.context.begin_path();
        for line in lines {
            for (k, [x, y]) in line.as_ref().iter().enumerate() {
                match k {
                    0 => self.context.move_to(*x, *y),
                    _ => self.context.line_to(*x, *y),
                }
            }
        }
        self.context.set_stroke_style_str(&css(colour));
        self.context.set_line_width(width_px);
        self.context.stroke();
    }

    fn set_kind(&self, kind: Kind) -> Result<(), JsValue> {
        let cap = match kind {
            Kind::Round => "round",
            Kind::Plain | Kind::Dashed => "butt",
        };
        self.context.set_line_cap(cap);
        let dash = match kind {
            Kind::Dashed => DASH_PX.map(JsValue::from).iter().collect(),
            Kind::Plain | Kind::Round => Array::new(),
        };
        self.context.set_line_dash(&dash)
    }

    /// One pixel per sample, stretched over the face without smoothing.
    fn draw_samples(
        &self,
        face: &BoxFace,
        piece: &Piece,
        [left, top]: [usize; 2],
        origin: &Origin,
    ) -> Result<(), JsValue> {
        let stretch = piece.patch.stretch.map(|cells| cells as f64);
        // The last sample may stand for fewer cells than the others
        let [across, down] = [0, 1].map(|i| face.counts[i] as f64 / stretch[i]);
        let [u, v] = [0, 1].map(|i| face.steps_px[i].map(|px| px * stretch[i]));
        let [from_x, from_y] = face.origin_px;
        origin.apply(&self.context, [u[0], u[1], v[0], v[1], from_x, from_y])?;
        self.context.set_image_smoothing_enabled(false);
        let (left, top) = (left as f64, top as f64);
        self.context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.sheet.canvas,
                left,
                top,
                across,
                down,
                0.0,
                0.0,
                across,
                down,
            )?;
        origin.apply(&self.context, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

/// Where a pane begins on the canvas.
struct Origin {
    ratio: f64,
    left_px: f64,
    top_px: f64,
}

impl Origin {
    /// Sets the map from coordinates of the drawing, through `map` to CSS pixels of the pane, to device pixels.
    fn apply(&self, context: &CanvasRenderingContext2d, map: [f64; 6]) -> Result<(), JsValue> {
        let [a, b, c, d, e, f] = map.map(|x| x * self.ratio);
        let (left, top) = (self.left_px * self.ratio, self.top_px * self.ratio);
        context.set_transform(a, b, c, d, e + left, f + top)
    }
}

fn context_of(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let context = canvas.get_context("2d")?.ok_or("no 2-D context")?;
    Ok(context.dyn_into()?)
}
