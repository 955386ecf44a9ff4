//! Lessons.

use super::English;
use crate::lab::number::count;
use crate::state::words::LessonWords;

impl LessonWords for English {
    fn marked(&self, cells: usize) -> String {
        match cells {
            1 => "1 cell marked".to_owned(),
            _ => format!("{} cells marked", count(cells)),
        }
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
