//! What is taken along of the runs: a look inside in the cube, weights, curves.

use super::crew::Crew;
use super::hands::HANDS;
use super::laid;
use super::seat::{self, Want};
use crate::chart::Style;
use crate::lab::files::{curves_table, svg_with_link};
use crate::norm::Layer;
use crate::state::WATCHED;
use crate::state::words::TrainingLabel;
use crate::torch::listing::Parameters;
use crate::web::chart::style;
use crate::web::export::{Outcome, link, save, tell};
use crate::web::live::heard;
use crate::web::page::{Page, page, words};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use web_sys::File;

/// Size of the chart in a file, in CSS pixels.
const CHART_PX: (u32, u32) = (960, 540);

/// A file's name, as `training-run2-step50-weights.safetensors`.
fn name(page: Page, run: Option<usize>, ending: &str) -> String {
    page.settings.with_untracked(|s| {
        let run = run.map_or_else(String::new, |k| format!("-run{}", k + 1));
        format!("training{run}-step{}{ending}", s.training.steps())
    })
}

/// Opens what is inside a run at the step that is shown in the cube: what its first normalization is given.
pub fn open_inside(page: Page, crew: Crew, k: usize) {
    let name = name(page, Some(k), ".safetensors");
    let setup = page.settings.with_untracked(|s| s.training.clone());
    // With the first of its seeds.
    crew.send(k * setup.seeds(), Want::Inside, move |numbers| {
        let inside = setup.runs().get(k).and_then(|run| run.inside(setup.task()));
        let Some(inside) = inside else { return };
        let ([weight, bias], file) = seat::inside(&numbers);
        let bytes = Array::of1(&Uint8Array::from(&file[..]));
        let Ok(file) = File::new_with_u8_array_sequence(&bytes, &name) else {
            return;
        };
        page.files
            .open_made(page, file, inside.before, move |settings, source| {
                // A link holds γ and β of channels, or of the features of a plain batch.
                let is_held = source.shape.len() == 2
                    || !matches!(inside.layer, Layer::LayerNorm(_) | Layer::RmsNorm(_));
                let held = |values: Vec<f64>| {
                    let values = values
                        .into_iter()
                        .map(|value| value as f32)
                        .collect::<Vec<_>>();
                    (is_held && !values.is_empty()).then_some(values)
                };
                let parameters = Parameters {
                    weight: held(weight),
                    bias: held(bias),
                };
                settings.set_layer_on(source, inside.layer, &parameters);
            });
    });
}

/// The curves as a picture and as a table, and the weights of each run.
#[component]
pub fn Takings(
    /// What became of the last file
    outcome: Outcome,
) -> impl IntoView {
    let page = page();
    let crew = HANDS.with_borrow(|hands| hands.crew);
    let text = |label| words().training_label(label);
    let setup = page.settings.with_untracked(|s| s.training.clone());
    let names = (0..setup.runs().len()).map(|k| (k, words().run_name(setup.runs(), k)));
    let weights = move |(k, name): (usize, String)| {
        let take = move |_| {
            if let Some(crew) = crew {
                write_weights(page, crew, k, outcome);
            }
        };
        view! { <button type="button" on:click=heard(take)>{name} ".safetensors"</button> }
    };
    let picture = move |_| {
        if let Some(crew) = crew {
            write_picture(page, crew, outcome);
        }
    };
    let table = move |_| {
        if let Some(crew) = crew {
            write_table(page, crew, outcome);
        }
    };
    view! {
        <legend>{text(TrainingLabel::Curves)}</legend>
        <div class="row">
            <button type="button" on:click=heard(picture)>"SVG"</button>
            <button type="button" on:click=heard(table)>"CSV"</button>
        </div>
        <p class="hint">{text(TrainingLabel::Weights)}</p>
        <div class="row">{names.map(weights).collect_view()}</div>
    }
}

fn write_weights(page: Page, crew: Crew, k: usize, outcome: Outcome) {
    let name = name(page, Some(k), "-weights.safetensors");
    let seeds = page.settings.with_untracked(|s| s.training.seeds());
    crew.send(k * seeds, Want::Weights, move |numbers| {
        let saved = save(&name, &seat::unpacked(&numbers), "application/octet-stream");
        tell(outcome, name, saved);
    });
}

fn write_picture(page: Page, crew: Crew, outcome: Outcome) {
    let style = Style {
        has_ground: true,
        backend_text_scale: Style::SVG_TEXT_SCALE,
        ..untrack(|| style(page))
    };
    let setup = page.settings.with_untracked(|s| s.training.clone());
    let logs = untrack(|| crew.seen().get());
    let mut svg = String::new();
    let size_px = (f64::from(CHART_PX.0), f64::from(CHART_PX.1));
    let chart = laid(&setup, &logs, setup.steps(), size_px, style);
    let is_drawn = chart.draw(&SVGBackend::with_string(&mut svg, CHART_PX).into_drawing_area());
    if is_drawn.is_ok() {
        let title = words().training(&setup, &logs).join(". ");
        let svg = svg_with_link(&svg, &title, &link(page));
        let name = name(page, None, ".svg");
        tell(
            outcome,
            name.clone(),
            save(&name, svg.as_bytes(), "image/svg+xml"),
        );
    }
}

fn write_table(page: Page, crew: Crew, outcome: Outcome) {
    let logs = untrack(|| crew.seen().get());
    let seen = crew.trials.get_untracked().into_iter().zip(logs);
    let runs: Vec<_> = seen
        .map(|(trial, log)| (trial.run.all_words(), trial.seed, log))
        .collect();
    let csv = curves_table(&runs, &WATCHED, &link(page));
    let name = name(page, None, ".csv");
    tell(
        outcome,
        name.clone(),
        save(&name, csv.as_bytes(), "text/csv"),
    );
}
