//! Lessons beside the figure that they drive.

mod contents;
mod drive;
mod load;
mod marking;
mod own;
mod prose;
mod question;
mod recorded;
mod side;

pub use load::keep_up;
pub use marking::{Marked, Marking};
pub use own::is_lesson;
pub use own::open as open_file;
pub use side::LessonSide;

use super::dom;
use super::memo::Memo;
use super::page::{Page, words};
use crate::state::lesson::{
    Beat, Course, Lesson, Place, Where, left_out_by_reader as of_reader, settings_of,
};
use crate::state::words::LessonLabel;
use crate::state::{Language, Part, Settings, View};
use leptos::prelude::*;
use std::sync::Arc;

/// The lessons that are here, and how they are looked at.
#[derive(Clone, Copy)]
pub struct Lessons {
    /// The page's own, once they are loaded
    course: RwSignal<Option<Arc<Course>>>,
    /// The reader's own, and where it comes from
    own: RwSignal<Option<(Where, Arc<Course>)>>,
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

/// Where one is: the lesson of a course, and one of its beats.
#[derive(Clone)]
pub struct Here {
    course: Arc<Course>,
    lesson: usize,
    beat: usize,
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
                .and_then(|(from, course)| (from == *other).then_some(course)),
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

impl Here {
    fn lesson(&self) -> &Lesson {
        &self.course.lessons[self.lesson]
    }

    fn beat(&self) -> &Beat {
        &self.lesson().beats[self.beat]
    }

    /// The place of a beat of the same course.
    fn place(&self, from: &Place, lesson: usize, beat: usize) -> Place {
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
    fn next(&self, from: &Place) -> Option<Place> {
        if self.beat + 1 < self.lesson().beats.len() {
            return Some(self.place(from, self.lesson, self.beat + 1));
        }
        let next = self.course.lessons.get(self.lesson + 1)?;
        let is_own = !matches!(from.lesson, Where::Course(_));
        (!is_own && !next.beats.is_empty()).then(|| self.place(from, self.lesson + 1, 0))
    }

    /// The beat before, in the lesson before where this one begins.
    fn previous(&self, from: &Place) -> Option<Place> {
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

/// A text of lessons in the language of the page.
pub fn say(label: LessonLabel) -> &'static str {
    words().lesson_label(label)
}

/// Goes to a beat: its figure is shown.
pub fn go(page: Page, place: Place) {
    let found = untrack(|| page.lessons.find(&place));
    let place = match &found {
        Some(here) => place.at(&here.beat().id),
        None => place,
    };
    let from = |settings: &Settings| {
        let mut settings = Settings {
            lesson: Some(place.clone()),
            hide: left_out_by_reader(page, settings),
            ..settings.clone()
        };
        if let Some(here) = &found {
            settings = settings_of(here.beat(), &settings);
        }
        settings
    };
    // Where the lesson is not here yet, its figure comes with it.
    page.lessons.begins.set(found.is_none());
    page.lessons.trouble.set(None);
    page.lessons.shows_controls.set(false);
    page.set_out(from);
    if let Some(here) = found {
        let title = crate::state::lesson::plain(&here.beat().title);
        page.announcement.set(title);
        // It is read from its beginning, however far the one before was scrolled.
        set_timeout(|| dom::reveal(".lesson-head"), std::time::Duration::ZERO);
    }
}

/// What the reader leaves out of the page, and no lesson.
pub fn left_out_by_reader(page: Page, settings: &Settings) -> Vec<Part> {
    let place = settings.lesson.as_ref();
    match place.and_then(|place| untrack(|| page.lessons.find(place))) {
        Some(here) => of_reader(here.beat(), settings),
        None => settings.hide.clone(),
    }
}

/// Shows another page, and no lesson; what the lesson left out is there again.
pub fn leave_for(page: Page, view: View) {
    let hide = page
        .settings
        .with_untracked(|s| left_out_by_reader(page, s));
    page.change(|s| {
        s.leave_for(view);
        s.hide = hide;
    });
}

/// An end of a lesson.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Its first beat
    First,
    /// Its last
    Last,
}

/// Goes to an end of the lesson, unless one is there.
pub fn go_to(page: Page, end: End) {
    let place = page.settings.with_untracked(|s| s.lesson.clone());
    let found = place.and_then(|place| Some((untrack(|| page.lessons.find(&place))?, place)));
    let Some((here, place)) = found else { return };
    let beat = match end {
        End::First => 0,
        End::Last => here.lesson().beats.len() - 1,
    };
    if beat != here.beat {
        go(page, here.place(&place, here.lesson, beat));
    }
}

/// Goes to the beat after this one, or before it; tells whether there is one. The list of all lessons is before the first.
pub fn turn(page: Page, is_forward: bool) -> bool {
    let place = page.settings.with_untracked(|s| s.lesson.clone());
    let Some(place) = place else { return false };
    let here = untrack(|| page.lessons.find(&place));
    let to = match here {
        Some(here) if is_forward => here.next(&place),
        Some(here) => here.previous(&place),
        None if is_forward && place.lesson == Where::Contents => page.lessons.first(),
        None => None,
    };
    match to {
        Some(to) => go(page, to),
        None => return false,
    }
    true
}

/// Shows the list of all lessons.
pub fn open_contents(page: Page) {
    go(page, Place::start(Where::Contents));
}
