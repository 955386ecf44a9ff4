//! Where one is in the lessons, and what is before and after.

use crate::state::lesson::{Beat, Course, Lesson, Place, Where};
use crate::web::memo::Memo;
use crate::web::page::Page;
use std::sync::Arc;

/// Where one is: the lesson of a course, and one of its beats.
#[derive(Clone)]
pub struct Here {
    pub(super) course: Arc<Course>,
    pub(super) lesson: usize,
    pub(super) beat: usize,
}

impl Here {
    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.course.lessons[self.lesson]
    }

    /// The beat.
    pub fn beat(&self) -> &Beat {
        &self.lesson().beats[self.beat]
    }

    /// The place of a beat of the same course.
    pub(super) fn place(&self, from: &Place, lesson: usize, beat: usize) -> Place {
        let to = &self.course.lessons[lesson];
        let lesson = match &from.lesson {
            Where::Course(_) | Where::Contents => Where::Course(to.id.clone()),
            own => own.clone(),
        };
        Place {
            lesson,
            beat: to.beats[beat].id.clone(),
        }
    }

    /// The next beat, in the next lesson where this one ends.
    pub(super) fn next(&self, from: &Place) -> Option<Place> {
        if self.beat + 1 < self.lesson().beats.len() {
            return Some(self.place(from, self.lesson, self.beat + 1));
        }
        let next = self.course.lessons.get(self.lesson + 1)?;
        let is_own = !matches!(from.lesson, Where::Course(_));
        (!is_own && !next.beats.is_empty()).then(|| self.place(from, self.lesson + 1, 0))
    }

    /// The beat before, in the lesson before where this one begins.
    pub(super) fn previous(&self, from: &Place) -> Option<Place> {
        if self.beat > 0 {
            return Some(self.place(from, self.lesson, self.beat - 1));
        }
        let lesson = self.lesson.checked_sub(1)?;
        let last = self.course.lessons[lesson].beats.len().checked_sub(1)?;
        Some(self.place(from, lesson, last))
    }
}

impl PartialEq for Here {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.course, &other.course)
            && (self.lesson, self.beat) == (other.lesson, other.beat)
    }
}

/// Where one is, if a lesson is shown and here.
pub fn here(page: Page) -> Memo<Option<Here>> {
    let place = page.part(|s| s.lesson.clone());
    Memo::new(move |_| page.lessons.find(&place.get()?))
}
