//! Gradient descent on two features: the landscape, the loss by step, the numbers.

use super::chart::draw_on;
use super::dom;
use super::headline::Headline;
use super::live::{live, view_of};
use super::memo::Memo;
use super::page::{label, page, words};
use super::sheets::Sheets;
use crate::chart::descent::{Contours, Names, PARAMETERS};
use crate::chart::losses::Losses;
use crate::chart::sheet;
use crate::lab::descent::{Descent as Experiment, program};
use crate::state::numbers::of_descent;
use crate::state::words::{DescentLabel, Label};
use leptos::html::Canvas;
use leptos::prelude::*;
use std::sync::Arc;

/// What the parts of the view share.
type Shown = Memo<Arc<Experiment>>;

/// The experiment with all its numbers.
#[component]
pub fn Descent() -> impl IntoView {
    let page = page();
    let setup = page.part(|s| (s.descent, s.seed));
    let shown: Shown = Memo::new(move |_| {
        let (setup, seed) = setup.get();
        Arc::new(Experiment::run(&setup, seed))
    });
    let sentences = Memo::new(move |_| {
        shown.with(|shown| {
            let words = words();
            [words.descent_headline(shown), words.descent_subtitle(shown)]
        })
    });
    let sheets = move || {
        let sheet = |shown: &Arc<Experiment>| sheet::descent(shown, PARAMETERS, words());
        vec![shown.with(sheet)]
    };
    view! {
        <main class="experiment descent">
            <Headline sentences />
            <Landscape shown />
            <div class="beside">
                <NumbersTable shown />
                <LossByStep shown />
                <Sheets of=Box::new(sheets) />
                <details>
                    <summary>{label(Label::PyTorch)}</summary>
                    <pre>{view_of(move || {
                        let (setup, seed) = setup.get();
                        program(&setup, seed)
                    })}</pre>
                </details>
            </div>
        </main>
    }
}

fn text(label: DescentLabel) -> &'static str {
    words().descent_label(label)
}

/// The contours and the way down.
#[component]
fn Landscape(
    /// The experiment
    shown: Shown,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        shown.with(|shown| {
            let names = Names::new(words(), shown);
            let contours = Contours::new(shown, names, size_px, style);
            contours.draw(area).map_err(|error| error.to_string())
        })
    });
    let note = move || shown.with(|shown| words().contours_note(shown));
    view! {
        <figure class="landscape">
            <canvas node_ref=canvas role="img" aria-label=live(note)></canvas>
            <figcaption class="hint">{view_of(note)}</figcaption>
        </figure>
    }
}

/// The loss by step.
#[component]
fn LossByStep(
    /// The experiment
    shown: Shown,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        shown.with(|shown| {
            let names = [text(DescentLabel::Step), text(DescentLabel::Criterion)];
            let losses = Losses::new(shown, names, size_px, style);
            losses.draw(area).map_err(|error| error.to_string())
        })
    });
    let name = move || {
        let steps = shown.with(|shown| words().steps_needed(shown.steps));
        format!("{}: {steps}", text(DescentLabel::LossByStep))
    };
    view! {
        <figure class="losses">
            <h2>{text(DescentLabel::LossByStep)}</h2>
            <canvas node_ref=canvas role="img" aria-label=live(name)></canvas>
            <figcaption class="hint">{text(DescentLabel::LossNote)}</figcaption>
        </figure>
    }
}

/// κ and what follows from it.
#[component]
fn NumbersTable(
    /// The experiment
    shown: Shown,
) -> impl IntoView {
    let rows = Memo::new(move |_| shown.with(|shown| of_descent(words(), shown)));
    let row = |(name, value): (DescentLabel, String)| {
        view! {
            <tr>
                <th scope="row">{text(name)}</th>
                <td>{value}</td>
            </tr>
        }
    };
    view! {
        <table class="numbers" aria-label=text(DescentLabel::Numbers)>
            <tbody>{view_of(move || rows.get().into_iter().map(row).collect_view())}</tbody>
        </table>
    }
}
