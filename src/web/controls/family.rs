//! What the methods of the family are called on.

use super::super::live::{heard, live, shown};
use super::mode::Batches;
use super::tensor::TensorControls;
use crate::lab::family::Member;
use crate::state::words::FamilyLabel;
use crate::web::page::{page, words};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// The method, what it needs beside x, and x.
#[component]
pub fn FamilyControls() -> impl IntoView {
    let page = page();
    let is_mixed = page.part(|s| s.family.member == Some(Member::BatchInstanceNorm));
    view! {
        <Choice />
        {shown(move || is_mixed.get(), || view! { <Share /> })}
        <Before />
        <TensorControls />
    }
}

fn text(label: FamilyLabel) -> &'static str {
    words().family_label(label)
}

/// One method, or the map.
#[component]
fn Choice() -> impl IntoView {
    let page = page();
    let place = |member: Option<Member>| {
        let place = |member| Member::ALL.iter().position(|other| *other == member);
        member.and_then(place)
    };
    let chosen = page.part(move |s| place(s.family.member));
    let choose = move |ev| {
        let member = event_target_value(&ev).parse::<usize>().ok();
        page.change(|s| s.family.member = member.and_then(|k| Member::ALL.get(k).copied()));
    };
    let option = move |(k, member): (usize, &Member)| {
        view! { <option value=k.to_string() selected=live(move || chosen.get() == Some(k))>{words().member(*member)}</option> }
    };
    view! {
        <section class="group">
            <label class="field">
                <span>{text(FamilyLabel::Method)}</span>
                <select
                    prop:value=live(move || chosen.get().map_or_else(String::new, |k| k.to_string()))
                    on:change=heard(choose)
                >
                    <option value="" selected=live(move || chosen.get().is_none())>{text(FamilyLabel::AllMethods)}</option>
                    {Member::ALL.iter().enumerate().map(option).collect_view()}
                </select>
            </label>
        </section>
    }
}

/// ρ of batch-instance norm.
#[component]
fn Share() -> impl IntoView {
    let page = page();
    let set = move |value: f64, input| {
        page.drag(|s| s.family.set_rho(value));
        if input == Input::Settled {
            page.settle();
        }
    };
    view! {
        <section class="group">
            <Slider
                name=text(FamilyLabel::Share).to_owned()
                value=page.part(|s| s.family.rho())
                range=Signal::stored((0.0, 1.0))
                step=0.01
                on_input=set
            />
            <p class="hint">{text(FamilyLabel::ShareHint)}</p>
        </section>
    }
}

/// The batches that were seen before this one.
#[component]
fn Before() -> impl IntoView {
    view! {
        <section class="group">
            <h2>{text(FamilyLabel::Before)}</h2>
            <Batches />
            <p class="hint">{text(FamilyLabel::BeforeHint)}</p>
        </section>
    }
}
