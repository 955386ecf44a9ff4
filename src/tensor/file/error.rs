//! What is wrong with a file, and where.

use std::fmt;

use super::catalogue::MOST_ENTRIES;

/// What is said of Python objects, wherever they are met.
pub(super) const PICKLED: &str = "pickled Python objects are never unpacked here, since that runs code; \
    numpy.save and safetensors write what can be read";

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// So many bytes stand before it; in what is compressed, before it when it is unpacked
    Byte(u64),
    /// A cell of a table; line and column count from 1
    Cell(u64, usize),
}

/// Why a file, or one entry of it, was not read: one sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct FileError {
    message: String,
    key: Option<String>,
    place: Option<Place>,
}

impl FileError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            key: None,
            place: None,
        }
    }

    /// The file ends before this does.
    pub(super) fn cut_off(what: &str) -> Self {
        Self::new(format!("the file ends before {what} does"))
    }

    /// There are too many entries.
    pub(super) fn many_arrays() -> Self {
        let message =
            format!("the file has more than {MOST_ENTRIES} arrays, which is the most that is read");
        Self::new(message)
    }

    /// A header is longer than is read.
    pub(super) fn long_header(len: u64, most: u64) -> Self {
        let message = format!("the header claims to be {len} bytes long; at most {most} are read");
        Self::new(message)
    }

    /// A header speaks of other values than there are.
    pub(super) fn unequal(promised: u64, held: u64) -> Self {
        let message =
            format!("the header speaks of {promised} bytes of values, but {held} follow it");
        Self::new(message)
    }

    /// The same, at this byte.
    pub(super) fn at(self, byte: u64) -> Self {
        Self {
            place: Some(Place::Byte(byte)),
            ..self
        }
    }

    /// The same, in this cell of a table.
    pub(super) fn in_cell(self, line: u64, column: usize) -> Self {
        Self {
            place: Some(Place::Cell(line, column)),
            ..self
        }
    }

    /// The same, in the entry of that key.
    pub(super) fn of(self, key: &str) -> Self {
        let key = (!key.is_empty()).then(|| shown(key));
        Self { key, ..self }
    }

    /// The sentence, without entry and place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is, if it is in one place.
    pub fn place(&self) -> Option<Place> {
        self.place
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)?;
        match (&self.key, &self.place) {
            (None, None) => Ok(()),
            (Some(key), None) => write!(f, " (“{key}”)"),
            (None, Some(place)) => write!(f, " ({place})"),
            (Some(key), Some(place)) => write!(f, " (“{key}”, {place})"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Cell(line, column) => write!(f, "line {line}, column {column}"),
        }
    }
}

/// Most characters that a sentence quotes of a file.
const MOST_QUOTED: usize = 60;

/// Text of a file as a sentence quotes it: plain, and cut where it is long.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => plain(&text[..end]) + "…",
        None => plain(text),
    }
}

/// Text of a file without what would break a line or turn its direction.
pub(super) fn plain(text: &str) -> String {
    text.replace(is_hidden, "\u{fffd}")
}

/// Control characters, and those that turn the direction of a line.
pub(in crate::tensor) fn is_hidden(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns
}
