//! A compiled pair of shaders with its uniforms, and buffers of instances for it.

use std::collections::HashMap;

use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    WebGl2RenderingContext as GL, WebGlBuffer, WebGlProgram, WebGlUniformLocation,
    WebGlVertexArrayObject,
};

/// Draws instances of a shape whose vertices the shader makes itself.
pub(super) struct Program {
    program: WebGlProgram,
    uniforms: HashMap<String, WebGlUniformLocation>,
    attributes: &'static [Attribute],
}

/// So many numbers of an instance, in the order of their locations.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attribute {
    Floats(i32),
    Ints(i32),
}

/// Instances as the graphics card has them.
pub(super) struct Batch {
    array: WebGlVertexArrayObject,
    buffer: WebGlBuffer,
    words_per_instance: usize,
    instances: usize,
}

impl Program {
    /// Compiles the shaders.
    pub fn new(
        gl: &GL,
        vertex: &str,
        fragment: &str,
        attributes: &'static [Attribute],
    ) -> Result<Self, JsValue> {
        let program = link(gl, vertex, fragment)?;
        Ok(Self {
            uniforms: uniforms(gl, &program),
            program,
            attributes,
        })
    }

    /// Makes it the one whose uniforms are set.
    pub fn use_in(&self, gl: &GL) {
        gl.use_program(Some(&self.program));
    }

    /// Where a uniform is; setting one that the compiler removed has no effect.
    pub fn at(&self, name: &str) -> Option<&WebGlUniformLocation> {
        self.uniforms.get(name)
    }

    /// Room for instances, none yet.
    pub fn batch(&self, gl: &GL) -> Result<Batch, JsValue> {
        let array = gl.create_vertex_array().ok_or("no vertex array")?;
        let buffer = gl.create_buffer().ok_or("no buffer")?;
        gl.bind_vertex_array(Some(&array));
        gl.bind_buffer(GL::ARRAY_BUFFER, Some(&buffer));
        let words: i32 = self.attributes.iter().map(Attribute::words).sum();
        let mut offset = 0;
        for (location, attribute) in (0..).zip(self.attributes) {
            gl.enable_vertex_attrib_array(location);
            attribute.point(gl, location, 4 * words, 4 * offset);
            gl.vertex_attrib_divisor(location, 1);
            offset += attribute.words();
        }
        gl.bind_vertex_array(None);
        Ok(Batch {
            array,
            buffer,
            words_per_instance: words as usize,
            instances: 0,
        })
    }
}

impl Attribute {
    fn words(&self) -> i32 {
        match *self {
            Self::Floats(words) | Self::Ints(words) => words,
        }
    }

    fn point(&self, gl: &GL, location: u32, stride: i32, offset: i32) {
        match *self {
            Self::Floats(size) => {
                gl.vertex_attrib_pointer_with_i32(location, size, GL::FLOAT, false, stride, offset)
            }
            Self::Ints(size) => {
                gl.vertex_attrib_i_pointer_with_i32(location, size, GL::INT, stride, offset);
            }
        }
    }
}

impl Batch {
    /// Hands over the instances: four bytes for each of their numbers.
    pub fn load(&mut self, gl: &GL, words: &[u32]) {
        if words.is_empty() && self.instances == 0 {
            return;
        }
        self.instances = words.len() / self.words_per_instance;
        gl.bind_buffer(GL::ARRAY_BUFFER, Some(&self.buffer));
        let words = Uint32Array::from(words);
        gl.buffer_data_with_array_buffer_view(GL::ARRAY_BUFFER, &words, GL::DYNAMIC_DRAW);
    }

    /// Draws all instances by the program in use.
    pub fn draw(&self, gl: &GL, vertices: i32) {
        if self.instances > 0 {
            gl.bind_vertex_array(Some(&self.array));
            gl.draw_arrays_instanced(GL::TRIANGLES, 0, vertices, self.instances as i32);
            gl.bind_vertex_array(None);
        }
    }
}

fn link(gl: &GL, vertex: &str, fragment: &str) -> Result<WebGlProgram, JsValue> {
    let program = gl.create_program().ok_or("no program")?;
    for (kind, source) in [(GL::VERTEX_SHADER, vertex), (GL::FRAGMENT_SHADER, fragment)] {
        let shader = gl.create_shader(kind).ok_or("no shader")?;
        gl.shader_source(&shader, source);
        gl.compile_shader(&shader);
        if !is_true(&gl.get_shader_parameter(&shader, GL::COMPILE_STATUS)) && !gl.is_context_lost()
        {
            return Err(gl.get_shader_info_log(&shader).unwrap_or_default().into());
        }
        gl.attach_shader(&program, &shader);
    }
    gl.link_program(&program);
    if !is_true(&gl.get_program_parameter(&program, GL::LINK_STATUS)) && !gl.is_context_lost() {
        return Err(gl.get_program_info_log(&program).unwrap_or_default().into());
    }
    Ok(program)
}

fn is_true(value: &JsValue) -> bool {
    value.as_bool().unwrap_or(false)
}

fn uniforms(gl: &GL, program: &WebGlProgram) -> HashMap<String, WebGlUniformLocation> {
    let count = gl.get_program_parameter(program, GL::ACTIVE_UNIFORMS);
    let count = count.as_f64().unwrap_or(0.0) as u32;
    let named = |index| {
        let name = gl.get_active_uniform(program, index)?.name();
        let location = gl.get_uniform_location(program, &name)?;
        Some((name.trim_end_matches("[0]").to_owned(), location))
    };
    (0..count).filter_map(named).collect()
}
