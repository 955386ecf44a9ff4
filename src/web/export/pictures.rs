//! The cube or a chart, as SVG, PNG or video.

use super::super::live::{heard, live};
use super::super::page::{label, page};
use super::picture::{Look, Studio, Subject};
use super::record::{FilmButton, FilmProgress, Recorder};
use super::save::save;
use super::{Outcome, link, name, raster, tell};
use crate::lab::files::png_with_link;
use crate::state::words::Label;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Sizes of a PNG or a video, in pixels per CSS pixel: as on the screen, for a slide, for print.
const SCALES: [u32; 3] = [1, 2, 4];

/// What is chosen.
#[derive(Clone, Copy)]
pub struct Choice {
    /// Which figure
    pub subject: RwSignal<Subject>,
    /// With or without labels and ground
    pub look: RwSignal<Look>,
    /// Pixels per CSS pixel
    pub scale: RwSignal<u32>,
}

/// What to picture, how, and in which format.
#[component]
pub fn Pictures(
    /// What became of the last file
    outcome: Outcome,
) -> impl IntoView {
    let choice = Choice {
        subject: RwSignal::new(Subject::Tensor),
        look: RwSignal::new(Look {
            has_labels: true,
            has_ground: true,
        }),
        scale: RwSignal::new(SCALES[1]),
    };
    let Choice { subject, look, .. } = choice;
    let checkbox = move |name: Label,
                         of: fn(&mut Look) -> &mut bool,
                         is_for: fn(Subject) -> bool| {
        let is_on = move || *of(&mut look.get());
        let change = move |ev| look.update(|look| *of(look) = event_target_checked(&ev));
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=live(is_on) disabled=live(move || !is_for(subject.get())) on:change=heard(change) />
                <span>{label(name)}</span>
            </label>
        }
    };
    view! {
        <legend>{label(Label::Picture)}</legend>
        <SubjectChoice subject=subject />
        <div class="row">
            // A chart without its numbers would say nothing.
            {checkbox(Label::PictureLabels, |look| &mut look.has_labels, |subject| subject == Subject::Tensor)}
            {checkbox(Label::PictureGround, |look| &mut look.has_ground, |_| true)}
        </div>
        <Formats choice=choice outcome=outcome />
    }
}

/// Which figure.
#[component]
fn SubjectChoice(
    /// The chosen one
    subject: RwSignal<Subject>,
) -> impl IntoView {
    let page = page();
    let choose = move |ev| {
        let chosen = event_target_value(&ev);
        let shown = untrack(|| Subject::shown(page)).iter().copied();
        let mut found = shown.filter(|of| label(of.label()) == chosen);
        subject.set(found.next().unwrap_or(Subject::Tensor));
    };
    let option = move |of: Subject| {
        view! { <option value=label(of.label()) selected=live(move || subject.get() == of)>{label(of.label())}</option> }
    };
    view! {
        <label class="field">
            <span>{label(Label::PictureOf)}</span>
            <select on:change=heard(choose)>
                {move || Subject::shown(page).iter().copied().map(option).collect_view()}
            </select>
        </label>
    }
}

/// The buttons that save it.
#[component]
fn Formats(
    /// What to save
    choice: Choice,
    /// What became of it
    outcome: Outcome,
) -> impl IntoView {
    let page = page();
    let scale = choice.scale;
    let choose = move |ev| scale.set(event_target_value(&ev).parse().unwrap_or(SCALES[1]));
    let option = move |of: u32| {
        view! { <option value=of selected=live(move || scale.get() == of)>{of} "×"</option> }
    };
    let studio = Studio::open(page);
    let picture = move |ending| {
        let (subject, link) = (choice.subject.get_untracked(), link(page));
        let svg = studio.svg(subject, choice.look.get_untracked(), &link)?;
        Some((name(page, subject.ending(), ending), svg, link))
    };
    let svg = move |_| {
        if let Some((name, svg, _)) = picture("svg") {
            let saved = save(&name, svg.as_bytes(), "image/svg+xml");
            tell(outcome, name, saved);
        }
    };
    let png = move |_| {
        let Some((name, svg, link)) = picture("png") else {
            return;
        };
        spawn_local(async move {
            let png = raster::png(&svg, scale.get_untracked()).await;
            let saved = png.and_then(|png| save(&name, &png_with_link(png, &link), "image/png"));
            tell(outcome, name, saved);
        });
    };
    let recorder = Recorder::new(studio, choice, outcome);
    view! {
        <div class="row">
            <button type="button" on:click=heard(svg)>"SVG"</button>
            <button type="button" on:click=heard(png)>"PNG"</button>
            <FilmButton recorder=recorder />
            <label class="field">
                <span>{label(Label::PictureScale)}</span>
                <select on:change=heard(choose)>{SCALES.map(option)}</select>
            </label>
        </div>
        <FilmProgress recorder=recorder />
    }
}
