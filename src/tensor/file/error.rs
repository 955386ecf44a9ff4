//! What is wrong with a file, and where.

use std::fmt;

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
        let key = (!key.is_empty()).then(|| key.to_owned());
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

/// Text of a file as it can be shown: without what would break a line or turn its direction, and cut where it is long.
pub(super) fn shown(text: &str) -> String {
    let mut chars = text.chars();
    let mut shown: String = chars
        .by_ref()
        .take(MOST_QUOTED)
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Control characters, and those that turn the direction of a line.
pub(super) fn is_hidden(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns
}
