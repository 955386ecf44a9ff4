//! Lessons.

use super::English;
use crate::lab::number::count;
use crate::state::words::{LessonLabel, LessonWords};

impl LessonWords for English {
    fn lesson_label(&self, label: LessonLabel) -> &'static str {
        match label {
            LessonLabel::Lesson => "Lesson",
            LessonLabel::Notes => "Note for the lecturer",
            LessonLabel::Beats => "Parts",
            LessonLabel::PreviousBeat => "Back",
            LessonLabel::NextBeat => "Next",
            LessonLabel::NoLessons => {
                "The lessons could not be loaded. Please check the connection and try again"
            }
            LessonLabel::NoSuchLesson => "There is no lesson of this name",
            LessonLabel::Question => "Question",
            LessonLabel::Predict => "What do you expect?",
            LessonLabel::ShowTruth => "Show the answer",
            LessonLabel::AnswerRight => "Right",
            LessonLabel::AnswerWrong => "Not so",
            LessonLabel::MarkCells => "Mark the cells",
            LessonLabel::MarkAgain => "Mark again",
            LessonLabel::Brush => "A click marks",
            LessonLabel::BrushCell => "one cell",
            LessonLabel::BrushToken => "a token",
            LessonLabel::BrushPlaceOfAll => "a place in all sentences",
            LessonLabel::BrushSentence => "a sentence",
            LessonLabel::BrushPlane => "a channel of a sample",
            LessonLabel::BrushChannel => "a channel of all samples",
            LessonLabel::BrushSample => "a sample",
            LessonLabel::MarkingHeadline => "Which cells share a mean with the pinned one?",
            LessonLabel::MarkingHint => {
                "It is marked already; click others to mark them, again to take back; drag turns the cube"
            }
            LessonLabel::MarkingKeys => {
                "By keyboard: arrow keys move the cursor in the figure, Page Up and Page Down go to other samples, Space marks"
            }
            LessonLabel::Recorded => "Recorded, not computed here.",
            LessonLabel::RecordedSources => "Recorded elsewhere",
            LessonLabel::OpenLesson => "Open a lesson of your own…",
            LessonLabel::OpenLessonHint => "A Markdown file; it stays on your computer",
            LessonLabel::LessonFromWeb => "This link opens a lesson from elsewhere",
            LessonLabel::LessonFromWebHint => {
                "Nothing of it has been loaded yet. Load it only if you trust whoever wrote it; it can show text and set the figure, and nothing else"
            }
            LessonLabel::LoadLesson => "Load the lesson",
            LessonLabel::LessonNotLoaded => {
                "The lesson could not be loaded: its host does not answer, or does not allow other pages to read it (Access-Control-Allow-Origin)"
            }
            LessonLabel::LessonFaults => "What is wrong in this lesson",
        }
    }

    fn marked(&self, cells: usize) -> String {
        match cells {
            0 => "No cell is marked".to_owned(),
            1 => "Only the pinned cell is marked".to_owned(),
            _ => format!("{} cells marked, with the pinned one", count(cells)),
        }
    }

    fn cursor(&self, index: &[usize], is_marked: bool) -> String {
        let index: Vec<String> = index.iter().map(usize::to_string).collect();
        let state = if is_marked { "marked" } else { "not marked" };
        format!("[{}], {state}", index.join(", "))
    }

    fn predicted(&self, right: usize, wrong: usize, missed: usize) -> String {
        let all = right + missed;
        match (wrong, missed) {
            (0, 0) => format!("Exactly right: all {} cells of the set", count(all)),
            _ => format!(
                "{} of its {} cells found, {} missed, {} marked that are not in it",
                count(right),
                count(all),
                count(missed),
                count(wrong)
            ),
        }
    }

    fn missing_lesson(&self, name: &str) -> String {
        format!("This link goes on in a lesson of yours: please open {name}")
    }

    fn long_lesson(&self, most_bytes: usize) -> String {
        format!("A lesson has at most {} bytes", count(most_bytes))
    }

    fn more_faults(&self, more: usize) -> String {
        format!("and {} more", count(more))
    }
}
