//! Presenting: full screen, large type, one hand on the keyboard.

use super::app::PANELS;
use super::page::Page;
use super::time;
use crate::state::Method;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
    page.panel
        .update(|panel| *panel = (*panel + 1) % PANELS.len());
}

/// Listens to the keys for as long as the page lives.
pub fn listen(page: Page) {
    Effect::new(move || {
        let classes = document()
            .document_element()
            .expect("a page has a root")
            .class_list();
        let set = if page.presenting.get() {
            classes.add_1("presenting")
        } else {
            classes.remove_1("presenting")
        };
        set.expect("a plain name");
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
    let is_ours = page.presenting.get_untracked()
        && !(ev.ctrl_key() || ev.alt_key() || ev.meta_key())
        && !is_in_a_field(ev);
    if !is_ours {
        return;
    }
    match ev.key().as_str() {
        "[" => page.change(|s| step_groups(s, false)),
        "]" => page.change(|s| step_groups(s, true)),
        "-" => page.change(|s| s.set_axis(0, s.shape()[0].saturating_sub(1))),
        "=" => page.change(|s| s.set_axis(0, s.shape()[0] + 1)),
        " " => time::step(page),
        "p" => next_panel(page),
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

/// Whether the key belongs to what has the focus: text is typed there, a button is pressed.
fn is_in_a_field(ev: &web_sys::KeyboardEvent) -> bool {
    let target = ev
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return false };
    match target.tag_name().as_str() {
        "SELECT" | "TEXTAREA" => true,
        "INPUT" => true,
        "BUTTON" => ev.key() == " ",
        _ => false,
    }
}
