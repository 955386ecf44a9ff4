//! What kind of file it is, and what it holds.

use std::ops::Range;

use super::error::PICKLED;
use super::npz::{self, Archive};
use super::safetensors;
use super::table::Counting;
use super::window::Window;
use super::{Catalogue, FileError, Format, Reading, npy};

/// Bytes by which the format is told.
const SAMPLE_LEN: u64 = 1 << 16;

/// Tells the format of a file by its content, and gives what it holds.
pub struct Opening {
    name: String,
    window: Window,
    stage: Stage,
}

enum Stage {
    Start,
    Npy,
    Npz(Archive),
    Safetensors,
    Table(Box<Counting>),
}

impl Opening {
    /// Of a file with this name and so many bytes.
    pub fn new(name: &str, len: u64) -> Self {
        Self {
            name: name.to_ascii_lowercase(),
            window: Window::new(len),
            stage: Stage::Start,
        }
    }

    fn go_on(&mut self) -> Result<Option<Catalogue>, FileError> {
        let window = &mut self.window;
        if let Stage::Start = self.stage {
            let Some(sample) = window.get(0..window.len.min(SAMPLE_LEN), "the file")? else {
                return Ok(None);
            };
            self.stage = match format(sample, &self.name)? {
                Format::Npy => Stage::Npy,
                Format::Npz => Stage::Npz(Archive::default()),
                Format::Safetensors => Stage::Safetensors,
                Format::Table => Stage::Table(Box::new(Counting::new(sample))),
            };
        }
        match &mut self.stage {
            Stage::Start => unreachable!("left above"),
            Stage::Npy => npy::open(window),
            Stage::Npz(archive) => archive.open(window),
            Stage::Safetensors => safetensors::open(window),
            Stage::Table(counting) => counting.open(window),
        }
    }
}

impl Reading for Opening {
    type Output = Catalogue;

    fn wants(&self) -> Range<u64> {
        self.window.wants()
    }

    fn take(&mut self, bytes: &[u8]) -> Result<Option<Catalogue>, FileError> {
        if self.window.add(bytes)? {
            self.go_on()
        } else {
            Ok(None)
        }
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Npz(archive) => archive.progress(),
            Stage::Table(counting) => counting.progress(self.window.len),
            _ => 0.0,
        }
    }
}

/// The format of a file that begins so; its name is asked where the content could be anything.
fn format(sample: &[u8], name: &str) -> Result<Format, FileError> {
    if sample.is_empty() {
        return Err(FileError::new("the file is empty"));
    }
    if sample.starts_with(npy::MAGIC) {
        return Ok(Format::Npy);
    }
    if sample.starts_with(npz::MAGIC) || sample.starts_with(npz::END) {
        return Ok(Format::Npz);
    }
    if safetensors::is_beginning(sample) {
        return Ok(Format::Safetensors);
    }
    if let [0x80, 2..=5, ..] = sample {
        return Err(FileError::new(PICKLED));
    }
    let named = [".npy", ".npz", ".safetensors"]
        .into_iter()
        .find(|end| name.ends_with(end));
    if let Some(named) = named {
        let message = format!(
            "the file is no {named}, although its name says so: it does not begin like one"
        );
        return Err(FileError::new(message).at(0));
    }
    let is_binary = |byte: &u8| *byte < b' ' && !byte.is_ascii_whitespace();
    match sample.iter().position(is_binary) {
        None => Ok(Format::Table),
        Some(at) => {
            let message =
                "the file is none of .npy, .npz, .safetensors and a table of numbers (.csv, .tsv)";
            Err(FileError::new(message).at(at as u64))
        }
    }
}
