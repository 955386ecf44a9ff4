//! The look of lessons and their experiments, which comes when the first of them is shown.

use crate::web::live::{Live, view_of};
use crate::web::page::Page;
use crate::web::{program, ready};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    /// Loads assets/lessons.css: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope, catch)]
    async fn look() -> Result<JsValue, JsValue>;
}

/// What is shown once its look is there, and the code that shows it: neither is a part of the first view.
pub fn dressed(page: Page, view: fn() -> AnyView) -> Live<AnyView> {
    let has_look = page.lessons.has_look;
    let is_first = !page.lessons.asks_for_look.get_value();
    if is_first {
        page.lessons.asks_for_look.set_value(true);
        ready::begin();
        spawn_local(async move {
            program::whole().await;
            // Without it everything is there, only less beautiful.
            if look().await.is_err() {
                leptos::logging::warn!("the look of lessons cannot be loaded");
            }
            has_look.set(true);
            ready::end();
        });
    }
    view_of(move || has_look.get().then(view))
}
