//! What can be chosen of a handout, and the ways out of its preview.

use super::preview::{Extent, Preview, text};
use crate::paper::{Audience, Size};
use crate::state::words::{Label, PaperLabel};
use crate::web::lesson;
use crate::web::live::{heard, live};
use crate::web::page::{label, page};
use leptos::prelude::*;
use std::sync::Arc;

/// What can be chosen, and the ways out.
#[component]
pub fn Bar(
    /// What was chosen
    preview: Preview,
) -> impl IntoView {
    let close = move |_| preview.close();
    let print = move |_| {
        // A frame that may not print does nothing.
        let _ = window().print();
    };
    let is_ready = move || preview.made.with(Option::is_some);
    let audience = choice(
        PaperLabel::Copy,
        &Audience::ALL.map(Audience::label),
        move |k| preview.audience.set(Audience::ALL[k]),
        move || {
            Audience::ALL
                .iter()
                .position(|of| *of == preview.audience.get())
        },
    );
    let size = choice(
        PaperLabel::Size,
        &Size::ALL.map(Size::label),
        move |k| preview.size.set(Size::ALL[k]),
        move || Size::ALL.iter().position(|of| *of == preview.size.get()),
    );
    view! {
        <header class="handout-bar">
            <h2>{text(PaperLabel::HandoutTitle)}</h2>
            <ExtentChoice preview />
            {audience}
            {size}
            <span class="row end">
                <button type="button" class="main" disabled=live(move || !is_ready()) on:click=heard(print)>{text(PaperLabel::Print)}</button>
                <button type="button" id="handout-close" on:click=heard(close)>{label(Label::Close)}</button>
            </span>
        </header>
    }
}

/// The present part, or the whole lesson that it is of.
#[component]
fn ExtentChoice(
    /// What was chosen
    preview: Preview,
) -> impl IntoView {
    let page = page();
    let whole = untrack(|| lesson::here(page).get()).and_then(|here| {
        let place = page.settings.with_untracked(|s| s.lesson.clone())?;
        Some(Extent::Whole(Arc::new(here.lesson().clone()), place))
    });
    let choose = move |whole: Extent, k: usize| {
        preview.extent.set([Extent::Present, whole][k].clone());
        preview.make();
    };
    // From the contents there is no present part.
    whole.map(|whole| {
        choice(
            PaperLabel::Extent,
            &[PaperLabel::ThisPart, PaperLabel::WholeLesson],
            move |k| choose(whole.clone(), k),
            move || Some(usize::from(preview.extent.get() != Extent::Present)),
        )
    })
}

/// One of a few, by number.
fn choice(
    name: PaperLabel,
    all: &[PaperLabel],
    choose: impl Fn(usize) + 'static,
    chosen: impl Fn() -> Option<usize> + Copy + Send + Sync + 'static,
) -> AnyView {
    let option = |(k, of): (usize, &PaperLabel)| {
        view! { <option value=k.to_string() selected=live(move || chosen() == Some(k))>{text(*of)}</option> }
    };
    let options = all.iter().enumerate().map(option).collect::<Vec<_>>();
    let changed = move |ev| choose(event_target_value(&ev).parse().unwrap_or(0));
    view! {
        <label class="field">
            <span>{text(name)}</span>
            <select on:change=heard(changed)>{options}</select>
        </label>
    }
    .into_any()
}
