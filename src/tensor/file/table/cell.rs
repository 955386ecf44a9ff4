//! One cell, and what stands between two.

use crate::tensor::file::FileError;
use crate::tensor::file::error::shown;

/// A line that begins so is none of the table.
pub(super) const COMMENT: u8 = b'#';

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tensor::file) enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    /// One or more
    Blanks,
}

impl Delimiter {
    const ALL: [Self; 4] = [Self::Semicolon, Self::Tab, Self::Comma, Self::Blanks];

    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Blanks => b' ',
        }
    }

    /// The first of them that stands in the first line, outside quotes.
    pub fn of(sample: &[u8]) -> Self {
        let lines = sample.split(|byte| matches!(byte, b'\n' | b'\r'));
        let is_row = |line: &&[u8]| !line.trim_ascii().is_empty() && line[0] != COMMENT;
        let first = lines.into_iter().find(is_row).unwrap_or_default();
        let outside = |byte: u8| {
            first
                .split(|b| *b == b'"')
                .step_by(2)
                .any(|part| part.contains(&byte))
        };
        let found = Self::ALL
            .into_iter()
            .find(|delimiter| outside(delimiter.byte()));
        found.unwrap_or(Self::Comma)
    }

    /// Where a comma may stand in a number instead of a point.
    fn leaves_comma(self) -> bool {
        matches!(self, Self::Semicolon | Self::Tab)
    }
}

/// A cell as it is read.
pub(in crate::tensor::file) struct Cell<'a> {
    pub text: &'a [u8],
    pub delimiter: Delimiter,
    pub row: u64,
    pub line: u64,
    pub column: usize,
}

impl Cell<'_> {
    /// Its number.
    pub fn value(&self) -> Result<f64, FileError> {
        self.number().ok_or_else(|| {
            let message = match self.text {
                [] => "a number should stand here".to_owned(),
                text => format!("“{}” is no number", shown(&String::from_utf8_lossy(text))),
            };
            FileError::new(message).in_cell(self.line, self.column)
        })
    }

    /// Its number, if it is one.
    pub fn number(&self) -> Option<f64> {
        let text = std::str::from_utf8(self.text).ok()?;
        if self.delimiter.leaves_comma() && text.contains(',') {
            let is_plain = !text.contains('.');
            return text.replacen(',', ".", 1).parse().ok().filter(|_| is_plain);
        }
        text.parse().ok()
    }
}
