//! Exact counts of one group of values.

pub use kernels::spread::Extent;
use kernels::spread::{Ruler, Sums};

/// Values counted in bins; of a group that is not large no value lies on an edge between two bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    pub(super) edges: Vec<f64>,
    pub(super) counts: Vec<usize>,
    pub(super) extent: Extent,
}

/// From where to where the values of several groups lie, and their moments.
///
/// ```text
/// mean = ∑ nᵢ·meanᵢ/n      deviation² = ∑ nᵢ·(deviationᵢ² + (meanᵢ − mean)²)/n
/// ```
pub(super) fn joined<'a>(parts: impl Iterator<Item = &'a Extent> + Clone) -> Extent {
    let sum = |of: &dyn Fn(&Extent) -> f64| {
        let held = parts.clone().filter(|part| part.counted > 0);
        held.map(|part| part.counted as f64 * of(part)).sum::<f64>()
    };
    let counted = parts.clone().map(|part| part.counted).sum::<usize>();
    let n = counted as f64;
    let mean = sum(&|part| part.mean) / n;
    let square = |part: &Extent| part.deviation.powi(2) + (part.mean - mean).powi(2);
    Extent {
        low: parts
            .clone()
            .map(|part| part.low)
            .fold(f64::INFINITY, f64::min),
        high: parts
            .clone()
            .map(|part| part.high)
            .fold(f64::NEG_INFINITY, f64::max),
        mean,
        deviation: (sum(&square) / n).sqrt(),
        counted,
        left_out: parts.map(|part| part.left_out).sum(),
    }
}

/// How many numbers an extent is.
const OF_EXTENT: usize = 6;

impl Bins {
    /// Those of no values.
    pub(super) fn none() -> Self {
        Self {
            edges: Vec::new(),
            counts: Vec::new(),
            extent: Sums::default().extent(),
        }
    }

    /// Edges of the bins, ascending: one more than bins, or none.
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// How many values each bin holds.
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// Mean of the counted values.
    pub fn mean(&self) -> f64 {
        self.extent.mean
    }

    /// Their standard deviation (biased, as in x̂).
    pub fn deviation(&self) -> f64 {
        self.extent.deviation
    }

    /// How many values were no numbers.
    pub fn left_out(&self) -> usize {
        self.extent.left_out
    }

    /// What finds the bin of a value; `None` if there is no bin.
    pub(super) fn ruler(&self) -> Option<Ruler> {
        (!self.edges.is_empty()).then(|| Ruler::new(&self.edges, &self.extent))
    }

    /// Width of the narrowest bin.
    pub(super) fn narrowest(&self) -> f64 {
        let widths = self.edges.windows(2).map(|edge| edge[1] - edge[0]);
        widths.fold(f64::INFINITY, f64::min)
    }

    /// As plain numbers, to be handed from one thread to another.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let Extent {
            low,
            high,
            mean,
            deviation,
            counted,
            left_out,
        } = self.extent;
        let extent: [f64; OF_EXTENT] =
            [low, high, mean, deviation, counted as f64, left_out as f64];
        let counts = self.counts.iter().map(|&count| count as f64);
        extent
            .into_iter()
            .chain(self.edges.iter().copied())
            .chain(counts)
            .collect()
    }

    /// Those of [`Self::numbers`].
    pub(super) fn from_numbers(numbers: &[f64]) -> Self {
        let (extent, rest) = numbers.split_at(OF_EXTENT);
        let (edges, counts) = rest.split_at(rest.len().div_ceil(2));
        Self {
            edges: edges.to_vec(),
            counts: counts.iter().map(|&count| count as usize).collect(),
            extent: Extent {
                low: extent[0],
                high: extent[1],
                mean: extent[2],
                deviation: extent[3],
                counted: extent[4] as usize,
                left_out: extent[5] as usize,
            },
        }
    }
}
