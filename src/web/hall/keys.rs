//! Keys that the page does not use go on to the deck around it.

use super::{Hall, around, line};
use crate::web::lesson;
use crate::web::page::Page;
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
    let is_speaker = line::is_speaker();
    if !is_free(ev) || !is_speaker && !around::is_there() {
        return;
    }
    match key.as_str() {
        "PageUp" | "PageDown" if is_speaker => super::turn(hall, key == "PageDown"),
        "PageUp" | "PageDown" => {
            let is_forward = key == "PageDown";
            if !turn_deck(hall.page, is_forward) {
                lesson::turn(hall.page, is_forward);
            }
        }
        "." | "b" | "B" if is_speaker => super::toggle_blank(hall),
        "z" | "Z" if is_speaker => super::toggle_freeze(hall),
        _ => return,
    }
    ev.prevent_default();
    ev.stop_propagation();
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
    if is_known && is_free(ev) && !is_pressed(ev) && around::hand_on(&key, ev.key_code()) {
        ev.prevent_default();
    }
}

/// Whether nobody has used the key, and it is no shortcut and no text.
fn is_free(ev: &KeyboardEvent) -> bool {
    let is_chord = ev.ctrl_key() || ev.alt_key() || ev.meta_key() || ev.shift_key();
    !ev.default_prevented() && !is_chord && !ev.is_composing() && !is_typed(ev)
}

fn target_of(ev: &KeyboardEvent) -> Option<web_sys::Element> {
    ev.target()?.dyn_into().ok()
}

/// Whether a field has the key: text is typed there, a slider moves, another choice is made.
fn is_typed(ev: &KeyboardEvent) -> bool {
    let choice = "input[type=radio]";
    let field = "input:not([type=radio], [type=checkbox], [type=file]), select, textarea, [contenteditable]";
    let is_arrow = ev.key().starts_with("Arrow");
    let is_at = |selector: &str| {
        target_of(ev).is_some_and(|target| target.matches(selector).unwrap_or(false))
    };
    is_at(field) || is_arrow && is_at(choice)
}

/// Whether the key presses what has the focus.
fn is_pressed(ev: &KeyboardEvent) -> bool {
    let button = "button, summary, a, input";
    ev.key() == " " && target_of(ev).is_some_and(|target| target.matches(button).unwrap_or(false))
}
