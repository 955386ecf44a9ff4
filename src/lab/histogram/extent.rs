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
        let mut sums = Sums::default();
        scan(&mut |values| {
            let (chunks, rest) = values.as_chunks::<LANES>();
            for chunk in chunks {
                match sums.origin {
                    Some(origin) if is_finite(chunk) => sums.add_chunk(chunk, origin),
                    _ => chunk.iter().for_each(|&value| sums.add(value)),
                }
            }
            rest.iter().for_each(|&value| sums.add(value));
        });
        sums.extent()
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

/// Sums that run side by side, since one would wait for itself.
const LANES: usize = 8;

#[derive(Default)]
struct Sums {
    /// v₀, as soon as there is one
    origin: Option<f64>,
    /// Smallest and largest value
    low: [f32; LANES],
    high: [f32; LANES],
    sum: [f64; LANES],
    squares: [f64; LANES],
    counted: usize,
    left_out: usize,
}

impl Sums {
    fn add(&mut self, value: f32) {
        if !value.is_finite() {
            self.left_out += 1;
            return;
        }
        let origin = *self.origin.get_or_insert_with(|| {
            (self.low, self.high) = ([value; LANES], [value; LANES]);
            value.into()
        });
        self.take(0, value, origin);
        self.counted += 1;
    }

    fn add_chunk(&mut self, chunk: &[f32; LANES], origin: f64) {
        for (lane, &value) in chunk.iter().enumerate() {
            self.take(lane, value, origin);
        }
        self.counted += LANES;
    }

    #[inline(always)]
    fn take(&mut self, lane: usize, value: f32, origin: f64) {
        let d = f64::from(value) - origin;
        self.sum[lane] += d;
        self.squares[lane] += d * d;
        self.low[lane] = if value < self.low[lane] {
            value
        } else {
            self.low[lane]
        };
        self.high[lane] = if value > self.high[lane] {
            value
        } else {
            self.high[lane]
        };
    }

    fn extent(&self) -> Extent {
        let n = self.counted as f64;
        let total = |lanes: [f64; LANES]| lanes.iter().sum::<f64>();
        let shift = total(self.sum) / n;
        let (low, high) = match self.origin {
            Some(_) => (
                self.low.into_iter().fold(f32::INFINITY, f32::min),
                self.high.into_iter().fold(f32::NEG_INFINITY, f32::max),
            ),
            None => (f32::INFINITY, f32::NEG_INFINITY),
        };
        Extent {
            low: low.into(),
            high: high.into(),
            mean: self.origin.unwrap_or(0.0) + shift,
            deviation: (total(self.squares) / n - shift * shift).max(0.0).sqrt(),
            counted: self.counted,
            left_out: self.left_out,
        }
    }
}

/// Whether all are: 0 · v is 0 for a number, and NaN otherwise.
fn is_finite(chunk: &[f32; LANES]) -> bool {
    chunk.iter().map(|value| value * 0.0).sum::<f32>() == 0.0
}
