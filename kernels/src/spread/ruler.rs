//! Finding the bins of values.

use super::Extent;

/// Most bins that a [`Ruler`] can have.
pub const MOST_BINS: usize = 48;

/// Finds bins: guesses by their mean width, and looks from there.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruler {
    /// The largest float32 that is not above each edge: a float32 lies above both or above neither
    edges: [f32; MOST_BINS + 1],
    last: usize,
    low: f32,
    high: f32,
    bins_per_unit: f32,
}

impl Ruler {
    /// The bins between ascending edges, of values whose smallest and largest lie in the middle of theirs.
    ///
    /// # Panics
    ///
    /// If there are less than two edges, or too many.
    pub fn new(edges: &[f64], extent: &Extent) -> Self {
        let last = edges.len() - 2;
        let mut floors = [f32::INFINITY; MOST_BINS + 1];
        for (floor, &edge) in floors[..edges.len()].iter_mut().zip(edges) {
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
            last,
            low: extent.low as f32,
            high: extent.high as f32,
            bins_per_unit: (last as f64 / (extent.high - extent.low)) as f32,
        }
    }

    /// The bin of one of the values that were counted, or between them; none for NaN and infinities.
    #[inline]
    pub fn bin_of(&self, value: f32) -> Option<usize> {
        (self.low <= value && value <= self.high).then(|| self.bin(value))
    }

    /// Adds the values to the counts of their bins, in four parts that make up the whole:
    /// neighbours often fall into one bin, and one count would wait for the other.
    // Within a caller it would be compiled as that is, for size.
    #[inline(never)]
    pub fn count(&self, values: &[f32], counts: &mut [[u32; MOST_BINS]; 4]) {
        let (fours, rest) = values.as_chunks::<4>();
        for four in fours {
            for (counts, &value) in counts.iter_mut().zip(four) {
                self.count_one(value, counts);
            }
        }
        rest.iter()
            .for_each(|&value| self.count_one(value, &mut counts[0]));
    }

    #[inline(always)]
    fn count_one(&self, value: f32, counts: &mut [u32; MOST_BINS]) {
        if let Some(bin) = self.bin_of(value) {
            counts[bin] += 1;
        }
    }

    /// The bin whose edges enclose the value; of two that do, the left one.
    #[inline(always)]
    fn bin(&self, value: f32) -> usize {
        // A bin of width 0 gives NaN, which is 0 as an integer.
        let guess = (value - self.low) * self.bins_per_unit + 0.5;
        let mut bin = (guess as u32 as usize).min(self.last);
        while bin > 0 && value <= self.edges[bin] {
            bin -= 1;
        }
        while bin < self.last && value > self.edges[bin + 1] {
            bin += 1;
        }
        bin
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
