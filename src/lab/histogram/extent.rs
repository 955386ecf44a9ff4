//! Range, mean and spread of one group of values.

/// Hands all values of a group to a visitor, piece by piece, each time in the same order.
pub type Scan<'a> = dyn Fn(&mut dyn FnMut(&[f32])) + 'a;

/// From where to where values lie, and their moments; NaN and infinities are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The smallest value; infinity where there is none
    pub low: f64,
    /// The largest value; minus infinity where there is none
    pub high: f64,
    /// Mean of the values
    pub mean: f64,
    /// Their standard deviation (biased, as in x̂)
    pub deviation: f64,
    /// How many they are
    pub counted: usize,
    /// How many were no numbers
    pub left_out: usize,
}

impl Extent {
    /// Goes through all values once: sums of `d = v − v₀` and d² from the first value v₀ on give both moments,
    ///
    /// ```text
    /// mean = v₀ + ∑d/n      deviation² = ∑d²/n − (∑d/n)²
    /// ```
    pub fn of(scan: &Scan) -> Self {
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        let (mut sum, mut squares) = (0.0, 0.0);
        let (mut counted, mut all) = (0, 0);
        let mut origin = None;
        scan(&mut |values| {
            all += values.len();
            for &value in values.iter().filter(|value| value.is_finite()) {
                let d = f64::from(value) - *origin.get_or_insert(f64::from(value));
                (low, high) = (low.min(value), high.max(value));
                sum += d;
                squares += d * d;
                counted += 1;
            }
        });
        let n = counted as f64;
        let shift = sum / n;
        Self {
            low: low.into(),
            high: high.into(),
            mean: origin.unwrap_or(0.0) + shift,
            deviation: (squares / n - shift * shift).max(0.0).sqrt(),
            counted,
            left_out: all - counted,
        }
    }

    /// The largest magnitude; 0 where there is no value.
    pub fn largest(&self) -> f64 {
        self.high.max(-self.low).max(0.0)
    }

    /// How many [`Self::numbers`] there are.
    pub(super) const NUMBERS: usize = 6;

    /// As plain numbers, to be handed from one thread to another.
    pub(super) fn numbers(&self) -> [f64; Self::NUMBERS] {
        let counts = [self.counted, self.left_out].map(|count| count as f64);
        [
            self.low,
            self.high,
            self.mean,
            self.deviation,
            counts[0],
            counts[1],
        ]
    }

    /// Those of [`Self::numbers`].
    pub(super) fn from_numbers(numbers: &[f64]) -> Self {
        Self {
            low: numbers[0],
            high: numbers[1],
            mean: numbers[2],
            deviation: numbers[3],
            counted: numbers[4] as usize,
            left_out: numbers[5] as usize,
        }
    }
}
