//! Lines over the boxes, their hidden parts dashed.

use wasm_bindgen::prelude::*;
use web_sys::WebGl2RenderingContext as GL;

use super::super::Pane;
use super::channel;
use super::frame::Frame;
use super::program::{Attribute, Batch, Program};
use crate::scene::Line;

/// So much nearer to the eye is a line than what it lies on.
const LIFT_PX: f64 = 2.5;

/// Both ends, the colour, the width, and whether it is drawn through.
const ATTRIBUTES: [Attribute; 5] = [
    Attribute::Floats(3),
    Attribute::Floats(3),
    Attribute::Floats(3),
    Attribute::Floats(1),
    Attribute::Floats(1),
];

/// Draws lines.
pub(super) struct Lines {
    program: Program,
    batch: Batch,
}

impl Lines {
    pub fn new(gl: &GL) -> Result<Self, JsValue> {
        let program = Program::new(
            gl,
            include_str!("line.vert"),
            include_str!("line.frag"),
            &ATTRIBUTES,
        )?;
        Ok(Self {
            batch: program.batch(gl)?,
            program,
        })
    }

    pub fn set_up(&self, gl: &GL, pane: &Pane, frame: &Frame) {
        let at = |name| self.program.at(name);
        self.program.use_in(gl);
        gl.uniform_matrix4fv_with_f32_array(at("clip_from_world"), false, &frame.clip_from_world);
        let [width, height] = frame.size_px.map(|px| px as f32);
        gl.uniform2f(at("size_px"), width, height);
        gl.uniform1f(at("ratio"), frame.ratio as f32);
        let lift = pane.scene.view().clip_depth(LIFT_PX);
        gl.uniform1f(at("lift"), lift as f32);
    }

    pub fn draw(&mut self, gl: &GL, pane: &Pane, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        let mut words = Vec::with_capacity(11 * lines.len());
        for line in lines {
            let ends = line.from.iter().chain(&line.to).map(|&x| x as f32);
            let colour = pane.paint.line(line).map(channel);
            let is_drawn_through = f32::from(u8::from(line.is_drawn_through));
            let numbers = ends
                .chain(colour)
                .chain([line.width_px as f32, is_drawn_through]);
            words.extend(numbers.map(f32::to_bits));
        }
        self.program.use_in(gl);
        self.batch.load(gl, &words);
        gl.depth_mask(false);
        for (is_hidden_part, depth) in [(1, GL::GREATER), (0, GL::LEQUAL)] {
            gl.depth_func(depth);
            gl.uniform1i(self.program.at("is_hidden_part"), is_hidden_part);
            self.batch.draw(gl, 6);
        }
        gl.depth_mask(true);
    }
}
