//! Batches drawn again and again: how far their statistics wander, by batch size.

use super::chart::draw_on;
use super::dom;
use super::headline::Headline;
use super::live::live;
use super::memo::Memo;
use super::page::{Page, label, page, words};
use super::ready;
use super::turn::next_turn;
use crate::chart::redraws::{Names, Scatter};
use crate::lab::redraws::{Column, Drawing, Experiment, Outcome, Refusal};
use crate::state::Settings;
use crate::state::words::Label;
use crate::tensor::{Recipe, has_digits};
use leptos::html::Canvas;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What was asked for, and what came of it.
type Drawn = (Experiment, Result<Outcome, Refusal>);

/// How long the page draws before it lets others go on: half a frame.
const TURN_MS: f64 = 8.0;

/// The chart with its sentence.
#[component]
pub fn Redraws() -> impl IntoView {
    let page = page();
    let wanted = page.part(Settings::redraws_experiment);
    let drawn = drawn(page, wanted);
    let is_old = Memo::new(move |_| {
        let of_another = |(of, _): &Drawn| wanted.with(|wanted| of != wanted);
        drawn.with(|drawn| drawn.as_ref().is_some_and(of_another))
    });
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
    view! {
        <main class="experiment" class:old=live(move || is_old.get())>
            <Headline sentences />
            <div class="plot">
                <canvas
                    node_ref=canvas
                    role="img"
                    aria-label=live(move || sentences.with(|said| said.join(". ")))
                    data-columns=live(move || drawn.with(|drawn| columns_json(drawn.as_ref())))
                ></canvas>
            </div>
        </main>
    }
}

/// Draws anew whenever the settings ask for other batches; what was drawn last stays meanwhile.
fn drawn(page: Page, wanted: Memo<Experiment>) -> RwSignal<Option<Drawn>> {
    let drawn = RwSignal::new(None);
    // Which of the drawings is wanted: the newest, as long as the chart is there.
    let newest = Rc::new(Cell::new(0_u32));
    let stop = StoredValue::new_local(newest.clone());
    on_cleanup(move || stop.with_value(|newest| newest.set(u32::MAX)));
    Effect::new(move || {
        let experiment = wanted.get();
        let recipe = experiment.source.values.recipe();
        if recipe.is_some_and(Recipe::shows_digits) && !has_digits() {
            // The cube waits for them too, and is there once they are.
            page.explore.track();
            return;
        }
        let number = newest.get() + 1;
        newest.set(number);
        let newest = newest.clone();
        spawn_local(async move {
            ready::begin();
            let is_wanted = || newest.get() == number;
            if let Some(outcome) = draw(&experiment, is_wanted).await {
                drawn.set(Some((experiment, outcome)));
            }
            ready::end();
        });
    });
    drawn
}

/// Draws as long as it is wanted, and lets others go on meanwhile.
async fn draw(
    experiment: &Experiment,
    is_wanted: impl Fn() -> bool,
) -> Option<Result<Outcome, Refusal>> {
    let mut drawing = match Drawing::begin(experiment) {
        Ok(drawing) => drawing,
        Err(refusal) => return Some(Err(refusal)),
    };
    let mut turn = js_sys::Date::now();
    while is_wanted() {
        match drawing.step() {
            Ok(None) => {}
            Ok(Some(outcome)) => return Some(Ok(outcome)),
            Err(refusal) => return Some(Err(refusal)),
        }
        if js_sys::Date::now() - turn > TURN_MS {
            next_turn().await;
            turn = js_sys::Date::now();
        }
    }
    None
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
