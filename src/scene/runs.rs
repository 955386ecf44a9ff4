//! The indices that a set has along a direction, where axes are merged.

use std::iter::once;
use std::ops::Range;

/// More runs than this are not told apart: what lies between the first and the last is taken together.
const RUNS_MAX: usize = 64;

/// Runs of indices, in order and apart from each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Runs {
    pub list: Vec<Range<usize>>,
    /// Whether there is one run instead of too many, with other indices in it
    pub is_mixed: bool,
}

impl Runs {
    pub fn none() -> Self {
        Self {
            list: Vec::new(),
            is_mixed: false,
        }
    }

    pub fn all(length: usize) -> Self {
        Self {
            list: once(0..length).collect(),
            is_mixed: false,
        }
    }

    /// The indices of merged `axes` that lie in the box `ranges`, as few runs as there are.
    pub fn of_box(shape: &[usize], axes: Range<usize>, ranges: &[Range<usize>]) -> Self {
        axes.fold(Self::all(1), |outer, axis| {
            outer.refined(
                shape[axis],
                &Self {
                    list: vec![ranges[axis].clone()],
                    is_mixed: false,
                },
            )
        })
    }

    /// Each index becomes `length` indices, of which those in `inner` are taken.
    pub fn refined(&self, length: usize, inner: &Self) -> Self {
        let (Some(first), Some(last)) = (self.list.first(), self.list.last()) else {
            return Self::none();
        };
        let (Some(low), Some(high)) = (inner.list.first(), inner.list.last()) else {
            return Self::none();
        };
        let is_mixed = self.is_mixed || inner.is_mixed;
        if *low == (0..length) {
            let longer = |run: &Range<usize>| run.start * length..run.end * length;
            return Self {
                list: self.list.iter().map(longer).collect(),
                is_mixed,
            };
        }
        let indices: usize = self.list.iter().map(ExactSizeIterator::len).sum();
        let runs = indices * inner.list.len();
        if self.is_mixed || runs > RUNS_MAX {
            let whole = first.start * length + low.start..(last.end - 1) * length + high.end;
            return Self {
                list: vec![whole],
                is_mixed: is_mixed || runs > 1,
            };
        }
        let inside = |i: usize| {
            let inner = inner.list.iter();
            inner.map(move |run| i * length + run.start..i * length + run.end)
        };
        Self {
            list: self
                .list
                .iter()
                .cloned()
                .flatten()
                .flat_map(inside)
                .collect(),
            is_mixed,
        }
    }

    /// One run from the first to the last.
    pub fn joined(self) -> Self {
        match &self.list[..] {
            [first, .., last] => Self {
                list: once(first.start..last.end).collect(),
                is_mixed: true,
            },
            _ => self,
        }
    }

    /// What of the runs lies in `within`.
    pub fn clipped(&self, within: &Range<usize>) -> Self {
        let clip = |run: &Range<usize>| run.start.max(within.start)..run.end.min(within.end);
        Self {
            list: self
                .list
                .iter()
                .map(clip)
                .filter(|run| !run.is_empty())
                .collect(),
            is_mixed: self.is_mixed,
        }
    }
}
