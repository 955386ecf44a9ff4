//! The values of a file, read piece by piece.

use super::{find, images, missing};
use crate::tensor::file::{Loading, Opening, Reading};
use crate::tensor::{Stored, hold, let_go, speakable};
use crate::web::page::words;
use crate::web::worker::Superseded;
use js_sys::{Array, Uint8Array};
use ndarray::ArrayD;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// Reads the values that x is made of, and holds them; `pause` is told how much is done, from 0 to 1.
///
/// # Errors
///
/// If `pause` says that they are not wanted any more; or in words, if they cannot be had.
pub async fn bring(
    stored: &Stored,
    files: &Array,
    pause: &impl AsyncFn(f64) -> Result<(), Superseded>,
) -> Result<Result<(), String>, Superseded> {
    // There may be no room for both.
    let_go();
    let files: Vec<File> = files
        .iter()
        .filter_map(|file| file.dyn_into().ok())
        .collect();
    let values = match read(stored, &files, pause).await? {
        Ok(values) => values,
        Err(reason) => return Ok(Err(reason)),
    };
    let changed = || words().other_file(&stored.names[0]);
    Ok(hold(stored, values).then_some(()).ok_or_else(changed))
}

async fn read(
    stored: &Stored,
    files: &[File],
    pause: &impl AsyncFn(f64) -> Result<(), Superseded>,
) -> Result<Result<ArrayD<f32>, String>, Superseded> {
    if stored.is_images() {
        return images::read(stored, files, pause).await;
    }
    let name = &stored.names[0];
    let Some(file) = find(files, name) else {
        return Ok(Err(missing(stored)));
    };
    // What is in it is a small part of the work.
    let opening = Opening::new(name, file.size() as u64);
    let catalogue = match run(opening, file, &async |_| pause(0.0).await).await? {
        Ok(catalogue) => catalogue,
        Err(reason) => return Ok(Err(reason)),
    };
    let entry = catalogue
        .entries
        .iter()
        .position(|entry| entry.stored(name).as_ref() == Ok(stored));
    let Some(entry) = entry else {
        return Ok(Err(words().other_file(name)));
    };
    match Loading::new(&catalogue, entry) {
        Ok(loading) => run(loading, file, pause).await,
        Err(error) => Ok(Err(error.to_string())),
    }
}

/// Runs a reading on a file.
///
/// # Errors
///
/// If `pause` ends it; or in words, if the file cannot be read.
pub async fn run<R: Reading>(
    mut reading: R,
    file: &File,
    pause: &impl AsyncFn(f64) -> Result<(), Superseded>,
) -> Result<Result<R::Output, String>, Superseded> {
    let of_file = |why: &str| format!("{}: {why}", speakable(&file.name()));
    loop {
        let wanted = reading.wants();
        let Some(bytes) = bytes(file, wanted.start as f64, wanted.end as f64).await else {
            return Ok(Err(of_file(words().unreadable_file())));
        };
        match reading.take(&bytes) {
            Ok(Some(result)) => return Ok(Ok(result)),
            Ok(None) => pause(reading.progress()).await?,
            Err(error) => return Ok(Err(of_file(&error.to_string()))),
        }
    }
}

/// Some bytes of a file; `None` where the browser has lost it, as when it was changed or moved since.
async fn bytes(file: &Blob, start: f64, end: f64) -> Option<Vec<u8>> {
    if end <= start {
        return Some(Vec::new());
    }
    let piece = file.slice_with_f64_and_f64(start, end).ok()?;
    let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
