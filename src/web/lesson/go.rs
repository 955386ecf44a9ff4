//! From beat to beat, and out of the lessons.

use crate::state::lesson::{Place, Where, left_out_by_reader as of_reader, plain, settings_of};
use crate::state::{Part, Settings, View};
use crate::web::dom;
use crate::web::page::Page;
use leptos::prelude::*;

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
        let title = plain(&here.beat().title);
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

/// Whether the lesson has no beat after this one, or before it, as no lesson has.
pub fn is_at_end(page: Page, is_forward: bool) -> bool {
    let place = page.settings.with_untracked(|s| s.lesson.clone());
    let Some(place) = place else { return true };
    match untrack(|| page.lessons.find(&place)) {
        Some(here) if is_forward => here.beat + 1 == here.lesson().beats.len(),
        Some(here) => here.beat == 0,
        // The first lesson comes after the list of all.
        None => !is_forward || place.lesson != Where::Contents,
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
