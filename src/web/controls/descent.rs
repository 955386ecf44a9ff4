//! What gradient descent on two features is done with.

use super::super::live::{heard, live, shown, view_of};
use super::choice::Choice;
use super::tensor::Seed;
use crate::lab::descent::{Data, RATES, SCALES, SHIFTS, Setup};
use crate::state::words::DescentLabel;
use crate::web::page::{Page, page, words};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// Features, their units, and the learning rate.
#[component]
pub fn DescentControls() -> impl IntoView {
    let page = page();
    let has_units = page.part(|s| s.descent.data == Data::Normal);
    view! {
        <section class="group">
            <h2>{text(DescentLabel::Features)}</h2>
            {Choice {
                name: text(DescentLabel::Features),
                id: "features",
                class: "choices single",
                all: [Data::Normal, Data::Weather].map(|data| (data, words().features(data).to_owned())),
                chosen: |s| s.descent.data,
                choose: |s, data| s.descent.data = data,
            }.view(false)}
            {shown(move || has_units.get(), || view! { <Units /> })}
            {shown(move || !has_units.get(), || view! { <p class="hint">{text(DescentLabel::OwnUnits)}</p> })}
            <Standardize />
            <Seed />
        </section>
        <section class="group">
            <Slider
                name=text(DescentLabel::Rate).to_owned()
                value=page.part(|s| s.descent.rate)
                range=Signal::stored(RATES)
                step=0.05
                ticks=Signal::stored(vec![1.0, 2.0])
                on_input=change(page, |setup, rate| setup.set_rate(rate))
            />
            <p class="hint">{text(DescentLabel::RateHint)}</p>
        </section>
    }
}

fn text(label: DescentLabel) -> &'static str {
    words().descent_label(label)
}

/// What a slider calls: all values of a drag are one step of undo.
fn change(page: Page, set: fn(&mut Setup, f64)) -> impl Fn(f64, Input) + Copy {
    move |value, input| {
        page.drag(|s| set(&mut s.descent, value));
        if input == Input::Settled {
            page.settle();
        }
    }
}

/// Scale and shift.
#[component]
fn Units() -> impl IntoView {
    let page = page();
    view! {
        <Slider
            name=text(DescentLabel::Scale).to_owned()
            value=page.part(|s| s.descent.scale)
            range=Signal::stored(SCALES)
            is_logarithmic=true
            step=0.1
            ticks=Signal::stored(vec![1.0, 10.0, 100.0])
            on_input=change(page, |setup, scale| setup.set_scale(scale))
        />
        <Slider
            name=text(DescentLabel::Shift).to_owned()
            value=page.part(|s| s.descent.shift)
            range=Signal::stored(SHIFTS)
            step=0.5
            ticks=Signal::stored(vec![0.0])
            on_input=change(page, |setup, shift| setup.set_shift(shift))
        />
    }
}

/// Whether the features are standardized.
#[component]
fn Standardize() -> impl IntoView {
    let page = page();
    let is_on = page.part(|s| s.descent.standardize);
    let toggle = move |_| page.change(|s| s.descent.standardize = !s.descent.standardize);
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=live(move || is_on.get()) on:change=heard(toggle) />
            <span>{text(DescentLabel::Standardize)}</span>
        </label>
        <p class="hint">{view_of(|| text(DescentLabel::StandardizeHint))}</p>
    }
}
