//! Live and recorded values in a text, and numbers that are neither.

use super::{Inline, LiveMark, Wrong};

/// A text taken apart.
pub(super) struct Marked {
    pub pieces: Vec<Inline>,
    /// What is wrong, with its place in bytes
    pub faults: Vec<(usize, Wrong)>,
}

/// Finds marks in a text; `target` is where it leads, if it is a link.
pub(super) fn read(text: &str, target: Option<&str>) -> Marked {
    let mut marked = Marked {
        pieces: Vec::new(),
        faults: Vec::new(),
    };
    let mut at = 0;
    while let Some((start, end)) = next_mark(&text[at..]) {
        let (start, end) = (at + start, at + end);
        match mark(&text[start + 1..end - 1]) {
            Some(mark) => {
                marked.plain(&text[at..start], at, target);
                match mark {
                    Ok(piece) => marked.pieces.push(piece),
                    Err(wrong) => marked.faults.push((start, wrong)),
                }
            }
            None => marked.plain(&text[at..end], at, target),
        }
        at = end;
    }
    marked.plain(&text[at..], at, target);
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
    fn plain(&mut self, text: &str, at: usize, target: Option<&str>) {
        if text.is_empty() {
            return;
        }
        for (offset, number) in numbers(text) {
            // The link of a figure whose cells are marked: see `quote`.
            let line = text[..offset].rfind('\n').map_or(0, |end| end + 1);
            if text[line..].starts_with('?') {
                continue;
            }
            // A name, as CS182
            let is_name = text[..offset].ends_with(char::is_alphabetic);
            let is_in_target = target.is_some_and(|target| target.contains(number));
            if !is_year(number) && !is_name && !is_in_target {
                let wrong = Wrong::Number(number.to_owned());
                self.faults.push((at + offset, wrong));
            }
        }
        match self.pieces.last_mut() {
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.pieces.push(Inline::Text(text.to_owned())),
        }
    }
}

/// Each row of digits, and where it stands.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
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
