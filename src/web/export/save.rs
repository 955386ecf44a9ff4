//! Handing a file to the browser.

use super::super::turn::next_turn;
use crate::lab::files::Pieces;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long an address is kept for the browser, which reads it when it pleases.
const KEPT: Duration = Duration::from_secs(60);

/// How long pieces are made before the page is drawn again.
const TURN_MS: f64 = 12.0;

/// Saves bytes under a name, wherever the browser puts what it downloads.
///
/// # Errors
///
/// If the browser has no room for the file. That a frame may not save any, it does not tell.
pub fn save(name: &str, bytes: &[u8], kind: &str) -> Result<(), JsValue> {
    offer(name, &Array::of1(&Uint8Array::from(bytes)), kind)
}

/// The same for a file that comes in pieces, which may be larger than what the page has room for.
///
/// # Errors
///
/// If the browser has no room for it.
pub async fn save_pieces(name: &str, pieces: Pieces<'_>) -> Result<(), JsValue> {
    let parts = Array::new();
    let now = || window().performance().map_or(0.0, |clock| clock.now());
    let mut turn = now();
    for piece in pieces {
        if !piece.is_empty() {
            parts.push(&Uint8Array::from(&piece[..]));
        }
        if now() - turn > TURN_MS {
            next_turn().await;
            turn = now();
        }
    }
    offer(name, &parts, "application/octet-stream")
}

fn offer(name: &str, parts: &Array, kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // An address that is not revoked would keep the bytes.
    set_timeout(move || drop(Url::revoke_object_url(&url)), KEPT);
    Ok(())
}
