//! Calls whose statistics are known before x is.

use super::buffers::Buffers;
use super::refusal;
use crate::norm::{Module, Source, Workspace};
use js_sys::Float32Array;
use std::ops::Range;
use wasm_bindgen::prelude::*;

/// Values of x that stay in a cache together with as many of y.
const CACHE: usize = 1 << 17;

/// Normalizes x into y on its way through the module's memory.
///
/// Where running averages are used no sample waits for another: then some at a time pass through,
/// as many as stay in a cache, and the rest of the module's memory is left alone.
pub fn normalize(
    module: &mut Module,
    workspace: &mut Workspace,
    x: &Float32Array,
    y: &Float32Array,
) -> Result<(), JsValue> {
    let mut shape = workspace.plan().partition.shape().to_vec();
    let pieces = pieces(workspace);
    let sample_len: usize = shape.iter().skip(1).product();
    let longest = pieces.iter().map(Range::len).max().unwrap_or(0);
    let mut buffers = Buffers::new::<2>(longest * sample_len)?;
    for piece in pieces {
        let is_whole = shape.first() == Some(&piece.len());
        let values = piece.start * sample_len..piece.end * sample_len;
        let [x_here, y_here] = buffers.of(values.len());
        let of = |array: &Float32Array| array.subarray(values.start as u32, values.end as u32);
        of(x).copy_to(x_here);
        if is_whole {
            module.forward_into(workspace, x_here, y_here);
        } else {
            shape[0] = piece.len();
            let mut some = module.workspace(&shape).map_err(refusal)?;
            module.forward_into(&mut some, x_here, y_here);
        }
        of(y).copy_from(y_here);
    }
    buffers.keep();
    Ok(())
}
