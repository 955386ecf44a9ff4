//! Images as tensors `[N, 3, H, W]`, from 0 to 255.

use super::{find, missing};
use crate::tensor::Stored;
use crate::web::job::has_room;
use crate::web::page::words;
use crate::web::worker::Superseded;
use js_sys::{Function, Object, Promise, Reflect};
use ndarray::ArrayD;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

/// Channels of a pixel as a browser has it; the fourth says how much covers what is behind.
const RGBA: usize = 4;

/// How a link names these images; given up when they are not wanted any more.
///
/// # Errors
///
/// If one is none, or they differ in size: one sentence.
pub async fn measure(files: &[File], is_wanted: &dyn Fn() -> bool) -> Result<Stored, String> {
    let mut size = None;
    for file in files {
        let bitmap = decoded(file).await?;
        if !is_wanted() {
            return Err(String::new());
        }
        let own = [bitmap.height() as usize, bitmap.width() as usize];
        bitmap.close();
        let first = *size.get_or_insert(own);
        if own != first {
            return Err(words().sizes_differ([&files[0].name(), &file.name()], [first, own]));
        }
    }
    let names: Vec<_> = files.iter().map(File::name).collect();
    let [height, width] = size.unwrap_or_default();
    Ok(Stored::images(
        names.iter().map(String::as_str),
        height,
        width,
    ))
}

/// The values of images that were measured.
///
/// # Errors
///
/// If `pause` ends it; or in words, if one cannot be had.
pub async fn read(
    stored: &Stored,
    files: &[File],
    pause: &impl AsyncFn(f64) -> Result<(), Superseded>,
) -> Result<Result<ArrayD<f32>, String>, Superseded> {
    let [count, channels, height, width] = stored.shape[..] else {
        return Ok(Err(words().other_file(&stored.names[0])));
    };
    if let Err(reason) = has_room(stored.shape.iter().product()) {
        return Ok(Err(reason));
    }
    let mut values = vec![0.0; count * channels * height * width];
    for (k, name) in stored.names.iter().enumerate() {
        let Some(file) = find(files, name) else {
            return Ok(Err(missing(stored)));
        };
        let pixels = match pixels(file, height, width).await {
            Ok(pixels) => pixels,
            Err(reason) => return Ok(Err(reason)),
        };
        let area = height * width;
        let planes = &mut values[k * channels * area..][..channels * area];
        for (channel, plane) in planes.chunks_mut(area).enumerate() {
            for (value, pixel) in plane.iter_mut().zip(pixels.as_chunks::<RGBA>().0) {
                *value = f32::from(pixel[channel]);
            }
        }
        pause((k + 1) as f64 / count as f64).await?;
    }
    let values = ArrayD::from_shape_vec(stored.shape.clone(), values);
    Ok(Ok(values.expect("a value for every element")))
}

async fn pixels(file: &File, height: usize, width: usize) -> Result<Vec<u8>, String> {
    let bitmap = decoded(file).await?;
    if [bitmap.height() as usize, bitmap.width() as usize] != [height, width] {
        return Err(words().other_file(&file.name()));
    }
    copied(&bitmap).map_err(|_| words().no_image(&file.name()))
}

fn copied(bitmap: &ImageBitmap) -> Result<Vec<u8>, JsValue> {
    let (width, height) = (bitmap.width(), bitmap.height());
    let canvas = OffscreenCanvas::new(width, height)?;
    let opaque = Object::new();
    Reflect::set(&opaque, &"alpha".into(), &false.into())?;
    let context = canvas
        .get_context_with_context_options("2d", &opaque)?
        .ok_or(JsValue::NULL)?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_image_bitmap(bitmap, 0.0, 0.0)?;
    bitmap.close();
    let data = context.get_image_data(0.0, 0.0, width.into(), height.into())?;
    Ok(data.data().0)
}

/// The image as it is in the file, without a change of colours.
async fn decoded(file: &File) -> Result<ImageBitmap, String> {
    let bitmap = async || -> Result<JsValue, JsValue> {
        let options = Object::new();
        // As PyTorch reads them: neither colours nor orientation are those that a screen would have.
        for option in ["colorSpaceConversion", "imageOrientation"] {
            Reflect::set(&options, &option.into(), &"none".into())?;
        }
        // A page and a worker have this function under different types.
        let decode: Function =
            Reflect::get(&js_sys::global(), &"createImageBitmap".into())?.dyn_into()?;
        let decoded: Promise = decode
            .call2(&JsValue::UNDEFINED, file, &options)?
            .dyn_into()?;
        JsFuture::from(decoded).await
    };
    let bitmap = bitmap().await.map_err(|_| words().no_image(&file.name()))?;
    Ok(bitmap.unchecked_into())
}
