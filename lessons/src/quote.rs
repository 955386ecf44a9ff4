//! Quotations that are more: `> Note: …` and `> Predict: …`.

use super::{Answer, Block, Inline, Predict, Wrong};

const NOTE: &str = "Note:";
const PREDICT: &str = "Predict:";
/// What stands before an answer.
const RIGHT: &str = "☑";
const NOT_RIGHT: &str = "☐";

/// What a mark `[x]` or `[ ]` is in a text.
pub(super) fn mark_of(is_right: bool) -> &'static str {
    if is_right { RIGHT } else { NOT_RIGHT }
}

/// What a quotation with these blocks is.
///
/// # Errors
///
/// If it is a question without answers.
pub(super) fn read(mut blocks: Vec<Block>) -> Result<Block, Wrong> {
    let Some(Block::Paragraph(text)) = blocks.first_mut() else {
        return Ok(Block::Quote(blocks));
    };
    if take_prefix(text, NOTE) {
        return Ok(Block::Note(blocks));
    }
    if !take_prefix(text, PREDICT) {
        return Ok(Block::Quote(blocks));
    }
    let mut question = std::mem::take(text);
    let link = take_link(&mut question);
    let mut rest = blocks.into_iter().skip(1).peekable();
    let answer = match (link, rest.peek()) {
        (Some(link), _) => Answer::Cells(link),
        (None, Some(Block::List(_, items))) => {
            let choices: Option<Vec<_>> = items.iter().map(|item| choice(item)).collect();
            rest.next();
            Answer::Choice(choices.ok_or(Wrong::NoAnswer)?)
        }
        _ => return Err(Wrong::NoAnswer),
    };
    let is_answered = match &answer {
        Answer::Choice(choices) => choices.iter().filter(|(is_right, _)| *is_right).count() == 1,
        Answer::Cells(_) => true,
    };
    match is_answered {
        true => Ok(Block::Predict(Predict {
            question,
            answer,
            truth: rest.collect(),
        })),
        false => Err(Wrong::NoAnswer),
    }
}

/// Takes a word off the beginning of a text, if it begins with it.
fn take_prefix(text: &mut [Inline], prefix: &str) -> bool {
    let Some(Inline::Text(first)) = text.first_mut() else {
        return false;
    };
    let Some(rest) = first.strip_prefix(prefix) else {
        return false;
    };
    *first = rest.trim_start().to_owned();
    true
}

/// The link at the end of a question, a line that begins with `?`: without it, the question remains.
fn take_link(question: &mut [Inline]) -> Option<String> {
    let Some(Inline::Text(last)) = question.last_mut() else {
        return None;
    };
    let (before, link) = last.split_once("\n?")?;
    let link = link.trim().to_owned();
    *last = before.to_owned();
    Some(link)
}

/// An answer of a list, and whether it is right.
fn choice(item: &[Block]) -> Option<(bool, Vec<Inline>)> {
    let [Block::Paragraph(text)] = item else {
        return None;
    };
    let Some(Inline::Text(mark)) = text.first() else {
        return None;
    };
    let is_right = mark == RIGHT;
    (is_right || mark == NOT_RIGHT).then(|| (is_right, text[1..].to_vec()))
}
