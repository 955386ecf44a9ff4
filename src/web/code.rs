//! The lines that reproduce what is shown.

use super::dom;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{label, page};
use super::paste::PasteField;
use crate::lab::receipt::{Library, receipt};
use crate::state::words::Label;
use leptos::prelude::*;

/// Code for PyTorch, Flax and Keras, with the first numbers to expect.
#[component]
pub fn Code() -> impl IntoView {
    let page = page();
    let library = RwSignal::new(Library::Torch);
    let note = RwSignal::new(None::<Label>);
    let is_pasting = RwSignal::new(false);
    let paste = move |_| {
        is_pasting.update(|is| *is = !*is);
        if is_pasting.get_untracked() {
            set_timeout(|| dom::focus("pasted"), std::time::Duration::ZERO);
        }
    };
    let text = Memo::new(move |_| {
        let explore = page.explore.get()?;
        let pinned = page.pinned().filter(|at| explore.x.get(&at[..]).is_some());
        Some(receipt(&explore, library.get(), pinned.as_deref()))
    });
    let copy = move |_| {
        dom::copy(text.get_untracked().unwrap_or_default(), move |is_copied| {
            if !is_copied {
                dom::select("receipt");
            }
            note.set(Some(if is_copied {
                Label::Copied
            } else {
                Label::SelectAndCopy
            }));
            set_timeout(move || note.set(None), std::time::Duration::from_secs(3));
        });
    };
    let copy_label = move || match library.get() {
        Library::Torch => Label::CopyPyTorch,
        Library::Flax => Label::CopyFlax,
        Library::Keras => Label::CopyKeras,
    };
    let radio = move |of: Library| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="library"
                    prop:checked=live(move || library.get() == of)
                    on:change=heard(move |_| library.set(of))
                />
                <span>{name(of)}</span>
            </label>
        }
    };
    view! {
        <section class="panel" aria-label=label(Label::PyTorch)>
            <div class="row code-head">
                <fieldset class="choices libraries" role="radiogroup" aria-label=label(Label::Code)>
                    {[Library::Torch, Library::Flax, Library::Keras].map(radio)}
                </fieldset>
                <div class="row end">
                <button type="button" aria-expanded=live(move || is_pasting.get().to_string()) on:click=heard(paste)>
                    {label(Label::PastePyTorch)}
                </button>
                <button type="button" on:click=heard(copy)>{view_of(move || label(copy_label()))}</button>
                </div>
            </div>
            {shown(move || is_pasting.get(), || view! { <PasteField /> })}
            <p class="hint" role="status">{view_of(move || note.get().map(label))}</p>
            <pre id="receipt" tabindex="0">{view_of(move || text.get())}</pre>
        </section>
    }
}

/// Its name, as its own documentation writes it.
fn name(library: Library) -> &'static str {
    match library {
        Library::Torch => "PyTorch",
        Library::Flax => "Flax",
        Library::Keras => "Keras",
    }
}
