//! A run with several seeds: what it comes to on the average, and how far it may come out otherwise.

use super::curves::{Curve, Line, curves, newest};
use super::session::Log;
use super::setup::Watched;

/// A mean over seeds, and the least and the greatest of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Over {
    /// The mean
    pub mean: f64,
    /// The least
    pub least: f64,
    /// The greatest
    pub greatest: f64,
}

impl Over {
    /// Over numbers; `None` if there are none.
    fn of(values: impl Iterator<Item = f64> + Clone) -> Option<Self> {
        let count = values.clone().count();
        let sum: f64 = values.clone().sum();
        (count > 0).then(|| Self {
            mean: sum / count as f64,
            least: values.clone().fold(f64::INFINITY, f64::min),
            greatest: values.fold(f64::NEG_INFINITY, f64::max),
        })
    }
}

/// The lines of a run with each of its seeds: those of the one, or of the line that stands for the run the least, the
/// greatest and the mean, as far as all have come.
pub fn curves_of(trials: &[Log], watched: Watched) -> Vec<Curve> {
    if let [log] = trials {
        return curves(log, watched);
    }
    let mains = trials.iter().filter_map(|log| curves(log, watched).pop());
    let mains: Vec<Curve> = mains.collect();
    let Some((line, _)) = mains.first().filter(|_| mains.len() == trials.len()) else {
        return Vec::new();
    };
    let shortest = mains.iter().map(|(_, points)| points.len()).min();
    let over = |k: usize| {
        let (step, _) = mains[0].1[k];
        Some((step, Over::of(mains.iter().map(|(_, points)| points[k].1))?))
    };
    let points: Vec<(f64, Over)> = (0..shortest.unwrap_or(0)).filter_map(over).collect();
    let curve = |line, of: fn(&Over) -> f64| -> Curve {
        let points = points.iter().map(|(step, over)| (*step, of(over)));
        (line, points.collect())
    };
    vec![
        curve(Line::Least, |over| over.least),
        curve(Line::Greatest, |over| over.greatest),
        curve(*line, |over| over.mean),
    ]
}

/// The newest value of the line that stands for a run, over its seeds; `None` unless each has one.
pub fn newest_of(trials: &[Log], watched: Watched) -> Option<Over> {
    let values = trials.iter().map(|log| newest(log, watched));
    let values: Vec<f64> = values.collect::<Option<_>>()?;
    Over::of(values.into_iter())
}
