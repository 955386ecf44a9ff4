//! Textures as wide as an atlas.

use std::ops::Range;

use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::{WebGl2RenderingContext as GL, WebGlTexture};

use crate::scene::Atlas;

/// A texture that is filled row by row.
pub(super) struct Texture {
    texture: WebGlTexture,
    format: Format,
    height: usize,
}

/// What a texture holds, what it is given, and as which numbers.
type Format = [u32; 3];

/// Four numbers for each sample.
pub(super) const STAGES: Format = [GL::RGBA32F, GL::RGBA, GL::FLOAT];
/// A byte for each sample.
pub(super) const MARKS: Format = [GL::R8, GL::RED, GL::UNSIGNED_BYTE];

impl Texture {
    pub fn new(gl: &GL, format: Format) -> Result<Self, JsValue> {
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

    pub fn bind(&self, gl: &GL, unit: u32) {
        gl.active_texture(unit);
        gl.bind_texture(GL::TEXTURE_2D, Some(&self.texture));
    }

    /// Gives it another height, with nothing in it.
    pub fn resize(&mut self, gl: &GL, height: usize) -> Result<(), JsValue> {
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
    pub fn write(&self, gl: &GL, rows: &Range<usize>, data: &Object) -> Result<(), JsValue> {
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
