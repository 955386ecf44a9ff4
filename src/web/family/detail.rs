//! One method in numbers.

use super::picture::{Markable, Values};
use super::{Answer, text, with_family, with_outcome};
use crate::chart::plates::Plates;
use crate::lab::family::{Family, Member, Outcome};
use crate::lab::number::{READ, significant};
use crate::scene::LIMIT;
use crate::state::words::{FamilyLabel, Label};
use crate::web::figure::{gradient, theme};
use crate::web::live::{heard, live, shown, view_of};
use crate::web::page::{label, page, words};
use leptos::prelude::*;

/// Single letters are variables and slanted, words are not.
fn symbols(equation: &'static str) -> impl IntoView {
    let part = |part: &'static str| match part.chars().count() == 1
        && part.chars().all(char::is_alphabetic)
    {
        true => view! { <i>{part}</i> }.into_any(),
        false => part.into_any(),
    };
    let alike = |a: char, b: char| a.is_alphabetic() == b.is_alphabetic();
    let mut parts = Vec::new();
    let mut rest = equation;
    while let Some(first) = rest.chars().next() {
        let len = rest.find(|c| !alike(first, c)).unwrap_or(rest.len());
        parts.push(part(&rest[..len]));
        rest = &rest[len..];
    }
    parts
}

/// One method: x with what decides, y, and the numbers of the y that is asked about.
#[component]
pub fn Detail(
    /// The method
    member: Member,
    /// What was computed
    newest: Answer,
) -> impl IntoView {
    let page = page();
    let cube = page.part(move |s| s.family_cube(member));
    let is_wide = move || with_family(newest, |family| Plates::new(family.shape()).is_wide());
    let picture = move |of_y: bool| {
        view_of(move || {
            let palette = theme(page).palette();
            with_family(
                newest,
                |family| view! { <Values family member of_y palette /> },
            )
        })
    };
    let scale = move || gradient(theme(page).palette());
    view! {
        <section class="chosen" class:wide=live(move || is_wide() == Some(true))>
            <h2><b>{words().member(member)}</b> <span class="equation">{symbols(member.equation())}</span></h2>
            <figure>
                <figcaption>{text(FamilyLabel::WhatDecides)}</figcaption>
                <Markable name=text(FamilyLabel::WhatDecides)>{picture(false)}</Markable>
            </figure>
            <figure>
                <figcaption>{text(FamilyLabel::Output)}</figcaption>
                <Markable name=text(FamilyLabel::Output)>{picture(true)}</Markable>
            </figure>
            <table class="terms" aria-label=text(FamilyLabel::Terms)>{view_of(move || with_outcome(newest, member, terms))}</table>
            <p class="row">
                <span class="hint">{view_of(move || with_outcome(newest, member, |_, outcome| {
                    words().member_learns(member, outcome.learnt)
                }))}</span>
                {shown(move || cube.get().is_some(), move || view! {
                    <button type="button" on:click=heard(move |_| page.change(|s| s.show_family_cube(member)))>{text(FamilyLabel::AsCube)}</button>
                })}
                <span class="legend" aria-hidden="true">
                    <span>{format!("≤ −{LIMIT}")}</span>
                    <i style=live(scale)></i>
                    <span>{format!("≥ {LIMIT}")}</span>
                </span>
            </p>
            <details>
                <summary>{label(Label::PyTorch)}</summary>
                <pre>{view_of(move || page.with(|s| s.family_experiment().program(member)))}</pre>
            </details>
        </section>
    }
}

/// x, the statistics that y is computed with, and y.
fn terms(family: &Family, outcome: &Outcome) -> impl IntoView + use<> {
    let line = |name: String, value: String| {
        view! { <tr><th scope="row">{name}</th><td>{value}</td></tr> }
    };
    let row = |name: String, value: f64| line(name, significant(value, READ));
    let [n, c, h, w] = family.at;
    let element = line(
        label(Label::Element).to_owned(),
        format!("[{n}, {c}, {h}, {w}]"),
    );
    let first = row("x".to_owned(), f64::from(family.x[family.at]));
    let between = outcome
        .terms
        .iter()
        .map(|term| row(words().term(term), term.value));
    let between = between.collect_view();
    let last = row("y".to_owned(), outcome.y[family.at]);
    view! { {element}{first}{between}{last} }
}
