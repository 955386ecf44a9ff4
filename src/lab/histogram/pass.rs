//! The passes over a group of values that make its bins.

use super::bins::{Bins, Extent};
use kernels::spread::{self, Cells, Counts, MOST_BINS as MOST, Ruler, Sums};
use std::ops::ControlFlow::{self, Break, Continue};

/// A pass over all values; each takes them in the same order.
///
/// Values are counted in `⌈2·∛n⌉` bins of nearly equal width (the Rice rule), at most 48,
/// the smallest and the largest in the middle of theirs.
/// An edge moves by up to a quarter of a bin, so that it stays clear of every value where it can:
/// then a rounding of the values that is smaller than this does not change a count.
/// NaN and infinities are left out; equal values make one bin of width 0.
pub(super) enum Pass {
    /// Finds their range, mean and spread
    Extent(Sums),
    /// Finds those near an edge
    Near(Near),
    /// Counts them
    Count(Box<Count>),
}

pub(super) struct Near {
    extent: Extent,
    edges: Vec<f64>,
    /// Of a bin
    width: f64,
    /// How far an edge may move
    reach: f64,
    /// The values within reach of each edge
    values: Vec<Vec<f64>>,
}

pub(super) struct Count {
    bins: Bins,
    ruler: Ruler,
    /// For many values, all of them finite
    cells: Option<Cells>,
    counts: Counts,
}

/// About so many values are looked at to find a place for an edge between them.
const NEIGHBOURS: f64 = 300.0;

/// Groups of more values have no room between them: their edges stay where they are.
const LARGE: usize = 1 << 20;

/// So many values are worth what it takes to prepare for them.
const MANY: usize = 1 << 14;

impl Default for Pass {
    /// The first.
    fn default() -> Self {
        Self::Extent(Sums::default())
    }
}

impl Pass {
    /// Takes the next values.
    pub fn take(&mut self, values: &[f32]) {
        match self {
            Self::Extent(sums) => sums.add(values),
            Self::Near(near) => {
                let Near { width, reach, .. } = *near;
                spread::near(values, &near.edges, width, reach, &mut near.values);
            }
            Self::Count(count) => count.take(values),
        }
    }

    /// What follows when it has taken all values: the next pass, or the bins.
    ///
    /// Edges should stay `clearance` away from the values.
    pub fn end(self, clearance: impl FnOnce(&Extent) -> f64) -> ControlFlow<Bins, Self> {
        match self {
            Self::Extent(sums) => Self::within(sums.extent()),
            Self::Near(near) => Continue(near.end(clearance)),
            Self::Count(count) => Break(count.end()),
        }
    }

    /// That which follows when the range is known.
    fn within(extent: Extent) -> ControlFlow<Bins, Self> {
        let Extent {
            low, high, counted, ..
        } = extent;
        if counted == 0 {
            return Break(Bins {
                extent,
                ..Bins::none()
            });
        }
        let bins = ((2.0 * (counted as f64).cbrt()).ceil() as usize).min(MOST);
        let width = (high - low) / (bins - 1) as f64;
        if width == 0.0 {
            return Continue(Self::between(vec![low, high], extent));
        }
        let edges: Vec<f64> = (0..=bins).map(|i| low + (i as f64 - 0.5) * width).collect();
        if counted > LARGE {
            return Continue(Self::between(edges, extent));
        }
        Continue(Self::Near(Near {
            extent,
            width,
            // The nearest values are enough.
            reach: width / 4.0 * (NEIGHBOURS * bins as f64 / counted as f64).min(1.0),
            values: vec![Vec::new(); edges.len()],
            edges,
        }))
    }

    /// That which counts between these edges.
    fn between(edges: Vec<f64>, extent: Extent) -> Self {
        let ruler = Ruler::new(&edges, &extent);
        let is_worth_it = extent.counted >= MANY && extent.left_out == 0;
        Self::Count(Box::new(Count {
            cells: is_worth_it.then(|| Cells::new(&ruler)),
            ruler,
            counts: Counts::default(),
            bins: Bins {
                counts: vec![0; edges.len() - 1],
                edges,
                extent,
            },
        }))
    }
}

impl Near {
    fn end(mut self, clearance: impl FnOnce(&Extent) -> f64) -> Pass {
        let clearance = clearance(&self.extent);
        let last = self.edges.len() - 1;
        for (edge, near) in self.edges[..last].iter_mut().zip(&self.values).skip(1) {
            *edge = clear(near, *edge, self.reach, clearance);
        }
        Pass::between(self.edges, self.extent)
    }
}

impl Count {
    fn take(&mut self, values: &[f32]) {
        match &self.cells {
            Some(cells) => cells.count(&self.ruler, values, &mut self.counts),
            None => self.ruler.count(values, &mut self.counts),
        }
    }

    fn end(mut self) -> Bins {
        for (bin, count) in self.bins.counts.iter_mut().enumerate() {
            *count = self.counts.of(bin);
        }
        self.bins
    }
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
        let mut pass = Pass::default();
        loop {
            values.chunks(10).for_each(|values| pass.take(values));
            pass = match pass.end(|_| clearance) {
                Continue(next) => next,
                Break(bins) => return bins,
            };
        }
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
