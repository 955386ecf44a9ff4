//! The layers that functions equal.

use super::functional::Bound;
use crate::norm::{BatchNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Spatial};

/// The layer that a function equals, and whether it is in training mode.
pub(super) fn layer(path: &str, bound: &Bound, shape: &[usize]) -> Result<(Layer, bool), String> {
    match path {
        "F.batch_norm" => batch_norm(bound, shape),
        "F.instance_norm" => instance_norm(bound, shape),
        "F.group_norm" => group_norm(bound, shape).map(trained),
        "F.layer_norm" => layer_norm(bound).map(trained),
        _ => rms_norm(bound).map(trained),
    }
}

/// Of a layer that has no other mode.
fn trained(layer: Layer) -> (Layer, bool) {
    (layer, true)
}

fn batch_norm(bound: &Bound, shape: &[usize]) -> Result<(Layer, bool), String> {
    let (track_running_stats, is_training) = statistics(bound, shape, "training", false)?;
    let layer = Layer::BatchNorm(BatchNorm {
        spatial: spatial(shape),
        num_features: channels(shape) as i64,
        eps: bound.eps()?,
        momentum: bound.float("momentum")?.or(Some(0.1)),
        affine: false,
        track_running_stats,
    });
    Ok((layer, is_training))
}

fn instance_norm(bound: &Bound, shape: &[usize]) -> Result<(Layer, bool), String> {
    if shape.len() < 3 {
        return Err("it needs a tensor of three axes at least".into());
    }
    let (track_running_stats, is_training) = statistics(bound, shape, "use_input_stats", true)?;
    let layer = Layer::InstanceNorm(InstanceNorm {
        spatial: spatial(shape),
        num_features: channels(shape) as i64,
        eps: bound.eps()?,
        momentum: bound.float("momentum")?.or(Some(0.1)),
        affine: false,
        track_running_stats,
    });
    Ok((layer, is_training))
}

fn group_norm(bound: &Bound, shape: &[usize]) -> Result<Layer, String> {
    let [num_groups] = bound.lengths("num_groups")?[..] else {
        return Err("`num_groups` is a whole number".into());
    };
    Ok(Layer::GroupNorm(GroupNorm {
        num_groups,
        num_channels: channels(shape) as i64,
        eps: bound.eps()?,
        affine: false,
    }))
}

fn layer_norm(bound: &Bound) -> Result<Layer, String> {
    Ok(Layer::LayerNorm(LayerNorm {
        normalized_shape: bound.lengths("normalized_shape")?,
        eps: bound.eps()?,
        elementwise_affine: false,
        bias: true,
    }))
}

fn rms_norm(bound: &Bound) -> Result<Layer, String> {
    Ok(Layer::RmsNorm(RmsNorm {
        normalized_shape: bound.lengths("normalized_shape")?,
        eps: bound.float("eps")?,
        elementwise_affine: false,
    }))
}

/// Whether a function is given averages, and whether it takes its statistics from the batch, as `flag` says.
fn statistics(
    bound: &Bound,
    shape: &[usize],
    flag: &str,
    default: bool,
) -> Result<(bool, bool), String> {
    let has_averages = bound.running(channels(shape))?;
    let is_training = bound.flag(flag, default)?;
    if !is_training && !has_averages {
        return Err(format!(
            "without {flag}=True it needs running_mean and running_var"
        ));
    }
    Ok((has_averages, is_training))
}

fn channels(shape: &[usize]) -> usize {
    shape.get(1).copied().unwrap_or(0)
}

fn spatial(shape: &[usize]) -> Spatial {
    match shape.len() {
        0..=3 => Spatial::D1,
        4 => Spatial::D2,
        _ => Spatial::D3,
    }
}
