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
            Some(_) => self.sheet.mark(gl, layout, values)?,
        }
        let (before, was_sharp) = match before {
            Some(before) if before.look == look && before.is_sharp => {
                let values = values.clone();
                self.shown = Some(Shown { values, ..before });
                return Ok(true);
            }
            Some(before) => (before.wanted, before.is_sharp),
            None => (Vec::new(), false),
        };
        let wanted = scene.pieces(ratio, is_clearing);
        let is_sharp = if was_sharp && wanted == before {
            true
        } else {
            let fresh = self.sheet.keep(gl, layout, values, &wanted)?;
            self.faces.load(gl, scene, &fresh);
            fresh.is_sharp
        };
        self.shown = Some(Shown {
            values: values.clone(),
            look,
            wanted,
            is_sharp,
        });
        Ok(is_sharp)
    }
}
