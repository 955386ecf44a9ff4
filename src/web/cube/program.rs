//! A compiled pair of shaders with its uniforms and the buffer of its instances.

use std::collections::HashMap;

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    WebGl2RenderingContext as GL, WebGlBuffer, WebGlProgram, WebGlUniformLocation,
    WebGlVertexArrayObject,
};

/// Draws instances of a shape whose vertices the shader makes itself.
pub(super) struct Program {
    program: WebGlProgram,
    uniforms: HashMap<String, WebGlUniformLocation>,
    array: WebGlVertexArrayObject,
    buffer: WebGlBuffer,
    floats_per_instance: usize,
}

impl Program {
    /// Compiles the shaders; `attributes` are the numbers of floats of each instance's attributes.
    pub fn new(gl: &GL, vertex: &str, fragment: &str, attributes: &[i32]) -> Result<Self, JsValue> {
        let program = link(gl, vertex, fragment)?;
        let array = gl.create_vertex_array().ok_or("no vertex array")?;
        let buffer = gl.create_buffer().ok_or("no buffer")?;
        gl.bind_vertex_array(Some(&array));
        gl.bind_buffer(GL::ARRAY_BUFFER, Some(&buffer));
        let floats: i32 = attributes.iter().sum();
        let mut offset = 0;
        for (location, &size) in (0..).zip(attributes) {
            gl.enable_vertex_attrib_array(location);
            gl.vertex_attrib_pointer_with_i32(
                location,
                size,
                GL::FLOAT,
                false,
                4 * floats,
                4 * offset,
            );
            gl.vertex_attrib_divisor(location, 1);
            offset += size;
        }
        gl.bind_vertex_array(None);
        Ok(Self {
            uniforms: uniforms(gl, &program),
            program,
            array,
            buffer,
            floats_per_instance: floats as usize,
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

    /// Hands over the instances that [`Self::draw`] draws.
    pub fn load(&self, gl: &GL, instances: &[f32]) {
        gl.bind_buffer(GL::ARRAY_BUFFER, Some(&self.buffer));
        let instances = Float32Array::from(instances);
        gl.buffer_data_with_array_buffer_view(GL::ARRAY_BUFFER, &instances, GL::STREAM_DRAW);
    }

    /// Draws the first `instances` of `floats` numbers.
    pub fn draw(&self, gl: &GL, vertices: i32, floats: usize) {
        gl.bind_vertex_array(Some(&self.array));
        let instances = floats / self.floats_per_instance;
        gl.draw_arrays_instanced(GL::TRIANGLES, 0, vertices, instances as i32);
        gl.bind_vertex_array(None);
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
