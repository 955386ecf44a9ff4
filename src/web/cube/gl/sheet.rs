//! The atlas of patches as textures.

use std::ops::Range;

use js_sys::{Float32Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{WebGl2RenderingContext as GL, WebGlTexture};

use crate::scene::{Atlas, Fresh, Gatherer, Layout, Patch, Piece, Values};

/// More values than these are gathered in several frames, so that none takes long.
const SAMPLES_PER_FRAME: usize = 1 << 16;

/// The textures of one slot: four stages of each sample, and whether it is marked.
pub(super) struct Sheet {
    atlas: Atlas,
    texels: Texture,
    marks: Texture,
}

/// A texture as wide as an atlas; what it holds, what it is given, and as which numbers.
struct Texture {
    texture: WebGlTexture,
    format: [u32; 3],
    height: usize,
}

const STAGES: [u32; 3] = [GL::RGBA32F, GL::RGBA, GL::FLOAT];
const MARKS: [u32; 3] = [GL::R8, GL::RED, GL::UNSIGNED_BYTE];

impl Sheet {
    pub fn new(gl: &GL) -> Result<Self, JsValue> {
        Ok(Self {
            atlas: Atlas::default(),
            texels: Texture::new(gl, STAGES)?,
            marks: Texture::new(gl, MARKS)?,
        })
    }

    /// All values have changed.
    pub fn forget(&mut self) {
        self.atlas.forget();
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
        let samples = Atlas::WIDTH * fresh.rows.len();
        let mut gatherer = Gatherer::new(layout, values);
        let mut texels = vec![0.0; 4 * samples];
        fill(&mut texels, &fresh.patches, 4, |patch, own| {
            gatherer.stages(patch, own)
        });
        self.texels.resize(gl, self.atlas.height())?;
        self.texels
            .write(gl, &fresh.rows, &Float32Array::from(&texels[..]))?;
        if values.has_marks() && self.marks.height != self.atlas.height() {
            self.mark(gl, layout, values)?;
        } else if values.has_marks() {
            let mut marks = vec![0; samples];
            fill(&mut marks, &fresh.patches, 1, |patch, own| {
                gatherer.marks(patch, own)
            });
            self.marks
                .write(gl, &fresh.rows, &Uint8Array::from(&marks[..]))?;
        }
        Ok(fresh)
    }

    /// The marks have changed.
    pub fn mark(&mut self, gl: &GL, layout: &Layout, values: &Values) -> Result<(), JsValue> {
        if !values.has_marks() {
            return Ok(());
        }
        let height = self.atlas.height();
        let mut gatherer = Gatherer::new(layout, values);
        let mut marks = vec![0; Atlas::WIDTH * height];
        for (patch, place) in self.atlas.placed() {
            gatherer.marks(patch, &mut marks[place..place + patch.len()]);
        }
        self.marks.resize(gl, height)?;
        self.marks
            .write(gl, &(0..height), &Uint8Array::from(&marks[..]))
    }

    /// Makes them the ones drawn.
    pub fn bind(&self, gl: &GL) {
        self.texels.bind(gl, GL::TEXTURE0);
        self.marks.bind(gl, GL::TEXTURE1);
    }
}

impl Texture {
    fn new(gl: &GL, format: [u32; 3]) -> Result<Self, JsValue> {
        let texture = gl.create_texture().ok_or("no texture")?;
        let mut texture = Self {
            texture,
            format,
            height: 0,
        };
        texture.resize(gl, 1)?;
        texture.bind(gl, GL::TEXTURE0);
        for name in [GL::TEXTURE_MIN_FILTER, GL::TEXTURE_MAG_FILTER] {
            gl.tex_parameteri(GL::TEXTURE_2D, name, GL::NEAREST as i32);
        }
        Ok(texture)
    }

    fn bind(&self, gl: &GL, unit: u32) {
        gl.active_texture(unit);
        gl.bind_texture(GL::TEXTURE_2D, Some(&self.texture));
    }

    /// Gives it another height, with nothing in it.
    fn resize(&mut self, gl: &GL, height: usize) -> Result<(), JsValue> {
        if self.height == height {
            return Ok(());
        }
        self.height = height;
        self.bind(gl, GL::TEXTURE0);
        let [internal, format, kind] = self.format;
        gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
            GL::TEXTURE_2D,
            0,
            internal as i32,
            Atlas::WIDTH as i32,
            height as i32,
            0,
            format,
            kind,
            None,
        )
    }

    /// Writes whole rows.
    fn write(&self, gl: &GL, rows: &Range<usize>, data: &Object) -> Result<(), JsValue> {
        if rows.is_empty() {
            return Ok(());
        }
        self.bind(gl, GL::TEXTURE0);
        gl.pixel_storei(GL::UNPACK_ALIGNMENT, 1);
        let [_, format, kind] = self.format;
        gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_array_buffer_view(
            GL::TEXTURE_2D,
            0,
            0,
            rows.start as i32,
            Atlas::WIDTH as i32,
            rows.len() as i32,
            format,
            kind,
            Some(data),
        )
    }
}

/// Fills the start of `numbers`, so many for each sample, patch by patch.
fn fill<T>(
    mut numbers: &mut [T],
    patches: &[Patch],
    per_sample: usize,
    mut gather: impl FnMut(&Patch, &mut [T]),
) {
    for patch in patches {
        let (own, rest) = numbers.split_at_mut(per_sample * patch.len());
        gather(patch, own);
        numbers = rest;
    }
}
