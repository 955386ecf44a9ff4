//! From a constructor call to a layer.

use super::arguments::{Bound, Signature, call_of};
use super::free_box;
use crate::norm::{
    BatchNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Spatial,
};
use crate::torch::grammar::{Expression, ParseError, Position, nearest, parse_expression};

/// ε where PyTorch's constructors leave it out.
pub(super) const EPS: f64 = 1e-5;

/// Weight of the newest batch where the constructor leaves it out.
pub(super) const MOMENTUM: f64 = 0.1;

/// Parameters of the layers that keep running averages.
const RUNNING: &[&str] = &[
    "num_features",
    "eps",
    "momentum",
    "affine",
    "track_running_stats",
    "device",
    "dtype",
];

/// Every class that is understood.
const CLASSES: [&str; 11] = [
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "LayerNorm",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
    "GroupNorm",
    "RMSNorm",
    "ChannelLayerNorm",
    free_box::NAME,
];

/// A layer from the text of its constructor call.
///
/// Arguments are given by position or by name, as PyTorch takes them, with or without `nn.`
/// or `torch.nn.` in front; `GroupNorm(3,6)` prints back as it was.
/// Two classes are ours: `ChannelLayerNorm(6)`, and `Norm(N=1, C=C/3, H=H, W=W)`, in which the
/// box keeps an axis with `1`, shares it with its own letter, and splits it with `C/3`.
///
/// Values are not judged: `GroupNorm(4,6)` parses, and construction refuses it.
///
/// ```
/// use normscope::torch::parse_layer;
/// let layer = parse_layer("nn.GroupNorm(3, num_channels=6, eps=1e-3)")?;
/// assert_eq!(layer.to_string(), "GroupNorm(3,6,eps=0.001)");
/// let error = parse_layer("GroupNorm(3, 6, epsilon=1)").unwrap_err();
/// assert_eq!(error.at().column, 17);
/// # Ok::<(), normscope::torch::ParseError>(())
/// ```
///
/// # Errors
///
/// If the text is no such call; the sentence says where, and what would work.
pub fn parse_layer(text: &str) -> Result<Layer, ParseError> {
    layer_of(&parse_expression(text)?)
}

/// Whether PyTorch has a normalization of this name.
pub(in crate::torch) fn is_class(name: &str) -> bool {
    CLASSES[..9].contains(&name)
}

/// A layer from its constructor call.
///
/// # Errors
///
/// If the expression is no such call.
pub(in crate::torch) fn layer_of(expression: &Expression) -> Result<Layer, ParseError> {
    let (name, at, arguments) = call_of(expression)?;
    if name == free_box::NAME {
        return free_box::from_call(at, arguments).map(Layer::Box);
    }
    let signature = signature(&name, at)?;
    let bound = signature.bind(at, arguments)?;
    bound.check_machine()?;
    match signature.name {
        "LayerNorm" => layer_norm(&bound),
        "GroupNorm" => group_norm(&bound),
        "RMSNorm" => rms_norm(&bound),
        "ChannelLayerNorm" => channel_layer_norm(&bound),
        name if name.starts_with("Batch") => batch_norm(&bound, spatial(name)),
        name => instance_norm(&bound, spatial(name)),
    }
}

fn signature(name: &str, at: Position) -> Result<Signature, ParseError> {
    let Some(&name) = CLASSES.iter().find(|class| *class == &name) else {
        return Err(unknown_class(name, at));
    };
    let (parameters, required, example): (&[_], _, _) = match name {
        "LayerNorm" => (
            &[
                "normalized_shape",
                "eps",
                "elementwise_affine",
                "bias",
                "device",
                "dtype",
            ],
            1,
            "LayerNorm([6,4,4])",
        ),
        "GroupNorm" => (
            &[
                "num_groups",
                "num_channels",
                "eps",
                "affine",
                "device",
                "dtype",
            ],
            2,
            "GroupNorm(3,6)",
        ),
        "RMSNorm" => (
            &[
                "normalized_shape",
                "eps",
                "elementwise_affine",
                "device",
                "dtype",
            ],
            1,
            "RMSNorm(16)",
        ),
        "ChannelLayerNorm" => (
            &["num_channels", "eps", "elementwise_affine"],
            1,
            "ChannelLayerNorm(6)",
        ),
        _ if name.starts_with("Batch") => (RUNNING, 1, "BatchNorm2d(6)"),
        _ => (RUNNING, 1, "InstanceNorm2d(6)"),
    };
    Ok(Signature {
        name,
        parameters,
        required,
        example,
    })
}

fn unknown_class(name: &str, at: Position) -> ParseError {
    let help = match nearest(name, &CLASSES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", CLASSES.join(", ")),
    };
    ParseError::new(at, format!("there is no layer `{name}` here; {help}"))
}

fn spatial(class: &str) -> Spatial {
    match class.as_bytes() {
        [.., b'1', b'd'] => Spatial::D1,
        [.., b'2', b'd'] => Spatial::D2,
        _ => Spatial::D3,
    }
}

fn batch_norm(bound: &Bound, spatial: Spatial) -> Result<Layer, ParseError> {
    Ok(Layer::BatchNorm(BatchNorm {
        spatial,
        num_features: bound.int("num_features")?,
        eps: bound.float("eps", EPS)?,
        momentum: bound.optional_float("momentum", Some(MOMENTUM))?,
        affine: bound.flag("affine", true)?,
        track_running_stats: bound.flag("track_running_stats", true)?,
    }))
}

fn instance_norm(bound: &Bound, spatial: Spatial) -> Result<Layer, ParseError> {
    Ok(Layer::InstanceNorm(InstanceNorm {
        spatial,
        num_features: bound.int("num_features")?,
        eps: bound.float("eps", EPS)?,
        momentum: bound.optional_float("momentum", Some(MOMENTUM))?,
        affine: bound.flag("affine", false)?,
        track_running_stats: bound.flag("track_running_stats", false)?,
    }))
}

fn layer_norm(bound: &Bound) -> Result<Layer, ParseError> {
    Ok(Layer::LayerNorm(LayerNorm {
        normalized_shape: bound.lengths("normalized_shape")?,
        eps: bound.float("eps", EPS)?,
        elementwise_affine: bound.flag("elementwise_affine", true)?,
        bias: bound.flag("bias", true)?,
    }))
}

fn group_norm(bound: &Bound) -> Result<Layer, ParseError> {
    Ok(Layer::GroupNorm(GroupNorm {
        num_groups: bound.int("num_groups")?,
        num_channels: bound.int("num_channels")?,
        eps: bound.float("eps", EPS)?,
        affine: bound.flag("affine", true)?,
    }))
}

fn rms_norm(bound: &Bound) -> Result<Layer, ParseError> {
    Ok(Layer::RmsNorm(RmsNorm {
        normalized_shape: bound.lengths("normalized_shape")?,
        eps: bound.optional_float("eps", None)?,
        elementwise_affine: bound.flag("elementwise_affine", true)?,
    }))
}

fn channel_layer_norm(bound: &Bound) -> Result<Layer, ParseError> {
    Ok(Layer::ChannelLayerNorm(ChannelLayerNorm {
        num_channels: bound.int("num_channels")?,
        eps: bound.float("eps", EPS)?,
        elementwise_affine: bound.flag("elementwise_affine", true)?,
    }))
}
