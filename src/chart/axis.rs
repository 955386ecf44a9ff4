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
    let step = step(width, most);
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

/// 1, 2 or 5 times a power of ten: the smallest of which `width` has at most `most`.
fn step(width: f64, most: usize) -> f64 {
    let coarsest = width / most.max(1) as f64;
    let power = 10_f64.powf(coarsest.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = steps.into_iter().find(|step| *step >= coarsest);
    step.unwrap_or(10.0 * power)
}

/// Ticks that enclose the range: the first lies at its low end or below, the last at its high end or above.
/// A range without width gets some.
pub(super) fn enclosing((low, high): (f64, f64), most: usize) -> Vec<Tick> {
    let high = high.max(low + 1e-9);
    let step = step(high - low, most);
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    // A little more, so that no tick is lost to rounding.
    ticks((low - 1e-3 * step, high + 1e-3 * step), most + 2)
}

/// Every power of ten of a range, or every second, third … so that there are at most `most`.
pub(super) fn powers((low, high): (i32, i32), most: f64) -> impl Iterator<Item = i32> {
    let every = (f64::from(high - low + 1) / most.max(1.0)).ceil() as usize;
    (low..=high).step_by(every.max(1))
}

/// 0.001, 0.01, … 100, then 10³ and so on.
pub(super) fn power_of_ten(power: i32) -> String {
    match power {
        0..=2 => 10_i32.pow(power as u32).to_string(),
        -3..=-1 => format!("{:.*}", power.unsigned_abs() as usize, 10_f64.powi(power)),
        _ => format!(
            "10{}",
            power.to_string().chars().map(raised).collect::<String>()
        ),
    }
}

fn raised(sign: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    match sign.to_digit(10) {
        Some(digit) => DIGITS[digit as usize],
        None => '⁻',
    }
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

    #[test]
    fn powers_of_ten_are_written_as_they_are_read() {
        let all: Vec<String> = (-4..=7).chain([-12, 20]).map(power_of_ten).collect();
        assert_eq!(
            all.join(" "),
            "10⁻⁴ 0.001 0.01 0.1 1 10 100 10³ 10⁴ 10⁵ 10⁶ 10⁷ 10⁻¹² 10²⁰"
        );
    }
}
