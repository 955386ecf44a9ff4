//! Networks in training.

use super::{Figure, WHOLE_PX, chart, plate, style, table};
use crate::chart::training::{Curves, Drawn};
use crate::lab::training::{Log, Refusal, curves_of};
use crate::state::Settings;
use crate::state::words::{TrainingLabel, Words};
use maud::html;

/// What was seen of all runs, and the runs in words.
pub fn figure(
    settings: &Settings,
    found: &[Result<Log, Refusal>],
    words: &'static dyn Words,
) -> Figure {
    let setup = &settings.training;
    let runs = setup.runs();
    let name = |k| words.run_name(runs, k);
    let logs: Vec<Log> = found
        .iter()
        .map(|log| log.clone().unwrap_or_default())
        .collect();
    let drawn = |k| Drawn {
        name: name(k),
        curves: curves_of(setup.trials(&logs, k), setup.watched()),
    };
    let drawn: Vec<Drawn> = (0..runs.len()).map(drawn).collect();
    let size_px = (WHOLE_PX, 320.0);
    let steps = setup.steps();
    let below = words.steps_axis();
    let laid = Curves::new(&drawn, setup.watched(), steps, below, size_px, style());
    // With another seed PyTorch says the same.
    let of_first_seed = found.iter().step_by(setup.seeds()).enumerate();
    let refused = of_first_seed.filter_map(|(k, found)| {
        let refusal = found.as_ref().err()?;
        Some((name(k), refusal.to_string()))
    });
    let written = runs
        .iter()
        .enumerate()
        .map(|(k, run)| (name(k), run.all_words()));
    Figure {
        headline: words.training(setup, &logs),
        body: html! {
            (plate("chart", words.watched(setup.watched()), chart(size_px, |area| laid.draw(area)), words.chart_note(setup)))
            (table("", refused))
            (table(words.training_label(TrainingLabel::Words), written))
        },
    }
}
