//! The module's memory that the values of a call pass through.

use super::refusal;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// Values of a buffer that is kept for the next call: 64 MiB. Beyond, getting memory is little beside the call.
const KEPT: usize = 1 << 24;

thread_local! {
    /// Taken for the time of a call, as the last layer is.
    static LAST: Cell<Buffers> = const { Cell::new(Buffers([const { Vec::new() }; 3])) };
}

/// Memory for the tensors of a call; what is in it is of no account.
#[derive(Default)]
pub struct Buffers([Vec<f32>; 3]);

impl Buffers {
    /// The first `K` buffers with at least `count` values each.
    pub fn new<const K: usize>(count: usize) -> Result<Self, JsValue> {
        let mut buffers = LAST.take();
        for buffer in &mut buffers.0[..K] {
            if buffer.len() < count {
                *buffer = zeros(count)?;
            }
        }
        Ok(buffers)
    }

    /// `count` values of each of the first `K` buffers.
    pub fn of<const K: usize>(&mut self, count: usize) -> [&mut [f32]; K] {
        let mut buffers = self.0.iter_mut();
        std::array::from_fn(|_| {
            let buffer = buffers.next().expect("no more buffers than there are");
            &mut buffer[..count]
        })
    }

    /// Keeps the buffers for the next call, but for large ones.
    pub fn keep(mut self) {
        for buffer in &mut self.0 {
            if buffer.len() > KEPT {
                *buffer = Vec::new();
            }
        }
        LAST.set(self);
    }
}

/// `count` zeros, or the sentence that there is no memory for them.
pub fn zeros(count: usize) -> Result<Vec<f32>, JsValue> {
    let mut values = Vec::new();
    let refused = |_| refusal(format!("can't allocate memory for {count} values"));
    values.try_reserve_exact(count).map_err(refused)?;
    values.resize(count, 0.0);
    Ok(values)
}
