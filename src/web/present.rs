//! Presenting: full screen, large type, one hand on the keyboard.

use super::page::Page;
use super::{dom, figure, lesson, panels, time};
use crate::state::{Method, View};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// The id of the button that begins it.
pub const BUTTON: &str = "present";

/// Begins or ends it.
pub fn toggle(page: Page) {
    let begins = !page.presenting.get_untracked();
    turn(page, begins);
    // Where full screen is refused, as in a slide's frame, the page presents in its own window.
    if begins {
        let _ = root().request_fullscreen();
    } else if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// Changes the look of the page at once, so that what is drawn for it finds its sizes.
fn turn(page: Page, is_presenting: bool) {
    if page.presenting.get_untracked() == is_presenting {
        return;
    }
    root()
        .class_list()
        .toggle_with_force("presenting", is_presenting)
        .expect("a plain name");
    measure(page);
    page.lessons.show_prose();
    page.presenting.set(is_presenting);
    if !is_presenting {
        // What had the focus is gone.
        dom::focus(BUTTON);
    }
}

/// The type of a presented page follows the window.
fn measure(page: Page) {
    let type_px = dom::type_px();
    if type_px != page.type_px.get_untracked() {
        page.type_px.set(type_px);
    }
}

fn root() -> web_sys::Element {
    document().document_element().expect("a page has a root")
}

/// Listens to keys and window for as long as the page lives.
pub fn listen(page: Page) {
    let keys = Closure::<dyn FnMut(web_sys::KeyboardEvent)>::new(move |ev| on_key(page, &ev));
    // Before the figure, which has some of these keys at other times.
    let is_capturing = true;
    window()
        .add_event_listener_with_callback_and_bool(
            "keydown",
            keys.as_ref().unchecked_ref(),
            is_capturing,
        )
        .expect("a window has events");
    keys.forget();
    let resized = window_event_listener(leptos::ev::resize, move |_| measure(page));
    let left = window_event_listener(
        leptos::ev::Custom::<web_sys::Event>::new("fullscreenchange"),
        move |_| {
            if document().fullscreen_element().is_none() {
                turn(page, false);
            }
        },
    );
    let back = window_event_listener(leptos::ev::popstate, move |_| page.restore());
    on_cleanup(move || {
        resized.remove();
        left.remove();
        back.remove();
    });
}

/// `[` `]` G, `-` `=` N, `1` to `4` the method, Space the stage, `p` the panel, Escape leaves.
fn on_key(page: Page, ev: &web_sys::KeyboardEvent) {
    let is_chord = ev.ctrl_key() || ev.alt_key() || ev.meta_key();
    if is_chord || is_taken(ev) || figure::marks(page, ev) || !page.presenting.get_untracked() {
        return;
    }
    // A lesson goes on with the keys of a clicker.
    if let key @ ("PageDown" | "PageUp") = ev.key().as_str() {
        if lesson::turn(page, key == "PageDown") {
            ev.prevent_default();
        }
        return;
    }
    // The others are the cube's.
    let is_cube = page.settings.with_untracked(|s| s.view != View::Descent);
    if !is_cube && ev.key() != "Escape" {
        return;
    }
    match ev.key().as_str() {
        "[" => page.change(|s| step_groups(s, false)),
        "]" => page.change(|s| step_groups(s, true)),
        "-" => page.change(|s| s.set_axis(0, s.shape()[0].saturating_sub(1))),
        "=" => page.change(|s| s.set_axis(0, s.shape()[0] + 1)),
        " " => time::step(page),
        "p" | "P" => panels::show_next(page),
        "Escape" => toggle(page),
        digit => match digit.parse::<usize>() {
            Ok(k @ 1..=4) => page.change(|s| s.set_method(Method::FIGURE[k - 1])),
            _ => return,
        },
    }
    ev.prevent_default();
}

fn step_groups(settings: &mut crate::state::Settings, up: bool) {
    if let Some((now, divisors)) = settings.groups() {
        let next = if up {
            divisors.iter().find(|d| **d > now)
        } else {
            divisors.iter().rev().find(|d| **d < now)
        };
        settings.set_groups(*next.unwrap_or(&now));
    }
}

/// Whether what has the focus takes the key: text is typed there, a button is pressed.
fn is_taken(ev: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = ev.target() else {
        return false;
    };
    let key = ev.key();
    let kind = match target.dyn_ref::<web_sys::HtmlInputElement>() {
        Some(input) => input.type_(),
        None => target
            .dyn_ref::<web_sys::Element>()
            .map_or_else(String::new, web_sys::Element::tag_name),
    };
    match kind.as_str() {
        "BUTTON" | "SUMMARY" | "radio" | "checkbox" => key == " ",
        "SELECT" | "TEXTAREA" | "text" | "number" => key != "Escape",
        _ => false,
    }
}
