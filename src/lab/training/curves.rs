//! What was seen of a run, as lines over its steps.

use super::glance::{Glance, QUANTILES};
use super::session::Log;
use super::setup::Watched;
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
    /// Each batch, as it was learnt from
    Batch,
    /// The median of activations
    Median,
    /// Their quantiles at 15 and 85 per cent
    Spread,
    /// The first map
    First,
    /// The last map
    Last,
    /// All channels of the last normalization
    Channels,
}

impl Line {
    /// Whether it is the one that stands for its run.
    pub fn is_main(self) -> bool {
        matches!(
            self,
            Self::Test | Self::Median | Self::First | Self::Channels
        )
    }
}

/// A line: what it is of, and its points, (step, value).
pub type Curve = (Line, Vec<(f64, f64)>);

/// The lines of what is watched, those first that stand back.
pub fn curves(log: &Log, watched: Watched) -> Vec<Curve> {
    let score = |line, of: fn(&Glance) -> Option<Score>, value: fn(Score) -> f64| {
        of_glances(log, line, move |glance| of(glance).map(value))
    };
    let lines = match watched {
        Watched::Accuracy => vec![
            score(
                Line::Seen,
                |glance| Some(glance.seen),
                |score| score.accuracy(),
            ),
            score(
                Line::OnBatch,
                |glance| glance.on_batch,
                |score| score.accuracy(),
            ),
            score(
                Line::Test,
                |glance| Some(glance.test),
                |score| score.accuracy(),
            ),
        ],
        Watched::Loss => vec![
            batches(log),
            score(Line::OnBatch, |glance| glance.on_batch, |score| score.loss),
            score(Line::Test, |glance| Some(glance.test), |score| score.loss),
        ],
        Watched::Activations => {
            let quantile = |line, percent: usize| {
                of_glances(log, line, move |glance| {
                    let last = glance.places.last()?;
                    Some(f64::from(last.behind[percent * (QUANTILES - 1) / 100]))
                })
            };
            vec![
                quantile(Line::Spread, 15),
                quantile(Line::Spread, 85),
                quantile(Line::Median, 50),
            ]
        }
        Watched::Gradients => vec![
            of_glances(log, Line::Last, |glance| Some(glance.maps.last()?.gradient)),
            of_glances(log, Line::First, |glance| {
                Some(glance.maps.first()?.gradient)
            }),
        ],
        Watched::Weights => vec![
            of_glances(log, Line::Last, |glance| Some(glance.maps.last()?.weight)),
            of_glances(log, Line::First, |glance| Some(glance.maps.first()?.weight)),
        ],
        Watched::Lag => vec![of_glances(log, Line::Channels, |glance| {
            glance.places.last()?.lag
        })],
    };
    lines
        .into_iter()
        .filter(|(_, points)| !points.is_empty())
        .collect()
}

/// What there is at a step: the newest value of a run's main line by then.
pub fn value_at(log: &Log, watched: Watched, step: usize) -> Option<f64> {
    let (_, points) = curves(log, watched)
        .into_iter()
        .find(|(line, _)| line.is_main())?;
    let before = points.into_iter().take_while(|(at, _)| *at <= step as f64);
    before.last().map(|(_, value)| value)
}

fn of_glances(log: &Log, line: Line, value: impl Fn(&Glance) -> Option<f64>) -> Curve {
    let points = log.glances.iter().filter_map(|glance| {
        let value = value(glance)?;
        Some((glance.step as f64, value))
    });
    (line, points.collect())
}

fn batches(log: &Log) -> Curve {
    let points = log.losses.iter().enumerate();
    (
        Line::Batch,
        points.map(|(step, loss)| (step as f64, *loss)).collect(),
    )
}
