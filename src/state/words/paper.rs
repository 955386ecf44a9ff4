//! What is said of handouts, and of the page that is kept for when there is no network.

use super::{FirstWords, Label};

/// A text of them that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum PaperLabel {
    Handout,
    HandoutTitle,
    HandoutHint,
    LessonHandout,
    Print,
    Extent,
    ThisPart,
    WholeLesson,
    Copy,
    StudentsCopy,
    AnswersBehind,
    TeachersCopy,
    Size,
    PaperA4,
    PaperLetter,
    Preparing,
    Answers,
    Answer,
    MarkOnPaper,
    NotHere,
    Methods,
    NewerVersion,
    Reload,
    Later,
}

/// Their words.
pub trait PaperWords: FirstWords {
    /// The words of a control, a heading or a hint.
    fn paper_label(&self, label: PaperLabel) -> &'static str;

    /// How many parts of a handout are ready.
    fn parts_ready(&self, done: usize, all: usize) -> String;

    /// A question by its number.
    fn question(&self, number: usize) -> String;

    /// What a number of a table counts, before that number.
    fn counter(&self, what: Label, count: usize) -> &'static str {
        self.counted(what, count)
    }
}
