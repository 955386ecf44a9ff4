//! The family of methods: a map of them, and one of them in numbers.

mod picture;

use super::headline::Headline;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{Page, label, page, words};
use super::stepwise::{Step, stepwise};
use crate::lab::family::{
    Experiment, Family as Computed, Member, Outcome, Refusal, Run, Shared, Statistic,
};
use crate::lab::number::{READ, significant};
use crate::state::Settings;
use crate::state::words::{FamilyLabel, Label};
use crate::tensor::{Recipe, has_digits};
use leptos::prelude::*;
use picture::{Deciding, Markable, Values};

/// What was asked for, and what came of it.
type Answer = RwSignal<Option<(Experiment, Result<Computed, Refusal>)>>;

/// The map, and beside it the method that is looked at.
#[component]
pub fn Family() -> impl IntoView {
    let page = page();
    let asked = page.part(Settings::family_experiment);
    let answer = stepwise(asked, move |_| is_at_hand(page), begin);
    let newest = answer.newest;
    let setup = page.part(|s| s.family);
    let sentences = Memo::new(move |_| {
        newest.with(|newest| match newest {
            None => [label(Label::Computing).to_owned(), String::new()],
            Some((_, Ok(family))) => words().family(family, &setup.get()),
            Some((_, Err(refusal))) => words().no_family(refusal),
        })
    });
    let is_there = move || newest.with(|newest| matches!(newest, Some((_, Ok(_)))));
    let member = move || setup.get().member;
    view! {
        <main class="experiment family" class:old=live(move || answer.is_old.get()) class:one=live(move || member().is_some())>
            <Headline sentences />
            {shown(is_there, move || view! {
                {view_of(move || member().map(|member| view! { <Detail member newest /> }))}
                <Map newest />
            })}
        </main>
    }
}

/// Whether x can be drawn now.
fn is_at_hand(page: Page) -> bool {
    let waits = page.with(|s| {
        let recipe = s.source.values.recipe();
        recipe.is_some_and(Recipe::shows_digits) && !has_digits()
    });
    if waits {
        // The cube waits for them too, and is there once they are.
        page.explore.track();
    }
    !waits
}

fn begin(experiment: &Experiment) -> Step<Result<Computed, Refusal>> {
    let mut run = Run::begin(experiment);
    Box::new(move || match &mut run {
        Ok(run) => run.step().map(Ok),
        Err(refusal) => Some(Err(refusal.clone())),
    })
}

fn text(label: FamilyLabel) -> &'static str {
    words().family_label(label)
}

/// What a method made of x, if that is known and the method takes it.
fn with_outcome<T>(
    newest: Answer,
    member: Member,
    then: impl FnOnce(&Computed, &Outcome) -> T,
) -> Option<T> {
    newest.with(|newest| {
        let (_, family) = newest.as_ref()?;
        let family = family.as_ref().ok()?;
        let outcome = family.of(member).as_ref().ok()?;
        Some(then(family, outcome))
    })
}

/// All methods, by what shares a statistic and by the statistic.
#[component]
fn Map(
    /// What was computed
    newest: Answer,
) -> impl IntoView {
    let column = |statistic| view! { <th scope="col">{words().family_statistic(statistic)}</th> };
    let row = move |shared: Shared| {
        let cell = move |statistic: Statistic| {
            let members = Member::ALL.into_iter();
            let members = members.filter(move |m| (m.set(), m.statistic()) == (shared, statistic));
            view! { <td>{members.map(|member| view! { <Card member newest /> }).collect_view()}</td> }
        };
        view! {
            <tr>
                <th scope="row">{words().shared(shared)}</th>
                {Statistic::ALL.map(cell)}
            </tr>
        }
    };
    view! {
        <div class="others">
            <table class="map" aria-label=text(FamilyLabel::Map)>
                <thead><tr><td></td>{Statistic::ALL.map(column)}</tr></thead>
                <tbody>{Shared::ALL.map(row)}</tbody>
            </table>
        </div>
    }
}

/// A method: its name, and which values of x decide the y that is asked about.
#[component]
fn Card(
    /// The method
    member: Member,
    /// What was computed
    newest: Answer,
) -> impl IntoView {
    let page = page();
    let is_chosen = page.part(move |s| s.family.member == Some(member));
    let press = move |_| {
        page.change(|s| {
            let other = s.family.member != Some(member);
            s.family.member = other.then_some(member);
        });
    };
    let deciding = move || with_outcome(newest, member, |_, outcome| outcome.deciding);
    let told = move || {
        let all = with_outcome(newest, member, |family, _| family.shape().iter().product());
        let said = deciding()
            .zip(all)
            .map(|(some, all)| words().deciding(some, all));
        format!(
            "{}: {}",
            words().member(member),
            said.unwrap_or_else(|| "—".to_owned())
        )
    };
    view! {
        <button
            type="button"
            class="member"
            data-deciding=live(move || deciding().map(|deciding| deciding.to_string()))
            aria-pressed=live(move || is_chosen.get().to_string())
            aria-label=live(told)
            on:click=heard(press)
        >
            {view_of(move || with_outcome(newest, member, |family, outcome| view! { <Deciding family outcome /> }))}
            <span>{words().member(member)}</span>
        </button>
    }
}

/// How a method computes.
fn equation(member: Member) -> &'static str {
    match member {
        Member::BatchRenorm => "r (x − μ) / σ + d",
        Member::PowerNorm => "x / ψ",
        Member::AdaIn => "σ′ (x − μ) / √(σ² + ε) + μ′",
        Member::FilterResponseNorm => "max(x / √(ν² + ε), τ)",
        Member::RmsNorm => "x / √(ν² + ε)",
        Member::ScaleNorm => "g x / ‖x‖",
        Member::QkNorm => "q / ‖q‖",
        Member::SwitchableNorm => "(x − Σ w μ) / √(Σ w′σ² + ε)",
        Member::BatchInstanceNorm => "ρ BN(x) + (1 − ρ) IN(x)",
        Member::LocalResponseNorm => "x / (k + α/n Σ x²)ᵝ",
        Member::DynamicTanh => "tanh(α x)",
        Member::WeightNorm => "v / ‖v‖",
        Member::SpectralNorm => "w / σ(w)",
        Member::WeightStandardization => "(w − μ) / (s + ε)",
        _ => "(x − μ) / √(σ² + ε)",
    }
}

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
fn Detail(
    /// The method
    member: Member,
    /// What was computed
    newest: Answer,
) -> impl IntoView {
    let page = page();
    let cube = page.part(move |s| s.family_cube(member));
    let picture = move |of_y: bool| {
        view_of(move || {
            let is_dark = page.is_dark.get();
            newest.with(|newest| {
                let (_, family) = newest.as_ref()?;
                let family = family.as_ref().ok()?;
                let outcome = family.of(member).as_ref().ok()?;
                Some(view! { <Values family outcome of_y is_dark /> })
            })
        })
    };
    view! {
        <section class="chosen">
            <h2><b>{words().member(member)}</b> <span class="equation">{symbols(equation(member))}</span></h2>
            <figure>
                <figcaption>{text(FamilyLabel::WhatDecides)}</figcaption>
                <Markable name=text(FamilyLabel::WhatDecides)>{picture(false)}</Markable>
            </figure>
            <figure>
                <figcaption>{text(FamilyLabel::Output)}</figcaption>
                <Markable name=text(FamilyLabel::Output)>{picture(true)}</Markable>
            </figure>
            <table class="terms">{view_of(move || with_outcome(newest, member, terms))}</table>
            <p class="row">
                <span class="hint">{view_of(move || with_outcome(newest, member, |_, outcome| {
                    words().member_learns(member, outcome.learnt)
                }))}</span>
                {shown(move || cube.get().is_some(), move || view! {
                    <button type="button" on:click=heard(move |_| page.change(|s| s.show_family_cube(member)))>{text(FamilyLabel::AsCube)}</button>
                })}
            </p>
            <details>
                <summary>{label(Label::PyTorch)}</summary>
                <pre>{view_of(move || page.with(|s| s.family_experiment().program(member)))}</pre>
            </details>
        </section>
    }
}

/// x, the statistics that y is computed with, and y.
fn terms(family: &Computed, outcome: &Outcome) -> impl IntoView + use<> {
    let row = |name: String, value: f64| {
        view! { <tr><th scope="row">{name}</th><td>{significant(value, READ)}</td></tr> }
    };
    let first = row("x".to_owned(), f64::from(family.x[family.at]));
    let between = outcome
        .terms
        .iter()
        .map(|term| row(words().term(term), term.value));
    let between = between.collect_view();
    let last = row("y".to_owned(), outcome.y[family.at]);
    view! { {first}{between}{last} }
}
