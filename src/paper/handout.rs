//! Parts as one document.

use super::part::Part;
use super::prose::{Images, Pen, title};
use super::question::{self, Audience};
use crate::state::lesson::{Beat, Block, Inline, Predict};
use crate::state::qr::QrCode;
use crate::state::words::{PaperLabel, Words};
use maud::{Markup, PreEscaped, html};

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 210 mm × 297 mm
    #[default]
    A4,
    /// 8.5 in × 11 in
    Letter,
}

impl Size {
    /// Both, in the order of the control.
    pub const ALL: [Self; 2] = [Self::A4, Self::Letter];

    /// What it is called.
    pub fn label(self) -> PaperLabel {
        match self {
            Self::A4 => PaperLabel::PaperA4,
            Self::Letter => PaperLabel::PaperLetter,
        }
    }

    /// As style sheets name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// A handout: parts that were computed, and what stands around them.
pub struct Handout<'a> {
    /// The title of the lesson
    pub title: Option<&'a [Inline]>,
    /// The parts
    pub parts: &'a [Part],
    /// For whom it is
    pub audience: Audience,
    /// The address of the page, without a query
    pub base: &'a str,
    /// Images of the lesson
    pub images: &'a Images,
    /// The language
    pub words: &'static dyn Words,
}

impl Handout<'_> {
    /// The document, without the element that holds it.
    pub fn print(&self) -> String {
        let numbers = self.question_numbers();
        let parts = || self.parts.iter().zip(&numbers);
        let has_answers = self.audience == Audience::AnswersBehind && numbers.last() > Some(&1);
        let html = html! {
            @if let Some(text) = self.title { (self.opening(text)) }
            @for (part, number) in parts() { (self.part(part, *number)) }
            @if has_answers {
                section.answers {
                    h2 { (self.words.paper_label(PaperLabel::Answers)) }
                    @for (part, number) in parts() { (self.answers(part, *number)) }
                }
            }
        };
        html.into_string()
    }

    /// The number of the first question of each part, and of one behind them all.
    fn question_numbers(&self) -> Vec<usize> {
        let mut next = 1;
        let mut numbers = vec![next];
        for part in self.parts {
            next += questions(part).count();
            numbers.push(next);
        }
        numbers
    }

    fn opening(&self, text: &[Inline]) -> Markup {
        html! {
            header.opening {
                p.mark { "Normscope" }
                h1 { (title(text)) }
                @if let Some(part) = self.parts.first() { (self.pen(part, 1).blocks(&part.opening)) }
            }
        }
    }

    fn pen<'p>(&'p self, part: &'p Part, number: usize) -> Pen<'p> {
        Pen::new(
            part,
            self.base,
            self.audience,
            self.images,
            self.words,
            number,
        )
    }

    fn part(&self, part: &Part, number: usize) -> Markup {
        let [headline, below] = &part.figure.headline;
        let beat = part.beat.as_deref();
        html! {
            section.part {
                header {
                    (self.place(part))
                    @match beat {
                        Some(beat) => h2 { (title(&beat.title)) },
                        None => { p.mark { "Normscope" } h2 { (headline) } },
                    }
                }
                (self.pen(part, number).beat())
                section.figure {
                    @if beat.is_some() { h3 { (headline) } }
                    @if !below.is_empty() { p.below { (below) } }
                    (part.figure.body)
                }
            }
        }
    }

    /// Where the part is on the web.
    fn place(&self, part: &Part) -> Markup {
        html! {
            div.place {
                @if part.link.starts_with("http") {
                    @if let Some(code) = QrCode::of(&part.link) { (PreEscaped(code.svg())) }
                }
                a href=(part.link) { (part.link) }
            }
        }
    }

    fn answers(&self, part: &Part, number: usize) -> Markup {
        let pen = self.pen(part, number);
        html! {
            @for (k, predict) in questions(part).enumerate() {
                (question::answer(&pen, predict, number + k))
            }
        }
    }
}

/// The questions of a part.
fn questions(part: &Part) -> impl Iterator<Item = &Predict> {
    let blocks = part
        .beat
        .as_deref()
        .map_or(&[][..], |beat: &Beat| &beat.blocks);
    blocks.iter().filter_map(|block| match block {
        Block::Predict(predict) => Some(predict),
        _ => None,
    })
}
