//! The address bar: each change a step of Back, each drag one step.

use crate::state::hall::Pace;
use crate::state::{self, Complaint, Settings, read_link, write_link};
use leptos::prelude::{GetUntracked, RwSignal, set_timeout, window};
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Browsers throttle writes of the address beyond some hundred in half a minute.
const DRAG_INTERVAL_MS: f64 = crate::state::hall::INTERVAL_MS;

thread_local! {
    /// When the address was last written within a drag; `None` outside of one.
    static DRAGGED_AT_MS: Cell<Option<f64>> = const { Cell::new(None) };
    /// When it was last written after somebody else.
    static FOLLOWED: Cell<Pace> = Cell::new(Pace::default());
}

/// The settings of the address.
pub fn read() -> (Settings, Vec<Complaint>) {
    read_link(&window().location().search().unwrap_or_default())
}

/// Whether the address names a beat of a lesson and no figure.
pub fn leaves_figure_to_lesson() -> bool {
    state::leaves_figure_to_lesson(&window().location().search().unwrap_or_default())
}

/// Writes the address as a new step.
pub fn push(settings: &Settings) {
    DRAGGED_AT_MS.set(None);
    write(settings, true);
}

/// Writes the address in the place of the last one.
pub fn replace(settings: &Settings) {
    DRAGGED_AT_MS.set(None);
    write(settings, false);
}

/// Writes the address in the place of the last one, as often as in a drag, while somebody else sets what is shown.
pub fn follow(settings: RwSignal<Settings>) {
    let mut pace = FOLLOWED.get();
    let wait_ms = pace.changed(js_sys::Date::now());
    FOLLOWED.set(pace);
    let told = move || {
        let mut pace = FOLLOWED.get();
        pace.told(js_sys::Date::now());
        FOLLOWED.set(pace);
        replace(&settings.get_untracked());
    };
    if let Some(wait_ms) = wait_ms {
        // What is set is set in this turn.
        set_timeout(told, Duration::from_millis(wait_ms as u64));
    }
}

/// Writes the address within a drag: a new step at its beginning, then seldom.
pub fn drag(settings: &Settings) {
    let now = js_sys::Date::now();
    match DRAGGED_AT_MS.get() {
        None => write(settings, true),
        Some(then) if now - then >= DRAG_INTERVAL_MS => write(settings, false),
        Some(_) => return,
    }
    DRAGGED_AT_MS.set(Some(now));
}

/// Writes the address at the end of a drag, if there was one.
pub fn settle(settings: &Settings) {
    if DRAGGED_AT_MS.take().is_some() {
        write(settings, false);
    }
}

/// The address of the page, without a query.
pub fn base() -> String {
    let location = window().location();
    let (origin, path) = (location.origin(), location.pathname());
    // A page from disk has the origin "null".
    match (origin, path) {
        (Ok(origin), Ok(path)) if origin != "null" => origin + &path,
        (_, path) => format!("file://{}", path.unwrap_or_default()),
    }
}

/// The whole address that shows `settings`, the camera included.
pub fn address(settings: &Settings) -> String {
    let base = base();
    match write_link(settings, true) {
        link if link.is_empty() => base,
        link => format!("{base}?{link}"),
    }
}

fn write(settings: &Settings, is_new_step: bool) {
    let link = write_link(settings, settings.cam.is_some());
    let path = window().location().pathname().unwrap_or_default();
    let url = if link.is_empty() {
        path
    } else {
        format!("?{link}")
    };
    let Ok(history) = window().history() else {
        return;
    };
    let write = if is_new_step {
        web_sys::History::push_state_with_url
    } else {
        web_sys::History::replace_state_with_url
    };
    // A frame without an origin, or a browser that throttles, refuses: the page works without.
    if write(&history, &JsValue::NULL, "", Some(&url)).is_err() {
        leptos::logging::debug_warn!("the address could not be written");
    }
}
