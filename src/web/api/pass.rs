//! The way of x through the module's memory.

use super::arguments::length;
use super::buffers::Buffers;
use super::refusal;
use crate::norm::{Module, Source, Workspace};
use js_sys::{Float32Array, Object};
use std::ops::Range;
use wasm_bindgen::prelude::*;

/// Values of x that stay in a cache together with as many of y.
const CACHE: usize = 1 << 17;

/// Normalizes x into y, arrays of the page.
///
/// Where running averages are used no sample waits for another: some at a time pass through,
/// as many as stay in a cache, and less of the memory is touched.
pub fn normalize(
    module: &mut Module,
    workspace: &mut Workspace,
    x: &Float32Array,
    y: &Float32Array,
) -> Result<(), JsValue> {
    let mut shape = workspace.plan().partition.shape().to_vec();
    let pieces = match Object::is(&x.buffer(), &y.buffer()) {
        // Where they overlap, y is not to be written before all of x is read.
        true => 1,
        false => pieces(workspace),
    };
    if pieces == 1 {
        return pass(module, workspace, x, y);
    }
    module.recall_into(workspace);
    let (samples, sample_len) = (shape[0], shape[1..].iter().product::<usize>());
    for k in 0..pieces {
        let piece = k * samples / pieces..(k + 1) * samples / pieces;
        shape[0] = piece.len();
        let mut some = module.workspace(&shape).map_err(refusal)?;
        let part = |array: &Float32Array| {
            let Range { start, end } = piece;
            array.subarray((start * sample_len) as u32, (end * sample_len) as u32)
        };
        pass(module, &mut some, &part(x), &part(y))?;
    }
    Ok(())
}

/// How many pieces of about the same number of samples a call is made in.
fn pieces(workspace: &Workspace) -> usize {
    let plan = workspace.plan();
    let shape = plan.partition.shape();
    // Channels first: there is one sample, without an axis.
    let is_batched = plan.affine_axes.start == 1;
    match (plan.source, shape.first()) {
        (Source::Running, Some(&samples)) if is_batched => {
            let count = shape.iter().product::<usize>();
            count.div_ceil(CACHE).clamp(1, samples.max(1))
        }
        _ => 1,
    }
}

fn pass(
    module: &mut Module,
    workspace: &mut Workspace,
    x: &Float32Array,
    y: &Float32Array,
) -> Result<(), JsValue> {
    let count = x.length() as usize;
    let mut buffers = Buffers::new::<2>(count)?;
    // Arrays of the module's own memory end where that has grown.
    length("x", count, x.length() as usize)?;
    length("out", count, y.length() as usize)?;
    let [x_here, y_here] = buffers.of(count);
    x.copy_to(x_here);
    module.forward_into(workspace, x_here, y_here);
    y.copy_from(y_here);
    buffers.keep();
    Ok(())
}
