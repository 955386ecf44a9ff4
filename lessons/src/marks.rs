//! Live and recorded values in a text, and numbers that are neither.

use super::{Inline, LiveMark, Wrong};
use std::collections::BTreeSet;

/// A text taken apart.
pub(super) struct Marked {
    pub pieces: Vec<Inline>,
    /// What is wrong, with its place in bytes
    pub faults: Vec<(usize, Wrong)>,
}

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Where it leads, if it is a link
    pub target: Option<&'a str>,
    /// Whether it is in a quotation
    pub is_quoted: bool,
}

/// Finds marks in a text.
pub(super) fn read(text: &str, place: Place) -> Marked {
    let mut marked = Marked {
        pieces: Vec::new(),
        faults: Vec::new(),
    };
    let mut at = 0;
    while let Some((start, end)) = next_mark(&text[at..]) {
        let (start, end) = (at + start, at + end);
        match mark(&text[start + 1..end - 1]) {
            Some(mark) => {
                marked.plain(&text[at..start], at, place);
                match mark {
                    Ok(piece) => marked.pieces.push(piece),
                    Err(wrong) => marked.faults.push((start, wrong)),
                }
            }
            None => marked.plain(&text[at..end], at, place),
        }
        at = end;
    }
    marked.plain(&text[at..], at, place);
    marked
}

/// Where the first pair of braces is.
fn next_mark(text: &str) -> Option<(usize, usize)> {
    let start = text.find('{')?;
    let end = text[start..].find('}')?;
    Some((start, start + end + 1))
}

/// What stands between braces: `name`, `name: link` or `recorded: value | source`; `None` if it is none of these.
fn mark(text: &str) -> Option<Result<Inline, Wrong>> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, rest) = match text.split_once(':') {
        Some((name, rest)) => (name.trim(), Some(rest.trim())),
        None => (text.as_str(), None),
    };
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit();
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    if name == "recorded" {
        let parts = rest.unwrap_or_default().split_once('|');
        let (value, source) = parts.unwrap_or((rest.unwrap_or_default(), ""));
        let (value, source) = (value.trim().to_owned(), source.trim().to_owned());
        return Some(match source.is_empty() {
            true => Err(Wrong::NoSource),
            false => Ok(Inline::Recorded(value, source)),
        });
    }
    let link = rest.map(|link| link.strip_prefix('?').unwrap_or(link).to_owned());
    let name = name.to_owned();
    Some(Ok(Inline::Live(LiveMark { name, link })))
}

impl Marked {
    /// Plain text, in which a number is wrong.
    fn plain(&mut self, text: &str, at: usize, place: Place) {
        if text.is_empty() {
            return;
        }
        let in_target: BTreeSet<&str> = match place.target {
            Some(target) => numbers(target).map(|(_, number)| number).collect(),
            None => BTreeSet::new(),
        };
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            // A line of a question that begins so is the link of a figure whose cells are marked: see `quote`.
            let is_link = place.is_quoted && offset > 0 && line.starts_with('?');
            for (start, number) in numbers(line).filter(|_| !is_link) {
                // As in CS182
                let is_name = line[..start].ends_with(char::is_uppercase);
                if !is_name && !is_year(number) && !in_target.contains(number) {
                    let wrong = Wrong::Number(number.to_owned());
                    self.faults.push((at + offset + start, wrong));
                }
            }
            offset += line.len();
        }
        match self.pieces.last_mut() {
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.pieces.push(Inline::Text(text.to_owned())),
        }
    }
}

/// Digits that are a part of a symbol, as in σ².
const RAISED: [char; 4] = ['⁰', '¹', '²', '³'];

/// Each row of digits, and where it stands.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_digit = |c: char| c.is_numeric() && !RAISED.contains(&c);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_digit)?;
        let len = text[start..].find(|c| !is_digit(c));
        at = len.map_or(text.len(), |len| start + len);
        Some((start, &text[start..at]))
    })
}

fn is_year(number: &str) -> bool {
    number.len() == 4
        && ["19", "20"]
            .iter()
            .any(|century| number.starts_with(century))
}
