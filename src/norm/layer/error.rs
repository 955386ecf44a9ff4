//! What PyTorch would raise, in its own sentences.

use crate::norm::PartitionError;
use std::fmt;

/// When a layer is rejected: as it is constructed, or as it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `nn.GroupNorm(4, 6)` raises
    Construction,
    /// `nn.GroupNorm(3, 6)` does not raise, but `(x)` does
    Call,
}

/// A layer or a call that PyTorch rejects; displayed as the sentence PyTorch gives.
///
/// Where PyTorch's sentence is an accident of its internals (`integer modulo by zero`),
/// ours states the rule.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NormError {
    /// A parameter or running average would have a negative length
    #[error("Trying to create tensor with negative dimension {dimension}: {shape:?}")]
    NegativeDimension {
        /// The first negative length
        dimension: i64,
        /// All lengths
        shape: Vec<i64>,
    },
    /// A parameter or running average would need more memory than is given to one here
    #[error("can't allocate memory for a tensor of shape {shape:?}")]
    TooLarge {
        /// Its lengths
        shape: Vec<i64>,
    },
    /// A running average would have a negative length
    #[error("zeros: Dimension size must be non-negative.")]
    NegativeFeatures,
    /// `GroupNorm(0, …)`
    #[error("num_groups must not be 0, got num_groups=0 and num_channels={channels}")]
    ZeroGroups {
        /// Channels C of the layer
        channels: i64,
    },
    /// G does not divide C
    #[error("num_channels ({channels}) must be divisible by num_groups ({groups})")]
    Indivisible {
        /// Channels C of the layer
        channels: i64,
        /// Groups G of the layer
        groups: i64,
    },
    /// x has a rank that the class does not take
    #[error("expected {expected} input (got {rank}D input)")]
    Rank {
        /// Ranks that it takes, such as `2D or 3D`
        expected: &'static str,
        /// Rank of x
        rank: usize,
    },
    /// x has no channel axis
    #[error("Expected at least 2 dimensions for input tensor but received {rank}")]
    NoChannelAxis {
        /// Rank of x
        rank: usize,
    },
    /// One value per channel, so that the variance is 0 and x̂ would be 0 whatever x is
    #[error(
        "Expected more than 1 value per channel when training, got input size torch.Size({shape:?})"
    )]
    OneValuePerChannel {
        /// Shape of x
        shape: Vec<usize>,
    },
    /// One value per group, likewise; the shape is that of x with its samples and groups merged, as PyTorch prints it
    #[error("Expected more than 1 value per channel when training, got input size {shape:?}")]
    OneValuePerGroup {
        /// `[N·C / G, G, …]`
        shape: Vec<usize>,
    },
    /// One value per sample and channel, likewise
    #[error(
        "Expected more than 1 spatial element when training, got input size torch.Size({shape:?})"
    )]
    OneSpatialElement {
        /// Shape of x, with a batch axis
        shape: Vec<usize>,
    },
    /// ε is not positive
    #[error("batch_norm eps must be positive during training, but got {}", PythonFloat(*.eps))]
    Eps {
        /// ε
        eps: f64,
    },
    /// ε is negative
    #[error("batch_norm eps must be non-negative, but got {}", PythonFloat(*.eps))]
    NegativeEps {
        /// ε
        eps: f64,
    },
    /// x has other channels than the layer
    #[error("{parameter} should contain {expected} elements not {found}")]
    Elements {
        /// The parameter or running average that does not fit
        parameter: &'static str,
        /// Elements that x would need
        expected: usize,
        /// Elements that the layer has
        found: usize,
    },
    /// The layer has parameters for no channel at all, and x is empty
    #[error("a layer with 0 weights cannot be called on an empty tensor")]
    NoParameters,
    /// x has other channels than the instance norm
    #[error(
        "expected input's size at dim={axis} to match num_features ({expected}), but got: {found}."
    )]
    Features {
        /// Axis of x that has the channels
        axis: usize,
        /// Channels of the layer
        expected: i64,
        /// Channels of x
        found: usize,
    },
    /// The instance norm keeps averages of other channels than x has
    #[error(
        "expected 1 running mean for each channel, but the layer has {expected} and the input has size {found} at dim={axis}"
    )]
    RunningFeatures {
        /// Axis of x that has the channels
        axis: usize,
        /// Channels of the layer
        expected: i64,
        /// Channels of x
        found: usize,
    },
    /// G is negative
    #[error("Expected num groups to be greater than 0, got {groups}")]
    Groups {
        /// Groups G of the layer
        groups: i64,
    },
    /// G does not divide the channels of x
    #[error(
        "Expected number of channels in input to be divisible by num_groups, but got input of shape {shape:?} and num_groups={groups}"
    )]
    InputIndivisible {
        /// Shape of x
        shape: Vec<usize>,
        /// Groups G of the layer
        groups: i64,
    },
    /// x has other channels than the group norm
    #[error(
        "Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape [{channels}] and input of shape {shape:?}"
    )]
    GroupWeight {
        /// Channels C of the layer
        channels: i64,
        /// Shape of x
        shape: Vec<usize>,
    },
    /// x has no channels
    #[error("Expected number of channels to be greater than 0, got 0")]
    ZeroChannels,
    /// An axis of x after the channels is empty
    #[error("Expected HxW to be greater than 0, got 0")]
    ZeroSpatial,
    /// x has fewer axes than the layer normalizes over
    #[error("Input tensor must have at least {expected} dimensions, but got {rank}")]
    TooFewDimensions {
        /// Axes that the layer normalizes over
        expected: usize,
        /// Rank of x
        rank: usize,
    },
    /// The last axes of x are not those of the layer
    #[error(
        "Given normalized_shape={normalized:?}, expected input with shape [*, {}], but got input of size{shape:?}",
        list(.normalized)
    )]
    NormalizedShape {
        /// `normalized_shape` of the layer
        normalized: Vec<i64>,
        /// Shape of x
        shape: Vec<usize>,
    },
    /// The same as `RMSNorm` says it
    #[error(
        "Given normalized_shape={normalized:?}, expected input with shape [*{}], but got input of size{shape:?}",
        list(.normalized)
    )]
    RmsShape {
        /// `normalized_shape` of the layer
        normalized: Vec<i64>,
        /// Shape of x
        shape: Vec<usize>,
    },
    /// `LayerNorm([])`
    #[error(
        "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []"
    )]
    EmptyNormalizedShape,
    /// A free choice of box does not fit x
    #[error(transparent)]
    Box(#[from] PartitionError),
}

impl NormError {
    /// Whether the constructor or the call raises.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NegativeDimension { .. }
            | Self::NegativeFeatures
            | Self::TooLarge { .. }
            | Self::ZeroGroups { .. }
            | Self::Indivisible { .. } => ErrorKind::Construction,
            _ => ErrorKind::Call,
        }
    }
}

/// A number as Python prints it: `0.0`, `1e-05`, `1e+16`.
///
/// ```
/// use normscope::norm::PythonFloat;
/// let print = |value| PythonFloat(value).to_string();
/// assert_eq!([print(0.0), print(1e-5), print(0.001)], ["0.0", "1e-05", "0.001"]);
/// assert_eq!([print(-1.5e-12), print(1e16), print(f64::NAN)], ["-1.5e-12", "1e+16", "nan"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PythonFloat(pub f64);

impl fmt::Display for PythonFloat {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let magnitude = self.0.abs();
        if self.0.is_nan() {
            return f.write_str("nan");
        }
        if magnitude == 0.0 || (1e-4..1e16).contains(&magnitude) || magnitude.is_infinite() {
            return write!(f, "{:?}", self.0);
        }
        let scientific = format!("{:e}", self.0);
        let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(exponent) => ('-', exponent),
            None => ('+', exponent),
        };
        write!(f, "{digits}e{sign}{exponent:0>2}")
    }
}

fn list(lengths: &[i64]) -> String {
    let words: Vec<_> = lengths.iter().map(i64::to_string).collect();
    words.join(", ")
}
