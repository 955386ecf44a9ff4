//! Lessons: Markdown whose links set the figure. See `docs/lessons.md`.
//!
//! A heading of the first level begins a lesson, one of the second a beat. What a lesson says is plain data here:
//! text, formulas, and links of three kinds. Nothing of it is ever HTML, so that a lesson from elsewhere can do nothing but be read.

mod build;
mod fault;
mod formula;
mod marks;
mod place;
mod quote;
mod read;

pub use fault::{Fault, Wrong};
pub use formula::Formula;
pub use place::{Place, Where};
pub use read::{MOST_BYTES, read_lessons};

use super::Settings;
use super::link::follow;

/// Several lessons, in the order in which they are taught, and what is wrong with their text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The lessons
    pub lessons: Vec<Lesson>,
    /// What could not be used, by line
    pub faults: Vec<Fault>,
}

/// A lesson: beats that are taught one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// Its name in a link
    pub id: String,
    /// Its title
    pub title: Vec<Inline>,
    /// What it is about, in the contents
    pub about: Vec<Block>,
    /// Its beats
    pub beats: Vec<Beat>,
}

/// One idea, and the figure that shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beat {
    /// Its name in a link
    pub id: String,
    /// Its title
    pub title: Vec<Inline>,
    /// What it says
    pub blocks: Vec<Block>,
    /// What the lecturer says besides
    pub notes: Vec<Block>,
    /// The link that the figure starts from; without one it stays as it is
    pub start: Option<String>,
}

/// A paragraph, or something as large.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Text
    Paragraph(Vec<Inline>),
    /// A heading within a beat
    Heading(Vec<Inline>),
    /// A list, with the number that it begins with if it has numbers
    List(Option<u64>, Vec<Vec<Block>>),
    /// What somebody else said
    Quote(Vec<Block>),
    /// Lines of code
    Code(String),
    /// A formula on a line of its own
    Formula(Formula),
    /// A table: the head, and rows of cells
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// Numbers that somebody else measured: the source, and rows of which the first is the head
    Recorded(String, Vec<Vec<String>>),
    /// A question, before the truth is shown
    Predict(Predict),
    /// What the lecturer says
    Note(Vec<Block>),
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text
    Text(String),
    /// Code
    Code(String),
    /// A formula
    Formula(Formula),
    /// Emphasis
    Emphasis(Vec<Inline>),
    /// Stronger emphasis
    Strong(Vec<Inline>),
    /// A link
    Link(Target, Vec<Inline>),
    /// An image, and what it shows in words
    Image(String, String),
    /// A value that is computed
    Live(LiveMark),
    /// What somebody else measured, and where it stands
    Recorded(String, String),
    /// The end of a line
    Break,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The figure changes: a query string, without `?`
    Figure(String),
    /// Another beat of the same lesson
    Beat(String),
    /// A page of the web, by `https:`
    Web(String),
}

/// A value in prose: its name, and the settings that it is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveMark {
    /// One of [`super::live`]
    pub name: String,
    /// The keys that differ from the beat's start; `None` where it follows what is shown
    pub link: Option<String>,
}

/// A question to the audience.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// The question
    pub question: Vec<Inline>,
    /// How it is answered
    pub answer: Answer,
    /// What is said once the truth is shown
    pub truth: Vec<Block>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// By one of these; `true` is right
    Choice(Vec<(bool, Vec<Inline>)>),
    /// By marking cells of the figure that this link sets
    Cells(String),
}

impl Course {
    /// The lesson of this name, and its number.
    pub fn find(&self, id: &str) -> Option<(usize, &Lesson)> {
        let mut lessons = self.lessons.iter().enumerate();
        lessons.find(|(_, lesson)| lesson.id == id)
    }
}

impl Lesson {
    /// The beat of this name, and its number; the first where there is none of that name.
    pub fn beat(&self, id: &str) -> Option<(usize, &Beat)> {
        let found = self.beats.iter().position(|beat| beat.id == id);
        let number = found.unwrap_or(0);
        Some((number, self.beats.get(number)?))
    }
}

impl Beat {
    /// What the figure shows when the beat begins: its first link, in which an omitted key is its default,
    /// but for what belongs to the reader and not to the lesson.
    pub fn settings(&self, shown: &Settings) -> Settings {
        let Some(start) = &self.start else {
            return shown.clone();
        };
        Settings {
            theme: shown.theme,
            lesson: shown.lesson.clone(),
            ..follow(&Settings::default(), start).0
        }
    }

    /// The settings that a value is computed from, while `shown` is what the figure shows.
    pub fn settings_of(&self, mark: &LiveMark, shown: &Settings) -> Settings {
        match &mark.link {
            Some(link) => follow(&self.settings(shown), link).0,
            None => shown.clone(),
        }
    }
}

/// Every piece of text in some blocks, the inner ones too, in the order in which they stand.
pub fn pieces<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading(text) => inner(text, visit),
            Block::List(_, items) => items.iter().for_each(|item| pieces(item, visit)),
            Block::Quote(blocks) | Block::Note(blocks) => pieces(blocks, visit),
            Block::Table(head, rows) => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| inner(cell, visit));
            }
            Block::Predict(predict) => {
                inner(&predict.question, visit);
                if let Answer::Choice(choices) = &predict.answer {
                    choices.iter().for_each(|(_, text)| inner(text, visit));
                }
                pieces(&predict.truth, visit);
            }
            Block::Code(_) | Block::Formula(_) | Block::Recorded(..) => {}
        }
    }
}

/// Every piece of a text.
pub fn inner<'a>(text: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for piece in text {
        visit(piece);
        match piece {
            Inline::Emphasis(text) | Inline::Strong(text) | Inline::Link(_, text) => {
                inner(text, visit);
            }
            _ => {}
        }
    }
}

/// A text without its markup, as a screen reader or a title has it.
pub fn plain(text: &[Inline]) -> String {
    let mut plain = String::new();
    inner(text, &mut |piece| match piece {
        Inline::Text(text) | Inline::Code(text) | Inline::Image(_, text) => plain += text,
        Inline::Recorded(text, _) => plain += text,
        Inline::Formula(formula) => plain += &formula.latex,
        Inline::Break => plain.push(' '),
        _ => {}
    });
    plain
}
