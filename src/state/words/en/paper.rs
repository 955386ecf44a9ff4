//! Handouts, in English.

use super::English;
use crate::state::words::{PaperLabel, PaperWords};

impl PaperWords for English {
    fn paper_label(&self, label: PaperLabel) -> &'static str {
        match label {
            PaperLabel::Handout => "Handout…",
            PaperLabel::HandoutTitle => "Handout",
            PaperLabel::HandoutHint => {
                "What is shown, on paper: figure, formula, numbers and code, with the link; Ctrl+P prints it at once"
            }
            PaperLabel::LessonHandout => "Handout of this lesson…",
            PaperLabel::Print => "Print",
            PaperLabel::Extent => "What",
            PaperLabel::ThisPart => "This part",
            PaperLabel::WholeLesson => "The whole lesson",
            PaperLabel::Copy => "Copy",
            PaperLabel::StudentsCopy => "For students, without answers",
            PaperLabel::AnswersBehind => "For students, answers at the end",
            PaperLabel::TeachersCopy => "For the lecturer, with notes and answers",
            PaperLabel::Size => "Paper",
            PaperLabel::PaperA4 => "A4",
            PaperLabel::PaperLetter => "Letter",
            PaperLabel::Preparing => "Preparing the handout",
            PaperLabel::Answers => "Answers",
            PaperLabel::Answer => "Answer",
            PaperLabel::MarkOnPaper => {
                "Shade the cells that share a mean with the one that is marked."
            }
            PaperLabel::NotHere => "There is no figure yet: its numbers are still being computed",
            PaperLabel::Methods => "Which values of x decide one y",
            PaperLabel::NewerVersion => "A newer version is ready; reloading the page shows it",
            PaperLabel::Reload => "Reload",
            PaperLabel::Later => "Later",
        }
    }

    fn parts_ready(&self, done: usize, all: usize) -> String {
        format!("{done} of {all} parts are ready")
    }

    fn question(&self, number: usize) -> String {
        format!("Question {number}")
    }
}
