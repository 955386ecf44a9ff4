//! What the parts of a handout are about.

use crate::lab::training::Trained;
use crate::paper::{Known, Subject};
use crate::scene::Camera;
use crate::state::lesson::{Beat, Lesson, Place, settings_of};
use crate::state::{Settings, Theme, View, beat_link, write_link};
use crate::web::compute::AT_ONCE;
use crate::web::history;
use crate::web::job::Work;
use crate::web::lesson;
use crate::web::page::Page;
use leptos::prelude::*;
use std::sync::Arc;

/// What is shown, for a handout.
pub enum Shown {
    /// It is known, or can be computed at once
    Known(Subject),
    /// It is being computed elsewhere
    Waiting(Subject),
}

/// The present beat, or what is shown outside of a lesson.
pub fn present(page: Page) -> Shown {
    let mut settings = page.seen();
    if page.camera.get() == Camera::default() {
        settings.cam = None;
    }
    let beat = lesson::here(page).get();
    let beat = beat.map(|here| Arc::new(here.beat().clone()));
    let link = match beat.as_deref().filter(|beat| begins_so(beat, &settings)) {
        Some(_) => place_link(settings.lesson.as_ref()),
        None => write_link(&settings, true),
    };
    let known = page.is_answered().then(|| Known {
        explore: page.explore.get().expect("an answer is there"),
        groups: page.groups.get().expect("an answer has its distributions"),
        compared: page.compared.get(),
    });
    let is_small = settings.is_at_hand() && Work::of(&settings).len() <= AT_ONCE;
    let is_there = match settings.view {
        // Training takes its time.
        View::Training => trained(page)
            .logs(&settings.training, settings.seed)
            .is_some(),
        _ => known.is_some() || is_small,
    };
    let subject = Subject {
        link: address(&link),
        settings,
        beat,
        opening: Vec::new(),
        known,
    };
    match is_there {
        true => Shown::Known(subject),
        false => Shown::Waiting(subject),
    }
}

/// The networks that the page has trained.
pub fn trained(page: Page) -> Trained {
    let mut trained = Trained::default();
    if let Some((trials, logs)) = page.trained.get() {
        let seen = trials.get().into_iter().zip(logs.get());
        trained.keep(seen);
    }
    trained
}

/// Whether the figure is the one that a beat begins with, so that its short link shows it.
fn begins_so(beat: &Beat, settings: &Settings) -> bool {
    beat.start.is_some() && settings_of(beat, settings) == *settings
}

/// All beats of a lesson, each with the figure that it begins with.
pub fn whole(lesson: &Lesson, place: &Place) -> Vec<Subject> {
    let mut settings = Settings::default();
    let mut opening = Some(lesson.about.clone());
    let beats = lesson.beats.iter().map(|beat| {
        let place = place.at(&beat.id);
        let at = Settings {
            lesson: Some(place.clone()),
            theme: Theme::Auto,
            ..settings.clone()
        };
        // A beat without a figure of its own leaves that of the one before.
        settings = settings_of(beat, &at);
        Subject {
            settings: settings.clone(),
            beat: Some(Arc::new(beat.clone())),
            opening: opening.take().unwrap_or_default(),
            link: address(&place_link(Some(&place))),
            known: None,
        }
    });
    beats.collect()
}

fn place_link(place: Option<&Place>) -> String {
    place.map(beat_link).unwrap_or_default()
}

/// The whole address of a link. Of a page from disk, which is somewhere else on every computer, the link alone.
fn address(link: &str) -> String {
    let base = history::base();
    match (base.starts_with("file:"), link) {
        (true, link) => format!("?{link}"),
        (false, "") => base,
        (false, link) => format!("{base}?{link}"),
    }
}
