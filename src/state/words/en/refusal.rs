//! Why PyTorch rejects a call, in our words.

use crate::norm::Layer;
use crate::state::words::Shown;

/// One sentence beside PyTorch's own.
pub(super) fn note(shown: &Shown) -> String {
    if shown.layer.check().is_err() {
        return "The layer itself cannot be constructed, whatever the tensor: change its numbers"
            .to_string();
    }
    match shown.layer {
        Layer::BatchNorm(layer) if is_single(shown.shape, 1, layer.num_features) => {
            let eval = if layer.track_running_stats { "eval mode, or " } else { "" };
            format!("A mean over one value is the value itself: x̂ would be 0 whatever x is. Use {eval}more samples or positions")
        }
        Layer::InstanceNorm(_) if positions(shown.shape) == 1 => {
            "One position per channel leaves nothing to take a variance of: x̂ would be 0 whatever x is".to_string()
        }
        _ => {
            let lengths: Vec<_> = shown.shape.iter().map(usize::to_string).collect();
            let lengths = lengths.join(" × ");
            format!("The layer and a tensor of {lengths} do not fit together: change the layer or the shape")
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
