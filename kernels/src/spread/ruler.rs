//! Finding the bins of values.

use super::Extent;

/// Most bins that a [`Ruler`] can have.
pub const MOST_BINS: usize = 48;

/// Places in a table of counts: one for each bin, and others that are never reached.
pub(super) const PLACES: usize = 64;

/// Counts of bins. Neighbours often fall into one bin, and one count would wait for the other, so there are four.
#[derive(Clone, Debug)]
pub struct Counts(pub(super) [[u32; PLACES]; 4]);

impl Default for Counts {
    fn default() -> Self {
        Self([[0; PLACES]; 4])
    }
}

impl Counts {
    /// How many values a bin holds.
    pub fn of(&self, bin: usize) -> usize {
        self.0.iter().map(|counts| counts[bin] as usize).sum()
    }
}

/// Finds bins: guesses by their mean width, which is at most one beside.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruler {
    /// The largest float32 that is not above each edge: a float32 lies above both or above neither.
    /// Nothing lies below the first, and nothing above the last.
    edges: [f32; PLACES],
    low: f32,
    high: f32,
    bins: usize,
    bins_per_unit: f64,
}

impl Ruler {
    /// The bins between ascending edges, of values whose smallest and largest lie in the middle of theirs.
    /// The inner edges lie evenly but for up to a quarter of a bin.
    ///
    /// # Panics
    ///
    /// If there are less than two edges, or too many.
    pub fn new(edges: &[f64], extent: &Extent) -> Self {
        let last = edges.len() - 2;
        assert!(last < MOST_BINS, "{last} inner edges");
        let mut floors = [f32::INFINITY; PLACES];
        floors[0] = f32::NEG_INFINITY;
        for (floor, &edge) in floors[1..=last].iter_mut().zip(&edges[1..]) {
            let nearest = edge as f32;
            let is_above = f64::from(nearest) > edge;
            *floor = if is_above {
                nearest.next_down()
            } else {
                nearest
            };
        }
        Self {
            edges: floors,
            low: extent.low as f32,
            bins: last + 1,
            high: extent.high as f32,
            bins_per_unit: last as f64 / (extent.high - extent.low),
        }
    }

    /// The bin of one of the values that were counted, or between them; none for NaN and infinities.
    pub fn bin_of(&self, value: f32) -> Option<usize> {
        self.holds(value).then(|| self.bin(value))
    }

    /// Adds the values to the counts of their bins.
    // Within a caller it would be compiled as that is, for size.
    #[inline(never)]
    pub fn count(&self, values: &[f32], counts: &mut Counts) {
        let mut count = |part: usize, value: f32| {
            if self.holds(value) {
                counts.0[part][self.bin(value)] += 1;
            }
        };
        let (fours, rest) = values.as_chunks::<4>();
        for four in fours {
            (0..4).for_each(|part| count(part, four[part]));
        }
        rest.iter().for_each(|&value| count(0, value));
    }

    /// The smallest and the largest of the values that are counted.
    #[inline(always)]
    pub(super) fn range(&self) -> (f32, f32) {
        (self.low, self.high)
    }

    /// How many bins it has.
    pub(super) fn bins(&self) -> usize {
        self.bins
    }

    /// The largest float32 that is not above an inner edge; infinity for the last one.
    pub(super) fn floor(&self, edge: usize) -> f32 {
        self.edges[edge]
    }

    #[inline(always)]
    fn holds(&self, value: f32) -> bool {
        self.low <= value && value <= self.high
    }

    /// The bin whose edges enclose the value; of two that do, the left one.
    #[inline(always)]
    fn bin(&self, value: f32) -> usize {
        // Next to 2⁵² a float64 is a whole number, whose last digits are those of the guess;
        // a bin of width 0 gives NaN, whose last digits are 0.
        let units = (f64::from(value) - f64::from(self.low)) * self.bins_per_unit;
        let guess = (units + 2.0_f64.powi(52)).to_bits() as usize % PLACES;
        let guess = guess.min(MOST_BINS - 1);
        let is_below = usize::from(value <= self.edges[guess]);
        let is_above = usize::from(value > self.edges[guess + 1]);
        (guess + is_above - is_below) % PLACES
    }
}

/// Puts values that are within `reach` of an edge into the list of that edge; edges lie `width` apart,
/// and `reach` is less than half of it.
#[inline(never)]
pub fn near(values: &[f32], edges: &[f64], width: f64, reach: f64, lists: &mut [Vec<f64>]) {
    for value in values.iter().copied().map(f64::from) {
        let edge = ((value - edges[0]) / width + 0.5) as u32 as usize;
        let is_near = |at: &f64| (value - at).abs() < reach;
        // Many values may be one: of neighbours the first is enough.
        if edges.get(edge).is_some_and(is_near) && lists[edge].last() != Some(&value) {
            lists[edge].push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cells, Sums};
    use super::*;

    /// Counts in bins around evenly spread edges, some of them moved, by comparing each value with each edge.
    fn agrees(values: &[f32]) {
        let mut sums = Sums::default();
        sums.add(values);
        let extent = sums.extent();
        let width = (extent.high - extent.low) / 47.0;
        let edge = |i: usize| {
            let moved = [0.24, -0.24, 0.0][i % 3];
            extent.low + (i as f64 - 0.5 + moved) * width
        };
        let edges: Vec<f64> = (0..=48).map(edge).collect();
        let ruler = Ruler::new(&edges, &extent);
        let mut counts = Counts::default();
        ruler.count(values, &mut counts);
        let finite: Vec<f32> = values.iter().copied().filter(|v| v.is_finite()).collect();
        let mut by_cells = Counts::default();
        Cells::new(&ruler).count(&ruler, &finite, &mut by_cells);
        for bin in 0..48 {
            let low = if bin == 0 {
                f64::NEG_INFINITY
            } else {
                edges[bin]
            };
            let high = if bin == 47 {
                f64::INFINITY
            } else {
                edges[bin + 1]
            };
            let is_in = |&&value: &&f32| {
                let value = f64::from(value);
                value.is_finite() && low < value && value <= high
            };
            let held = values.iter().filter(is_in).count();
            assert_eq!(
                [&counts, &by_cells].map(|counts| counts.of(bin)),
                [held; 2],
                "{bin}"
            );
        }
    }

    #[test]
    fn each_value_is_counted_between_its_edges() {
        let spread = |scale: f32, shift: f32| -> Vec<f32> {
            let value = |i: i32| ((i * 7919 % 1013) as f32 / 1013.0 - 0.5) * scale + shift;
            (0..3000).map(value).collect()
        };
        agrees(&spread(1.0, 0.0));
        agrees(&spread(1.0, 1e6));
        agrees(&spread(f32::MAX, 0.0));
        agrees(&[f32::MIN, -1.0, 0.0, 1.0, f32::NAN, f32::INFINITY, f32::MAX]);
        agrees(&(0..100).map(f32::from_bits).collect::<Vec<_>>());
    }
}
