//! The look of what the first view does not show, which comes after it with the rest of the program.

use super::live::{Live, view_of};
use super::page::Page;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Loads assets/rest.css: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope, catch, js_name = look)]
    async fn load_look() -> Result<JsValue, JsValue>;
}

/// Gives the page its whole look.
pub async fn dress() {
    // Without it everything is there, only less beautiful.
    if load_look().await.is_err() {
        leptos::logging::warn!("the look of what comes after the first view cannot be loaded");
    }
}

/// What is shown once the rest of the program and its look are here: it is no part of the first view.
pub fn dressed(page: Page, view: fn() -> AnyView) -> Live<AnyView> {
    view_of(move || page.is_whole.get().then(view))
}
