//! The cube through WebGL2: one instanced draw of boxes, two of lines.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Float32Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{
    Event, HtmlCanvasElement, WebGl2RenderingContext as GL, WebGlContextAttributes, WebGlTexture,
};

use super::program::Program;
use super::{Pane, colour_of};
use crate::scene::colour::{Rgb, SETS, oklab};
use crate::scene::{Aabb, CellBox, ColourBy, Line, LineRole, Role, Scene, Values, stage_of};

/// Whether there is a context, as its events say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ready,
    Lost,
    /// Given back, with nothing of what was in it
    Restored,
}

/// An event of the canvas and what is done then.
type Listener = (&'static str, Closure<dyn FnMut(Event)>);

/// The context and what is stored in it.
pub(super) struct Gl {
    gl: GL,
    state: Rc<Cell<State>>,
    stored: Stored,
    canvas: HtmlCanvasElement,
    listeners: [Listener; 2],
}

struct Stored {
    boxes: Program,
    lines: Program,
    slots: Vec<Option<Textures>>,
}

/// The values of one slot on the graphics card.
struct Textures {
    texels: WebGlTexture,
    marks: WebGlTexture,
    has_marks: bool,
}

impl Drop for Gl {
    fn drop(&mut self) {
        for (name, listener) in &self.listeners {
            let listener = listener.as_ref().unchecked_ref();
            // The canvas may be gone already, and its listeners with it
            let _ = self
                .canvas
                .remove_event_listener_with_callback(name, listener);
        }
    }
}

impl Gl {
    /// None where the browser has no WebGL2.
    pub fn new(
        canvas: &HtmlCanvasElement,
        on_change: impl Fn() + 'static,
    ) -> Result<Option<Self>, JsValue> {
        let attributes = WebGlContextAttributes::new();
        attributes.set_antialias(true);
        let Some(context) = canvas.get_context_with_context_options("webgl2", &attributes)? else {
            return Ok(None);
        };
        let gl: GL = context.dyn_into()?;
        let state = Rc::new(Cell::new(State::Ready));
        let on_change = Rc::new(on_change);
        let listener = |next: State| {
            let (state, on_change) = (state.clone(), on_change.clone());
            Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                // Without this the browser does not give the context back
                event.prevent_default();
                state.set(next);
                on_change();
            })
        };
        let listeners = [
            ("webglcontextlost", listener(State::Lost)),
            ("webglcontextrestored", listener(State::Restored)),
        ];
        for (name, listener) in &listeners {
            canvas.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
        }
        let stored = Stored::new(&gl)?;
        Ok(Some(Self {
            gl,
            state,
            stored,
            canvas: canvas.clone(),
            listeners,
        }))
    }

    /// The values of a slot have changed.
    pub fn forget(&mut self, slot: usize) {
        if let Some(Some(old)) = self.stored.slots.get_mut(slot).map(Option::take) {
            self.gl.delete_texture(Some(&old.texels));
            self.gl.delete_texture(Some(&old.marks));
        }
    }

    pub fn draw(&mut self, panes: &[(Pane, Arc<Values>)], ratio: f64) -> Result<(), JsValue> {
        match self.state.get() {
            State::Lost => return Ok(()),
            State::Restored => {
                self.stored = Stored::new(&self.gl)?;
                self.state.set(State::Ready);
            }
            State::Ready => {}
        }
        let gl = &self.gl;
        gl.disable(GL::SCISSOR_TEST);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear(GL::COLOR_BUFFER_BIT | GL::DEPTH_BUFFER_BIT);
        gl.enable(GL::SCISSOR_TEST);
        gl.enable(GL::DEPTH_TEST);
        gl.enable(GL::BLEND);
        // The canvas holds colours multiplied by their opacity
        gl.blend_func_separate(
            GL::SRC_ALPHA,
            GL::ONE_MINUS_SRC_ALPHA,
            GL::ONE,
            GL::ONE_MINUS_SRC_ALPHA,
        );
        for (pane, values) in panes {
            self.stored.keep(gl, pane.slot, values)?;
            let window = Window::new(gl, pane, ratio);
            self.stored.draw(gl, pane, &window);
        }
        Ok(())
    }
}

/// The part of the canvas that a pane takes, in device pixels.
struct Window {
    size_px: [f64; 2],
    ratio: f64,
    clip_from_world: [f32; 16],
}

impl Window {
    /// Limits drawing to the pane and finds its matrix, exact for sizes that are no whole pixels.
    fn new(gl: &GL, pane: &Pane, ratio: f64) -> Self {
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

impl Stored {
    fn new(gl: &GL) -> Result<Self, JsValue> {
        let boxes = (include_str!("box.vert"), include_str!("box.frag"));
        let lines = (include_str!("line.vert"), include_str!("line.frag"));
        Ok(Self {
            boxes: Program::new(gl, boxes.0, boxes.1, &[3, 3, 3, 3, 1])?,
            lines: Program::new(gl, lines.0, lines.1, &[3, 3, 3, 1, 1])?,
            slots: Vec::new(),
        })
    }

    /// Sends the values of a slot where they are not there yet, and makes them the ones drawn.
    fn keep(&mut self, gl: &GL, slot: usize, values: &Values) -> Result<(), JsValue> {
        if self.slots.len() <= slot {
            self.slots.resize_with(slot + 1, || None);
        }
        if self.slots[slot].is_none() {
            self.slots[slot] = Some(Textures::new(gl, values)?);
        }
        let textures = self.slots[slot].as_ref();
        for (unit, texture) in [
            (GL::TEXTURE0, textures.map(|t| &t.texels)),
            (GL::TEXTURE1, textures.map(|t| &t.marks)),
        ] {
            gl.active_texture(unit);
            gl.bind_texture(GL::TEXTURE_2D, texture);
        }
        Ok(())
    }

    /// The set comes after the frames, so that no hairline changes its colours.
    fn draw(&self, gl: &GL, pane: &Pane, window: &Window) {
        self.set_up_lines(gl, pane, window);
        self.set_up_boxes(gl, pane, window);
        let is_clear = |role: Role| role == Role::Clear;
        let is_set = |role: Role| role == Role::Set;
        let (frames, lines): (Vec<_>, Vec<_>) = pane
            .scene
            .lines()
            .into_iter()
            .partition(|line| line.role == LineRole::Frame);
        self.draw_walls(gl, pane.scene);
        self.draw_boxes(gl, pane, |role| !is_clear(role) && !is_set(role));
        self.draw_lines(gl, pane, &frames);
        self.draw_boxes(gl, pane, is_set);
        if pane.paint.clearing < 1.0 {
            // From far to near, without hiding each other
            gl.depth_mask(false);
            self.draw_boxes(gl, pane, is_clear);
            gl.depth_mask(true);
        }
        self.draw_lines(gl, pane, &lines);
    }

    fn set_up_boxes(&self, gl: &GL, pane: &Pane, window: &Window) {
        self.boxes.use_in(gl);
        set_view(gl, &self.boxes, pane.scene, window);
        set_values(gl, &self.boxes, pane);
        set_colours(gl, &self.boxes, pane);
        let has_marks = self.slots[pane.slot]
            .as_ref()
            .is_some_and(|textures| textures.has_marks);
        let glow = if has_marks { pane.paint.glow } else { 0.0 };
        gl.uniform1f(self.boxes.at("glow"), glow as f32);
    }

    fn set_up_lines(&self, gl: &GL, pane: &Pane, window: &Window) {
        /// So much nearer to the eye is a line than what it lies on.
        const LIFT_PX: f64 = 2.5;
        self.lines.use_in(gl);
        gl.uniform_matrix4fv_with_f32_array(
            self.lines.at("clip_from_world"),
            false,
            &window.clip_from_world,
        );
        gl.uniform2f(
            self.lines.at("size_px"),
            window.size_px[0] as f32,
            window.size_px[1] as f32,
        );
        gl.uniform1f(self.lines.at("ratio"), window.ratio as f32);
        let lift = pane.scene.view().clip_depth(LIFT_PX);
        gl.uniform1f(self.lines.at("lift"), lift as f32);
    }

    /// The far walls of what was removed: the first to be painted, and nothing is behind them.
    fn draw_walls(&self, gl: &GL, scene: &Scene) {
        const WALL: f32 = 4.0;
        let mut walls = Vec::new();
        for hollow in scene.hollows() {
            push_instance(&mut walls, &scene.layout().world_of(&hollow), &hollow, WALL);
        }
        let facing = scene.view().facing().map(f32::from);
        gl.uniform3fv_with_f32_array(self.boxes.at("facing"), &facing.map(|side| -side));
        gl.depth_mask(false);
        self.draw_instances(gl, &walls);
        gl.depth_mask(true);
        gl.uniform3fv_with_f32_array(self.boxes.at("facing"), &facing);
    }

    fn draw_boxes(&self, gl: &GL, pane: &Pane, is_wanted: impl Fn(Role) -> bool) {
        self.draw_instances(gl, &instances(pane.scene, is_wanted));
    }

    fn draw_instances(&self, gl: &GL, instances: &[f32]) {
        if !instances.is_empty() {
            self.boxes.use_in(gl);
            gl.depth_func(GL::LEQUAL);
            self.boxes.load(gl, instances);
            self.boxes.draw(gl, 18, instances.len());
        }
    }

    fn draw_lines(&self, gl: &GL, pane: &Pane, lines: &[Line]) {
        let mut instances = Vec::with_capacity(11 * lines.len());
        for line in lines {
            instances.extend(line.from.iter().chain(&line.to).map(|&x| x as f32));
            instances.extend(colour_of(line, &pane.paint).map(channel));
            instances.extend([
                line.width_px as f32,
                f32::from(u8::from(line.is_drawn_through)),
            ]);
        }
        if instances.is_empty() {
            return;
        }
        self.lines.use_in(gl);
        self.lines.load(gl, &instances);
        gl.depth_mask(false);
        for (is_hidden_part, depth) in [(1, GL::GREATER), (0, GL::LEQUAL)] {
            gl.depth_func(depth);
            gl.uniform1i(self.lines.at("is_hidden_part"), is_hidden_part);
            self.lines.draw(gl, 6, instances.len());
        }
        gl.depth_mask(true);
    }
}

/// The boxes of some roles as numbers.
fn instances(scene: &Scene, is_wanted: impl Fn(Role) -> bool) -> Vec<f32> {
    let mut instances = Vec::new();
    for b in scene.boxes().iter().filter(|b| is_wanted(b.role)) {
        let role = match b.role {
            Role::Plain => 0.0,
            Role::Set => 1.0,
            Role::Ghost => 2.0,
            Role::Clear => 3.0,
        };
        push_instance(&mut instances, &b.world, &b.cells, role);
    }
    instances
}

fn push_instance(instances: &mut Vec<f32>, world: &Aabb, cells: &CellBox, role: f32) {
    instances.extend(world.min.iter().chain(&world.max).map(|&x| x as f32));
    instances.extend(cells.0.iter().map(|range| range.start as f32));
    instances.extend(cells.0.iter().map(|range| range.len() as f32));
    instances.push(role);
}

fn channel(c: u8) -> f32 {
    f32::from(c) / 255.0
}

fn set_view(gl: &GL, program: &Program, scene: &Scene, window: &Window) {
    gl.uniform_matrix4fv_with_f32_array(
        program.at("clip_from_world"),
        false,
        &window.clip_from_world,
    );
    gl.uniform3fv_with_f32_array(program.at("facing"), &scene.view().facing().map(f32::from));
    gl.uniform3fv_with_f32_array(program.at("counting"), &[1.0, -1.0, -1.0]);
    let layout = scene.layout();
    let strides = layout.strides();
    let whole = |numbers: [usize; 3]| numbers.map(|n| n as i32);
    gl.uniform3iv_with_i32_array(program.at("block_cells"), &whole(layout.block_cells()));
    gl.uniform3iv_with_i32_array(program.at("block_stride"), &whole(strides.map(|s| s[0])));
    gl.uniform3iv_with_i32_array(program.at("cell_stride"), &whole(strides.map(|s| s[1])));
    gl.uniform1f(program.at("ratio"), window.ratio as f32);
}

fn set_values(gl: &GL, program: &Program, pane: &Pane) {
    let (stage, share) = stage_of(pane.paint.t);
    gl.uniform1i(program.at("texels"), 0);
    gl.uniform1i(program.at("marks"), 1);
    gl.uniform1i(program.at("stage"), stage as i32);
    gl.uniform1f(program.at("stage_share"), share as f32);
    gl.uniform1f(program.at("limit"), pane.paint.limit as f32);
    gl.uniform1f(program.at("opacity"), (1.0 - pane.paint.clearing) as f32);
    let partition = pane.scene.partition();
    let (shape, block, grid) = (partition.shape(), partition.block(), partition.grid());
    let stride = |axis: usize| shape[axis + 1..].iter().product::<usize>();
    let axes = (0..shape.len()).flat_map(|axis| [stride(axis), block[axis], grid[axis]]);
    let axes: Vec<_> = axes.map(|n| n as i32).collect();
    gl.uniform3iv_with_i32_array(program.at("set_axes"), &axes);
    gl.uniform1i(program.at("rank"), shape.len() as i32);
    let by_set = pane.paint.colour_by == ColourBy::Set;
    gl.uniform1i(program.at("by_set"), i32::from(by_set));
}

fn set_colours(gl: &GL, program: &Program, pane: &Pane) {
    let palette = pane.paint.palette();
    let flat = |colours: &[Rgb]| {
        colours
            .iter()
            .flatten()
            .map(|&c| channel(c))
            .collect::<Vec<_>>()
    };
    let colours = |name: &str, colours: &[Rgb]| {
        gl.uniform3fv_with_f32_array(program.at(name), &flat(colours));
    };
    colours("set_colours", &SETS);
    colours("ghost", &palette.ghost);
    colours("amber", &[palette.amber]);
    colours("wall_line", &[palette.frame]);
    colours("hatch", &palette.hatch);
    gl.uniform1f(program.at("ghost_hint"), palette.ghost_hint as f32);
    let [r, g, b] = palette.gap.map(channel);
    gl.uniform4f(program.at("gap"), r, g, b, palette.gap_opacity as f32);
    for (name, rgb) in [
        ("negative_lab", palette.negative),
        ("middle_lab", palette.middle),
        ("positive_lab", palette.positive),
    ] {
        gl.uniform3fv_with_f32_array(program.at(name), &oklab(rgb).map(|x| x as f32));
    }
}

impl Textures {
    fn new(gl: &GL, values: &Values) -> Result<Self, JsValue> {
        let elements = values.len().max(1);
        let largest = gl
            .get_parameter(GL::MAX_TEXTURE_SIZE)?
            .as_f64()
            .unwrap_or(2048.0) as usize;
        let width = elements.min(largest.min(4096));
        let height = elements.div_ceil(width);
        let texels = texture(gl, GL::TEXTURE0)?;
        let mut padded = values.texels().to_vec();
        padded.resize(4 * width * height, 0.0);
        let padded = Float32Array::from(padded.as_slice());
        upload(
            gl,
            [GL::RGBA32F, GL::RGBA, GL::FLOAT],
            [width, height],
            &padded,
        )?;
        let marks = texture(gl, GL::TEXTURE1)?;
        let moved = values.moved().unwrap_or(&[false]);
        let size = if moved.len() == elements {
            [width, height]
        } else {
            [1, 1]
        };
        let mut bytes: Vec<u8> = moved.iter().map(|&moved| u8::from(moved) * 255).collect();
        bytes.resize(size[0] * size[1], 0);
        let bytes = Uint8Array::from(bytes.as_slice());
        upload(gl, [GL::R8, GL::RED, GL::UNSIGNED_BYTE], size, &bytes)?;
        Ok(Self {
            texels,
            marks,
            has_marks: values.moved().is_some(),
        })
    }
}

/// Fills the texture in hand; `format` is what it holds, what it is given, and as which numbers.
fn upload(
    gl: &GL,
    format: [u32; 3],
    [width, height]: [usize; 2],
    data: &Object,
) -> Result<(), JsValue> {
    gl.pixel_storei(GL::UNPACK_ALIGNMENT, 1);
    gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
        GL::TEXTURE_2D,
        0,
        format[0] as i32,
        width as i32,
        height as i32,
        0,
        format[1],
        format[2],
        Some(data),
    )
}

fn texture(gl: &GL, unit: u32) -> Result<WebGlTexture, JsValue> {
    let texture = gl.create_texture().ok_or("no texture")?;
    gl.active_texture(unit);
    gl.bind_texture(GL::TEXTURE_2D, Some(&texture));
    for name in [GL::TEXTURE_MIN_FILTER, GL::TEXTURE_MAG_FILTER] {
        gl.tex_parameteri(GL::TEXTURE_2D, name, GL::NEAREST as i32);
    }
    Ok(texture)
}
