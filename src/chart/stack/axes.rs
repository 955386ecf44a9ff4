//! The axes of the chart.

use super::series::Series;
use crate::chart::axis::{enclosing, power_of_ten, powers, ticks};
use crate::lab::stack::{COMPARED, Measure, Outcome};
use crate::nn::transformer::Order;

/// Where numbers stand along an axis.
#[derive(Clone, Copy)]
pub(super) enum Scale {
    Linear(f64, f64),
    Logarithmic(f64, f64),
}

impl Scale {
    /// The part of the axis that lies below a number.
    pub fn part(self, value: f64) -> f64 {
        match self {
            Self::Linear(low, high) => (value - low) / (high - low),
            Self::Logarithmic(low, high) => {
                (value.max(1e-300) / low).log10() / (high / low).log10()
            }
        }
    }
}

/// The scale of sizes and what is written along it.
pub(super) fn heights(
    series: &[Series],
    laws: &[Vec<(f64, f64)>],
    is_logarithmic: bool,
    most: f64,
) -> (Scale, Vec<(f64, String)>) {
    let shown = series
        .iter()
        .filter(|(order, _)| is_logarithmic || *order != Order::None);
    let spreads = shown.flat_map(|(_, points)| points.iter());
    let (lows, highs): (Vec<f64>, Vec<f64>) = spreads.map(|(_, s)| (s.low, s.high)).unzip();
    let laws = laws.iter().flatten().map(|(_, y)| *y);
    let low = lows.into_iter().fold(f64::INFINITY, f64::min);
    let high = highs.into_iter().chain(laws).fold(0.0, f64::max);
    if is_logarithmic {
        let low = (low.max(1e-30).log10() + 1e-9).floor() as i32;
        let high = (high.max(1e-29).log10().ceil() as i32).max(low + 1);
        let labels = powers((low, high), most).map(|k| (10_f64.powi(k), power_of_ten(k)));
        return (
            Scale::Logarithmic(10_f64.powi(low), 10_f64.powi(high)),
            labels.collect(),
        );
    }
    let labels: Vec<(f64, String)> = enclosing((0.0, high), (most as usize).clamp(2, 8))
        .into_iter()
        .map(|tick| (tick.value, tick.label))
        .collect();
    let top = labels.last().map_or(1.0, |(value, _)| *value);
    (Scale::Linear(0.0, top), labels)
}

pub(super) fn across(outcome: &Outcome, measure: Measure) -> Scale {
    let depth = outcome.stack.depth() as f64;
    match measure {
        Measure::Activations => Scale::Linear(0.0, depth),
        // A single block stands in the middle.
        Measure::Gradients if depth == 1.0 => Scale::Linear(0.0, 2.0),
        Measure::Gradients => Scale::Linear(1.0, depth),
        Measure::Last => Scale::Logarithmic(1.0, COMPARED[COMPARED.len() - 1] as f64),
    }
}

/// Where blocks or depths are written.
pub(super) fn columns(outcome: &Outcome, measure: Measure, most: f64) -> Vec<f64> {
    let depth = outcome.stack.depth() as f64;
    match measure {
        Measure::Last => COMPARED.map(|depth| depth as f64).into(),
        Measure::Gradients if depth == 1.0 => vec![1.0],
        Measure::Activations | Measure::Gradients => {
            let most = (most as usize).min(outcome.stack.depth()).max(1);
            ticks((0.0, depth), most)
                .into_iter()
                .map(|tick| tick.value)
                .filter(|value| measure == Measure::Activations || *value >= 1.0)
                .collect()
        }
    }
}
