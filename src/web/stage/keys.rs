//! The keys of the stage, as the browser tells them.

use super::{perform, stage};
use crate::state::View;
use crate::state::stage::{Cover, Focus, Heard, Press, Situation, heard};
use crate::web::figure;
use crate::web::page::Page;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::KeyboardEvent;

/// Listens for as long as the page lives.
pub fn listen(page: Page) {
    let keys = Closure::<dyn FnMut(KeyboardEvent)>::new(move |ev| pressed(page, &ev));
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
}

fn pressed(page: Page, ev: &KeyboardEvent) {
    if figure::marks(page, ev) {
        return;
    }
    let Some(heard) = heard(&press(ev), &situation(page, ev)) else {
        return;
    };
    ev.prevent_default();
    if let Heard::Do(action) = heard {
        perform(page, action);
    }
}

fn press(ev: &KeyboardEvent) -> Press {
    Press {
        key: ev.key(),
        code: ev.code(),
        has_shift: ev.shift_key(),
        has_control: ev.ctrl_key() || ev.meta_key(),
        has_alt: ev.alt_key(),
        has_alt_graph: ev.get_modifier_state("AltGraph"),
        is_repeat: ev.repeat(),
        is_composing: ev.is_composing(),
    }
}

fn situation(page: Page, ev: &KeyboardEvent) -> Situation {
    let stage = stage();
    let (is_taught, has_cube) = page
        .settings
        .with_untracked(|s| (s.lesson.is_some(), s.view != View::Descent));
    Situation {
        is_presenting: page.presenting.get_untracked(),
        was_presented: stage.was_presented.get_value(),
        is_taught,
        has_cube,
        cover: cover(),
        is_spotlit: stage.spot.with_untracked(Option::is_some),
        is_drawing: stage.is_drawing.get_untracked(),
        has_ink: stage.has_ink.get_untracked(),
        focus: focus(ev),
        has_characters: stage.has_characters.get_untracked(),
    }
}

/// What lies over the page, the topmost first.
fn cover() -> Option<Cover> {
    let stage = stage();
    let own = [
        (stage.is_blank, Cover::Blank),
        (stage.is_help, Cover::Help),
        (stage.is_code, Cover::QrCode),
    ];
    let open = own.into_iter().find(|(is_on, _)| is_on.get_untracked());
    let is_dialog = || {
        document()
            .query_selector("dialog[open]")
            .ok()
            .flatten()
            .is_some()
    };
    open.map(|(_, cover)| cover)
        .or_else(|| is_dialog().then_some(Cover::Dialog))
}

/// What has the focus, as far as it takes keys.
pub fn focus(ev: &KeyboardEvent) -> Focus {
    let target = ev.target();
    let Some(element) = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return Focus::Nothing;
    };
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        return match input.type_().as_str() {
            "range" => Focus::Slider,
            "radio" => Focus::Choice,
            "checkbox" | "button" | "file" | "submit" => Focus::Button,
            _ => Focus::Field,
        };
    }
    let role = element.get_attribute("role");
    let is_written = element
        .dyn_ref::<web_sys::HtmlElement>()
        .is_some_and(web_sys::HtmlElement::is_content_editable);
    match (element.tag_name().as_str(), role.as_deref()) {
        ("SELECT" | "TEXTAREA", _) => Focus::Field,
        _ if is_written => Focus::Field,
        (_, Some("tab")) => Focus::Choice,
        (_, Some("application")) => Focus::Cube,
        ("BUTTON" | "SUMMARY", _) => Focus::Button,
        _ => Focus::Nothing,
    }
}
