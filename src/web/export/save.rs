//! Handing a file to the browser.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long an address is kept for the browser, which reads it when it pleases.
const KEPT: Duration = Duration::from_secs(60);

/// Saves bytes under a name, wherever the browser puts what it downloads.
pub fn save(name: &str, bytes: &[u8], kind: &str) {
    if let Err(error) = offer(name, bytes, kind) {
        leptos::logging::error!("{name} cannot be saved: {error:?}");
    }
}

fn offer(name: &str, bytes: &[u8], kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // An address that is not revoked would keep the bytes.
    set_timeout(move || drop(Url::revoke_object_url(&url)), KEPT);
    Ok(())
}
