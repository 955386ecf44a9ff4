//! The images of digits, loaded when a recipe first asks for them.

use super::compute;
use super::page::{Page, label};
use super::worker::Worker;
use crate::state::words::Label;
use crate::tensor::{Recipe, Values, has_digits, take_digits};
use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    /// Loads the images, and keeps them for the worker: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope, catch)]
    async fn digits() -> Result<JsValue, JsValue>;
}

/// The images on their way to the page and to its worker.
#[derive(Clone)]
pub struct Digits {
    page: Page,
    worker: Worker,
    /// Notified when they are here
    arrived: ArcTrigger,
}

impl Digits {
    /// Nothing is loaded yet.
    pub fn new(page: Page, worker: &Worker) -> Self {
        Self {
            page,
            worker: worker.clone(),
            arrived: ArcTrigger::new(),
        }
    }

    /// Whether the recipe can be drawn. Where it cannot, the images are loaded, and the effect that asks runs again.
    pub fn are_here_for(&self, values: &Values) -> bool {
        let is_missing = values.recipe().is_some_and(Recipe::shows_digits) && !has_digits();
        if is_missing {
            self.arrived.track();
            let this = self.clone();
            spawn_local(async move { this.load().await });
        }
        !is_missing
    }

    /// Loads the images, and tells who waits for them.
    pub async fn load(self) {
        let loaded = digits().await;
        // Asked for twice, they come twice.
        if has_digits() {
            return;
        }
        let bytes = loaded.map(|bytes| bytes.unchecked_into::<Uint8Array>().to_vec());
        if bytes.is_ok_and(take_digits) {
            self.worker.renew();
            self.arrived.notify();
        } else {
            compute::fail::<()>(self.page, label(Label::NoDigits).to_string());
        }
    }
}
