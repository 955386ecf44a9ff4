//! One value changed, and who moves.

use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{Page, label, page, words};
use crate::lab::number::short;
use crate::state::words::Label;
use leptos::prelude::*;

/// So far a value is dragged by one standard deviation of its set.
const PX_PER_DEVIATION: f64 = 40.0;

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
    // Where the pointer went down, and the value there.
    let held = StoredValue::new(None::<(f64, f32)>);
    let grab = move |ev: web_sys::PointerEvent| {
        let value = current.get_untracked();
        held.set_value(value.map(|value| (f64::from(ev.client_x()), value)));
        // Without a capture the drag ends at the edge of the name.
        let _ = event_target::<web_sys::Element>(&ev).set_pointer_capture(ev.pointer_id());
    };
    let drag = move |ev: web_sys::PointerEvent| {
        if let (Some((from_px, value)), Some(deviation)) = (held.get_value(), deviation(page)) {
            let by = (f64::from(ev.client_x()) - from_px) / PX_PER_DEVIATION * deviation;
            page.drag(|s| s.poke(rounded(f64::from(value) + by, deviation)));
        }
    };
    let drop = move |_: web_sys::PointerEvent| {
        if held.get_value().is_some() {
            held.set_value(None);
            page.settle();
        }
    };
    let step = move |ev: web_sys::KeyboardEvent| {
        let steps = match ev.key().as_str() {
            "ArrowUp" => 1.0,
            "ArrowDown" => -1.0,
            _ => return,
        };
        ev.prevent_default();
        if let (Some(value), Some(deviation)) = (current.get_untracked(), deviation(page)) {
            let by = steps * deviation / 10.0;
            page.change(|s| s.poke(rounded(f64::from(value) + by, deviation)));
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
                    <span
                        class="scrub"
                        title=label(Label::DragValue)
                        on:pointerdown=heard(grab)
                        on:pointermove=heard(drag)
                        on:pointerup=heard(drop)
                        on:pointercancel=heard(drop)
                    >
                        {label(Label::PokeValue)}
                    </span>
                    <input
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        disabled=live(move || pinned.get().is_none())
                        prop:value=live(move || current.get().map_or_else(String::new, |x| short(f64::from(x), 6)))
                        on:change=heard(typed)
                        on:keydown=heard(step)
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
fn three_sigma_more(page: Page) -> Option<f32> {
    let at = page.pinned_untracked()?;
    let x = *page.explore.get_untracked()?.x.get(&at[..])?;
    Some(x + (3.0 * deviation(page)?) as f32).filter(|x| x.is_finite())
}

/// The standard deviation of the pinned element's set; of one without spread, 1.
fn deviation(page: Page) -> Option<f64> {
    let at = page.pinned_untracked()?;
    let explore = page.explore.get_untracked()?;
    let deviation = explore.call.as_ref().ok().map(|call| {
        let set = call.plan.partition.set_of(&at);
        // For RMSNorm this is the root of the mean square: the spread about zero.
        call.batch.var[set].sqrt()
    });
    let deviation = deviation.filter(|sigma| sigma.is_finite() && *sigma > 0.0);
    Some(deviation.unwrap_or(1.0))
}

/// As many digits as a drag can tell apart: a link shall stay short.
fn rounded(value: f64, deviation: f64) -> f32 {
    let unit = 10.0_f64.powf((deviation / PX_PER_DEVIATION).log10().floor());
    let rounded = (value / unit).round() * unit;
    // The product has digits of its own beyond those of the unit.
    format!("{rounded:.*}", (-unit.log10()).max(0.0).round() as usize)
        .parse()
        .unwrap_or(rounded as f32)
}
