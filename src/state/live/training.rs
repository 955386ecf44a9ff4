//! Numbers about networks in training: what the chart has come to.

use super::{Format, Live};
use crate::lab::training::{Log, Race, Setup, Trained, Watched, newest_of};
use crate::state::Settings;

/// How what is watched is written, as the page writes it beside.
const READ: Format = Format::Significant(3);

/// Those that the lessons on training speak of: for the first runs the share of test samples with the right class,
/// and the newest value of whatever the chart shows.
pub const VALUES: &[Live] = &[
    Live::of_trained("first_accuracy", Format::Percent, |setup, logs| {
        accuracy(setup, logs, 0)
    }),
    Live::of_trained("second_accuracy", Format::Percent, |setup, logs| {
        accuracy(setup, logs, 1)
    }),
    Live::of_trained("third_accuracy", Format::Percent, |setup, logs| {
        accuracy(setup, logs, 2)
    }),
    Live::of_trained("fourth_accuracy", Format::Percent, |setup, logs| {
        accuracy(setup, logs, 3)
    }),
    Live::of_trained("first_watched", READ, |setup, logs| watched(setup, logs, 0)),
    Live::of_trained("second_watched", READ, |setup, logs| {
        watched(setup, logs, 1)
    }),
    Live::of_trained("third_watched", READ, |setup, logs| watched(setup, logs, 2)),
    Live::of_trained("fourth_watched", READ, |setup, logs| {
        watched(setup, logs, 3)
    }),
];

fn accuracy(setup: &Setup, logs: &[Log], k: usize) -> Option<f64> {
    mean(setup.trials(logs, k), Watched::Accuracy)
}

fn watched(setup: &Setup, logs: &[Log], k: usize) -> Option<f64> {
    mean(setup.trials(logs, k), setup.watched())
}

/// Over the seeds of a run.
fn mean(trials: &[Log], watched: Watched) -> Option<f64> {
    newest_of(trials, watched).map(|over| over.mean)
}

/// Trains the runs of a link to its step; a run that PyTorch rejects has seen nothing.
pub(super) fn trained(settings: &Settings) -> Option<Vec<Log>> {
    let mut race = Race::begin(&settings.training, settings.seed, &Trained::default())?;
    let logs = loop {
        if let Some(logs) = race.step() {
            break logs;
        }
    };
    Some(logs.into_iter().map(Result::unwrap_or_default).collect())
}
