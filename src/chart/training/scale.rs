//! How values of runs become heights.

use super::Drawn;
use crate::chart::axis::{power_of_ten, powers, ticks};
use crate::lab::training::Watched;

/// How a value becomes a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    Linear(f64, f64),
    /// Powers of ten at the ends
    Logarithmic(i32, i32),
}

impl Scale {
    /// Where a value stands, from 0 below to 1 above.
    pub fn part(self, value: f64) -> f64 {
        match self {
            Self::Linear(low, high) => (value - low) / (high - low),
            Self::Logarithmic(low, high) => {
                let power = value.clamp(1e-300, 1e300).log10();
                (power - f64::from(low)) / f64::from(high - low)
            }
        }
    }

    /// Room for all values of what is watched.
    pub fn of(watched: Watched, runs: &[Drawn]) -> Self {
        let points = runs
            .iter()
            .flat_map(|run| &run.curves)
            .flat_map(|(_, points)| points);
        let values = points
            .map(|(_, value)| *value)
            .filter(|value| value.is_finite());
        match watched {
            Watched::Accuracy => Self::Linear(0.0, 1.0),
            Watched::Shift => Self::Linear(-1.0, 1.0),
            Watched::Activations | Watched::Lag => {
                let ends = values.fold((0.0, 1.0), |(low, high): (f64, f64), value| {
                    (low.min(value), high.max(value))
                });
                Self::Linear(ends.0, ends.1)
            }
            _ => {
                let positive = values.filter(|value| *value > 0.0);
                let (low, high) = positive.fold((1.0, 1.0), |(low, high): (f64, f64), value| {
                    (low.min(value), high.max(value))
                });
                let power = |value: f64| value.log10().clamp(-12.0, 12.0);
                let (low, high) = (power(low).floor() as i32, power(high).ceil() as i32);
                Self::Logarithmic(low, high.max(low + 1))
            }
        }
    }

    /// At most so many values with their names.
    pub fn labels(self, watched: Watched, most: f64) -> Vec<(f64, String)> {
        match self {
            Self::Linear(low, high) => {
                let ticks = ticks((low, high), most as usize);
                let label = |value: f64, label: String| match watched {
                    Watched::Accuracy => format!("{:.0} %", 100.0 * value),
                    _ => label,
                };
                ticks
                    .into_iter()
                    .map(|tick| (tick.value, label(tick.value, tick.label)))
                    .collect()
            }
            Self::Logarithmic(low, high) => powers((low, high), most)
                .map(|power| (10_f64.powi(power), power_of_ten(power)))
                .collect(),
        }
    }
}
