//! What was seen of a run, as lines over its steps.

use super::glance::{Glance, Map, QUANTILES};
use super::session::Log;
use super::setup::Watched;
use super::{Shift, Smoothness};
use crate::nn::Score;

/// What a line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Samples for the test, in eval mode
    Test,
    /// Samples that are learnt from, in eval mode
    Seen,
    /// Samples for the test, with the statistics of their own batch
    OnBatch,
    /// Samples for the test, with statistics recomputed over many batches
    Recomputed,
    /// Each batch, as it was learnt from
    Batch,
    /// A quantile of activations, in per cent: 50 is the median
    Quantile(usize),
    /// The deviation beside a mean
    Deviation,
    /// The smallest of what is met along the gradient
    Smallest,
    /// The first map
    First,
    /// The last map
    Last,
    /// The middle map
    Middle,
    /// All channels of the last normalization
    Channels,
    /// The least of several seeds
    Least,
    /// The greatest of several seeds
    Greatest,
    /// The largest of what is met along the gradient
    Largest,
}

impl Line {
    /// Whether it is the one that stands for its run.
    pub fn is_main(self) -> bool {
        matches!(
            self,
            Self::Test
                | Self::Quantile(50)
                | Self::First
                | Self::Middle
                | Self::Channels
                | Self::Largest
        )
    }
}

/// A line: what it is of, and its points, (step, value).
pub type Curve = (Line, Vec<(f64, f64)>);

/// The lines of what is watched, those first that stand back, and last the one that stands for the run.
pub fn curves(log: &Log, watched: Watched) -> Vec<Curve> {
    let lines = quiet(log, watched).into_iter().chain([main(log, watched)]);
    lines.filter(|(_, points)| !points.is_empty()).collect()
}

/// The newest value of the line that stands for a run.
pub fn newest(log: &Log, watched: Watched) -> Option<f64> {
    let (_, points) = main(log, watched);
    points.last().map(|(_, value)| *value)
}

fn main(log: &Log, watched: Watched) -> Curve {
    match watched {
        Watched::Accuracy => of_glances(log, Line::Test, |glance| Some(glance.test.accuracy())),
        Watched::Loss => of_glances(log, Line::Test, |glance| Some(glance.test.loss)),
        Watched::Activations => quantile(log, 50),
        Watched::Gradients => of_map(log, Line::First, |map| map.gradient),
        Watched::Weights => of_map(log, Line::First, |map| map.weight),
        Watched::Lag => of_glances(log, Line::Channels, |glance| glance.places.last()?.lag),
        Watched::Rate => of_map(log, Line::First, |map| map.rate),
        Watched::Drift => of_glances(log, Line::Channels, |glance| Some(glance.drift?.mean)),
        Watched::Shift => of_shift(log, Line::Middle, |shift| shift.cosine),
        Watched::Distance => of_shift(log, Line::Middle, |shift| shift.distance),
        Watched::Landscape => along(log, Line::Largest, |seen| seen.losses[1]),
        Watched::Predictiveness => along(log, Line::Largest, |seen| seen.changes[1]),
        Watched::Beta => along(log, Line::Largest, |seen| seen.beta),
    }
}

fn quiet(log: &Log, watched: Watched) -> Vec<Curve> {
    let on_batch = |value: fn(Score) -> f64| {
        of_glances(log, Line::OnBatch, move |glance| glance.on_batch.map(value))
    };
    let recomputed = |value: fn(Score) -> f64| {
        of_glances(log, Line::Recomputed, move |glance| {
            glance.recomputed.map(value)
        })
    };
    match watched {
        Watched::Accuracy => vec![
            of_glances(log, Line::Seen, |glance| Some(glance.seen.accuracy())),
            on_batch(|score| score.accuracy()),
            recomputed(|score| score.accuracy()),
        ],
        Watched::Loss => vec![
            batches(log),
            on_batch(|score| score.loss),
            recomputed(|score| score.loss),
        ],
        Watched::Activations => [15, 85].map(|at| quantile(log, at)).into(),
        Watched::Gradients => vec![of_map(log, Line::Last, |map| map.gradient)],
        Watched::Weights => vec![of_map(log, Line::Last, |map| map.weight)],
        Watched::Rate => vec![of_map(log, Line::Last, |map| map.rate)],
        Watched::Drift => {
            let deviation = |glance: &Glance| Some(glance.drift?.deviation);
            vec![of_glances(log, Line::Deviation, deviation)]
        }
        Watched::Shift => vec![of_shift(log, Line::Last, |shift| shift.cosine)],
        Watched::Distance => vec![of_shift(log, Line::Last, |shift| shift.distance)],
        Watched::Landscape => vec![along(log, Line::Smallest, |seen| seen.losses[0])],
        Watched::Predictiveness => vec![along(log, Line::Smallest, |seen| seen.changes[0])],
        Watched::Lag | Watched::Beta => Vec::new(),
    }
}

/// Of the middle map or the last.
fn of_shift(log: &Log, line: Line, value: fn(&Shift) -> f64) -> Curve {
    of_glances(log, line, move |glance| {
        let shift = match line {
            Line::Middle => glance.shifts.first(),
            _ => glance.shifts.last(),
        };
        shift.map(value)
    })
}

/// Of what is met along the gradient.
fn along(log: &Log, line: Line, value: fn(&Smoothness) -> f64) -> Curve {
    of_glances(log, line, move |glance| {
        glance.smoothness.as_ref().map(value)
    })
}

/// A quantile of what the last hidden layer gives, in per cent.
fn quantile(log: &Log, percent: usize) -> Curve {
    of_glances(log, Line::Quantile(percent), move |glance| {
        let last = glance.places.last()?;
        Some(f64::from(last.behind[percent * (QUANTILES - 1) / 100]))
    })
}

/// Of the first map or the last.
fn of_map(log: &Log, line: Line, value: fn(&Map) -> f64) -> Curve {
    of_glances(log, line, move |glance| {
        let map = match line {
            Line::First => glance.maps.first(),
            _ => glance.maps.last(),
        };
        map.map(value)
    })
}

fn of_glances(log: &Log, line: Line, value: impl Fn(&Glance) -> Option<f64>) -> Curve {
    let points = log.glances.iter().filter_map(|glance| {
        let value = value(glance)?;
        Some((glance.step as f64, value))
    });
    (line, points.collect())
}

/// Losses that are drawn at most: more than a chart has pixels across.
const MOST_DRAWN: usize = 2000;

/// The losses of batches; of very many every second, every third, and so on.
fn batches(log: &Log) -> Curve {
    let every = log.losses.len().div_ceil(MOST_DRAWN).max(1);
    let points = log.losses.iter().enumerate().step_by(every);
    (
        Line::Batch,
        points.map(|(step, loss)| (step as f64, *loss)).collect(),
    )
}
