//! Batches drawn again and again: how far their statistics wander, by batch size.

use super::chart::draw_on;
use super::dom;
use super::headline::Headline;
use super::live::live;
use super::memo::Memo;
use super::page::{Page, label, page, words};
use super::sheets::Sheets;
use super::stepwise::{Step, stepwise};
use crate::chart::redraws::{Names, Scatter};
use crate::chart::sheet;
use crate::lab::redraws::{Column, Drawing, Experiment, Outcome, Refusal};
use crate::state::Settings;
use crate::state::words::Label;
use crate::tensor::{Recipe, has_digits};
use leptos::html::Canvas;
use leptos::prelude::*;

/// What was asked for, and what came of it.
type Drawn = (Experiment, Result<Outcome, Refusal>);

/// The chart with its sentence.
#[component]
pub fn Redraws() -> impl IntoView {
    let page = page();
    let wanted = page.part(Settings::redraws_experiment);
    let answer = stepwise(
        wanted,
        move |experiment| is_at_hand(page, experiment),
        begin,
    );
    let drawn = answer.newest;
    let sentences = Memo::new(move |_| drawn.with(|drawn| said(drawn.as_ref())));
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        drawn.with(|drawn| {
            let Some((experiment, Ok(outcome))) = drawn else {
                return Ok(());
            };
            let names = Names::new(words(), experiment.redraws.quantity, outcome);
            let scatter = Scatter::new(outcome, &names, size_px, style);
            scatter.draw(area).map_err(|error| error.to_string())
        })
    });
    let sheets = move || {
        drawn.with(|drawn| match drawn {
            Some((experiment, Ok(outcome))) => {
                vec![sheet::redraws(
                    outcome,
                    experiment.redraws.quantity,
                    words(),
                )]
            }
            _ => Vec::new(),
        })
    };
    view! {
        <main class="experiment" class:old=live(move || answer.is_old.get())>
            <Headline sentences />
            <div class="plot">
                <canvas
                    node_ref=canvas
                    role="img"
                    aria-label=live(move || sentences.with(|said| said.join(". ")))
                    data-columns=live(move || drawn.with(|drawn| columns_json(drawn.as_ref())))
                ></canvas>
            </div>
            <Sheets of=Box::new(sheets) />
        </main>
    }
}

/// Whether x can be drawn now.
fn is_at_hand(page: Page, experiment: &Experiment) -> bool {
    let recipe = experiment.source.values.recipe();
    let waits = recipe.is_some_and(Recipe::shows_digits) && !has_digits();
    if waits {
        // The cube waits for them too, and is there once they are.
        page.explore.track();
    }
    !waits
}

fn begin(experiment: &Experiment) -> Step<Result<Outcome, Refusal>> {
    let mut drawing = Drawing::begin(experiment);
    Box::new(move || match &mut drawing {
        Ok(drawing) => drawing.step().transpose(),
        Err(refusal) => Some(Err(refusal.clone())),
    })
}

fn said(drawn: Option<&Drawn>) -> [String; 2] {
    match drawn {
        None => [label(Label::Computing).to_string(), String::new()],
        Some((experiment, Ok(outcome))) => words().redraws(experiment, outcome),
        Some((_, Err(refusal))) => words().not_redrawn(refusal),
    }
}

/// The columns as tests read them: for each batch size its samples, mean and spread.
fn columns_json(drawn: Option<&Drawn>) -> String {
    let columns = match drawn {
        Some((_, Ok(outcome))) => &outcome.columns[..],
        _ => &[],
    };
    let column = |c: &Column| format!("[{},{},{}]", c.samples, c.mean, c.spread);
    format!(
        "[{}]",
        columns.iter().map(column).collect::<Vec<_>>().join(",")
    )
}
