//! What one changed value moves.

use super::values;
use crate::lab::region::Region;
use crate::norm::{Call, InstanceNorm, Layer, Module, Spatial, Stages};
use ndarray::ArrayD;

/// How it was before one value of x was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// Place in memory of the value
    pub flat: usize,
    /// The value
    pub x: f32,
    /// What the layer measured
    pub call: Call,
    /// What became of each element
    maps: Stages,
}

/// What the change of one value moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Poked {
    /// How it was without
    pub before: Before,
    /// How many y moved beside the poked element's own
    pub others: usize,
    /// In how many samples these lie
    pub samples: usize,
}

impl Before {
    pub(super) fn new(module: &Module, call: Call, flat: usize, x: f32) -> Self {
        Self {
            flat,
            x,
            maps: Stages::new(module, &call),
            call,
        }
    }

    /// y of the element at a place in memory, whose value is x now.
    pub fn y(&self, flat: usize, x: f32) -> f32 {
        let x = if flat == self.flat { self.x } else { x };
        self.maps.of(flat, x)[3]
    }

    /// Whether y of the element at a place in memory, whose value is x now, is no longer the same float32.
    pub fn moved(&self, maps: &Stages, flat: usize, x: f32) -> bool {
        let (before, after) = (self.y(flat, x), maps.of(flat, x)[3]);
        before != after && !(before.is_nan() && after.is_nan())
    }
}

impl Poked {
    /// Counts the y that are no longer the same float32.
    pub(super) fn new(before: Before, layer: &Layer, maps: &Stages, x: &ArrayD<f32>) -> Self {
        let values = values(x);
        let sample_len = match has_sample_axis(layer, x.ndim()) {
            true => values.len() / x.shape()[0],
            false => values.len(),
        };
        let mut in_sample = vec![0; values.len() / sample_len];
        let moves = |&flat: &usize| flat != before.flat && before.moved(maps, flat, values[flat]);
        for set in before.maps.changed_sets(maps) {
            let elements = Region::new(x.shape(), before.call.plan.partition.ranges(set));
            for flat in elements.flats().filter(moves) {
                in_sample[flat / sample_len] += 1;
            }
        }
        Self {
            before,
            others: in_sample.iter().sum(),
            samples: in_sample.iter().filter(|&&others| others > 0).count(),
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
