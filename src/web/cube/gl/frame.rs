//! The part of the canvas that a pane takes.

use web_sys::WebGl2RenderingContext as GL;

use super::super::Pane;

/// A pane's place, in device pixels.
pub(super) struct Frame {
    pub size_px: [f64; 2],
    /// Device pixels per CSS pixel
    pub ratio: f64,
    pub clip_from_world: [f32; 16],
}

impl Frame {
    /// Limits drawing to the pane and finds its matrix, exact for sizes that are no whole pixels.
    pub fn new(gl: &GL, pane: &Pane, ratio: f64) -> Self {
        let view = pane.scene.view();
        let edges =
            |start: f64, length: f64| ((start * ratio).round(), ((start + length) * ratio).round());
        let (left, right) = edges(pane.left_px, view.viewport.width_px);
        let (top, bottom) = edges(pane.top_px, view.viewport.height_px);
        let size_px = [(right - left).max(1.0), (bottom - top).max(1.0)];
        let from_bottom = f64::from(gl.drawing_buffer_height()) - bottom;
        let [x, y, width, height] = [left, from_bottom, size_px[0], size_px[1]].map(|px| px as i32);
        gl.viewport(x, y, width, height);
        gl.scissor(x, y, width, height);
        let shift_px = [pane.left_px * ratio - left, pane.top_px * ratio - top];
        let stretch = [
            view.viewport.width_px * ratio / size_px[0],
            view.viewport.height_px * ratio / size_px[1],
        ];
        let mut matrix = view.clip_from_world();
        for column in 0..4 {
            matrix[4 * column] *= stretch[0];
            matrix[4 * column + 1] *= stretch[1];
        }
        matrix[12] += stretch[0] - 1.0 + 2.0 * shift_px[0] / size_px[0];
        matrix[13] -= stretch[1] - 1.0 + 2.0 * shift_px[1] / size_px[1];
        Self {
            size_px,
            ratio,
            clip_from_world: matrix.map(|x| x as f32),
        }
    }
}
