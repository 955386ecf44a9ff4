//! What one changed value moves.

use crate::norm::{InstanceNorm, Layer, Spatial};
use ndarray::ArrayD;

/// What came out before one value of x was changed, and what the change moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Poked {
    /// Place in memory of the changed value
    pub flat: usize,
    /// y without the poke
    pub y_before: ArrayD<f32>,
    /// Which y are no longer the same float32, in C order; the poked element's own among them
    pub moved: Vec<bool>,
    /// How many moved beside the poked element's own
    pub others: usize,
    /// In how many samples these lie
    pub samples: usize,
}

impl Poked {
    /// Compares y with what it was.
    pub(super) fn new(flat: usize, layer: &Layer, y_before: ArrayD<f32>, y: &ArrayD<f32>) -> Self {
        let same =
            |(before, after): (&f32, &f32)| before == after || (before.is_nan() && after.is_nan());
        let moved: Vec<bool> = y_before.iter().zip(y).map(|pair| !same(pair)).collect();
        let stride = match has_sample_axis(layer, y.ndim()) {
            true => moved.len() / y.shape()[0],
            false => moved.len(),
        };
        let count = |(sample, moved): (usize, &[bool])| {
            let own = moved.get(flat.wrapping_sub(sample * stride)) == Some(&true);
            moved.iter().filter(|moved| **moved).count() - usize::from(own)
        };
        let others: Vec<usize> = moved.chunks(stride).enumerate().map(count).collect();
        Self {
            flat,
            samples: others.iter().filter(|others| **others > 0).count(),
            others: others.iter().sum(),
            y_before,
            moved,
        }
    }
}

/// Whether axis 0 counts samples; it does not for an instance norm that is given one sample by itself.
pub fn has_sample_axis(layer: &Layer, rank: usize) -> bool {
    let unbatched = |layer: &InstanceNorm| match layer.spatial {
        Spatial::D1 => rank == 2,
        Spatial::D2 => rank == 3,
        Spatial::D3 => rank == 4,
    };
    !matches!(layer, Layer::InstanceNorm(layer) if unbatched(layer))
}
