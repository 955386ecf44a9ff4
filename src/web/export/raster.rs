//! An SVG as pixels, painted by the browser.

use super::object;
use js_sys::{Promise, Uint8Array, encode_uri_component};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// The picture as PNG with so many pixels per CSS pixel.
///
/// # Errors
///
/// If the browser cannot paint it, or has no memory for so many pixels.
pub async fn png(svg: &str, scale: u32) -> Result<Vec<u8>, JsValue> {
    let image = image(svg).await?;
    let (canvas, context) = canvas(image.width() * scale, image.height() * scale)?;
    paint(&context, &image, scale, 0.0)?;
    let blob = Promise::new(&mut |resolve, reject| {
        if let Err(error) = canvas.to_blob(&resolve) {
            // A promise that is rejected says so to whoever waits for it.
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    let blob: Blob = JsFuture::from(blob).await?.dyn_into()?;
    let bytes = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// The picture as the browser understands it.
///
/// # Errors
///
/// If it does not.
pub async fn image(svg: &str) -> Result<HtmlImageElement, JsValue> {
    let image = HtmlImageElement::new()?;
    // As data it is of the page's own origin, wherever the page is.
    let text = String::from(encode_uri_component(svg));
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{text}"));
    JsFuture::from(image.decode()).await?;
    Ok(image)
}

/// A canvas of so many pixels, and what paints on it.
///
/// # Errors
///
/// If the browser has no memory for it.
pub fn canvas(
    width: u32,
    height: u32,
) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    // What is painted is read, which a graphics card is slow at.
    let options = object(&[("willReadFrequently", JsValue::TRUE)]);
    let context = canvas.get_context_with_context_options("2d", &options)?;
    let context = context.ok_or("no 2-D context")?;
    Ok((canvas, context.unchecked_into()))
}

/// Paints the picture so many pixels below the top, from the left edge.
///
/// # Errors
///
/// If the browser cannot paint it.
pub fn paint(
    context: &CanvasRenderingContext2d,
    image: &HtmlImageElement,
    scale: u32,
    top: f64,
) -> Result<(), JsValue> {
    let [width, height] = [image.width(), image.height()].map(|side| f64::from(side * scale));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, top, width, height)
}
