//! What the pen's lines are drawn with.

use super::{ink, stage};
use crate::state::stage::{Dab, Frame, Stroke};
use crate::web::dom;
use leptos::prelude::WithValue;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The pen's colours on a light ground and on a dark one; 4.5:1 and more against it.
pub const COLORS: [[&str; 3]; 2] = [
    ["#c8102e", "#00714f", "#1b1d22"],
    ["#ff8a7a", "#52d6a6", "#ffffff"],
];
/// What stands around a line, so that it is seen on any cell.
const EDGES: [&str; 2] = ["#ffffff", "#141519"];
/// How far.
const EDGE_PX: f64 = 2.0;

/// What draws on a canvas.
pub struct Brush {
    context: CanvasRenderingContext2d,
    is_dark: bool,
}

impl Brush {
    /// One for this canvas, on a light ground or a dark one.
    pub fn of(canvas: &HtmlCanvasElement, is_dark: bool) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??;
        let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let ratio = dom::pixel_ratio();
        context
            .set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0)
            .ok()?;
        context.set_line_cap("round");
        context.set_line_join("round");
        Some(Self { context, is_dark })
    }

    /// Draws a piece of the line that is being drawn.
    pub fn draw_newest(&self, piece: fn(&Stroke, Frame) -> Option<Dab>) {
        stage().ink.with_value(|ink| {
            let newest = ink.strokes().last();
            if let Some((stroke, dab)) = newest.and_then(|s| Some((s, piece(s, ink::frame())?))) {
                self.draw(stroke.color, dab);
            }
        });
    }

    /// Draws a piece, and its edge below all that is drawn already: so no edge crosses a line.
    pub fn draw(&self, color: usize, dab: Dab) {
        let ground = usize::from(self.is_dark);
        let parts = [
            ("source-over", COLORS[ground][color], dab.width_px),
            (
                "destination-over",
                EDGES[ground],
                dab.width_px + 2.0 * EDGE_PX,
            ),
        ];
        for (order, color, width_px) in parts {
            // These are names that every canvas knows.
            let _ = self.context.set_global_composite_operation(order);
            self.context.set_stroke_style_str(color);
            self.context.set_line_width(width_px);
            self.context.begin_path();
            self.context.move_to(dab.from_px[0], dab.from_px[1]);
            let ([bx, by], [x, y]) = (dab.by_px, dab.to_px);
            // A curve without length has no round ends everywhere.
            self.context.quadratic_curve_to(bx, by, x + 0.01, y);
            self.context.stroke();
        }
    }
}
