//! Range, mean and spread.

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

/// Sums that run side by side, since one would wait for itself.
const LANES: usize = 8;

/// Takes values in once: sums of `d = v − v₀` and d² from the first value v₀ on give both moments,
///
/// ```text
/// mean = v₀ + ∑d/n      deviation² = ∑d²/n − (∑d/n)²
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// v₀, as soon as there is one
    origin: Option<f64>,
    lanes: Parts,
    counted: usize,
    left_out: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    /// Smallest and largest value
    low: [f32; LANES],
    high: [f32; LANES],
    sum: [f64; LANES],
    squares: [f64; LANES],
}

impl Sums {
    /// Takes in the next values.
    // Within a caller it would be compiled as that is, for size.
    #[inline(never)]
    pub fn add(&mut self, values: &[f32]) {
        let (mut chunks, rest) = values.as_chunks::<LANES>();
        while let Some((chunk, others)) = chunks.split_first() {
            let finite = match self.origin {
                Some(_) => chunks.iter().take_while(|chunk| are_finite(chunk)).count(),
                None => 0,
            };
            if finite == 0 {
                chunk.iter().for_each(|&value| self.add_one(value));
                chunks = others;
            } else {
                self.add_finite(&chunks[..finite]);
                chunks = &chunks[finite..];
            }
        }
        rest.iter().for_each(|&value| self.add_one(value));
    }

    fn add_one(&mut self, value: f32) {
        if !value.is_finite() {
            self.left_out += 1;
            return;
        }
        let origin = *self.origin.get_or_insert_with(|| {
            (self.lanes.low, self.lanes.high) = ([value; LANES], [value; LANES]);
            value.into()
        });
        self.lanes.take(0, value, origin);
        self.counted += 1;
    }

    fn add_finite(&mut self, chunks: &[[f32; LANES]]) {
        let origin = self.origin.unwrap_or(0.0);
        // A copy stays in registers.
        let mut lanes = self.lanes;
        for chunk in chunks {
            for (lane, &value) in chunk.iter().enumerate() {
                lanes.take(lane, value, origin);
            }
        }
        self.lanes = lanes;
        self.counted += LANES * chunks.len();
    }

    /// What came of it.
    pub fn extent(&self) -> Extent {
        let n = self.counted as f64;
        let total = |lanes: [f64; LANES]| lanes.iter().sum::<f64>();
        let shift = total(self.lanes.sum) / n;
        let (low, high) = match self.origin {
            Some(_) => (
                self.lanes.low.into_iter().fold(f32::INFINITY, f32::min),
                self.lanes
                    .high
                    .into_iter()
                    .fold(f32::NEG_INFINITY, f32::max),
            ),
            None => (f32::INFINITY, f32::NEG_INFINITY),
        };
        Extent {
            low: low.into(),
            high: high.into(),
            mean: self.origin.unwrap_or(0.0) + shift,
            deviation: (total(self.lanes.squares) / n - shift * shift)
                .max(0.0)
                .sqrt(),
            counted: self.counted,
            left_out: self.left_out,
        }
    }
}

impl Parts {
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
}

/// The largest |x|, NaN apart, and how many x are no finite numbers.
#[inline(never)]
pub fn magnitude(x: &[f32]) -> (f32, usize) {
    let mut largest = [0.0_f32; LANES];
    let mut lost = [0_u32; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut see = |lane: usize, x: f32| {
        let size = x.abs();
        largest[lane] = if size > largest[lane] {
            size
        } else {
            largest[lane]
        };
        lost[lane] += u32::from(!x.is_finite());
    };
    for chunk in chunks {
        (0..LANES).for_each(|lane| see(lane, chunk[lane]));
    }
    rest.iter().for_each(|&x| see(0, x));
    let lost = lost.iter().map(|&lost| lost as usize).sum();
    (largest.into_iter().fold(0.0, f32::max), lost)
}

fn are_finite(chunk: &[f32; LANES]) -> bool {
    let sizes = chunk.map(|value| value.to_bits() & 0x7fff_ffff);
    sizes.iter().fold(0, |largest, &size| size.max(largest)) < f32::INFINITY.to_bits()
}
