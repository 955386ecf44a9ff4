//! Tensors for NumPy, and the sets as a table.

use super::super::live::heard;
use super::super::page::{Page, label, page};
use super::super::ready;
use super::save::{save, save_pieces};
use super::{Outcome, link, name, tell};
use crate::lab::explore::Explore;
use crate::lab::files::{Pieces, names, npz, table, tensor};
use crate::state::words::Label;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// All tensors, each of them, and the table.
#[component]
pub fn Numbers(
    /// What became of the last file
    outcome: Outcome,
) -> impl IntoView {
    let page = page();
    let tensors = move || {
        let explore = page.explore.get();
        explore.map_or_else(Vec::new, |explore| names(&explore))
    };
    let npy = move |of: &'static str| {
        let take = move |_| {
            write(page, outcome, name(page, of, "npy"), move |explore| {
                let tensor = tensor(explore, of);
                tensor.expect("one of the names").npy()
            });
        };
        view! { <button type="button" on:click=heard(take)>{of} ".npy"</button> }
    };
    let all = move |_| write(page, outcome, name(page, "", "npz"), npz);
    let sets = move |_| {
        if let Some(explore) = page.explore.get_untracked() {
            let axes = page.settings.with_untracked(|s| s.axes());
            let axes: Vec<String> = axes.iter().map(|axis| axis.letter().to_string()).collect();
            let axes: Vec<&str> = axes.iter().map(String::as_str).collect();
            let name = name(page, "sets", "csv");
            let csv = table(&explore, &axes, &link(page));
            let saved = save(&name, csv.as_bytes(), "text/csv");
            tell(outcome, name, saved);
        }
    };
    view! {
        <legend>{label(Label::Numbers)}</legend>
        <div class="row">
            <button type="button" on:click=heard(all)>{label(Label::AllTensors)}</button>
            <button type="button" on:click=heard(sets)>{label(Label::SetsTable)}</button>
        </div>
        <div class="row">{move || tensors().into_iter().map(npy).collect_view()}</div>
    }
}

/// Writes a file of the present experiment, while the page stays alive.
fn write(
    page: Page,
    outcome: Outcome,
    name: String,
    pieces: impl FnOnce(&Explore) -> Pieces<'_> + 'static,
) {
    let Some(explore) = page.explore.get_untracked() else {
        return;
    };
    ready::begin();
    spawn_local(async move {
        let saved = save_pieces(&name, pieces(&explore)).await;
        tell(outcome, name, saved);
        ready::end();
    });
}
