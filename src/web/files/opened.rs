//! What is in files.

use super::images;
use super::read::run;
use crate::tensor::file::{Catalogue, Entry, FileError, Opening};
use crate::tensor::{Stored, is_image};
use crate::web::page::words;
use crate::web::turn::next_turn;
use crate::web::worker::Superseded;
use web_sys::File;

/// The tensors in files.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The name of the file, or of the first one
    pub name: String,
    /// One at least
    pub parts: Vec<Part>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name in the file; empty where it is the only one
    pub key: String,
    /// How a link names it; `None` where it cannot be shown
    pub stored: Option<Stored>,
    /// Type and order of its values, or why it cannot be shown
    pub note: String,
}

/// Looks up what is in one file, or in several images, as long as that is wanted.
///
/// # Errors
///
/// In a sentence, if that cannot be shown.
pub async fn open(files: &[File], is_wanted: &dyn Fn() -> bool) -> Result<Opened, String> {
    let name = files[0].name();
    if files.iter().all(|file| is_image(&file.name())) {
        let stored = images::measure(files, is_wanted).await?;
        let key = String::new();
        let note = words().pixels().to_owned();
        let parts = vec![Part {
            key,
            stored: Some(stored),
            note,
        }];
        return Ok(Opened { name, parts });
    }
    let [file] = files else {
        return Err(words().several_files().to_owned());
    };
    let pause = async |_: f64| {
        next_turn().await;
        is_wanted().then_some(()).ok_or(Superseded)
    };
    let opening = Opening::new(&name, file.size() as u64);
    let catalogue = match run(opening, file, &pause).await {
        Ok(catalogue) => catalogue?,
        Err(Superseded) => Err(String::new())?,
    };
    let parts = parts(&catalogue, &name);
    Ok(Opened { name, parts })
}

fn parts(catalogue: &Catalogue, name: &str) -> Vec<Part> {
    let part = |entry: &Entry| {
        let key = entry.key.clone();
        match shown(entry, name) {
            Ok((stored, note)) => Part {
                key,
                stored: Some(stored),
                note,
            },
            Err(note) => Part {
                key,
                stored: None,
                note,
            },
        }
    };
    let mut parts: Vec<_> = catalogue.entries.iter().map(part).collect();
    // Those that can be shown come first.
    parts.sort_by_key(|part| part.stored.is_none());
    parts
}

/// How a link names an entry, and what its values are like.
fn shown(entry: &Entry, name: &str) -> Result<(Stored, String), String> {
    // The key stands beside it.
    let said = |why: &FileError| match why.place() {
        Some(place) => format!("{} ({place})", why.message()),
        None => why.message().to_owned(),
    };
    let layout = entry.layout.as_ref().map_err(said)?;
    let stored = entry.stored(name).map_err(|why| said(&why))?;
    let source = stored.source(&stored.axes());
    source.map_err(|why| why.message().to_owned())?;
    Ok((stored, words().layout(layout)))
}
