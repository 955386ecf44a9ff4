//! Boxes of elements in a tensor of four axes.

use std::ops::Range;

/// A box: one range of indices per axis.
pub type Ranges = [Range<usize>; 4];

/// The box of an element, where boxes of one shape stand side by side from the first element on.
/// The last along an axis is shorter if they do not fill it, as a ghost batch of an odd batch is.
pub(super) fn tile(shape: [usize; 4], block: [usize; 4], at: [usize; 4]) -> Ranges {
    std::array::from_fn(|axis| {
        let start = at[axis] / block[axis] * block[axis];
        start..shape[axis].min(start + block[axis])
    })
}

/// Channels of a group or a head, as many as a group can have without being one channel or, if it need not, all:
/// the smallest prime factor of C, so pairs where C is even.
pub(super) fn group_len(channels: usize) -> usize {
    let divides = |len: &usize| channels.is_multiple_of(*len);
    (2..=channels).find(divides).unwrap_or(1)
}

/// Samples on each of two devices, or in each of two ghost batches: half of them, the first has one more of an odd batch.
pub(super) fn half(samples: usize) -> usize {
    samples.div_ceil(2)
}
