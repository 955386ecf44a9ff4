//! The cube through WebGL2: a few instanced draws of faces and of lines.

mod boxes;
mod frame;
mod lines;
mod program;
mod sheet;
mod slot;
mod texture;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlCanvasElement, WebGl2RenderingContext as GL, WebGlContextAttributes};

use self::boxes::Boxes;
use self::frame::Frame;
use self::lines::Lines;
use self::slot::Slot;
use super::Pane;
use crate::scene::{LineRole, Values};

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
    boxes: Boxes,
    lines: Lines,
    slots: Vec<Option<Slot>>,
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

    /// False if it has to be drawn again to be sharp.
    pub fn draw(&mut self, panes: &[(Pane, Arc<Values>)], ratio: f64) -> Result<bool, JsValue> {
        match self.state.get() {
            State::Lost => return Ok(true),
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
        let mut is_sharp = true;
        for (pane, values) in panes {
            let frame = Frame::new(gl, pane, ratio);
            is_sharp &= self.stored.draw(gl, pane, values, &frame)?;
        }
        Ok(is_sharp)
    }
}

impl Stored {
    fn new(gl: &GL) -> Result<Self, JsValue> {
        Ok(Self {
            boxes: Boxes::new(gl)?,
            lines: Lines::new(gl)?,
            slots: Vec::new(),
        })
    }

    /// The set comes after the frames, so that no hairline changes its colours.
    /// False if it has to be drawn again to be sharp.
    fn draw(
        &mut self,
        gl: &GL,
        pane: &Pane,
        values: &Arc<Values>,
        frame: &Frame,
    ) -> Result<bool, JsValue> {
        let (boxes, lines) = (&self.boxes, &mut self.lines);
        if self.slots.len() <= pane.slot {
            self.slots.resize_with(pane.slot + 1, || None);
        }
        let slot = match &mut self.slots[pane.slot] {
            Some(slot) => slot,
            empty => empty.insert(Slot::new(gl, boxes)?),
        };
        let is_sharp = slot.show(gl, pane, values, frame.ratio)?;
        slot.sheet.bind(gl);
        lines.set_up(gl, pane, frame);
        boxes.set_up(gl, pane, frame, values.has_marks());
        let (frames, others): (Vec<_>, Vec<_>) = pane
            .scene
            .lines()
            .into_iter()
            .partition(|line| line.role == LineRole::Frame);
        // The walls are the farthest; what is just being removed comes from far to near: nothing of these hides
        // the others.
        gl.depth_mask(false);
        boxes.draw(gl, &slot.faces.walls);
        gl.depth_mask(true);
        boxes.draw(gl, &slot.faces.others);
        lines.draw(gl, pane, &frames);
        boxes.draw(gl, &slot.faces.set);
        gl.depth_mask(false);
        boxes.draw(gl, &slot.faces.clearing);
        gl.depth_mask(true);
        lines.draw(gl, pane, &others);
        Ok(is_sharp)
    }
}

fn channel(c: u8) -> f32 {
    f32::from(c) / 255.0
}
