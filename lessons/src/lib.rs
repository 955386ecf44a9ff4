//! Lessons: Markdown whose links set the figure. See `docs/lessons.md`.
//!
//! A heading of the first level begins a lesson, one of the second a beat. What a lesson says is plain data here:
//! text, formulas, and links of three kinds. Nothing of it is ever HTML, so that a lesson from elsewhere can do nothing but be read.
//! What the figure makes of a link, and which values are computed, the page knows, and not this crate.

#[cfg(feature = "read")]
mod build;
mod fault;
mod formula;
#[cfg(feature = "read")]
mod marks;
#[cfg(feature = "read")]
mod open;
#[cfg(feature = "read")]
mod quote;
#[cfg(feature = "read")]
mod read;

pub use fault::{Fault, Wrong};
pub use formula::Formula;
#[cfg(feature = "read")]
pub use read::read_lessons;

use serde::{Deserialize, Serialize};

/// The longest text that is read, in bytes.
pub const MOST_BYTES: usize = 1 << 20;

/// A course as bytes.
///
/// # Panics
///
/// Never: all of it can be written.
pub fn encode(course: &Course) -> Vec<u8> {
    postcard::to_allocvec(course).expect("plain data in memory")
}

/// The course that was written as these bytes; `None` if none was.
pub fn decode(bytes: &[u8]) -> Option<Course> {
    postcard::from_bytes(bytes).ok()
}

/// Several lessons, in the order in which they are taught, and what is wrong with their text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// The lessons
    pub lessons: Vec<Lesson>,
    /// What could not be used, by line
    pub faults: Vec<Fault>,
}

/// A lesson: beats that are taught one after another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// The line that it begins in
    pub line: usize,
}

/// A paragraph, or something as large.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// The figure changes: a query string, without `?`
    Figure(String),
    /// Another beat of the same lesson
    Beat(String),
    /// A page of the web, by `https:`
    Web(String),
}

/// A value in prose: its name, and the settings that it is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveMark {
    /// What is computed
    pub name: String,
    /// The keys that differ from the beat's start; `None` where it follows what is shown
    pub link: Option<String>,
}

/// A question to the audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predict {
    /// The question
    pub question: Vec<Inline>,
    /// How it is answered
    pub answer: Answer,
    /// What is said once the truth is shown
    pub truth: Vec<Block>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
