//! The cube on a 2-D canvas: faces as images under an affine map, from the farthest to the nearest.

mod sheet;

use std::sync::Arc;

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use self::sheet::Sheet;
use super::{Pane, colour_of};
use crate::scene::colour::{Rgb, css};
use crate::scene::{BoxFace, Direction, Line, LineRole, Piece, Role, Values};

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

    /// With an element pinned nothing covers its set, which comes after the frames,
    /// so that no hairline changes its colours.
    fn draw_pane(&self, pane: &Pane, values: &Values, origin: &Origin) -> Result<(), JsValue> {
        let (frames, lines): (Vec<_>, Vec<_>) = pane
            .scene
            .lines()
            .into_iter()
            .partition(|line| line.role == LineRole::Frame);
        let is_clearing = pane.paint.clearing < 1.0;
        let pieces = pane
            .scene
            .whole_pieces(origin.ratio, SAMPLES_MAX, is_clearing);
        let places = self.sheet.paint(pane, values, &pieces)?;
        let is_last = |piece: &Piece| pane.scene.pinned().is_some() && piece.role.is_of_set();
        let (last, first): (Vec<_>, Vec<_>) = pieces
            .iter()
            .zip(places)
            .partition(|(piece, _)| is_last(piece));
        self.draw_walls(pane);
        self.draw_pieces(pane, values, origin, &first)?;
        frames
            .iter()
            .try_for_each(|line| self.draw_line(pane, line))?;
        self.draw_pieces(pane, values, origin, &last)?;
        lines.iter().try_for_each(|line| self.draw_line(pane, line))
    }

    /// The far walls of what was removed, with the grid of its cells.
    fn draw_walls(&self, pane: &Pane) {
        let (context, palette) = (&self.context, pane.paint.palette());
        for hollow in pane.scene.hollows() {
            for wall in Direction::ALL
                .into_iter()
                .filter_map(|face| pane.scene.far_face(&hollow, face))
            {
                let [columns, rows] = wall.counts.map(|n| n as f64);
                context.begin_path();
                for at in [[0.0, 0.0], [columns, 0.0], [columns, rows], [0.0, rows]] {
                    let [x, y] = wall.at_px(at);
                    context.line_to(x, y);
                }
                context.set_fill_style_str(&css(palette.ghost[wall.face as usize]));
                context.set_global_alpha(0.25);
                context.fill();
                context.set_global_alpha(1.0);
                self.draw_grid(&wall, palette.frame, 0.5);
            }
        }
    }

    fn draw_pieces(
        &self,
        pane: &Pane,
        values: &Values,
        origin: &Origin,
        pieces: &[(&Piece, [usize; 2])],
    ) -> Result<(), JsValue> {
        for (piece, place) in pieces {
            let opacity = match piece.role {
                Role::Clear => 1.0 - pane.paint.clearing,
                _ => 1.0,
            };
            self.context.set_global_alpha(opacity);
            if let Some(face) = pane.scene.near_face(&piece.cells, piece.patch.face) {
                self.draw_samples(&face, piece, *place, origin)?;
                let palette = pane.paint.palette();
                self.draw_grid(&face, palette.gap, palette.gap_opacity);
                if face.breadth_px() >= 3.0 {
                    self.draw_marks(pane, values, &face, piece.role);
                }
            }
        }
        self.context.set_global_alpha(1.0);
        Ok(())
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

    /// The lines between the cells, fainter where cells are small.
    fn draw_grid(&self, face: &BoxFace, [r, g, b]: Rgb, opacity: f64) {
        let context = &self.context;
        let share = ((face.breadth_px() - 3.0) / 5.0).clamp(0.0, 1.0);
        if share == 0.0 {
            return;
        }
        let [columns, rows] = face.counts.map(|n| n as f64);
        context.begin_path();
        let stroke = |from: [f64; 2], to: [f64; 2]| {
            let ([x, y], [to_x, to_y]) = (face.at_px(from), face.at_px(to));
            context.move_to(x, y);
            context.line_to(to_x, to_y);
        };
        (0..=face.counts[0]).for_each(|i| stroke([i as f64, 0.0], [i as f64, rows]));
        (0..=face.counts[1]).for_each(|i| stroke([0.0, i as f64], [columns, i as f64]));
        context.set_stroke_style_str(&format!("rgba({r},{g},{b},{})", opacity * share));
        context.set_line_width(1.0);
        context.stroke();
    }

    /// A frame inside each cell that moved, and a stroke through each cell without a value.
    fn draw_marks(&self, pane: &Pane, values: &Values, face: &BoxFace, role: Role) {
        let context = &self.context;
        let ring_px = (0.12 * face.breadth_px()).clamp(1.5, 3.5);
        let inset = ring_px / 2.0 / face.breadth_px();
        for row in 0..face.counts[1] {
            for column in 0..face.counts[0] {
                let flat = pane.scene.layout().flat_of_cell(face.cell([column, row]));
                let (x, y) = (column as f64, row as f64);
                let at = |u: f64, v: f64| face.at_px([x + u, y + v]);
                if role != Role::Ghost && values.at(flat, pane.paint.t).is_none() {
                    let stripe = css(pane.paint.palette().hatch[1]);
                    stroke(context, &[at(0.15, 0.85), at(0.85, 0.15)], &stripe, 1.5);
                }
                if pane.paint.glow > 0.0 && values.is_marked(flat) {
                    let far = 1.0 - inset;
                    let ring = [
                        at(inset, inset),
                        at(far, inset),
                        at(far, far),
                        at(inset, far),
                        at(inset, inset),
                    ];
                    context.set_global_alpha(pane.paint.glow);
                    stroke(context, &ring, &css(pane.paint.palette().amber), ring_px);
                    context.set_global_alpha(1.0);
                }
            }
        }
    }

    fn draw_line(&self, pane: &Pane, line: &Line) -> Result<(), JsValue> {
        let colour = css(colour_of(line, &pane.paint));
        for part in pane.scene.stretches(line) {
            let ends = [part.from_px, part.to_px];
            if !part.is_hidden {
                self.context.set_line_cap("round");
                stroke(&self.context, &ends, &colour, line.width_px);
            } else if line.is_drawn_through {
                self.context.set_line_cap("butt");
                self.context
                    .set_line_dash(&js_sys::Array::of2(&5.into(), &3.into()))?;
                stroke(&self.context, &ends, &colour, 0.6 * line.width_px);
                self.context.set_line_dash(&js_sys::Array::new())?;
            }
        }
        Ok(())
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

fn stroke(context: &CanvasRenderingContext2d, points: &[[f64; 2]], colour: &str, width_px: f64) {
    context.begin_path();
    for &[x, y] in points {
        context.line_to(x, y);
    }
    context.set_stroke_style_str(colour);
    context.set_line_width(width_px);
    context.stroke();
}

fn context_of(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let context = canvas.get_context("2d")?.ok_or("no 2-D context")?;
    Ok(context.dyn_into()?)
}
