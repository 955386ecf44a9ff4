//! The layers that functions equal.

use super::functional::Bound;
use super::module::Module;
use super::parameters::Parameters;
use crate::norm::{BatchNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Spatial};

/// What a function equals: a layer in one of its modes, with the γ and β that are given.
pub(super) fn module(path: &str, bound: &Bound, shape: &[usize]) -> Result<Module, String> {
    if path == "F.normalize" {
        return normalize(bound, shape);
    }
    let (layer, is_training) = layer(path, bound, shape)?;
    Ok(Module {
        parameters: Parameters::of(bound, &layer)?,
        is_training,
        ..Module::of(layer)
    })
}

/// The layer, and whether it is in training mode.
fn layer(path: &str, bound: &Bound, shape: &[usize]) -> Result<(Layer, bool), String> {
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
        affine: bound.is_affine(),
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
        affine: bound.is_affine(),
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
        affine: bound.is_affine(),
    }))
}

fn layer_norm(bound: &Bound) -> Result<Layer, String> {
    Ok(Layer::LayerNorm(LayerNorm {
        normalized_shape: bound.lengths("normalized_shape")?,
        eps: bound.eps()?,
        elementwise_affine: bound.is_affine(),
        bias: true,
    }))
}

fn rms_norm(bound: &Bound) -> Result<Layer, String> {
    Ok(Layer::RmsNorm(RmsNorm {
        normalized_shape: bound.lengths("normalized_shape")?,
        eps: bound.float("eps")?,
        elementwise_affine: bound.is_affine(),
    }))
}

/// x over its length, which is √n times its root mean square:
///
/// ```text
/// x / max(‖x‖, ε) = γ · x / √(mean(x²) + ε²)    with γ = 1/√n, as long as n·ε² is nothing beside ‖x‖²
/// ```
///
/// Both are 0 where x is.
fn normalize(bound: &Bound, shape: &[usize]) -> Result<Module, String> {
    let [axis] = bound.axis("dim", 1)?[..] else {
        return Err("it is shown along one axis, the last".into());
    };
    let last = shape.len() as i64 - 1;
    let len = match shape.last() {
        Some(len) if axis == last || axis == -1 => *len,
        _ => {
            return Err(format!(
                "it is shown along the last axis, as with dim={last}, where it is an RMSNorm with γ = 1/√n"
            ));
        }
    };
    if bound.float("p")?.unwrap_or(2.0) != 2.0 || bound.get("out").is_some() {
        return Err("it is shown with p=2 and without out".into());
    }
    let eps = bound.float("eps")?.unwrap_or(1e-12);
    let layer = Layer::RmsNorm(RmsNorm {
        normalized_shape: vec![len as i64],
        eps: Some(eps * eps),
        elementwise_affine: true,
    });
    let weight = Some(vec![(1.0 / (len as f64).sqrt()) as f32; len]);
    Ok(Module {
        parameters: Parameters { weight, bias: None },
        is_length: true,
        ..Module::of(layer)
    })
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
