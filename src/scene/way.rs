//! From cell to cell of a tensor, in the directions of the solid cube.

/// A direction of the solid cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Along the channels
    Across,
    /// Along the positions; in a table, along the samples
    Down,
    /// Along the samples
    Depth,
}

/// The index of the next element; at the end of the way, the same.
///
/// # Panics
///
/// If the tensor has fewer than two axes, or the index another number of them.
pub fn next_index(shape: &[usize], index: &[usize], way: Way, is_forward: bool) -> Vec<usize> {
    let axes = match way {
        Way::Across => 1..2,
        Way::Depth => 0..1,
        Way::Down if shape.len() > 2 => 2..shape.len(),
        Way::Down => 0..1,
    };
    let lengths = &shape[axes.clone()];
    let indices = index[axes.clone()].iter().zip(lengths);
    let flat = indices.fold(0, |flat, (i, n)| flat * n + i);
    let last = lengths.iter().product::<usize>() - 1;
    let mut flat = if is_forward {
        (flat + 1).min(last)
    } else {
        flat.saturating_sub(1)
    };
    let mut next = index.to_vec();
    for axis in axes.rev() {
        next[axis] = flat % shape[axis];
        flat /= shape[axis];
    }
    next
}

/// The same, but across goes on in the sample behind or before, so that two ways reach every element.
///
/// # Panics
///
/// As [`next_index`].
pub fn next_index_anywhere(
    shape: &[usize],
    index: &[usize],
    way: Way,
    is_forward: bool,
) -> Vec<usize> {
    let next = next_index(shape, index, way, is_forward);
    if way != Way::Across || next != index {
        return next;
    }
    let mut other = next_index(shape, index, Way::Depth, is_forward);
    if other != index {
        other[1] = if is_forward { 0 } else { shape[1] - 1 };
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::region::index_of;
    use std::collections::BTreeSet;

    #[test]
    fn a_step_goes_along_its_way_and_stops_at_the_end() {
        let shape = [2, 3, 2, 2];
        let step = |at: [usize; 4], way, is_forward| next_index(&shape, &at, way, is_forward);
        assert_eq!(step([0, 1, 1, 0], Way::Across, true), [0, 2, 1, 0]);
        assert_eq!(step([0, 2, 1, 0], Way::Across, true), [0, 2, 1, 0]);
        assert_eq!(step([0, 1, 0, 1], Way::Down, true), [0, 1, 1, 0]);
        assert_eq!(step([0, 1, 0, 0], Way::Down, false), [0, 1, 0, 0]);
        assert_eq!(step([0, 1, 0, 0], Way::Depth, true), [1, 1, 0, 0]);
        assert_eq!(next_index(&[4, 3], &[0, 1], Way::Down, true), [1, 1]);
    }

    #[test]
    fn across_and_down_reach_every_element() {
        for shape in [&[2, 3, 2, 2][..], &[3, 2, 4], &[4, 3], &[1, 1, 3]] {
            let mut seen = BTreeSet::from([vec![0; shape.len()]]);
            let mut open: Vec<Vec<usize>> = seen.iter().cloned().collect();
            while let Some(at) = open.pop() {
                for (way, is_forward) in [
                    (Way::Across, true),
                    (Way::Across, false),
                    (Way::Down, true),
                    (Way::Down, false),
                ] {
                    let next = next_index_anywhere(shape, &at, way, is_forward);
                    if seen.insert(next.clone()) {
                        open.push(next);
                    }
                }
            }
            let all = (0..shape.iter().product()).map(|flat| index_of(shape, flat));
            assert_eq!(seen, all.collect(), "{shape:?}");
        }
    }

    #[test]
    fn back_is_where_one_came_from() {
        let shape = [3, 2, 2];
        let at = [0, 1, 0];
        let there = next_index_anywhere(&shape, &at, Way::Across, true);
        assert_eq!(there, [1, 0, 0]);
        assert_eq!(next_index_anywhere(&shape, &there, Way::Across, false), at);
    }
}
