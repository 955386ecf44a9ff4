//! Exact counts of one group of values.

use super::extent::{self, Extent, Scan};
use kernels::spread::{self, Counts, MOST_BINS as MOST, Ruler};

/// Values counted in bins; of a group that is not large no value lies on an edge between two bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    edges: Vec<f64>,
    counts: Vec<usize>,
    extent: Extent,
}

/// About so many values are looked at to find a place for an edge between them.
const NEIGHBOURS: f64 = 300.0;

/// Groups of more values have no room between them: their edges stay where they are.
const LARGE: usize = 1 << 20;

impl Bins {
    /// Counts values in `⌈2·∛n⌉` bins of nearly equal width (the Rice rule), at most 48,
    /// the smallest and the largest in the middle of theirs.
    ///
    /// An edge moves by up to a quarter of a bin, so that it stays `clearance` away from every value where it can:
    /// then a rounding of the values that is smaller than this does not change a count.
    /// NaN and infinities are left out; equal values make one bin of width 0.
    pub fn count(scan: &Scan, extent: Extent, clearance: f64) -> Self {
        let edges = edges(scan, &extent, clearance);
        let mut bins = Self {
            counts: vec![0; edges.len().saturating_sub(1)],
            edges,
            extent,
        };
        if bins.edges.is_empty() {
            return bins;
        }
        let ruler = Ruler::new(&bins.edges, &extent);
        let mut counts = Counts::default();
        scan(&mut |values| ruler.count(values, &mut counts));
        for (bin, count) in bins.counts.iter_mut().enumerate() {
            *count = counts.of(bin);
        }
        bins
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
        let counts = self.counts.iter().map(|&count| count as f64);
        let extent = extent::numbers(&self.extent);
        extent
            .into_iter()
            .chain(self.edges.iter().copied())
            .chain(counts)
            .collect()
    }

    /// Those of [`Self::numbers`].
    pub(super) fn from_numbers(numbers: &[f64]) -> Self {
        let (extent, rest) = numbers.split_at(extent::NUMBERS);
        let (edges, counts) = rest.split_at(rest.len().div_ceil(2));
        Self {
            edges: edges.to_vec(),
            counts: counts.iter().map(|&count| count as usize).collect(),
            extent: extent::from_numbers(extent),
        }
    }
}

fn edges(scan: &Scan, extent: &Extent, clearance: f64) -> Vec<f64> {
    let Extent {
        low, high, counted, ..
    } = *extent;
    if counted == 0 {
        return Vec::new();
    }
    let bins = ((2.0 * (counted as f64).cbrt()).ceil() as usize).min(MOST);
    let width = (high - low) / (bins - 1) as f64;
    if width == 0.0 {
        return vec![low, high];
    }
    let plain: Vec<f64> = (0..=bins).map(|i| low + (i as f64 - 0.5) * width).collect();
    if counted > LARGE {
        return plain;
    }
    // The nearest values are enough.
    let reach = width / 4.0 * (NEIGHBOURS * bins as f64 / counted as f64).min(1.0);
    let near = near(scan, &plain, width, reach);
    let edge = |(i, plain): (usize, &f64)| match near.get(i) {
        Some(near) if 0 < i && i < bins => clear(near, *plain, reach, clearance),
        _ => *plain,
    };
    plain.iter().enumerate().map(edge).collect()
}

/// The values within `reach` of each edge.
fn near(scan: &Scan, edges: &[f64], width: f64, reach: f64) -> Vec<Vec<f64>> {
    let mut near = vec![Vec::new(); edges.len()];
    scan(&mut |values| spread::near(values, edges, width, reach, &mut near));
    near
}

/// A place near `edge` that is `clearance` away from every value, or as far as there is one within `reach`.
fn clear(near: &[f64], edge: f64, reach: f64, clearance: f64) -> f64 {
    if near.iter().all(|value| (value - edge).abs() >= clearance) {
        return edge;
    }
    let mut near = near.to_vec();
    near.extend([edge - reach, edge + reach]);
    near.sort_unstable_by(f64::total_cmp);
    let gaps = near
        .windows(2)
        .map(|gap| (gap[1] - gap[0], (gap[0] + gap[1]) / 2.0));
    let better = |best: (f64, f64), gap: (f64, f64)| {
        let wide = |gap: (f64, f64)| gap.0 >= 2.0 * clearance;
        let nearer = (gap.1 - edge).abs() < (best.1 - edge).abs();
        match (wide(best), wide(gap)) {
            (true, true) if nearer => gap,
            (false, _) if gap.0 > best.0 => gap,
            _ => best,
        }
    };
    gaps.fold((0.0, edge), better).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(values: &[f32], clearance: f64) -> Bins {
        let scan = |visit: &mut dyn FnMut(&[f32])| values.chunks(10).for_each(visit);
        Bins::count(&scan, extent::of(&scan), clearance)
    }

    #[test]
    fn no_value_lies_on_an_inner_edge() {
        // Whole numbers, with bins one wide: every plain edge would be a multiple of a half.
        let values: Vec<f32> = (0..27).map(|i| i as f32 * 0.5).collect();
        let bins = count(&values, 1e-3);
        for edge in bins.edges() {
            let nearest = values.iter().map(|&v| (f64::from(v) - edge).abs());
            assert!(nearest.fold(f64::INFINITY, f64::min) >= 1e-3, "{edge}");
        }
        assert_eq!(bins.counts().iter().sum::<usize>(), 27);
        assert!((bins.mean() - 6.5).abs() < 1e-12);
    }

    #[test]
    fn equal_values_make_one_bin_and_what_is_no_number_none() {
        let bins = count(&[2.5, 2.5, f32::NAN, 2.5, f32::INFINITY], 1e-6);
        assert_eq!((bins.edges(), bins.counts()), (&[2.5, 2.5][..], &[3][..]));
        assert_eq!((bins.left_out(), bins.deviation()), (2, 0.0));
        assert_eq!(bins.ruler().unwrap().bin_of(2.5), Some(0));
        assert_eq!(bins.ruler().unwrap().bin_of(f32::NAN), None);
        assert_eq!(count(&[f32::NAN], 1e-6).counts().len(), 0);
    }

    #[test]
    fn ties_stay_together() {
        let mut values = vec![0.0; 500];
        values.extend((1..=500).map(|i| i as f32 * 0.01));
        let bins = count(&values, 1e-6);
        let zeros = bins.ruler().unwrap().bin_of(0.0).unwrap();
        assert!(bins.counts()[zeros] >= 500);
        assert!(bins.edges().windows(2).all(|edge| edge[0] < edge[1]));
    }
}
