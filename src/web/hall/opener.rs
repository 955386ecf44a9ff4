//! The button that opens the speaker's window.

use super::{Hall, line, say};
use crate::state::stage::Action;
use crate::state::words::{HallLabel, Label};
use crate::state::{Settings, Theme};
use crate::web::history;
use crate::web::live::{heard, shown, view_of};
use crate::web::page::label;
use crate::web::stage;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Shows why there is no window, where one was asked for.
pub fn show(hall: Hall) {
    if let Some(app) = document().get_element_by_id("app") {
        let place = document().create_element("div").expect("a plain name");
        app.append_child(&place).expect("a place in the page");
        mount_to(place.unchecked_into(), move || refusal(hall)).forget();
    }
}

/// The button.
pub fn button() -> AnyView {
    let name = say(HallLabel::SpeakersWindow);
    view! {
        <button type="button" class="speaker-button" title=name aria-label=name on:click=heard(|_| super::open_speaker())>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=stage::icon(Action::Speaker) /></svg>
        </button>
    }
    .into_any()
}

/// Opens the speaker's window, or shows it.
pub fn open(hall: Hall) {
    let page = hall.page;
    let shown = Settings {
        theme: Theme::Auto,
        hide: Vec::new(),
        ..page.seen()
    };
    // A browser would end full screen, and the presentation with it.
    stage::leave_full_screen();
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
                    <button type="button" class="quiet" aria-label=label(Label::Close) on:click=heard(move |_| why.set(None))><span aria-hidden="true">"×"</span></button>
                </div>
            }
        },
    )
}
