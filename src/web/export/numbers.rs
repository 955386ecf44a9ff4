//! Tensors for NumPy, a program that checks them, and the sets as a table.

use super::super::backward::backward;
use super::super::live::{heard, live, shown, view_of};
use super::super::page::{Page, label, page, words};
use super::super::ready;
use super::save::{save, save_pieces};
use super::{Outcome, link, name, tell};
use crate::lab::backward::grad_seed;
use crate::lab::explore::Explore;
use crate::lab::files::{Tensors, gradient_names, table};
use crate::lab::receipt::check;
use crate::state::words::Label;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// All tensors, each of them, a program, and the table.
#[component]
pub fn Numbers(
    /// What became of the last file
    outcome: Outcome,
) -> impl IntoView {
    let page = page();
    let explore = move || page.explore.get();
    // A second step backward would take the place of the first.
    let is_writing = RwSignal::new(false);
    let write = move |of| {
        is_writing.set(true);
        let ended = move || {
            // The dialog may be closed by now.
            let _ = is_writing.try_set(false);
        };
        write(page, outcome, of, ended);
    };
    let is_accepted = Memo::new(move |_| explore().is_some_and(|explore| explore.call.is_ok()));
    let row = move |names: fn(&Explore) -> Vec<&'static str>| {
        let names = move || explore().map_or_else(Vec::new, |explore| names(&explore));
        let button = move |of| {
            let take = move |_| write(Some(of));
            view! { <button type="button" on:click=heard(take)>{of} ".npy"</button> }
        };
        view! { <div class="row">{move || names().into_iter().map(button).collect_view()}</div> }
    };
    let seed = page.part(|s| grad_seed(s.seed));
    let gradients = move || {
        view! {
            <p class="hint">{view_of(move || words().gradients(seed.get()))}</p>
            {row(gradient_names)}
        }
    };
    view! {
        <legend>{label(Label::Numbers)}</legend>
        <fieldset disabled=live(move || is_writing.get())>
            <div class="row">
                <button type="button" on:click=heard(move |_| write(None))>{label(Label::AllTensors)}</button>
                {shown(move || is_accepted.get(), move || view! {
                    <button type="button" on:click=heard(move |_| write_program(page, outcome))>{label(Label::CheckingProgram)}</button>
                })}
                <button type="button" on:click=heard(move |_| write_table(page, outcome))>{label(Label::SetsTable)}</button>
            </div>
            {row(|explore| Tensors::new(explore, None).names())}
            {shown(move || is_accepted.get(), gradients)}
        </fieldset>
    }
}

/// Writes one tensor of the present experiment, or all, while the page stays alive.
fn write(page: Page, outcome: Outcome, of: Option<&'static str>, ended: impl Fn() + 'static) {
    let Some(explore) = page.explore.get_untracked() else {
        return ended();
    };
    let name = match of {
        Some(of) => name(page, of, "npy"),
        None => name(page, "", "npz"),
    };
    ready::begin();
    spawn_local(async move {
        match saved(page, explore, of, &name).await {
            Ok(saved) => tell(outcome, name, saved),
            // The dialog may be closed by now.
            Err(why) => drop(outcome.try_set(Some(words().not_saved(&name, &why)))),
        }
        ended();
        ready::end();
    });
}

/// Takes a step backward where that is asked for, and saves.
async fn saved(
    page: Page,
    explore: Arc<Explore>,
    of: Option<&str>,
    name: &str,
) -> Result<Result<(), wasm_bindgen::JsValue>, String> {
    let is_forward = of.is_some_and(|of| !gradient_names(&explore).contains(&of));
    let backward = match is_forward {
        true => None,
        false => backward(page, &explore).await?,
    };
    let tensors = Tensors::new(&explore, backward.as_ref());
    let pieces = match of {
        Some(of) => tensors.get(of).expect("one of the names").npy(),
        None => tensors.npz(),
    };
    Ok(save_pieces(name, pieces).await)
}

fn write_program(page: Page, outcome: Outcome) {
    let archive = name(page, "", "npz");
    let program = page
        .explore
        .with_untracked(|explore| check(explore.as_ref()?, &archive));
    if let Some(program) = program {
        let name = name(page, "", "py");
        let saved = save(&name, program.as_bytes(), "text/x-python");
        tell(outcome, name, saved);
    }
}

fn write_table(page: Page, outcome: Outcome) {
    if let Some(explore) = page.explore.get_untracked() {
        let axes = page.settings.with_untracked(|s| s.axes());
        let axes: Vec<String> = axes.iter().map(|axis| axis.letter().to_string()).collect();
        let axes: Vec<&str> = axes.iter().map(String::as_str).collect();
        let name = name(page, "sets", "csv");
        let csv = table(&explore, &axes, &link(page));
        let saved = save(&name, csv.as_bytes(), "text/csv");
        tell(outcome, name, saved);
    }
}
