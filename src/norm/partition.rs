//! Which elements share their statistics.

use std::ops::Range;

/// How one side of the box lies along its axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Length 1: every index of the axis has sets of its own
    Kept,
    /// The whole axis: its indices share their sets
    Shared,
    /// The axis is split into this many groups of equal length
    Split(usize),
}

/// Why a box does not tile a tensor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartitionError {
    /// The choice of sides has another rank than the tensor
    #[error("{sides} axes were chosen for a tensor of shape {shape:?}")]
    Rank {
        /// Sides given
        sides: usize,
        /// Shape of the tensor
        shape: Vec<usize>,
    },
    /// An axis cannot be split so
    #[error("axis {axis} of length {length} cannot be split into {groups} groups of equal length")]
    Split {
        /// The axis
        axis: usize,
        /// Its length
        length: usize,
        /// Groups asked for
        groups: usize,
    },
}

/// A tiling of a tensor by boxes of equal shape: the sets of one normalization method.
///
/// It is made in one place and checked once, and everything reads it: the kernels,
/// the cube, the formula, the counters.
/// Two methods that share their statistics alike have equal partitions.
///
/// ```
/// use normscope::norm::{Partition, Side};
/// // GroupNorm(3, 6) on [N, C, H, W] = [4, 6, 4, 4]
/// let sides = [Side::Kept, Side::Split(3), Side::Shared, Side::Shared];
/// let partition = Partition::new(&[4, 6, 4, 4], &sides)?;
/// assert_eq!(partition.block(), [1, 2, 4, 4]);
/// assert_eq!((partition.set_count(), partition.set_len()), (12, 32));
/// assert_eq!(partition.ranges(partition.set_of(&[0, 3, 1, 2])), [0..1, 2..4, 0..4, 0..4]);
/// # Ok::<(), normscope::norm::PartitionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    shape: Vec<usize>,
    block: Vec<usize>,
}

impl Partition {
    /// Tiles a tensor of `shape` (any rank) by the box that `sides` describe, one side per axis.
    ///
    /// # Errors
    ///
    /// If there are not as many sides as axes, or the groups of a split do not divide their axis.
    pub fn new(shape: &[usize], sides: &[Side]) -> Result<Self, PartitionError> {
        if sides.len() != shape.len() {
            return Err(PartitionError::Rank {
                sides: sides.len(),
                shape: shape.to_vec(),
            });
        }
        let side = |(axis, (&length, side)): (usize, (&usize, &Side))| match *side {
            Side::Kept => Ok(1),
            Side::Shared => Ok(length),
            Side::Split(groups) if groups > 0 && length % groups == 0 => Ok(length / groups),
            Side::Split(groups) => Err(PartitionError::Split {
                axis,
                length,
                groups,
            }),
        };
        let block = shape
            .iter()
            .zip(sides)
            .enumerate()
            .map(side)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            shape: shape.to_vec(),
            block,
        })
    }

    /// The sides that make this partition, the plainest where several do:
    /// an axis of length 1 is kept, and a split into one group is shared.
    pub fn sides(&self) -> Vec<Side> {
        let axes = self.shape.iter().zip(&self.block);
        axes.map(|(&length, &side)| match side {
            _ if side == length && length != 1 => Side::Shared,
            1 => Side::Kept,
            _ => Side::Split(length / side),
        })
        .collect()
    }

    /// Lengths of the tensor's axes.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Lengths of the box's sides.
    pub fn block(&self) -> &[usize] {
        &self.block
    }

    /// How many boxes lie along each axis; 0 along an empty one.
    pub fn grid(&self) -> Vec<usize> {
        self.boxes().collect()
    }

    fn boxes(&self) -> impl Iterator<Item = usize> {
        let axes = self.shape.iter().zip(&self.block);
        axes.map(|(length, side)| length.checked_div(*side).unwrap_or(0))
    }

    /// Elements that share one set of statistics.
    pub fn set_len(&self) -> usize {
        self.block.iter().product()
    }

    /// Number of sets.
    pub fn set_count(&self) -> usize {
        self.boxes().product()
    }

    /// The set of the element at `index` (one per axis), numbered in C order over [`Self::grid`].
    ///
    /// # Panics
    ///
    /// If `index` lies outside the tensor.
    #[track_caller]
    pub fn set_of(&self, index: &[usize]) -> usize {
        assert_eq!(index.len(), self.shape.len(), "one index per axis");
        let axes = self.shape.iter().zip(&self.block).zip(index);
        axes.fold(0, |set, ((&length, &side), &i)| {
            assert!(i < length, "index {index:?} outside shape {:?}", self.shape);
            set * (length / side) + i / side
        })
    }

    /// The set of the element at the place `flat` in memory (C order).
    ///
    /// For a place outside the tensor it is the set of some other element.
    pub fn set_at(&self, flat: usize) -> usize {
        let axes = self.shape.iter().zip(&self.block).rev();
        let (set, ..) = axes.fold((0, 1, flat), |(set, sets, rest), (&length, &side)| {
            let along = rest % length / side;
            (set + along * sets, sets * (length / side), rest / length)
        });
        set
    }

    /// How the sets of neighbours in memory follow each other: over how many elements, from any multiple of
    /// that number on, and whether all of them lie in one set or each in the one after its neighbour's.
    pub fn run(&self) -> (usize, bool) {
        let mut run = (1, true);
        for (&length, &side) in self.shape.iter().zip(&self.block).rev() {
            let is_one_set = side == length;
            match run {
                _ if length == 1 => {}
                (1, _) if is_one_set || side == 1 => run = (length, is_one_set),
                (1, _) => return (side, true),
                (len, true) if is_one_set => run = (len * length, true),
                (len, true) => return (len * side, true),
                (len, false) if side == 1 && !is_one_set => run = (len * length, false),
                _ => return run,
            }
        }
        run
    }

    /// The box of a set: a range of indices along each axis.
    ///
    /// # Panics
    ///
    /// If there is no such set.
    #[track_caller]
    pub fn ranges(&self, set: usize) -> Vec<Range<usize>> {
        assert!(set < self.set_count(), "set {set} of {}", self.set_count());
        let mut rest = set;
        let mut ranges: Vec<_> = self
            .grid()
            .iter()
            .zip(&self.block)
            .rev()
            .map(|(&count, &side)| {
                let start = rest % count * side;
                rest /= count;
                start..start + side
            })
            .collect();
        ranges.reverse();
        ranges
    }
}
