//! The browser: components, canvases, worker.

mod apart;
pub mod api;
mod app;
mod averages;
mod backward;
mod batches;
mod chart;
mod code;
mod compare;
mod compute;
mod controls;
mod cube;
mod descent;
mod digits;
mod distributions;
mod dom;
mod export;
mod family;
mod figure;
mod files;
mod formula;
mod hall;
mod handout;
mod header;
mod headline;
mod history;
mod job;
mod language;
mod lesson;
mod light;
mod live;
mod look;
mod memo;
mod notices;
mod offline;
mod page;
mod panels;
mod paste;
mod pictures;
mod poke;
mod present;
mod program;
mod projector;
mod ready;
mod redraws;
mod sheets;
mod slider;
mod stack;
mod stage;
mod stepwise;
mod table;
mod time;
mod training;
mod turn;
mod worker;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Shows the page; in its worker, answers its jobs; elsewhere [`api`] alone is wanted.
pub fn start() {
    console_error_panic_hook::set_once();
    if worker::is_here() {
        worker::entry(job::run);
    } else if let Some(root) = place() {
        show(root);
    }
}

/// Where the page has its app.
fn place() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id("app")
}

fn show(root: web_sys::Element) {
    let root = root.unchecked_into::<web_sys::HtmlElement>();
    mount_to(root, || view! { <app::App /> }).forget();
}
