//! The keys of a lesson: which one, and where in it one is.

use super::keys::Key;
use super::reason::Reason;
use crate::state::Settings;
use crate::state::lesson::{Place, Where};

pub(super) const KEYS: &[Key] = &[
    Key::new("lesson", read_lesson, print_lesson),
    Key::new("beat", read_beat, print_beat),
];

fn read_lesson(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    settings.lesson = match text {
        "" => None,
        _ => Some(Place::start(Where::parse(text)?)),
    };
    Ok(())
}

fn print_lesson(settings: &Settings) -> String {
    let place = settings.lesson.as_ref();
    place.map_or_else(String::new, |place| place.lesson.to_string())
}

fn read_beat(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    match &mut settings.lesson {
        Some(place) => place.beat = text.to_owned(),
        None if text.is_empty() => {}
        None => return Err(Reason::NoLesson),
    }
    Ok(())
}

fn print_beat(settings: &Settings) -> String {
    let place = settings.lesson.as_ref();
    place.map_or_else(String::new, |place| place.beat.clone())
}
