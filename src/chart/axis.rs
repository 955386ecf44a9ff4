//! Ticks at round numbers.

use crate::lab::number::short;

/// A place on an axis with its number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub value: f64,
    pub label: String,
}

/// Multiples of 1, 2 or 5 times a power of ten within the range: as many as may be, at most `most`.
pub(super) fn ticks((low, high): (f64, f64), most: usize) -> Vec<Tick> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 {
        return Vec::new();
    }
    let coarsest = width / most.max(1) as f64;
    let power = 10_f64.powf(coarsest.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = steps.into_iter().find(|step| *step >= coarsest);
    let step = step.unwrap_or(10.0 * power);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last)
        .map(|i| {
            // i·step in decimals, without the error of the product.
            let value = if step < 1.0 {
                i as f64 / (1.0 / step).round()
            } else {
                i as f64 * step
            };
            Tick {
                value,
                label: short(value, 6),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_not_too_many() {
        let labels = |range, most| -> Vec<String> {
            let ticks = ticks(range, most);
            ticks.into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(labels((-2.1, 2.3), 5), ["−2", "−1", "0", "1", "2"]);
        assert_eq!(labels((-0.1, 0.35), 5), ["−0.1", "0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels((990.0, 1010.0), 3), ["990", "1000", "1010"]);
        assert_eq!(labels((0.0, 3e7), 4), ["0", "1e7", "2e7", "3e7"]);
        assert_eq!(labels((1.0, 1.0), 4), [""; 0]);
        for most in 1..12 {
            for width in [0.003, 0.7, 1.0, 9.9, 1234.0] {
                assert!(labels((-width / 3.0, width), most).len() <= most + 1);
            }
        }
    }
}
