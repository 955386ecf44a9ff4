//! Taking things along: pictures, videos, tensors, a table.

mod encoder;
mod film;
mod numbers;
mod picture;
mod pictures;
mod raster;
mod record;
mod save;
mod sitting;
mod webcodecs;

pub use save::save;

use super::live::{heard, live, shown, view_of};
use super::page::{Page, label, page, words};
use super::training::Takings;
use super::{handout, history};
use crate::state::View;
use crate::state::words::{Label, PaperLabel};
use js_sys::{Object, Reflect};
use leptos::html::Dialog;
use leptos::prelude::*;
use numbers::Numbers;
use pictures::Pictures;
use wasm_bindgen::JsValue;

/// A sentence on what became of the last file.
pub type Outcome = RwSignal<Option<String>>;

/// Opens the dialog.
#[component]
pub fn ExportButton() -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let is_open = RwSignal::new(false);
    let open = move |_| {
        is_open.set(true);
        if let Some(dialog) = dialog.get_untracked() {
            // A dialog that is open already is the only failure.
            let _ = dialog.show_modal();
        }
    };
    let close = move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button type="button" class="as-sign" data-sign="↓" aria-haspopup="dialog" title=label(Label::ExportTitle) on:click=heard(open)>
            <span>{label(Label::Export)}</span>
        </button>
        <dialog class="export" node_ref=dialog aria-labelledby="export-heading" on:close=heard(move |_| is_open.set(false))>
            <div class="row">
                <h2 id="export-heading">{label(Label::Export)}</h2>
                <button type="button" class="quiet" aria-label=label(Label::Close) on:click=heard(move |_| close(()))>"×"</button>
            </div>
            {shown(move || is_open.get(), move || view! { <Choices close=Callback::new(move |()| close(())) /> })}
        </dialog>
    }
}

/// What there is to take along.
#[component]
fn Choices(
    /// Closes the dialog
    close: Callback<()>,
) -> impl IntoView {
    let page = page();
    let close = move || close.run(());
    let paper = |of| words().paper_label(of);
    let outcome: Outcome = RwSignal::new(None);
    // What is still shown then is not what the settings say.
    let is_waiting = Memo::new(move |_| !page.is_answered());
    // What is taken along besides is the cube.
    let has_cube = move || page.with(|s| s.view.has_cube());
    let is_trained = move || page.with(|s| s.view == View::Training);
    let print = move |_| {
        close();
        handout::open(page, handout::Extent::Present);
    };
    view! {
        {shown(has_cube, move || view! {
            <fieldset disabled=live(move || is_waiting.get())>
                <Pictures outcome=outcome />
            </fieldset>
            <fieldset disabled=live(move || is_waiting.get())>
                <Numbers outcome=outcome />
            </fieldset>
        })}
        {shown(is_trained, move || view! { <fieldset><Takings outcome=outcome /></fieldset> })}
        <fieldset>
            <legend>{paper(PaperLabel::HandoutTitle)}</legend>
            <p class="hint">{paper(PaperLabel::HandoutHint)}</p>
            <div class="row"><button type="button" on:click=heard(print)>{paper(PaperLabel::Handout)}</button></div>
        </fieldset>
        <p class="hint" role="status">{view_of(move || outcome.get().unwrap_or_else(|| label(Label::ExportHint).to_owned()))}</p>
    }
}

/// Says what became of a file.
pub fn tell(outcome: Outcome, name: String, result: Result<(), JsValue>) {
    if let Err(error) = &result {
        leptos::logging::error!("{name} cannot be saved: {error:?}");
    }
    // The dialog may be closed by now.
    let _ = outcome.try_set(Some(words().saved(&name, result.is_ok())));
}

/// The link that shows the same, alone, in the browser's address or, of a page from disk, as its query.
pub fn link(page: Page) -> String {
    let mut seen = page.seen();
    if seen.view.has_cube() {
        seen.view = View::Explore;
    }
    let link = history::address(&seen);
    match link.strip_prefix("file:") {
        Some(path) => path.find('?').map_or("", |at| &path[at..]).to_owned(),
        None => link,
    }
}

/// A file's name, as `GroupNorm-4x6x4x4-y.npy`.
fn name(page: Page, of: &str, ending: &str) -> String {
    let stem = page.settings.with_untracked(|s| s.name());
    match of {
        "" => format!("{stem}.{ending}"),
        of => format!("{stem}-{of}.{ending}"),
    }
}

/// What JavaScript takes as options.
fn object(parts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in parts {
        // A new object takes any key.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}
