//! The sets of a partition as runs of memory.

use crate::norm::Partition;
use std::ops::Range;

/// What the elements of one run have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::norm) enum Run {
    /// All lie in one set
    OneSet,
    /// Each lies in a set of its own, and the sets are neighbours: `set`, `set + 1`, …
    SetEach,
}

/// A way through a tensor in the order of its memory, in runs as long as a partition allows.
///
/// Axes that the box spans and axes that it does not are merged with neighbours of their kind,
/// and a split axis counts as two. So `[N, 1, H, W]` is N·C runs of H·W elements of one set,
/// and `[1, C, 1, 1]` is N·C runs of H·W elements of a set each.
#[derive(Clone, Debug)]
pub(in crate::norm) struct Walk {
    outer: Vec<Axis>,
    run_len: usize,
    run: Run,
    set_count: usize,
    runs: usize,
}

#[derive(Clone, Copy, Debug)]
struct Axis {
    len: usize,
    /// Sets between neighbours along the axis; 0 along an axis that the box spans
    set_stride: usize,
}

impl Walk {
    pub(in crate::norm) fn new(partition: &Partition) -> Self {
        let mut outer = axes(partition);
        let set_count = partition.set_count();
        let tail = outer.pop().unwrap_or(Axis {
            len: 1,
            set_stride: 0,
        });
        let empty = partition.shape().contains(&0);
        Self {
            runs: if empty {
                0
            } else {
                outer.iter().map(|axis| axis.len).product()
            },
            outer,
            run_len: tail.len,
            run: if tail.set_stride == 0 {
                Run::OneSet
            } else {
                Run::SetEach
            },
            set_count,
        }
    }

    pub(in crate::norm) fn run(&self) -> Run {
        self.run
    }

    pub(in crate::norm) fn set_count(&self) -> usize {
        self.set_count
    }

    /// The runs in the order of memory: where each lies, and its (first) set.
    pub(in crate::norm) fn runs(&self) -> impl Iterator<Item = (Range<usize>, usize)> {
        let mut index = vec![0; self.outer.len()];
        let mut set = 0;
        (0..self.runs).map(move |run| {
            let here = (run * self.run_len..(run + 1) * self.run_len, set);
            for (i, axis) in index.iter_mut().zip(&self.outer).rev() {
                *i += 1;
                set += axis.set_stride;
                if *i < axis.len {
                    break;
                }
                set -= axis.len * axis.set_stride;
                *i = 0;
            }
            here
        })
    }
}

/// Axes longer than 1, of the box and of the grid in turn, neighbours of a kind merged.
fn axes(partition: &Partition) -> Vec<Axis> {
    let grid = partition.grid();
    let mut set_stride = partition.set_count();
    let mut axes: Vec<Axis> = Vec::new();
    for (&boxes, &side) in grid.iter().zip(partition.block()) {
        set_stride /= boxes.max(1);
        push(
            &mut axes,
            Axis {
                len: boxes,
                set_stride,
            },
        );
        push(
            &mut axes,
            Axis {
                len: side,
                set_stride: 0,
            },
        );
    }
    axes
}

fn push(axes: &mut Vec<Axis>, axis: Axis) {
    match axes.last_mut() {
        _ if axis.len == 1 => {}
        Some(last) if (last.set_stride == 0) == (axis.set_stride == 0) => {
            *last = Axis {
                len: last.len * axis.len,
                ..axis
            };
        }
        _ => axes.push(axis),
    }
}
