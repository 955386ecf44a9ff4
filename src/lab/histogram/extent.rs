//! Range, mean and spread of one group of values.

pub use kernels::spread::Extent;
use kernels::spread::Sums;

/// Hands all values of a group to a visitor, piece by piece, each time in the same order.
pub type Scan<'a> = dyn Fn(&mut dyn FnMut(&[f32])) + 'a;

/// Goes through all values once.
pub(super) fn of(scan: &Scan) -> Extent {
    let mut sums = Sums::default();
    scan(&mut |values| sums.add(values));
    sums.extent()
}

/// The largest magnitude; 0 where there is no value.
pub(super) fn largest(extent: &Extent) -> f64 {
    extent.high.max(-extent.low).max(0.0)
}

/// How many [`numbers`] there are.
pub(super) const NUMBERS: usize = 6;

/// As plain numbers, to be handed from one thread to another.
pub(super) fn numbers(extent: &Extent) -> [f64; NUMBERS] {
    let counts = [extent.counted, extent.left_out].map(|count| count as f64);
    [
        extent.low,
        extent.high,
        extent.mean,
        extent.deviation,
        counts[0],
        counts[1],
    ]
}

/// Those of [`numbers`].
pub(super) fn from_numbers(numbers: &[f64]) -> Extent {
    Extent {
        low: numbers[0],
        high: numbers[1],
        mean: numbers[2],
        deviation: numbers[3],
        counted: numbers[4] as usize,
        left_out: numbers[5] as usize,
    }
}
