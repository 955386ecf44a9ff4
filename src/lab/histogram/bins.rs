//! Exact counts of one group of values.

/// Values counted in bins; no value lies on an edge between two bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    edges: Vec<f64>,
    counts: Vec<usize>,
    mean: f64,
    deviation: f64,
    left_out: usize,
}

/// Most bins of a group.
const MOST: usize = 48;

impl Bins {
    /// Counts values in `⌈2·∛n⌉` bins of nearly equal width (the Rice rule), at most 48,
    /// the smallest and the largest in the middle of theirs.
    ///
    /// An edge moves by up to a quarter of a bin, so that it stays `clearance` away from every value where it can:
    /// then a rounding of the values that is smaller than this does not change a count.
    /// NaN and infinities are left out; equal values make one bin of width 0.
    pub fn count(values: &[f32], clearance: f64) -> Self {
        let finite: Vec<f64> = values
            .iter()
            .filter(|value| value.is_finite())
            .map(|&value| f64::from(value))
            .collect();
        let edges = edges(&finite, clearance);
        let mut counts = vec![0; edges.len().saturating_sub(1)];
        for &value in &finite {
            let bin = find(&edges, value).expect("the edges enclose all values");
            counts[bin] += 1;
        }
        let (mean, deviation) = moments(&finite);
        Self {
            edges,
            counts,
            mean,
            deviation,
            left_out: values.len() - finite.len(),
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
        self.mean
    }

    /// Their standard deviation (biased, as in x̂).
    pub fn deviation(&self) -> f64 {
        self.deviation
    }

    /// How many values were no numbers.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The bin of a value.
    pub fn bin_of(&self, value: f32) -> Option<usize> {
        find(&self.edges, f64::from(value))
    }

    /// Width of the narrowest bin.
    pub(super) fn narrowest(&self) -> f64 {
        let widths = self.edges.windows(2).map(|edge| edge[1] - edge[0]);
        widths.fold(f64::INFINITY, f64::min)
    }
}

fn find(edges: &[f64], value: f64) -> Option<usize> {
    let (first, last) = (*edges.first()?, *edges.last()?);
    if !(first..=last).contains(&value) {
        return None;
    }
    let inner = &edges[1..edges.len() - 1];
    Some(inner.partition_point(|&edge| edge < value))
}

fn edges(values: &[f64], clearance: f64) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if values.is_empty() {
        return Vec::new();
    }
    let bins = ((2.0 * (values.len() as f64).cbrt()).ceil() as usize).min(MOST);
    let width = (high - low) / (bins - 1) as f64;
    if width == 0.0 {
        return vec![low, high];
    }
    let edge = |i: usize| match low + (i as f64 - 0.5) * width {
        outer if i == 0 || i == bins => outer,
        inner => clear(values, inner, width / 4.0, clearance),
    };
    (0..=bins).map(edge).collect()
}

/// A place near `edge` that is `clearance` away from every value, or as far as there is one within `reach`.
fn clear(values: &[f64], edge: f64, reach: f64, clearance: f64) -> f64 {
    let near = |value: &&f64| (**value - edge).abs() < reach;
    let mut near: Vec<f64> = values.iter().filter(near).copied().collect();
    if near.iter().all(|value| (value - edge).abs() >= clearance) {
        return edge;
    }
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

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / n).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_lies_on_an_inner_edge() {
        // Whole numbers, with bins one wide: every plain edge would be a multiple of a half.
        let values: Vec<f32> = (0..27).map(|i| i as f32 * 0.5).collect();
        let bins = Bins::count(&values, 1e-3);
        for edge in bins.edges() {
            let nearest = values.iter().map(|&v| (f64::from(v) - edge).abs());
            assert!(nearest.fold(f64::INFINITY, f64::min) >= 1e-3, "{edge}");
        }
        assert_eq!(bins.counts().iter().sum::<usize>(), 27);
        assert!((bins.mean() - 6.5).abs() < 1e-12);
    }

    #[test]
    fn equal_values_make_one_bin_and_what_is_no_number_none() {
        let bins = Bins::count(&[2.5, 2.5, f32::NAN, 2.5, f32::INFINITY], 1e-6);
        assert_eq!((bins.edges(), bins.counts()), (&[2.5, 2.5][..], &[3][..]));
        assert_eq!((bins.left_out(), bins.deviation()), (2, 0.0));
        assert_eq!(bins.bin_of(2.5), Some(0));
        assert_eq!(bins.bin_of(f32::NAN), None);
        assert_eq!(Bins::count(&[f32::NAN], 1e-6).counts().len(), 0);
    }

    #[test]
    fn ties_stay_together() {
        let mut values = vec![0.0; 500];
        values.extend((1..=500).map(|i| i as f32 * 0.01));
        let bins = Bins::count(&values, 1e-6);
        let zeros = bins.bin_of(0.0).unwrap();
        assert!(bins.counts()[zeros] >= 500);
        assert!(bins.edges().windows(2).all(|edge| edge[0] < edge[1]));
    }
}
