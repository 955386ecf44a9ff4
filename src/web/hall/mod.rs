//! The lecture hall: a page around this one, and the speaker's window beside it.

mod around;
mod bar;
mod keys;
mod line;
mod opener;
mod read;
mod step;
mod talk;

pub use keys::turn_deck;
pub use opener::button;

use super::lesson;
use super::page::{Page, words};
use super::stage::stage;
use crate::state::words::HallLabel;
use js_sys::Function;
use leptos::prelude::*;
use std::cell::Cell;
use talk::Talk;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

#[wasm_bindgen]
extern "C" {
    /// Hands over messages to this window, those first that came before: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope)]
    fn hear(listener: &Function);
}

/// What the parts of the hall share.
#[derive(Clone, Copy)]
pub struct Hall {
    page: Page,
    /// Whether the other window is there
    is_connected: RwSignal<bool>,
    /// Whether the page before the audience is left as it is
    is_frozen: RwSignal<bool>,
    /// Whether nothing is to be seen on it
    is_blank: RwSignal<bool>,
    /// Why there is no speaker's window
    trouble: RwSignal<Option<HallLabel>>,
}

thread_local! {
    static HALL: Cell<Option<Hall>> = const { Cell::new(None) };
}

/// Opens the speaker's window, or shows it; in a speaker's window there is no other.
pub fn open_speaker() {
    if let (Some(hall), false) = (HALL.get(), line::is_speaker()) {
        opener::open(hall);
    }
}

/// A text of the hall in the language of the page.
fn say(label: HallLabel) -> &'static str {
    words().hall_label(label)
}

/// Begins all of it, for as long as the page lives.
pub fn begin(page: Page) {
    let hall = Hall {
        page,
        is_connected: RwSignal::new(false),
        is_frozen: RwSignal::new(false),
        is_blank: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    HALL.set(Some(hall));
    around::keep_up(page);
    keys::listen(hall);
    step::keep_up(hall);
    carry(hall);
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        around::hear(page, &event);
        line::take(hall, heard, &event);
    });
    hear(listener.as_ref().unchecked_ref());
    listener.forget();
    let left = leptos::ev::Custom::<web_sys::Event>::new("pagehide");
    window_event_listener(left, |_| line::say(&Talk::Bye));
    if line::is_speaker() {
        bar::show(hall);
        line::call(hall, heard);
    } else {
        opener::show(hall);
    }
}

/// The first thing that is said on a new line.
fn greet(_: Hall) {
    line::say(&Talk::Count(step::count()));
}

/// The other window says something.
fn heard(hall: Hall, talk: Talk) {
    let page = hall.page;
    match talk {
        Talk::Count(count) => {
            hall.is_connected.set(true);
            say_blank();
            carry_lesson(page);
            carry_files(page);
            step::meet(page, count);
        }
        Talk::Said(said) => step::hear(page, &said),
        Talk::Answer => step::answered(page),
        Talk::Blank(is_blank) => blank(hall, is_blank),
        Talk::Freeze => step::stand(page),
        Talk::Lesson(name, text) => lesson::receive(page, &name, text),
        Talk::Files(files) => page.files.receive(page, files),
        Talk::Bye => {
            line::end();
            hall.is_connected.set(false);
        }
    }
}

/// The screen before the audience is to be blank or not; the speaker's window is told that it is.
fn blank(hall: Hall, is_blank: bool) {
    if line::is_speaker() {
        hall.is_blank.set(is_blank);
    } else if stage().is_blank.get_untracked() != is_blank {
        stage().is_blank.set(is_blank);
    }
}

/// Tells the speaker's window whether the screen before the audience is blank.
fn say_blank() {
    let is_blank = stage().is_blank.get();
    if !line::is_speaker() {
        line::say(&Talk::Blank(is_blank));
    }
}

/// A turn to another beat, asked for in the speaker's window: what hides the page goes first, as on stage.
fn turn(hall: Hall, is_forward: bool) {
    if hall.is_blank.get_untracked() && !hall.is_frozen.get_untracked() {
        line::say(&Talk::Blank(false));
    } else {
        lesson::turn(hall.page, is_forward);
    }
}

/// Blanks the screen before the audience, or shows it again.
fn toggle_blank(hall: Hall) {
    line::say(&Talk::Blank(!hall.is_blank.get_untracked()));
}

/// Leaves the page before the audience as it is, or shows there what was prepared.
fn toggle_freeze(hall: Hall) {
    let is_frozen = !hall.is_frozen.get_untracked();
    if hall.is_connected.get_untracked() || !is_frozen {
        hall.is_frozen.set(is_frozen);
        step::freeze(hall.page, is_frozen);
    }
}

/// Carries to the other window what no link holds: the lecturer's own lesson, and files that were opened.
fn carry(hall: Hall) {
    let page = hall.page;
    Effect::new(move || {
        page.lessons.own_text();
        carry_lesson(page);
    });
    Effect::new(say_blank);
    Effect::new(move || {
        page.files.opened.track();
        carry_files(page);
    });
}

fn carry_lesson(page: Page) {
    if let (true, Some((name, text))) = (line::is_open(), untrack(|| page.lessons.own_text())) {
        line::say(&Talk::Lesson(name, text.to_string()));
    }
}

fn carry_files(page: Page) {
    let files = page.files.all();
    if line::is_open() && !files.is_empty() {
        line::say(&Talk::Files(files));
    }
}
