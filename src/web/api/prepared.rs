//! A layer ready to be called; the last one is remembered with its text.

use super::options::Options;
use super::refusal;
use crate::norm::Module;
use crate::torch::parse_layer;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// Taken for the time of a call: code of the caller's that runs meanwhile may call again, and finds none.
    static LAST: Cell<Option<Prepared>> = const { Cell::new(None) };
}

/// A layer's text, and the module that it constructs.
pub struct Prepared {
    text: String,
    /// In the state that the options of the call say.
    pub module: Module,
    has_initial_parameters: bool,
}

impl Prepared {
    /// The module of a layer's text, in the state that the options say.
    pub fn new(layer: &JsValue, options: &Options) -> Result<Self, JsValue> {
        let refused = || refusal("layer is a text such as \"GroupNorm(3, 6)\"");
        let text = layer.as_string().ok_or_else(refused)?;
        let layer = match LAST.take().filter(|last| last.text == text) {
            Some(last) if last.has_initial_parameters => Ok(last.module),
            Some(last) => Module::new(last.module.layer().clone()),
            None => Module::new(parse_layer(&text).map_err(refusal)?),
        };
        let mut module = layer.map_err(refusal)?;
        options.apply(&mut module)?;
        Ok(Self {
            text,
            module,
            has_initial_parameters: options.leaves_parameters(),
        })
    }

    /// Remembers the layer for the next call.
    pub fn keep(self) {
        LAST.set(Some(self));
    }
}
