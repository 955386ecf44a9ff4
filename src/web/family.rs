//! The family of methods: a map of them, and one of them in numbers.

mod detail;
mod map;
mod picture;

use super::headline::Headline;
use super::live::{live, shown, view_of};
use super::memo::Memo;
use super::page::{Page, label, page, words};
use super::stepwise::{Step, stepwise};
use crate::lab::family::{Experiment, Family as Computed, Member, Outcome, Refusal, Run};
use crate::state::Settings;
use crate::state::words::{FamilyLabel, Label};
use crate::tensor::{Recipe, has_digits};
use detail::Detail;
use leptos::prelude::*;
use map::Map;

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

/// What was computed, if x fits.
fn with_family<T>(newest: Answer, then: impl FnOnce(&Computed) -> T) -> Option<T> {
    newest.with(|newest| {
        let (_, family) = newest.as_ref()?;
        Some(then(family.as_ref().ok()?))
    })
}

/// What a method made of x, if that is known and the method takes it.
fn with_outcome<T>(
    newest: Answer,
    member: Member,
    then: impl FnOnce(&Computed, &Outcome) -> T,
) -> Option<T> {
    with_family(newest, |family| {
        let outcome = family.of(member).as_ref().ok()?;
        Some(then(family, outcome))
    })?
}
