//! Keys that the page does not use go on to the deck around it.

use super::{Hall, around, line};
use crate::state::stage::Focus;
use crate::web::lesson;
use crate::web::page::Page;
use crate::web::stage::{focus, stage};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::KeyboardEvent;

/// Keys with a name that a deck may know; all others have one character.
const NAMED: [&str; 9] = [
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "PageUp",
    "PageDown",
    "Home",
    "End",
    "Escape",
];

/// Listens for as long as the page lives.
pub fn listen(hall: Hall) {
    let on = |is_capturing: bool, heard: fn(Hall, &KeyboardEvent)| {
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |ev| heard(hall, &ev));
        let function = listener.as_ref().unchecked_ref();
        window()
            .add_event_listener_with_callback_and_bool("keydown", function, is_capturing)
            .expect("a window has events");
        listener.forget();
    };
    // A clicker's keys turn the lesson or the slide, whatever else the figure does with them.
    on(true, turn);
    on(false, hand_on);
}

fn turn(hall: Hall, ev: &KeyboardEvent) {
    let key = ev.key();
    let is_heard = is_free(ev)
        && match line::is_speaker() {
            true => in_speakers_window(hall, &key),
            false => around_is_deck(hall.page, &key),
        };
    if is_heard {
        ev.prevent_default();
        ev.stop_immediate_propagation();
    }
}

/// The speaker's window is not presented: its keys are those of the audience's page.
fn in_speakers_window(hall: Hall, key: &str) -> bool {
    let has_characters = stage().has_characters.get_untracked();
    match key {
        "PageUp" | "PageDown" => super::turn(hall, key == "PageDown"),
        "." | "b" | "B" if has_characters => super::toggle_blank(hall),
        "z" | "Z" if has_characters => super::toggle_freeze(hall),
        // A clicker's: here it begins nothing, and loads nothing anew.
        "F5" => {}
        _ => return false,
    }
    true
}

/// On stage the table of keys has them.
fn around_is_deck(page: Page, key: &str) -> bool {
    let is_taught = page.settings.with_untracked(|s| s.lesson.is_some());
    let is_staged = is_taught && page.presenting.get_untracked();
    let is_turn = matches!(key, "PageUp" | "PageDown");
    if !is_turn || is_staged || !around::is_there() {
        return false;
    }
    let is_forward = key == "PageDown";
    if !turn_deck(page, is_forward) {
        lesson::turn(page, is_forward);
    }
    true
}

/// Where the lesson has no further beat the deck around it goes on, if there is one, and not the next lesson; whether it does.
pub fn turn_deck(page: Page, is_forward: bool) -> bool {
    lesson::is_at_end(page, is_forward)
        && match is_forward {
            true => around::hand_on("PageDown", 34),
            false => around::hand_on("PageUp", 33),
        }
}

fn hand_on(_: Hall, ev: &KeyboardEvent) {
    let key = ev.key();
    let is_known = key.chars().count() == 1 || NAMED.contains(&key.as_str());
    if is_known && is_free(ev) && around::hand_on(&key, ev.key_code()) {
        ev.prevent_default();
    }
}

/// Whether nobody has used the key, and it is no shortcut and no text.
fn is_free(ev: &KeyboardEvent) -> bool {
    let is_chord = ev.ctrl_key() || ev.alt_key() || ev.meta_key() || ev.shift_key();
    let focus = focus(ev);
    let is_taken = focus == Focus::Field || focus.takes(&ev.key());
    !ev.default_prevented() && !is_chord && !ev.is_composing() && !is_taken
}
