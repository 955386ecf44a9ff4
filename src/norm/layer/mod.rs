//! The layers, with PyTorch's constructor arguments and defaults.
//!
//! Integers are `i64`, since PyTorch accepts negative ones in some constructors
//! and rejects them only when the layer is called.

mod call;
mod construct;
mod error;

pub use error::{ErrorKind, NormError, PythonFloat};

use super::Side;

/// A normalization layer as it is constructed.
///
/// Each computes, with the statistics of the set `S_i` of n elements,
///
/// ```text
/// μ_i  = 1/n ∑ x_k             over k ∈ S_i
/// σ²_i = 1/n ∑ (x_k − μ_i)²    over k ∈ S_i
/// y_i  = γ · (x_i − μ_i) / √(σ²_i + ε) + β
/// ```
///
/// where σ² is the biased variance and ε stands inside the root
/// (Wu & He, "Group Normalization", 2018, equations 1, 2 and 6).
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// `nn.BatchNorm1d`, `2d`, `3d`
    BatchNorm(BatchNorm),
    /// `nn.LayerNorm`
    LayerNorm(LayerNorm),
    /// `nn.InstanceNorm1d`, `2d`, `3d`
    InstanceNorm(InstanceNorm),
    /// `nn.GroupNorm`
    GroupNorm(GroupNorm),
    /// `nn.RMSNorm`
    RmsNorm(RmsNorm),
    /// Layer normalization over the channels alone, at each position (ViT, ConvNeXt)
    ChannelLayerNorm(ChannelLayerNorm),
    /// A free choice of axes
    Box(BoxNorm),
}

/// The `1d`, `2d` or `3d` at the end of a PyTorch class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spatial {
    /// Input `(N, C)` or `(N, C, L)`
    D1,
    /// Input `(N, C, H, W)`
    D2,
    /// Input `(N, C, D, H, W)`
    D3,
}

/// Arguments of `nn.BatchNorm1d`, `2d`, `3d`.
///
/// ```text
/// S_i = { k | k_C = i_C }
/// ```
///
/// (Ioffe & Szegedy, "Batch Normalization", 2015, algorithm 1 and section 3.2; Wu & He 2018, equation 3.)
#[derive(Clone, Debug, PartialEq)]
pub struct BatchNorm {
    /// Which of the three classes
    pub spatial: Spatial,
    /// Channels C
    pub num_features: i64,
    /// ε, added to the variance before the root
    pub eps: f64,
    /// Weight of the newest batch in the running averages; `None` takes the plain average of all batches
    pub momentum: Option<f64>,
    /// Whether γ and β are learnt, one of each per channel
    pub affine: bool,
    /// Whether running averages are kept, to be used in eval mode
    pub track_running_stats: bool,
}

/// Arguments of `nn.LayerNorm`.
///
/// ```text
/// S_i = { k | k and i agree on all axes before the last len(normalized_shape) }
/// ```
///
/// (Ba, Kiros & Hinton, "Layer Normalization", 2016, equations 3 and 4.
/// With `[C, H, W]` it is the picture of Wu & He 2018, equation 4, where γ and β are per channel, though.)
#[derive(Clone, Debug, PartialEq)]
pub struct LayerNorm {
    /// Lengths of the last axes, over which the statistics are taken
    pub normalized_shape: Vec<i64>,
    /// ε, added to the variance before the root
    pub eps: f64,
    /// Whether γ (and β, with `bias`) are learnt, one per element of `normalized_shape`
    pub elementwise_affine: bool,
    /// Whether β is learnt too
    pub bias: bool,
}

/// Arguments of `nn.InstanceNorm1d`, `2d`, `3d`.
///
/// ```text
/// S_i = { k | k_N = i_N, k_C = i_C }
/// ```
///
/// (Ulyanov, Vedaldi & Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016;
/// Wu & He 2018, equation 5.) An input without the batch axis is one sample.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceNorm {
    /// Which of the three classes
    pub spatial: Spatial,
    /// Channels C
    pub num_features: i64,
    /// ε, added to the variance before the root
    pub eps: f64,
    /// Weight of the newest batch in the running averages
    pub momentum: Option<f64>,
    /// Whether γ and β are learnt, one of each per channel; off by default
    pub affine: bool,
    /// Whether running averages are kept, to be used in eval mode; off by default
    pub track_running_stats: bool,
}

/// Arguments of `nn.GroupNorm`.
///
/// ```text
/// S_i = { k | k_N = i_N, ⌊k_C / (C/G)⌋ = ⌊i_C / (C/G)⌋ }
/// ```
///
/// (Wu & He, "Group Normalization", 2018, equation 7.)
#[derive(Clone, Debug, PartialEq)]
pub struct GroupNorm {
    /// Groups G, into which the channels are split
    pub num_groups: i64,
    /// Channels C
    pub num_channels: i64,
    /// ε, added to the variance before the root
    pub eps: f64,
    /// Whether γ and β are learnt, one of each per channel
    pub affine: bool,
}

/// Arguments of `nn.RMSNorm`: no mean is subtracted, and no β added.
///
/// ```text
/// y_i = γ · x_i / √(1/n ∑ x_k² + ε)    over k ∈ S_i, as in LayerNorm
/// ```
///
/// (Zhang & Sennrich, "Root Mean Square Layer Normalization", 2019.)
#[derive(Clone, Debug, PartialEq)]
pub struct RmsNorm {
    /// Lengths of the last axes, over which the mean square is taken
    pub normalized_shape: Vec<i64>,
    /// ε, added to the mean square before the root; `None` is the float32 epsilon 2⁻²³
    pub eps: Option<f64>,
    /// Whether γ is learnt, one per element of `normalized_shape`
    pub elementwise_affine: bool,
}

/// Layer normalization over axis 1 alone; PyTorch has it as `LayerNorm(C)` on the permuted tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelLayerNorm {
    /// Channels C
    pub num_channels: i64,
    /// ε, added to the variance before the root
    pub eps: f64,
    /// Whether γ and β are learnt, one of each per channel
    pub elementwise_affine: bool,
}

/// A free choice of box: each axis is kept, shared, or split. It learns nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxNorm {
    /// One choice per axis of x
    pub sides: Vec<Side>,
    /// ε, added to the variance before the root
    pub eps: f64,
}
