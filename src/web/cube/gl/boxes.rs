//! The faces of the boxes, piece by piece.

use std::iter::once;

use wasm_bindgen::prelude::*;
use web_sys::WebGl2RenderingContext as GL;

use super::super::Pane;
use super::channel;
use super::frame::Frame;
use super::program::{Attribute, Batch, Program};
use crate::scene::colour::{Rgb, SETS, oklab};
use crate::scene::{CellBox, ColourBy, Direction, Fresh, Role, Scene, stage_of};

/// The corner at the first cell, the corner opposite, the first cell, how many there are along both sides with
/// the face and its role, where its patch begins, how long its rows are and how far in the face begins, and how
/// many cells a sample stands for.
const ATTRIBUTES: [Attribute; 6] = [
    Attribute::Floats(3),
    Attribute::Floats(3),
    Attribute::Ints(3),
    Attribute::Ints(4),
    Attribute::Ints(4),
    Attribute::Ints(2),
];

/// Role of the far walls of what was removed.
const WALL: i32 = 5;

/// Draws faces.
pub(super) struct Boxes {
    program: Program,
}

/// The faces of a slot, in the order in which they are painted.
pub(super) struct Faces {
    /// The far walls of what was removed
    pub walls: Batch,
    /// Of the set in focus
    pub set: Batch,
    /// What is just being removed
    pub clearing: Batch,
    /// All others
    pub others: Batch,
}

impl Boxes {
    pub fn new(gl: &GL) -> Result<Self, JsValue> {
        let (vertex, fragment) = (include_str!("box.vert"), include_str!("box.frag"));
        let program = Program::new(gl, vertex, fragment, &ATTRIBUTES)?;
        Ok(Self { program })
    }

    pub fn faces(&self, gl: &GL) -> Result<Faces, JsValue> {
        Ok(Faces {
            walls: self.program.batch(gl)?,
            set: self.program.batch(gl)?,
            clearing: self.program.batch(gl)?,
            others: self.program.batch(gl)?,
        })
    }

    pub fn set_up(&self, gl: &GL, pane: &Pane, frame: &Frame, has_marks: bool) {
        self.program.use_in(gl);
        self.set_layout(gl, pane.scene);
        self.set_values(gl, pane);
        self.set_colours(gl, pane);
        let at = |name| self.program.at(name);
        gl.uniform_matrix4fv_with_f32_array(at("clip_from_world"), false, &frame.clip_from_world);
        gl.uniform1f(at("ratio"), frame.ratio as f32);
        let glow = if has_marks { pane.paint.glow } else { 0.0 };
        gl.uniform1f(at("glow"), glow as f32);
    }

    pub fn draw(&self, gl: &GL, batch: &Batch) {
        self.program.use_in(gl);
        gl.depth_func(GL::LEQUAL);
        batch.draw(gl, 6);
    }

    /// Where an element is, and to which set it belongs.
    fn set_layout(&self, gl: &GL, scene: &Scene) {
        let (layout, partition) = (scene.layout(), scene.partition());
        let ints = |name: &str, numbers: &[usize]| {
            let numbers: Vec<_> = numbers.iter().map(|&n| n as i32).collect();
            gl.uniform3iv_with_i32_array(self.program.at(name), &numbers);
        };
        let strides = layout.strides();
        ints("block_cells", &layout.block_cells());
        ints("block_stride", &strides.map(|s| s[0]));
        ints("cell_stride", &strides.map(|s| s[1]));
        let (shape, block, grid) = (partition.shape(), partition.block(), partition.grid());
        let stride = |axis: usize| shape[axis + 1..].iter().product::<usize>();
        let axes = (0..shape.len()).flat_map(|axis| [stride(axis), block[axis], grid[axis]]);
        ints("set_axes", &axes.collect::<Vec<_>>());
        gl.uniform1i(self.program.at("rank"), shape.len() as i32);
        let set_in_focus = scene.set_in_focus().map_or(-1, |set| set as i32);
        gl.uniform1i(self.program.at("set_in_focus"), set_in_focus);
    }

    fn set_values(&self, gl: &GL, pane: &Pane) {
        let at = |name| self.program.at(name);
        let (stage, share) = stage_of(pane.paint.t);
        gl.uniform1i(at("texels"), 0);
        gl.uniform1i(at("marks"), 1);
        gl.uniform1i(at("stage"), stage as i32);
        gl.uniform1f(at("stage_share"), share as f32);
        gl.uniform1f(at("limit"), pane.paint.limit as f32);
        gl.uniform1f(at("opacity"), (1.0 - pane.paint.clearing) as f32);
        let by_set = pane.paint.colour_by == ColourBy::Set;
        gl.uniform1i(at("by_set"), i32::from(by_set));
    }

    fn set_colours(&self, gl: &GL, pane: &Pane) {
        let palette = pane.paint.palette();
        let colours = |name: &str, colours: &[Rgb]| {
            let channels: Vec<_> = colours.iter().flatten().map(|&c| channel(c)).collect();
            gl.uniform3fv_with_f32_array(self.program.at(name), &channels);
        };
        colours("set_colours", &SETS);
        colours("ghost", &palette.ghost);
        colours("amber", &[palette.amber]);
        colours("wall_line", &[palette.frame]);
        colours("hatch", &palette.hatch);
        gl.uniform1f(self.program.at("ghost_hint"), palette.ghost_hint as f32);
        let [r, g, b] = palette.gap.map(channel);
        gl.uniform4f(self.program.at("gap"), r, g, b, palette.gap_opacity as f32);
        for (name, rgb) in [
            ("negative_lab", palette.negative),
            ("middle_lab", palette.middle),
            ("positive_lab", palette.positive),
        ] {
            let lab = oklab(rgb).map(|x| x as f32);
            gl.uniform3fv_with_f32_array(self.program.at(name), &lab);
        }
    }
}

impl Faces {
    /// Hands over what is shown.
    pub fn load(&mut self, gl: &GL, scene: &Scene, shown: &Fresh) {
        let (mut others, mut set, mut clearing) = (Vec::new(), Vec::new(), Vec::new());
        for (piece, &place) in shown.pieces.iter().zip(&shown.places) {
            let (words, role) = match piece.role {
                Role::Plain => (&mut others, 0),
                Role::Set => (&mut set, 1),
                Role::Mixed => (&mut set, 2),
                Role::Ghost => (&mut others, 3),
                Role::Clear => (&mut clearing, 4),
            };
            let patch = &piece.patch;
            let near = scene.view().facing()[patch.face as usize];
            push_face(words, scene, &piece.cells, (patch.face, near), role);
            let skipped = patch
                .face
                .sides()
                .map(|i| piece.cells.0[i].start - patch.cells.0[i].start);
            let place = [place, patch.grid()[0]];
            let samples = place.into_iter().chain(skipped).chain(patch.stretch);
            words.extend(samples.map(|n| n as u32));
        }
        self.others.load(gl, &others);
        self.set.load(gl, &set);
        self.clearing.load(gl, &clearing);
    }

    /// The far walls of what was removed: the first to be painted, and nothing is behind them.
    pub fn load_walls(&mut self, gl: &GL, scene: &Scene) {
        let facing = scene.view().facing();
        let mut words = Vec::new();
        for hollow in scene.hollows() {
            for face in Direction::ALL {
                let far = -facing[face as usize];
                if far != 0 {
                    push_face(&mut words, scene, &hollow, (face, far), WALL);
                    words.extend([0, 1, 0, 0, 1, 1]);
                }
            }
        }
        self.walls.load(gl, &words);
    }
}

/// Where a face of a box of cells is, on which side of it, and what it is.
fn push_face(
    words: &mut Vec<u32>,
    scene: &Scene,
    cells: &CellBox,
    (face, side): (Direction, i8),
    role: i32,
) {
    let [mut first, mut last] = scene.layout().corners_of(cells);
    let d = face as usize;
    let at = f64::from(side) * (f64::from(side) * first[d]).max(f64::from(side) * last[d]);
    (first[d], last[d]) = (at, at);
    let corners = first.into_iter().chain(last).map(|x| (x as f32).to_bits());
    words.extend(corners);
    words.extend(cells.0.iter().map(|range| range.start as u32));
    let counts = face.sides().map(|i| cells.0[i].len() as u32);
    words.extend(
        counts
            .into_iter()
            .chain(once(d as u32))
            .chain(once(role as u32)),
    );
}
