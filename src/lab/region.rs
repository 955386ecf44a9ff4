//! Boxes of elements, walked in the order of memory.

use std::ops::Range;

/// Elements of a tensor whose indices lie in one range per axis: a set, a channel, a sample, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    shape: Vec<usize>,
    ranges: Vec<Range<usize>>,
}

impl Region {
    /// The box of `ranges` in a tensor of `shape`.
    ///
    /// # Panics
    ///
    /// If a range leaves its axis.
    #[track_caller]
    pub fn new(shape: &[usize], ranges: Vec<Range<usize>>) -> Self {
        let fits = ranges.iter().zip(shape).all(|(r, &n)| r.end <= n);
        assert!(
            fits && ranges.len() == shape.len(),
            "{ranges:?} in {shape:?}"
        );
        Self {
            shape: shape.to_vec(),
            ranges,
        }
    }

    /// The whole tensor.
    pub fn whole(shape: &[usize]) -> Self {
        Self::new(shape, shape.iter().map(|&n| 0..n).collect())
    }

    /// All elements with this index on one axis.
    ///
    /// # Panics
    ///
    /// If there is no such axis or index.
    #[track_caller]
    pub fn slice(shape: &[usize], axis: usize, index: usize) -> Self {
        let mut whole = Self::whole(shape);
        whole.ranges[axis] = index..index + 1;
        Self::new(shape, whole.ranges)
    }

    /// Lengths of the tensor's axes.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// One range of indices per axis.
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// How many elements it has.
    pub fn len(&self) -> usize {
        self.ranges.iter().map(Range::len).product()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the element at this place in memory belongs to it.
    pub fn contains(&self, flat: usize) -> bool {
        let mut rest = flat;
        let mut axes = self.ranges.iter().zip(&self.shape).rev();
        axes.all(|(range, &length)| {
            let i = rest % length;
            rest /= length;
            range.contains(&i)
        })
    }

    /// Places in memory (C order) of its elements, in runs as long as there are.
    pub fn runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs_from(0)
    }

    /// The same without the first ones.
    pub fn runs_from(&self, first: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let is_whole = |axis: &usize| self.ranges[*axis].len() == self.shape[*axis];
        let whole = (0..self.shape.len()).rev().take_while(is_whole).count();
        // Axes that are whole belong to the run, and the one before them with its range.
        let inner = self.shape.len() - whole;
        let (outer, split) = (
            inner.saturating_sub(1),
            self.ranges.get(inner.wrapping_sub(1)),
        );
        let stride: usize = self.shape[inner..].iter().product();
        let split = split.map_or(0..1, Range::clone);
        let rows = match split.len() * stride {
            0 => 0,
            _ => self.ranges[..outer].iter().map(Range::len).product(),
        };
        (first..rows).map(move |row| {
            let (mut rest, mut start) = (row, split.start * stride);
            let mut step = stride * self.shape[outer..inner].iter().product::<usize>();
            for (range, length) in self.ranges[..outer].iter().zip(&self.shape).rev() {
                start += (range.start + rest % range.len()) * step;
                rest /= range.len();
                step *= length;
            }
            start..start + split.len() * stride
        })
    }

    /// Places in memory (C order) of its elements.
    pub fn flats(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs().flatten()
    }
}

/// The place in memory (C order) of an index, if the tensor has it.
pub fn flat_of(shape: &[usize], index: &[usize]) -> Option<usize> {
    let inside = index.len() == shape.len() && index.iter().zip(shape).all(|(i, n)| i < n);
    inside.then(|| index.iter().zip(shape).fold(0, |flat, (i, n)| flat * n + i))
}

/// The index of a place in memory (C order).
pub fn index_of(shape: &[usize], flat: usize) -> Vec<usize> {
    let mut rest = flat;
    let mut index: Vec<_> = shape
        .iter()
        .rev()
        .map(|&n| {
            let i = rest % n;
            rest /= n;
            i
        })
        .collect();
    index.reverse();
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_holds_the_indices_in_its_ranges() {
        let shape = [3, 4, 2, 5];
        let region = Region::new(&shape, vec![1..3, 2..3, 0..2, 1..4]);
        let held: Vec<_> = (0..120)
            .filter(|&flat| {
                let i = index_of(&shape, flat);
                i[0] >= 1 && i[1] == 2 && (1..4).contains(&i[3])
            })
            .collect();
        assert_eq!(region.flats().collect::<Vec<_>>(), held);
        assert_eq!(region.len(), held.len());
        assert!((0..120).all(|flat| region.contains(flat) == held.contains(&flat)));
    }

    #[test]
    fn runs_are_as_long_as_there_are() {
        let runs = |ranges: [Range<usize>; 3]| {
            let region = Region::new(&[3, 4, 5], ranges.to_vec());
            region.runs().collect::<Vec<_>>()
        };
        assert_eq!(runs([0..3, 0..4, 0..5]), vec![0..60; 1]);
        assert_eq!(runs([1..3, 0..4, 0..5]), vec![20..60; 1]);
        assert_eq!(runs([0..2, 1..3, 0..5]), [5..15, 25..35]);
        assert_eq!(runs([2..3, 1..3, 4..5]), [49..50, 54..55]);
    }

    #[test]
    fn places_and_indices_are_inverse() {
        let shape = [2, 3, 4];
        assert!((0..24).all(|flat| flat_of(&shape, &index_of(&shape, flat)) == Some(flat)));
        assert_eq!(flat_of(&shape, &[0, 3, 0]), None);
        assert_eq!(flat_of(&shape, &[0, 0]), None);
    }

    #[test]
    fn an_empty_axis_leaves_nothing() {
        assert_eq!(Region::whole(&[2, 0, 3]).flats().count(), 0);
        assert!(Region::whole(&[2, 3, 0]).is_empty());
        assert_eq!(Region::whole(&[2, 3, 0]).flats().count(), 0);
    }
}
