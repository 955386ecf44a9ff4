//! Lessons beside the figure that they drive.

mod contents;
mod drive;
mod go;
mod here;
mod load;
mod marking;
mod own;
mod prose;
mod question;
mod recorded;
mod side;
mod speech;

pub use go::{End, go, go_to, is_at_end, leave_for, left_out_by_reader, open_contents, turn};
pub use here::{Here, here};
pub use load::keep_up;
pub use marking::{Marked, Marking};
pub use own::is_lesson;
pub use own::open as open_file;
pub use own::receive;
pub use prose::image_src;
pub use side::LessonSide;
pub use speech::{Next, Notes};

use super::page::words;
use crate::state::Language;
use crate::state::lesson::{Course, Place, Where};
use crate::state::words::LessonLabel;
use leptos::prelude::*;
use std::sync::Arc;

/// The lessons that are here, and how they are looked at.
#[derive(Clone, Copy)]
pub struct Lessons {
    /// The page's own, once they are loaded
    course: RwSignal<Option<Arc<Course>>>,
    /// The reader's own
    own: RwSignal<Option<Own>>,
    /// The language in which the page's own were asked for
    asked_in: StoredValue<Option<Language>>,
    /// How often a lesson was opened
    turn: StoredValue<u32>,
    /// Why there is none
    trouble: RwSignal<Option<String>>,
    /// Whether the address names a beat and leaves the figure to it
    begins: RwSignal<bool>,
    /// Whether the controls are shown in the place of the prose
    shows_controls: RwSignal<bool>,
    /// The cells that are marked, while a question asks for them
    pub marking: RwSignal<Option<Marking>>,
}

/// A lesson of the reader's own.
#[derive(Clone)]
struct Own {
    from: Where,
    course: Arc<Course>,
    /// As it is written
    text: Arc<str>,
}

impl Lessons {
    /// None yet.
    pub fn new(begins: bool) -> Self {
        Self {
            course: RwSignal::new(None),
            own: RwSignal::new(None),
            asked_in: StoredValue::new(None),
            turn: StoredValue::new(0),
            trouble: RwSignal::new(None),
            begins: RwSignal::new(begins),
            shows_controls: RwSignal::new(false),
            marking: RwSignal::new(None),
        }
    }

    /// Whether the controls are shown in the place of the prose.
    pub fn shows_controls(self) -> bool {
        self.shows_controls.get()
    }

    /// Shows the prose where the controls were.
    pub fn show_prose(self) {
        if self.shows_controls.get_untracked() {
            self.shows_controls.set(false);
        }
    }

    /// The text of the reader's own lesson, and its name.
    pub fn own_text(self) -> Option<(String, Arc<str>)> {
        self.own.with(|own| {
            own.as_ref()
                .map(|own| (own.from.to_string(), own.text.clone()))
        })
    }

    /// Notes that the address was read anew.
    pub fn restored(self, begins: bool) {
        self.begins.set(begins);
    }

    /// The lessons that a place is in, if they are here.
    fn course_of(self, place: &Place) -> Option<Arc<Course>> {
        match &place.lesson {
            Where::Contents | Where::Course(_) => self.course.get(),
            other => self
                .own
                .get()
                .and_then(|own| (own.from == *other).then_some(own.course)),
        }
    }

    /// The first beat of the first of the page's own lessons.
    fn first(self) -> Option<Place> {
        let course = self.course.get_untracked()?;
        let lesson = course.lessons.first()?;
        let place = Place::start(Where::Course(lesson.id.clone()));
        Some(place.at(&lesson.beats.first()?.id))
    }

    /// The lesson and beat of a place.
    fn find(self, place: &Place) -> Option<Here> {
        let course = self.course_of(place)?;
        let lesson = match &place.lesson {
            Where::Contents => return None,
            Where::Course(id) => course.find(id)?.0,
            Where::File(_) | Where::Web(_) => 0,
        };
        let (beat, _) = course.lessons.get(lesson)?.beat(&place.beat)?;
        Some(Here {
            course,
            lesson,
            beat,
        })
    }
}

/// A text of lessons in the language of the page.
pub fn say(label: LessonLabel) -> &'static str {
    words().lesson_label(label)
}
