//! The bar: buttons for those without keys, at an edge. It comes when the pointer moves, and when Tab reaches it.

use super::ink::COLORS;
use super::{icons, perform, say, stage};
use crate::state::stage::{Action, KEYS, PEN_COLORS};
use crate::state::words::{Label, LessonLabel, StageLabel};
use crate::web::live::{heard, live, shown};
use crate::web::page::{Page, label, page, words};
use crate::web::{lesson, present};
use leptos::prelude::*;
use std::time::Duration;

/// How long it stays after the pointer has come to rest.
const REST: Duration = Duration::from_secs(3);

const COLOR_NAMES: [StageLabel; PEN_COLORS] = [StageLabel::Red, StageLabel::Green, StageLabel::Ink];

/// The buttons of a presented page.
#[component]
pub fn Bar() -> impl IntoView {
    let page = page();
    let stage = stage();
    let is_awake = awake();
    let is_taught = page.part(|s| s.lesson.is_some());
    let class = move || match is_awake.get() {
        true => "bar awake",
        false => "bar",
    };
    let turns = move || {
        let previous = lesson::say(LessonLabel::PreviousBeat);
        let next = lesson::say(LessonLabel::NextBeat);
        view! {
            {button(page, Action::Previous, previous, None)}
            {button(page, Action::Next, next, None)}
        }
    };
    let is_spotlit = move || stage.spot.with(Option::is_some);
    let is_drawing = move || stage.is_drawing.get();
    let with_pen = move || stage.is_drawing.get() || stage.has_ink.get();
    view! {
        <aside class=live(class) aria-label=say(StageLabel::Bar)>
            {shown(with_pen, || view! { <PenTools /> })}
            <div role="toolbar" aria-label=say(StageLabel::Bar) aria-orientation="vertical">
                {shown(move || is_taught.get(), turns)}
                {button(page, Action::Blank, say(StageLabel::Blank), None)}
                {button(page, Action::Spotlight, say(StageLabel::Spotlight), Some(Signal::derive(is_spotlit)))}
                {button(page, Action::Pen, say(StageLabel::Pen), Some(Signal::derive(is_drawing)))}
                {button(page, Action::QrCode, say(StageLabel::QrCode), None)}
                {button(page, Action::Help, say(StageLabel::Keys), None)}
                <button type="button" class="leave" aria-label=label(Label::ExitPresent) title=label(Label::ExitPresent)
                    on:mousedown=heard(unfocused) on:click=heard(move |_| present::toggle(page))>
                    {icon(Action::Leave)}
                </button>
            </div>
        </aside>
    }
}

/// Colours, undo and clear, beside the rest.
#[component]
fn PenTools() -> impl IntoView {
    let page = page();
    let stage = stage();
    let color = move |k: usize| {
        let name = say(COLOR_NAMES[k]);
        let swatch = move || format!("background: {}", COLORS[usize::from(page.is_dark.get())][k]);
        view! {
            <button type="button" aria-label=name title=titled(name, Action::Color(k))
                aria-pressed=live(move || (stage.color.get() == k).to_string())
                on:mousedown=heard(unfocused)
                on:click=heard(move |_| perform(page, Action::Color(k)))>
                <i style=live(swatch)></i>
            </button>
        }
    };
    view! {
        <div>
            {shown(move || stage.is_drawing.get(), move || view! {
                <div role="group" aria-label=say(StageLabel::Colors)>{[0, 1, 2].map(color)}</div>
            })}
            {button(page, Action::Undo, say(StageLabel::Undo), None)}
            {button(page, Action::Clear, say(StageLabel::ClearLines), None)}
        </div>
    }
}

fn button(page: Page, action: Action, name: &'static str, is_on: Option<Signal<bool>>) -> AnyView {
    let pressed = move || is_on.map(|is_on| is_on.get().to_string());
    view! {
        <button type="button" aria-label=name title=titled(name, action) aria-pressed=live(pressed)
            on:mousedown=heard(unfocused)
            on:click=heard(move |_| perform(page, action))>
            {icon(action)}
        </button>
    }
    .into_any()
}

/// Its name, and the first key that does the same.
fn titled(name: &str, action: Action) -> String {
    let row = KEYS.iter().find(|row| row.action == action);
    match row.and_then(|row| row.keys.first()) {
        Some(key) => format!("{name} ({})", words().key(*key)),
        None => name.to_owned(),
    }
}

/// After a click the keys are for the stage again: Space goes on and presses no button. What Tab has reached stays.
fn unfocused(ev: web_sys::MouseEvent) {
    ev.prevent_default();
}

fn icon(action: Action) -> AnyView {
    view! {
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d=icons::path(action) /></svg>
    }
    .into_any()
}

/// Whether the pointer has moved lately; while it is pressed, it is at something else.
fn awake() -> RwSignal<bool> {
    let is_awake = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let wake = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        super::turn(is_awake, true);
        let sleep = move || {
            // The bar may be gone by then.
            let _ = is_awake.try_set(false);
        };
        timer.set_value(set_timeout_with_handle(sleep, REST).ok());
    };
    wake();
    let moved = window_event_listener(leptos::ev::pointermove, move |ev| {
        if ev.buttons() == 0 {
            wake();
        }
    });
    // A finger does not move before it presses.
    let lifted = window_event_listener(leptos::ev::pointerup, move |_| wake());
    on_cleanup(move || {
        moved.remove();
        lifted.remove();
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
    });
    is_awake
}
