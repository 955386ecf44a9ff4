//! One value changed, and who moves.

use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{label, page, words};
use crate::lab::number::short;
use crate::state::words::Label;
use leptos::prelude::*;

/// Types a value into the pinned element, or adds 3 σ of its set.
#[component]
pub fn PokeControls() -> impl IntoView {
    let page = page();
    let pinned = page.part(|s| s.at.clone());
    let is_poked = page.part(|s| s.poke.is_some());
    let current = Memo::new(move |_| {
        let at = pinned.get()?;
        let explore = page.explore.get()?;
        explore.x.get(&at[..]).copied()
    });
    let by_three_sigma = move |_| {
        if let Some(value) = three_sigma_more(page) {
            page.change(|s| s.poke(value));
        }
    };
    let typed = move |ev: web_sys::Event| {
        let target = event_target::<web_sys::HtmlInputElement>(&ev);
        let value = target.value().trim().replace('−', "-").parse::<f32>();
        if let Ok(value) = value
            && value.is_finite()
        {
            page.change(|s| s.poke(value));
        }
    };
    let note = Memo::new(move |_| {
        let explore = page.explore.get()?;
        let poked = explore.poked.as_ref()?;
        Some(words().poke_note(poked.others, poked.samples))
    });
    Effect::new(move || {
        if let Some(note) = note.get() {
            page.announcement.set(note);
        }
    });
    view! {
        <section class="panel poke">
            <h2>{label(Label::PokeHeading)}</h2>
            <div class="row">
                <label class="field">
                    <span>{label(Label::PokeValue)}</span>
                    <input
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        disabled=live(move || pinned.get().is_none())
                        prop:value=live(move || current.get().map_or_else(String::new, |x| short(f64::from(x), 6)))
                        on:change=heard(typed)
                    />
                </label>
                <button
                    type="button"
                    title=label(Label::PokeButton)
                    disabled=live(move || pinned.get().is_none())
                    on:click=heard(by_three_sigma)
                >
                    {label(Label::Poke)}
                </button>
                {shown(move || is_poked.get(), move || view! {
                    <button type="button" class="quiet" on:click=heard(move |_| page.change(|s| s.poke = None))>
                        {label(Label::Unpoke)}
                    </button>
                })}
            </div>
            {view_of(move || match (note.get(), pinned.get()) {
                (Some(note), _) => view! { <p class="note">{note}</p> }.into_any(),
                (None, None) => view! { <p class="hint">{label(Label::PokeHint)}</p> }.into_any(),
                (None, Some(_)) => ().into_any(),
            })}
        </section>
    }
}

/// The pinned value and three standard deviations of its set; of a set without spread, and 3.
fn three_sigma_more(page: super::page::Page) -> Option<f32> {
    let at = page.pinned_untracked()?;
    let explore = page.explore.get_untracked()?;
    let x = *explore.x.get(&at[..])?;
    let deviation = explore.call.as_ref().ok().map(|call| {
        let set = call.plan.partition.set_of(&at);
        // For RMSNorm this is the root of the mean square: the spread about zero.
        call.batch.var[set].sqrt()
    });
    let deviation = deviation
        .filter(|sigma| sigma.is_finite() && *sigma > 0.0)
        .unwrap_or(1.0);
    Some(x + (3.0 * deviation) as f32).filter(|x| x.is_finite())
}
