//! Batches drawn again and again: how far their statistics wander, by batch size.

use super::chart::draw_on;
use super::dom;
use super::headline::Headline;
use super::live::live;
use super::memo::Memo;
use super::page::{Page, label, page, words};
use crate::chart::redraws::{Names, Scatter};
use crate::lab::redraws::{Experiment, Outcome, Refusal};
use crate::state::Settings;
use crate::state::words::Label;
use crate::tensor::{Recipe, has_digits};
use leptos::html::Canvas;
use leptos::prelude::*;

/// What was asked for, and what came of it; `None` until the images of digits are here.
type Drawn = (Experiment, Option<Result<Outcome, Refusal>>);

/// The chart with its sentence.
#[component]
pub fn Redraws() -> impl IntoView {
    let page = page();
    let drawn = drawn(page);
    let sentences = Memo::new(move |_| drawn.with(said));
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        drawn.with(|(experiment, outcome)| {
            let Some(Ok(outcome)) = outcome else {
                return Ok(());
            };
            let names = Names::new(words(), experiment.redraws.quantity, outcome);
            let scatter = Scatter::new(outcome, &names, size_px, style);
            scatter.draw(area).map_err(|error| error.to_string())
        })
    });
    view! {
        <main class="experiment">
            <Headline sentences />
            <div class="plot">
                <canvas
                    node_ref=canvas
                    role="img"
                    aria-label=live(move || sentences.with(|said| said.join(". ")))
                    data-columns=live(move || drawn.with(columns_json))
                ></canvas>
            </div>
        </main>
    }
}

/// Draws anew whenever the settings ask for other batches.
fn drawn(page: Page) -> Memo<Drawn> {
    let experiment = page.part(Settings::redraws_experiment);
    Memo::new(move |_| {
        let experiment = experiment.get();
        let recipe = experiment.source.values.recipe();
        if recipe.is_some_and(Recipe::shows_digits) && !has_digits() {
            // The cube waits for them too, and is there once they are.
            page.explore.track();
            return (experiment, None);
        }
        let outcome = experiment.run();
        (experiment, Some(outcome))
    })
}

fn said((experiment, outcome): &Drawn) -> [String; 2] {
    match outcome {
        None => [label(Label::Computing).to_string(), String::new()],
        Some(Ok(outcome)) => words().redraws(experiment, outcome),
        Some(Err(refusal)) => words().not_redrawn(refusal),
    }
}

/// The columns as tests read them: for each batch size its samples, mean and spread.
fn columns_json((_, outcome): &Drawn) -> String {
    let columns = match outcome {
        Some(Ok(outcome)) => &outcome.columns[..],
        _ => &[],
    };
    let column =
        |c: &crate::lab::redraws::Column| format!("[{},{},{}]", c.samples, c.mean, c.spread);
    format!(
        "[{}]",
        columns.iter().map(column).collect::<Vec<_>>().join(",")
    )
}
