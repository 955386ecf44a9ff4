//! Which elements share their statistics.

use super::super::live::{heard, live, shown, view_of};
use super::super::memo::Memo;
use crate::norm::{Layer, Side};
use crate::state::words::Label;
use crate::state::{Method, divisor_up_to};
use crate::web::page::{first_words, label, page};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// The methods, the groups of GroupNorm, and the free choice of axes.
#[component]
pub fn MethodControls() -> impl IntoView {
    let page = page();
    let method = page.part(|s| s.method());
    let has_groups = page.part(|s| s.groups().is_some());
    let radio = move |choice: Method| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="method"
                    aria-label=first_words().method(choice)
                    prop:checked=live(move || method.get() == choice)
                    on:change=heard(move |_| page.change(|s| s.set_method(choice)))
                />
                <span>{first_words().method_short(choice)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices methods" role="radiogroup" aria-label=label(Label::Method)>
            <legend>{label(Label::Method)}</legend>
            {Method::ALL.map(radio)}
        </fieldset>
        {shown(move || has_groups.get(), move || view! {
            <Groups />
        })}
        {shown(move || method.get() == Method::Free, move || view! {
            <FreeAxes />
        })}
    }
}

/// G itself, only divisors of C; one step goes to the next divisor.
#[component]
fn Groups() -> impl IntoView {
    let page = page();
    let groups = page.part(|s| s.groups().unwrap_or((1, vec![1])));
    let set = move |value: f64, input| {
        let (now, divisors) = groups.get_untracked();
        let groups = next_divisor(now, value.max(1.0) as usize, &divisors);
        page.drag(|s| s.set_groups(groups));
        if input == Input::Settled {
            page.settle();
        }
    };
    view! {
        <Slider
            name=label(Label::Groups).to_string()
            value=Signal::derive(move || groups.get().0 as f64)
            range=Signal::derive(move || (1.0, *groups.get().1.last().unwrap_or(&1) as f64))
            ticks=Signal::derive(move || groups.get().1.iter().map(|g| *g as f64).collect())
            on_input=set
        />
    }
}

/// The divisor that `asked` means when the slider stands at `now`.
fn next_divisor(now: usize, asked: usize, divisors: &[usize]) -> usize {
    let above = divisors.iter().find(|d| **d > now);
    let below = divisors.iter().rev().find(|d| **d < now);
    let nearest = divisors.iter().min_by_key(|d| d.abs_diff(asked));
    let divisor = match asked {
        _ if asked == now + 1 => above,
        _ if asked + 1 == now => below,
        _ => nearest,
    };
    *divisor.unwrap_or(&now)
}

/// One choice per axis: kept, shared, or split.
#[component]
fn FreeAxes() -> impl IntoView {
    let page = page();
    let axes = page.part(|s| match &s.layer {
        Layer::Box(free) => {
            let named = s
                .axes()
                .into_iter()
                .zip(s.shape().to_vec())
                .zip(free.sides.clone());
            named
                .map(|((axis, length), side)| (axis, length, side))
                .collect()
        }
        _ => Vec::new(),
    });
    let row = move |axis: usize| {
        let side = move || axes.with(|axes| axes.get(axis).map_or(Side::Kept, |a| a.2));
        let length = move || axes.with(|axes| axes.get(axis).map_or(1, |a| a.1));
        let name =
            move || axes.with(|axes| axes.get(axis).map_or(' ', |a| a.0.letter()).to_string());
        let divisors = move || {
            (2..length())
                .filter(|d| length() % d == 0)
                .collect::<Vec<_>>()
        };
        let choose = move |ev| {
            let side = match event_target_value(&ev).as_str() {
                "kept" => Side::Kept,
                "shared" => Side::Shared,
                groups => Side::Split(divisor_up_to(length(), groups.parse().unwrap_or(1))),
            };
            page.change(|s| s.set_side(axis, side));
        };
        let value = move || match side() {
            Side::Kept => "kept".to_string(),
            Side::Shared => "shared".to_string(),
            Side::Split(groups) => groups.to_string(),
        };
        let split = move |groups: usize| {
            view! { <option value=groups.to_string()>{label(Label::Split)} " " {groups}</option> }
        };
        view! {
            <label class="field">
                <span>{name}</span>
                <select prop:value=value on:change=heard(choose)>
                    <option value="kept" selected=live(move || value() == "kept")>{label(Label::Kept)}</option>
                    <option value="shared" selected=live(move || value() == "shared")>{label(Label::SharedAxis)}</option>
                    {view_of(move || divisors().into_iter().map(split).collect_view())}
                </select>
            </label>
        }
    };
    let rank = Memo::new(move |_| axes.with(Vec::len));
    view! {
        <fieldset class="axes">
            <legend>{label(Label::FreeAxes)}</legend>
            {view_of(move || (0..rank.get()).map(row).collect_view())}
        </fieldset>
    }
}
