//! Why PyTorch rejects a call: what every language says in its own words.

use super::Shown;
use crate::norm::Layer;

/// The reason.
pub(super) enum Refused {
    /// The layer cannot be constructed
    Layer,
    /// There is one value to a mean; in eval mode it would be another if averages are kept
    OneValue { has_averages: bool },
    /// There is one position to a channel of a sample
    OnePosition,
    /// Layer and tensor do not fit together: the shape of the tensor
    Shape(String),
}

impl Refused {
    /// Why the call that is shown is rejected.
    pub fn of(shown: &Shown) -> Self {
        if shown.layer.check().is_err() {
            return Self::Layer;
        }
        match shown.layer {
            Layer::BatchNorm(layer) if is_single(shown.shape, 1, layer.num_features) => {
                let has_averages = layer.track_running_stats;
                Self::OneValue { has_averages }
            }
            Layer::InstanceNorm(_) if positions(shown.shape) == 1 => Self::OnePosition,
            _ => {
                let lengths: Vec<_> = shown.shape.iter().map(usize::to_string).collect();
                Self::Shape(lengths.join(" × "))
            }
        }
    }
}

/// Whether the tensor has the channels asked for along this axis, and one value in each.
fn is_single(shape: &[usize], axis: usize, channels: i64) -> bool {
    let fits = shape.get(axis).is_some_and(|&n| n as i64 == channels);
    fits && shape.iter().product::<usize>() as i64 == channels
}

/// How many positions there are in each channel of a sample.
fn positions(shape: &[usize]) -> usize {
    let first = if shape.len() == 2 { 1 } else { 2 };
    shape.iter().skip(first).product()
}
