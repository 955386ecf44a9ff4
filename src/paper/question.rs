//! Questions with room to answer, and their answers.

use super::figure::cells_to_mark;
use super::prose::Pen;
use crate::state::lesson::{Answer, Inline, Predict, set};
use crate::state::words::PaperLabel;
use maud::{Markup, html};

/// For whom a handout is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// For students: questions without answers
    #[default]
    Students,
    /// The same, with the answers behind all parts
    AnswersBehind,
    /// For the lecturer: notes, and answers where the questions stand
    Teachers,
}

impl Audience {
    /// All, in the order of the control.
    pub const ALL: [Self; 3] = [Self::Students, Self::AnswersBehind, Self::Teachers];

    /// What it is called.
    pub fn label(self) -> PaperLabel {
        match self {
            Self::Students => PaperLabel::StudentsCopy,
            Self::AnswersBehind => PaperLabel::AnswersBehind,
            Self::Teachers => PaperLabel::TeachersCopy,
        }
    }
}

/// Lines to write on.
const LINES: usize = 3;

/// A question, and room for what the reader believes.
pub fn ask(pen: &Pen, predict: &Predict, number: usize) -> Markup {
    let has_answer = pen.audience == Audience::Teachers;
    html! {
        section.question {
            h3.minor { (pen.words.question(number)) }
            p { (pen.text(&predict.question)) }
            @match &predict.answer {
                Answer::Choice(choices) => (boxes(pen, choices, has_answer)),
                Answer::Cells(link) => (cells(pen, link)),
            }
            @if has_answer {
                div.truth { h3.minor { (pen.words.paper_label(PaperLabel::Answer)) } (pen.blocks(&predict.truth)) }
            } @else {
                div.room { @for _ in 0..LINES { div {} } }
            }
        }
    }
}

fn boxes(pen: &Pen, choices: &[(bool, Vec<Inline>)], has_answer: bool) -> Markup {
    html! {
        ul.boxes {
            @for (is_right, text) in choices {
                li { span.box { @if has_answer && *is_right { "✓" } } (pen.text(text)) }
            }
        }
    }
}

fn cells(pen: &Pen, link: &str) -> Markup {
    let settings = set(link, &pen.part.settings);
    html! {
        @if let Some(cells) = cells_to_mark(&settings) {
            p.hint { (pen.words.paper_label(PaperLabel::MarkOnPaper)) }
            (cells)
        }
    }
}

/// The answer to a question, behind all parts.
pub fn answer(pen: &Pen, predict: &Predict, number: usize) -> Markup {
    let right = match &predict.answer {
        Answer::Choice(choices) => choices.iter().find(|(is_right, _)| *is_right),
        Answer::Cells(_) => None,
    };
    html! {
        section.answer {
            h3.minor { (pen.words.question(number)) }
            @if let Some((_, right)) = right { p { b { (pen.text(right)) } } }
            (pen.blocks(&predict.truth))
        }
    }
}
