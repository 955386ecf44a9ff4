//! Training and evaluation, and the batches that a layer has seen.

use super::super::live::{heard, live, view_of};
use crate::lab::explore::Mode;
use crate::state::words::Label;
use crate::web::page::{first_words, label, page};
use leptos::prelude::*;

/// Train or eval, and the next batch.
#[component]
pub fn ModeControls() -> impl IntoView {
    let page = page();
    let mode = page.part(|s| s.mode);
    let note = move || page.with(|s| first_words().mode_note(&s.layer, s.mode));
    let radio = move |of: Mode, name: Label| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="mode"
                    prop:checked=live(move || mode.get() == of)
                    on:change=heard(move |_| page.change(|s| s.mode = of))
                />
                <span>{label(name)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices" role="radiogroup" aria-label=label(Label::Mode)>
            <legend>{label(Label::Mode)}</legend>
            {radio(Mode::Train, Label::Train)}
            {radio(Mode::Eval, Label::Eval)}
            <p class="hint">{note}</p>
            <Batches />
        </fieldset>
    }
}

/// The next batch, and how many there were.
#[component]
pub fn Batches() -> impl IntoView {
    let page = page();
    let steps = page.part(|s| s.steps);
    view! {
        <div class="row">
            <button type="button" on:click=heard(move |_| page.change(|s| s.next_batch()))>
                {label(Label::NextBatch)}
            </button>
            <button
                type="button"
                class="quiet"
                disabled=live(move || steps.get() == 0)
                on:click=heard(move |_| page.change(|s| s.forget_history()))
            >
                {label(Label::Forget)}
            </button>
            <output class="count">{view_of(move || first_words().steps(steps.get()))}</output>
        </div>
    }
}
