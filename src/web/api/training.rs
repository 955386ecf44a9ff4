//! Training, for `cargo xtask bench`.

use super::refusal;
use crate::nn::{Data, Trainer, Yardstick};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The last course, with its name and batch.
    static LAST: RefCell<Option<(String, usize, Trainer, Data)>> = const { RefCell::new(None) };
}

/// Goes so many steps on with the course of a [`Yardstick`] in batches of this size; gives the last loss.
///
/// # Errors
///
/// There is no network of this name, or a batch has fewer than two samples.
#[wasm_bindgen]
pub fn train(network: &str, batch: usize, steps: usize) -> Result<f64, JsValue> {
    let found = Yardstick::ALL.into_iter().find(|of| of.name() == network);
    let found = found.filter(|_| batch > 1);
    let found = found.ok_or_else(|| refusal("no such network or batch"))?;
    LAST.with_borrow_mut(|last| {
        if !matches!(last, Some((name, of, ..)) if name == network && *of == batch) {
            let (trainer, data) = found.course(batch);
            *last = Some((network.to_owned(), batch, trainer, data));
        }
        let (.., trainer, data) = last.as_mut().expect("made above");
        let losses = (0..steps).map(|_| trainer.step(data).score.loss);
        Ok(losses.last().unwrap_or(f64::NAN))
    })
}
