//! The text of a beat on paper.

use super::part::Part;
use super::question::{self, Audience};
use crate::state::lesson::{Block, Formula, Inline, Target, inner, settings_of, sources_of};
use crate::state::words::{LessonLabel, Words};
use crate::state::{Settings, beat_link, follow, write_link};
use maud::{Markup, PreEscaped, html};

/// What the address of an image in a lesson leads to, where it may be shown.
pub type Images = dyn Fn(&str) -> Option<String>;

/// How text becomes paper.
pub struct Pen<'a> {
    /// The beat, with its numbers
    pub part: &'a Part,
    /// The address of the page, without a query
    pub base: &'a str,
    /// For whom it is
    pub audience: Audience,
    /// Images of the lesson
    pub images: &'a Images,
    /// The language
    pub words: &'static dyn Words,
    /// The number of the first question
    pub first_question: usize,
    /// What was recorded elsewhere, each source once
    sources: Vec<String>,
}

impl<'a> Pen<'a> {
    /// One for the text of a part.
    pub fn new(
        part: &'a Part,
        base: &'a str,
        audience: Audience,
        images: &'a Images,
        words: &'static dyn Words,
        first_question: usize,
    ) -> Self {
        let beat = part.beat.as_deref();
        Self {
            sources: beat
                .map(|beat| sources_of(&beat.blocks))
                .unwrap_or_default(),
            part,
            base,
            audience,
            images,
            words,
            first_question,
        }
    }

    /// All that the beat says, and where its recorded numbers come from; its notes where they are for the reader.
    pub fn beat(&self) -> Markup {
        let Some(beat) = self.part.beat.as_deref() else {
            return html! {};
        };
        html! {
            (self.blocks(&beat.blocks))
            @if !self.sources.is_empty() {
                section.sources {
                    h3.minor { (self.words.lesson_label(LessonLabel::RecordedSources)) }
                    ol { @for source in &self.sources { li { (source) } } }
                }
            }
            @if self.audience == Audience::Teachers && !beat.notes.is_empty() {
                section.notes {
                    h3.minor { (self.words.lesson_label(LessonLabel::Notes)) }
                    (self.blocks(&beat.notes))
                }
            }
        }
    }

    /// Paragraphs and what is as large.
    pub fn blocks(&self, blocks: &[Block]) -> Markup {
        let mut number = self.first_question;
        html! {
            @for block in blocks {
                (self.block(block, number))
                @if matches!(block, Block::Predict(_)) { ({ number += 1; "" }) }
            }
        }
    }

    fn block(&self, block: &Block, number: usize) -> Markup {
        match block {
            Block::Paragraph(text) => html! { p { (self.text(text)) } },
            Block::Heading(text) => html! { h3.minor { (self.text(text)) } },
            Block::List(start, items) => self.list(*start, items),
            Block::Quote(blocks) => html! { blockquote { (self.blocks(blocks)) } },
            Block::Code(code) => html! { pre { (code) } },
            Block::Formula(formula) => html! { p.line { (mathml(formula)) } },
            Block::Table(head, rows) => html! {
                table {
                    thead { tr { @for cell in head { th scope="col" { (self.text(cell)) } } } }
                    tbody { @for row in rows { tr { @for cell in row { td { (self.text(cell)) } } } } }
                }
            },
            Block::Recorded(source, rows) => self.recorded(source, rows),
            Block::Predict(predict) => question::ask(self, predict, number),
            // For the lecturer: those of a beat are among its notes.
            Block::Note(_) => html! {},
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> Markup {
        match start {
            Some(start) => html! {
                ol start=(start) { @for item in items { li { (self.blocks(item)) } } }
            },
            None => html! { ul { @for item in items { li { (self.blocks(item)) } } } },
        }
    }

    /// Numbers that somebody else measured, with their source below.
    fn recorded(&self, source: &str, rows: &[Vec<String>]) -> Markup {
        html! {
            figure.recorded {
                table {
                    @if let Some(head) = rows.first() {
                        thead { tr { @for cell in head {
                            @if cell.is_empty() { td {} } @else { th scope="col" { (cell) } }
                        } } }
                    }
                    tbody { @for row in rows.iter().skip(1) { tr {
                        @for (k, cell) in row.iter().enumerate() {
                            @if k == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                        }
                    } } }
                }
                figcaption { b { (self.words.lesson_label(LessonLabel::Recorded)) } " " (source) }
            }
        }
    }

    /// A piece of text after the other.
    pub fn text(&self, text: &[Inline]) -> Markup {
        html! { @for piece in text { (self.piece(piece)) } }
    }

    fn piece(&self, piece: &Inline) -> Markup {
        match piece {
            Inline::Text(text) => html! { (text) },
            Inline::Code(code) => html! { code { (code) } },
            Inline::Formula(formula) => mathml(formula),
            Inline::Emphasis(text) => html! { em { (self.text(text)) } },
            Inline::Strong(text) => html! { strong { (self.text(text)) } },
            Inline::Link(target, text) => self.link(target, text),
            Inline::Image(address, alt) => match (self.images)(address) {
                Some(address) => html! {
                    img src=(address) alt=(alt) crossorigin="anonymous" referrerpolicy="no-referrer";
                },
                None => html! { (alt) },
            },
            Inline::Live(mark) => html! { output { (self.part.value(mark)) } },
            Inline::Recorded(text, source) => {
                let number = self.sources.iter().position(|other| other == source);
                html! { (text) sup { "[" (number.map_or(0, |number| number + 1)) "]" } }
            }
            Inline::Break => html! { br; },
        }
    }

    fn link(&self, target: &Target, text: &[Inline]) -> Markup {
        let text = self.text(text);
        let place = self.part.settings.lesson.as_ref();
        let address = match target {
            Target::Web(address) => address.clone(),
            Target::Beat(id) => match place {
                Some(place) => format!("{}?{}", self.base, beat_link(&place.at(id))),
                None => return text,
            },
            Target::Figure(link) => {
                let at = Settings {
                    lesson: place.cloned(),
                    ..Settings::default()
                };
                let beat = self.part.beat.as_deref();
                let start = beat.map_or(at.clone(), |beat| settings_of(beat, &at));
                format!(
                    "{}?{}",
                    self.base,
                    write_link(&follow(&start, link).0, false)
                )
            }
        };
        html! { a href=(address) { (text) } }
    }
}

/// A formula, as the page's own reader of lessons writes it.
pub fn mathml(formula: &Formula) -> Markup {
    html! { span role="math" aria-label=(formula.latex) { (PreEscaped(&formula.mathml)) } }
}

/// The text of a title, without links.
pub fn title(text: &[Inline]) -> Markup {
    let mut parts = Vec::new();
    inner(text, &mut |piece| match piece {
        Inline::Text(text) => parts.push(html! { (text) }),
        Inline::Code(code) => parts.push(html! { code { (code) } }),
        Inline::Formula(formula) => parts.push(mathml(formula)),
        _ => {}
    });
    html! { @for part in parts { (part) } }
}
