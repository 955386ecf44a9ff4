//! From a layer to its constructor call.

use std::fmt;

use super::free_box::{Axis, letters};
use super::parse::{EPS, MOMENTUM};
use crate::norm::{BatchNorm, BoxNorm, ChannelLayerNorm, Layer, Spatial};

impl fmt::Display for Layer {
    /// The shortest call that [`parse_layer`](crate::torch::parse_layer) reads back:
    /// defaults are left out, and no space is in it, for it stands in links.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (class, arguments) = call(self);
        write!(f, "{class}({})", arguments.join(","))
    }
}

/// The line that constructs `layer`, given `import torch.nn as nn`; `None` for the two layers
/// that PyTorch has no class for.
///
/// ```
/// use normscope::torch::{parse_layer, python};
/// let layer = parse_layer("GroupNorm(3,6)")?;
/// assert_eq!(python(&layer).as_deref(), Some("nn.GroupNorm(3, 6)"));
/// # Ok::<(), normscope::torch::ParseError>(())
/// ```
pub fn python(layer: &Layer) -> Option<String> {
    if matches!(layer, Layer::ChannelLayerNorm(_) | Layer::Box(_)) {
        return None;
    }
    let (class, arguments) = call(layer);
    let spaced: Vec<_> = arguments
        .iter()
        .map(|text| text.replace(',', ", "))
        .collect();
    Some(format!("nn.{class}({})", spaced.join(", ")))
}

/// Name of the class, and each argument that is not its default.
fn call(layer: &Layer) -> (String, Vec<String>) {
    match layer {
        Layer::BatchNorm(norm) => running(norm, "BatchNorm", true),
        Layer::InstanceNorm(norm) => {
            let same = BatchNorm {
                spatial: norm.spatial,
                num_features: norm.num_features,
                eps: norm.eps,
                momentum: norm.momentum,
                affine: norm.affine,
                track_running_stats: norm.track_running_stats,
            };
            running(&same, "InstanceNorm", false)
        }
        Layer::LayerNorm(norm) => {
            let mut arguments = vec![shape(&norm.normalized_shape)];
            arguments.extend(eps(norm.eps));
            arguments.extend(flag("elementwise_affine", norm.elementwise_affine, true));
            arguments.extend(flag("bias", norm.bias, true));
            ("LayerNorm".into(), arguments)
        }
        Layer::GroupNorm(norm) => {
            let mut arguments = vec![norm.num_groups.to_string(), norm.num_channels.to_string()];
            arguments.extend(eps(norm.eps));
            arguments.extend(flag("affine", norm.affine, true));
            ("GroupNorm".into(), arguments)
        }
        Layer::RmsNorm(norm) => {
            let mut arguments = vec![shape(&norm.normalized_shape)];
            arguments.extend(norm.eps.map(|eps| format!("eps={eps:?}")));
            arguments.extend(flag("elementwise_affine", norm.elementwise_affine, true));
            ("RMSNorm".into(), arguments)
        }
        Layer::ChannelLayerNorm(norm) => ("ChannelLayerNorm".into(), channel(norm)),
        Layer::Box(norm) => ("Norm".into(), axes(norm)),
    }
}

/// Batch and instance normalization differ in the default of their two flags alone.
fn running(norm: &BatchNorm, class: &str, default: bool) -> (String, Vec<String>) {
    let suffix = match norm.spatial {
        Spatial::D1 => "1d",
        Spatial::D2 => "2d",
        Spatial::D3 => "3d",
    };
    let mut arguments = vec![norm.num_features.to_string()];
    arguments.extend(eps(norm.eps));
    match norm.momentum {
        None => arguments.push("momentum=None".into()),
        Some(MOMENTUM) => {}
        Some(momentum) => arguments.push(format!("momentum={momentum:?}")),
    }
    arguments.extend(flag("affine", norm.affine, default));
    arguments.extend(flag(
        "track_running_stats",
        norm.track_running_stats,
        default,
    ));
    (format!("{class}{suffix}"), arguments)
}

fn channel(norm: &ChannelLayerNorm) -> Vec<String> {
    let mut arguments = vec![norm.num_channels.to_string()];
    arguments.extend(eps(norm.eps));
    arguments.extend(flag("elementwise_affine", norm.elementwise_affine, true));
    arguments
}

/// # Panics
///
/// If the box has a rank for which axes have no names.
fn axes(norm: &BoxNorm) -> Vec<String> {
    let letters = letters(norm.sides.len()).expect("a box has 2 to 5 axes");
    let axis = |(letter, side): (&&str, &_)| Axis(letter, *side).to_string();
    let mut arguments: Vec<_> = letters.iter().zip(&norm.sides).map(axis).collect();
    arguments.extend(eps(norm.eps));
    arguments
}

fn eps(eps: f64) -> Option<String> {
    (eps != EPS).then(|| format!("eps={eps:?}"))
}

fn flag(name: &str, value: bool, default: bool) -> Option<String> {
    let word = if value { "True" } else { "False" };
    (value != default).then(|| format!("{name}={word}"))
}

fn shape(lengths: &[i64]) -> String {
    match lengths {
        [only] => only.to_string(),
        _ => {
            let lengths: Vec<_> = lengths.iter().map(i64::to_string).collect();
            format!("[{}]", lengths.join(","))
        }
    }
}
