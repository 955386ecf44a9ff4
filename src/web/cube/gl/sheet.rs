//! The atlas of patches as textures.

use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::WebGl2RenderingContext as GL;

use super::texture::{MARKS, STAGES, Texture};
use crate::scene::{Atlas, Fresh, Gatherer, Layout, Patch, Piece, Values};

/// More values than these are gathered in several frames, so that none takes long;
/// a large cube that fits the figure of a laptop shows less, and is sharp at once.
const SAMPLES_PER_FRAME: usize = 5 << 14;

/// The same for marks, for which each element is asked.
const MARKS_PER_FRAME: usize = 1 << 15;

/// The textures of one slot: four stages of each sample, and whether it is marked.
pub(super) struct Sheet {
    atlas: Atlas,
    texels: Texture,
    marks: Texture,
    /// The marks as their texture has them
    marked: Vec<u8>,
    /// Patches whose marks are not known yet
    unmarked: Vec<Patch>,
}

impl Sheet {
    pub fn new(gl: &GL) -> Result<Self, JsValue> {
        Ok(Self {
            atlas: Atlas::default(),
            texels: Texture::new(gl, STAGES)?,
            marks: Texture::new(gl, MARKS)?,
            marked: Vec::new(),
            unmarked: Vec::new(),
        })
    }

    /// All values have changed.
    pub fn forget(&mut self) {
        self.atlas.forget();
        self.unmarked.clear();
    }

    /// The marks have changed. What is not shown at the moment is forgotten.
    pub fn unmark(&mut self, shown: &[Piece]) {
        self.atlas.retain(shown);
        self.unmarked = self.atlas.patches().cloned().collect();
        self.marked.fill(0);
    }

    /// Sends values of the pieces that are not there yet, and tells what can be shown then.
    pub fn keep(
        &mut self,
        gl: &GL,
        layout: &Layout,
        values: &Values,
        wanted: &[Piece],
    ) -> Result<Fresh, JsValue> {
        let fresh = self.atlas.keep(wanted, SAMPLES_PER_FRAME);
        let mut gatherer = Gatherer::new(layout, values);
        let mut texels = vec![0.0; 4 * Atlas::WIDTH * fresh.rows.len()];
        let mut rest = &mut texels[..];
        for patch in &fresh.patches {
            let (own, others) = rest.split_at_mut(4 * patch.len());
            gatherer.stages(patch, own);
            rest = others;
        }
        self.texels.resize(gl, self.atlas.height())?;
        self.texels
            .write(gl, &fresh.rows, &Float32Array::from(&texels[..]))?;
        self.marked.resize(Atlas::WIDTH * self.atlas.height(), 0);
        let rows = fresh.rows.start * Atlas::WIDTH..fresh.rows.end * Atlas::WIDTH;
        self.marked[rows].fill(0);
        if values.has_marks() {
            self.unmarked.extend(fresh.patches.iter().cloned());
        }
        Ok(fresh)
    }

    /// Sends marks that are not there yet, and tells whether these were all.
    pub fn mark(&mut self, gl: &GL, layout: &Layout, values: &Values) -> Result<bool, JsValue> {
        if !values.has_marks() || self.unmarked.is_empty() {
            return Ok(true);
        }
        let mut gatherer = Gatherer::new(layout, values);
        let mut samples = 0;
        while samples < MARKS_PER_FRAME
            && let Some(patch) = self.unmarked.pop()
        {
            // None where the atlas was begun anew
            if let Some(place) = self.atlas.place_of(&patch) {
                gatherer.marks(&patch, &mut self.marked[place..place + patch.len()]);
                samples += patch.len();
            }
        }
        let height = self.atlas.height();
        self.marks.resize(gl, height)?;
        self.marks
            .write(gl, &(0..height), &Uint8Array::from(&self.marked[..]))?;
        Ok(self.unmarked.is_empty())
    }

    /// Makes them the ones drawn.
    pub fn bind(&self, gl: &GL) {
        self.texels.bind(gl, GL::TEXTURE0);
        self.marks.bind(gl, GL::TEXTURE1);
    }
}
