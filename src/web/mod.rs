//! The browser: components, canvases, worker.

mod app;
mod chart;
mod code;
mod compare;
mod compute;
mod controls;
mod cube;
mod distributions;
mod dom;
mod figure;
mod formula;
mod header;
mod history;
pub mod job;
mod light;
mod notices;
mod page;
mod poke;
mod present;
mod ready;
mod slider;
mod table;
mod time;
pub mod worker;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Shows the page; in a worker, answers its jobs.
pub fn start() {
    console_error_panic_hook::set_once();
    if worker::is_here() {
        worker::entry(job::run);
    } else {
        show();
    }
}

fn show() {
    let root = document()
        .get_element_by_id("app")
        .expect("the page has a place for the app");
    let root = root.unchecked_into::<web_sys::HtmlElement>();
    mount_to(root, || view! { <app::App /> }).forget();
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}
