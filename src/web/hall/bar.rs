//! What the speaker's window has besides the page: notes, what comes next, the clock, and the audience's page.

use super::{Hall, say};
use crate::state::hall::{elapsed, time_of_day};
use crate::state::words::HallLabel;
use crate::web::lesson::{Next, Notes};
use crate::web::live::{heard, live, shown, view_of};
use js_sys::Date;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Sizes of the notes, in CSS pixels.
const LETTERS_PX: [u32; 6] = [18, 21, 25, 30, 36, 43];

/// What the window keeps of itself while it is loaded anew.
const START: &str = "normscope-start";
const LETTERS: &str = "normscope-letters";

/// Shows the bar in a speaker's window.
pub fn show(hall: Hall) {
    let root = document().document_element().expect("a page has a root");
    root.class_list().add_1("speaking").expect("a plain name");
    let place = document().create_element("aside").expect("a plain name");
    place.set_class_name("speaker");
    let app = document().get_element_by_id("app").expect("the page's own");
    app.append_child(&place).expect("a place in the page");
    let page = hall.page;
    let own = place.clone();
    mount_to(place.unchecked_into(), move || {
        provide_context(page);
        shown(
            move || page.is_spoken.get(),
            move || {
                entitle(&own);
                bar(hall)
            },
        )
    })
    .forget();
}

/// Names the window and its bar in the language of the page.
fn entitle(bar: &Element) {
    let label = say(HallLabel::SpeakersWindow);
    bar.set_attribute("aria-label", label)
        .expect("a plain name");
    document().set_title(&format!("{label} – Normscope"));
}

fn kept(key: &str) -> Option<f64> {
    let storage = window().session_storage().ok()??;
    storage.get_item(key).ok()??.parse().ok()
}

// Without storage it is forgotten when the window is loaded anew.
fn keep(key: &str, value: f64) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(key, &value.to_string());
    }
}

fn bar(hall: Hall) -> impl IntoView {
    let chosen = kept(LETTERS).map_or(3, |k| k as usize);
    let letters = RwSignal::new(chosen.min(LETTERS_PX.len() - 1));
    let size = move || format!("--letters: {}px", LETTERS_PX[letters.get()]);
    view! {
        <Clocks />
        <State hall />
        <section class="notes-aloud" style=size tabindex="0" aria-label=say(HallLabel::Notes)>
            <Notes without_lesson=say(HallLabel::NoLesson) without_notes=say(HallLabel::NoNotes) />
        </section>
        <section class="next-beat" aria-label=say(HallLabel::NextBeat)>
            <Next at_end=say(HallLabel::LastBeat) />
        </section>
        <div class="row speaker-tools">
            <Steps hall />
            <Letters letters />
        </div>
    }
}

/// The time of day, and how long the speech has lasted; a click starts it again.
#[component]
fn Clocks() -> impl IntoView {
    let start_ms = RwSignal::new(kept(START).unwrap_or_else(Date::now));
    keep(START, start_ms.get_untracked());
    let now_ms = RwSignal::new(Date::now());
    // As long as the window lives.
    let _ = set_interval_with_handle(move || now_ms.set(Date::now()), Duration::from_millis(500));
    let day = move || {
        now_ms.track();
        let now = Date::new_0();
        time_of_day(now.get_hours(), now.get_minutes())
    };
    let since = move || elapsed((now_ms.get() - start_ms.get()) / 1e3);
    let again = move |_| {
        let now = Date::now();
        start_ms.set(now);
        now_ms.set(now);
        keep(START, now);
    };
    view! {
        <div class="clocks">
            <span class="elapsed" role="timer" aria-label=say(HallLabel::Elapsed)>{since}</span>
            <button type="button" class="quiet" title=say(HallLabel::StartAgain) aria-label=say(HallLabel::StartAgain) on:click=heard(again)><span aria-hidden="true">"↺"</span></button>
            <span class="time-of-day" aria-label=say(HallLabel::Clock)>{day}</span>
        </div>
    }
}

/// How it stands with the page before the audience.
#[component]
fn State(
    /// The hall
    hall: Hall,
) -> impl IntoView {
    let sign = move || match (
        hall.is_connected.get(),
        hall.is_frozen.get(),
        hall.is_blank.get(),
    ) {
        (false, ..) => ("lost", HallLabel::Lost),
        (_, true, _) => ("frozen", HallLabel::Frozen),
        (.., true) => ("blank", HallLabel::IsBlank),
        _ => ("in-step", HallLabel::InStep),
    };
    view! {
        <p class=live(move || format!("state {}", sign().0)) role="status">{view_of(move || say(sign().1))}</p>
    }
}

/// Back and on; blank and freeze.
#[component]
fn Steps(
    /// The hall
    hall: Hall,
) -> impl IntoView {
    let page = hall.page;
    let is_taught = page.part(|s| s.lesson.is_some());
    let step = move |is_forward: bool| {
        let (name, sign) = match is_forward {
            true => (HallLabel::NextBeat, "→"),
            false => (HallLabel::PreviousBeat, "←"),
        };
        view! {
            <button
                type="button"
                class=if is_forward { "main" } else { "" }
                title=say(name)
                aria-label=say(name)
                on:click=heard(move |_| super::turn(hall, is_forward))
            >
                <span aria-hidden="true">{sign}</span>
            </button>
        }
    };
    let freeze_name = move || match hall.is_frozen.get() {
        true => HallLabel::Unfreeze,
        false => HallLabel::Freeze,
    };
    view! {
        {shown(move || is_taught.get(), move || view! { {step(false)} {step(true)} })}
        <button type="button" aria-pressed=live(move || hall.is_blank.get().to_string()) disabled=live(move || !hall.is_connected.get()) on:click=heard(move |_| super::toggle_blank(hall))>
            {say(HallLabel::Blank)}
        </button>
        <button
            type="button"
            class=live(move || if hall.is_frozen.get() { "main" } else { "" })
            disabled=live(move || !hall.is_connected.get() && !hall.is_frozen.get())
            on:click=heard(move |_| super::toggle_freeze(hall))
        >
            {view_of(move || say(freeze_name()))}
        </button>
    }
}

/// How large the notes are.
#[component]
fn Letters(
    /// Which of the sizes
    letters: RwSignal<usize>,
) -> impl IntoView {
    let change = move |is_larger: bool| {
        let k = letters.get_untracked();
        let k = if is_larger {
            k + 1
        } else {
            k.saturating_sub(1)
        };
        letters.set(k.min(LETTERS_PX.len() - 1));
        keep(LETTERS, letters.get_untracked() as f64);
    };
    let button = move |is_larger: bool| {
        let (name, sign) = match is_larger {
            true => (HallLabel::Larger, "A+"),
            false => (HallLabel::Smaller, "A−"),
        };
        let end = if is_larger { LETTERS_PX.len() - 1 } else { 0 };
        view! {
            <button
                data-sign=sign
                type="button"
                class="quiet"
                title=say(name)
                aria-label=say(name)
                disabled=live(move || letters.get() == end)
                on:click=heard(move |_| change(is_larger))
            >
            </button>
        }
    };
    view! { <span class="row letters">{button(false)} {button(true)}</span> }
}
