//! The button that opens the speaker's window.

use super::{Hall, line, say};
use crate::state::words::{HallLabel, Label};
use crate::state::{Settings, Theme};
use crate::web::history;
use crate::web::live::{heard, shown, view_of};
use crate::web::page::label;
use crate::web::present;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Shows the button before the one that presents: it comes with the rest of the program.
pub fn show(hall: Hall) {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    if let Some(row) = find(".head .end") {
        let before = document().get_element_by_id(present::BUTTON);
        let place = document().create_element("span").expect("a plain name");
        place.set_class_name("speaker-button");
        let before = before.as_deref();
        row.insert_before(&place, before)
            .expect("a child of the row");
        mount_to(place.unchecked_into(), move || button(hall)).forget();
    }
    if let Some(app) = document().get_element_by_id("app") {
        let place = document().create_element("div").expect("a plain name");
        app.append_child(&place).expect("a place in the page");
        mount_to(place.unchecked_into(), move || refusal(hall)).forget();
    }
}

fn button(hall: Hall) -> impl IntoView {
    let name = move || say(HallLabel::SpeakersWindow);
    view! {
        <button type="button" title=name() aria-label=name() on:click=heard(move |_| open(hall))>
            <span aria-hidden="true">"⧉"</span>
        </button>
    }
}

/// Opens the speaker's window, or shows it.
pub fn open(hall: Hall) {
    let page = hall.page;
    let shown = Settings {
        theme: Theme::Auto,
        hide: Vec::new(),
        ..page.seen()
    };
    let is_opened = line::open(&history::address(&shown));
    let why = (!is_opened).then_some(HallLabel::NoWindow);
    hall.trouble.set(why);
}

/// Why there is none.
fn refusal(hall: Hall) -> impl IntoView {
    let why = hall.trouble;
    shown(
        move || why.with(Option::is_some),
        move || {
            view! {
                <div class="alert no-speaker" role="alert">
                    <p>{view_of(move || why.get().map(say))}</p>
                    <button type="button" class="quiet" aria-label=label(Label::Close) on:click=heard(move |_| why.set(None))>"×"</button>
                </div>
            }
        },
    )
}
