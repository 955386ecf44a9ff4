//! Presenting: full screen, large type, one hand on the keyboard.

use super::app::next_of;
use super::page::Page;
use super::{dom, time};
use crate::state::{Method, View};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The id of the button that begins it.
pub const BUTTON: &str = "present";

/// Begins or ends it.
pub fn toggle(page: Page) {
    let begins = !page.presenting.get_untracked();
    page.presenting.set(begins);
    // Where full screen is refused, as in a slide's frame, the page presents in its own window.
    if begins {
        let root = document().document_element().expect("a page has a root");
        let _ = root.request_fullscreen();
    } else if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// Shows the next of the panels beside the figure.
pub fn next_panel(page: Page) {
    let is_there = page.settings.with_untracked(|s| s.view == View::Explore);
    if is_there {
        page.panel.set(untrack(|| next_of(page)));
    }
}

/// Listens to the keys for as long as the page lives.
pub fn listen(page: Page) {
    Effect::new(move |was: Option<bool>| {
        let is_presenting = page.presenting.get();
        let root = document().document_element().expect("a page has a root");
        root.class_list()
            .toggle_with_force("presenting", is_presenting)
            .expect("a plain name");
        if was == Some(true) && !is_presenting {
            // What had the focus is gone.
            dom::focus(BUTTON);
        }
        is_presenting
    });
    let keys = window_event_listener(leptos::ev::keydown, move |ev| on_key(page, &ev));
    let left = window_event_listener(
        leptos::ev::Custom::<web_sys::Event>::new("fullscreenchange"),
        move |_| {
            if document().fullscreen_element().is_none() {
                page.presenting.set(false);
            }
        },
    );
    let back = window_event_listener(leptos::ev::popstate, move |_| page.restore());
    on_cleanup(move || {
        keys.remove();
        left.remove();
        back.remove();
    });
}

/// `[` `]` G, `-` `=` N, `1` to `4` the method, Space the stage, `p` the panel, Escape leaves.
fn on_key(page: Page, ev: &web_sys::KeyboardEvent) {
    let is_chord = ev.ctrl_key() || ev.alt_key() || ev.meta_key();
    let is_others = is_chord || ev.default_prevented() || is_taken(ev);
    if is_others || !page.presenting.get_untracked() {
        return;
    }
    match ev.key().as_str() {
        "[" => page.change(|s| step_groups(s, false)),
        "]" => page.change(|s| step_groups(s, true)),
        "-" => page.change(|s| s.set_axis(0, s.shape()[0].saturating_sub(1))),
        "=" => page.change(|s| s.set_axis(0, s.shape()[0] + 1)),
        " " => time::step(page),
        "p" | "P" => next_panel(page),
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
