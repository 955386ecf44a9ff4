//! The program as assets/loader.js has loaded it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Its parts: the code, the compiled module, the images of digits once they are loaded,
    /// and the module of what the first view does not run.
    #[wasm_bindgen(js_namespace = normscope)]
    pub fn program() -> Array;

    /// Settled when all of the code is there.
    #[wasm_bindgen(js_namespace = normscope)]
    pub async fn whole();
}
