//! The renderers of the cube: WebGL2, or a 2-D canvas where that is missing.
//!
//! They paint a [`Scene`] and decide nothing: the boxes, their roles and the colours come from `scene`.

mod canvas;
mod gl;

use std::sync::Arc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::scene::{Paint, Scene, Values};

/// One cube on the canvas.
#[derive(Clone, Copy, Debug)]
pub struct Pane<'a> {
    /// Its viewport's left side, in CSS pixels from the canvas's
    pub left_px: f64,
    /// Its viewport's top, in CSS pixels from the canvas's
    pub top_px: f64,
    /// What is drawn; its view has the viewport's size
    pub scene: &'a Scene,
    /// How it is painted
    pub paint: Paint,
    /// Which values it shows: see [`Renderer::set_values`]
    pub slot: usize,
}

/// What the cube is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// WebGL2
    WebGl,
    /// A 2-D canvas
    Canvas,
}

/// Draws cubes on one canvas.
pub struct Renderer {
    canvas: HtmlCanvasElement,
    ratio: f64,
    painter: Painter,
    slots: Vec<Option<Arc<Values>>>,
}

enum Painter {
    Gl(Box<gl::Gl>),
    Canvas(canvas::Canvas),
}

impl Renderer {
    /// Takes over a canvas that has no context yet.
    /// `on_change` is called when the drawing was lost and when it can be drawn again.
    ///
    /// # Errors
    ///
    /// If the browser gives neither WebGL2 nor a 2-D context.
    pub fn new(canvas: HtmlCanvasElement, on_change: impl Fn() + 'static) -> Result<Self, JsValue> {
        match gl::Gl::new(&canvas, on_change)? {
            Some(gl) => Ok(Self::with(canvas, Painter::Gl(Box::new(gl)))),
            None => Self::on_canvas(canvas),
        }
    }

    /// Takes over a canvas to draw without WebGL.
    ///
    /// # Errors
    ///
    /// If the browser gives no 2-D context.
    pub fn on_canvas(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        let painter = Painter::Canvas(canvas::Canvas::new(&canvas)?);
        Ok(Self::with(canvas, painter))
    }

    fn with(canvas: HtmlCanvasElement, painter: Painter) -> Self {
        Self {
            canvas,
            ratio: 1.0,
            painter,
            slots: Vec::new(),
        }
    }

    /// What it draws with.
    pub fn backend(&self) -> Backend {
        match self.painter {
            Painter::Gl(_) => Backend::WebGl,
            Painter::Canvas(_) => Backend::Canvas,
        }
    }

    /// The values that panes of this slot show.
    pub fn set_values(&mut self, slot: usize, values: Arc<Values>) {
        if self.slots.len() <= slot {
            self.slots.resize(slot + 1, None);
        }
        self.slots[slot] = Some(values);
    }

    /// Gives the canvas a size in CSS pixels and the device's pixels per CSS pixel.
    pub fn resize(&mut self, width_px: f64, height_px: f64, ratio: f64) {
        let device = |px: f64| (px * ratio).round().max(1.0) as u32;
        let size = (device(width_px), device(height_px));
        if (self.canvas.width(), self.canvas.height()) != size {
            self.canvas.set_width(size.0);
            self.canvas.set_height(size.1);
        }
        self.ratio = ratio;
    }

    /// Draws all panes on a clear canvas; a pane whose slot has no values is left empty.
    /// False if it has to be drawn again, since it is not yet as sharp as it should be.
    ///
    /// # Errors
    ///
    /// If the browser refuses a shader, a texture or an image.
    pub fn draw(&mut self, panes: &[Pane]) -> Result<bool, JsValue> {
        let Self {
            painter,
            slots,
            ratio,
            ..
        } = self;
        let shown = panes
            .iter()
            .filter_map(|pane| Some((*pane, slots.get(pane.slot)?.clone()?)));
        let shown: Vec<_> = shown.collect();
        match painter {
            Painter::Gl(gl) => gl.draw(&shown, *ratio),
            Painter::Canvas(canvas) => canvas.draw(&shown, *ratio).map(|()| true),
        }
    }
}
