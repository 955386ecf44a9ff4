//! What the graphics card has of one cube.

use std::sync::Arc;

use wasm_bindgen::prelude::*;
use web_sys::WebGl2RenderingContext as GL;

use super::super::Pane;
use super::boxes::{Boxes, Faces};
use super::sheet::Sheet;
use crate::scene::{Look, Piece, Values};

/// The values of a cube and the faces that show them.
pub(super) struct Slot {
    pub sheet: Sheet,
    pub faces: Faces,
    shown: Option<Shown>,
}

/// What the faces show.
struct Shown {
    values: Arc<Values>,
    look: Look,
    /// The pieces as they should be
    wanted: Vec<Piece>,
    is_sharp: bool,
}

impl Slot {
    pub fn new(gl: &GL, boxes: &Boxes) -> Result<Self, JsValue> {
        Ok(Self {
            sheet: Sheet::new(gl)?,
            faces: boxes.faces(gl)?,
            shown: None,
        })
    }

    /// Sends what is seen of a cube, as far as it is not there yet.
    /// False if it is not as sharp as it should be, and has to be drawn again.
    pub fn show(
        &mut self,
        gl: &GL,
        pane: &Pane,
        values: &Arc<Values>,
        ratio: f64,
    ) -> Result<bool, JsValue> {
        let (scene, layout) = (pane.scene, pane.scene.layout());
        let is_clearing = pane.paint.clearing < 1.0;
        self.faces.load_walls(gl, scene);
        let look = scene.look(ratio, is_clearing);
        let before = self
            .shown
            .take()
            .filter(|before| before.values.is_of_same(values) && before.look.layout() == layout);
        match &before {
            None => self.sheet.forget(),
            Some(before) if Arc::ptr_eq(&before.values, values) => {}
            Some(before) => self.sheet.unmark(&before.wanted),
        }
        let shown = match before {
            Some(before) if before.look == look && before.is_sharp => before,
            before => self.renew(gl, pane, values, ratio, before)?,
        };
        // Also before it is sharp: the marks of before are not those of what stands at their places now.
        let is_marked = self.sheet.mark(gl, layout, values)?;
        let is_done = shown.is_sharp && is_marked;
        let values = values.clone();
        self.shown = Some(Shown { values, ..shown });
        Ok(is_done)
    }

    /// Sends what is seen now, after `before`.
    fn renew(
        &mut self,
        gl: &GL,
        pane: &Pane,
        values: &Arc<Values>,
        ratio: f64,
        before: Option<Shown>,
    ) -> Result<Shown, JsValue> {
        let is_clearing = pane.paint.clearing < 1.0;
        let wanted = pane.scene.pieces(ratio, is_clearing);
        let is_same = |b: &Shown| b.is_sharp && b.wanted == wanted;
        let is_sharp = before.as_ref().is_some_and(is_same) || {
            let layout = pane.scene.layout();
            let fresh = self.sheet.keep(gl, layout, values, &wanted)?;
            self.faces.load(gl, pane.scene, &fresh);
            fresh.is_sharp
        };
        Ok(Shown {
            values: values.clone(),
            look: pane.scene.look(ratio, is_clearing),
            wanted,
            is_sharp,
        })
    }
}
