//! What is wrong with a text, and where.

use std::fmt;

/// A place in a text; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line
    pub line: usize,
    /// The character within the line
    pub column: usize,
}

impl Position {
    /// How many UTF-16 units of `text` stand before it, as browsers count.
    pub fn utf16_in(self, text: &str) -> u32 {
        let units = |text: &str| text.encode_utf16().count();
        let mut lines = text.split_inclusive('\n');
        let above: usize = lines.by_ref().take(self.line - 1).map(units).sum();
        let line = lines.next().unwrap_or_default();
        let before: usize = line
            .chars()
            .take(self.column - 1)
            .map(char::len_utf16)
            .sum();
        u32::try_from(above + before).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Position {
    /// A text of one line, such as a link's, needs the column alone.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.line > 1 {
            write!(f, "line {}, ", self.line)?;
        }
        write!(f, "column {}", self.column)
    }
}

/// Why a text was not understood: one sentence that says what would work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({at})")]
pub struct ParseError {
    at: Position,
    message: String,
}

impl ParseError {
    pub(crate) fn new(at: Position, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
        }
    }

    /// Where the fault begins.
    pub fn at(&self) -> Position {
        self.at
    }

    /// The sentence, without the position.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The name among `names` that `word` was probably meant to be.
///
/// Two letters may differ, or a third of a long word; case does not count.
pub(crate) fn nearest<'a>(word: &str, names: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_ascii_lowercase();
    let distance = |name: &&str| edit_distance(&lower, &name.to_ascii_lowercase());
    let best = names.iter().min_by_key(|name| distance(name))?;
    let letters = word.chars().count();
    let allowed = letters.saturating_sub(1).min(2).max(letters / 3);
    (distance(best) <= allowed).then_some(*best)
}

/// Letters to insert, delete or replace to turn one word into the other (Levenshtein 1966).
fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
