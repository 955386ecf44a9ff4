//! The methods that one can choose, and the layer that each is for a given tensor.

use crate::norm::{
    BatchNorm, BoxNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Side,
    Spatial,
};

/// What the radio group `Method` offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Batch normalization
    Batch,
    /// Layer normalization as PyTorch's documentation uses it at the tensor's rank
    Layer,
    /// Instance normalization
    Instance,
    /// Group normalization
    Group,
    /// Root mean square normalization
    Rms,
    /// Layer normalization over the channels alone
    ChannelLayer,
    /// A free choice of axes
    Free,
}

impl Method {
    /// All, in the order of the radio group.
    pub const ALL: [Self; 7] = [
        Self::Batch,
        Self::Layer,
        Self::Instance,
        Self::Group,
        Self::Rms,
        Self::ChannelLayer,
        Self::Free,
    ];

    /// The four of figure 2 of Wu & He (2018), in its order.
    pub const FIGURE: [Self; 4] = [Self::Batch, Self::Layer, Self::Instance, Self::Group];

    /// The method of a layer.
    pub fn of(layer: &Layer) -> Self {
        match layer {
            Layer::BatchNorm(_) => Self::Batch,
            Layer::LayerNorm(_) => Self::Layer,
            Layer::InstanceNorm(_) => Self::Instance,
            Layer::GroupNorm(_) => Self::Group,
            Layer::RmsNorm(_) => Self::Rms,
            Layer::ChannelLayerNorm(_) => Self::ChannelLayer,
            Layer::Box(_) => Self::Free,
        }
    }

    /// The layer of this method that fits a tensor of `shape` (rank 2 to 5).
    ///
    /// ε, momentum and what is learnt are taken over from the layer `before`.
    /// The groups of a GroupNorm are the largest divisor of C not above `wanted_groups`.
    pub fn layer(self, shape: &[usize], before: &Layer, wanted_groups: usize) -> Layer {
        let kept = Kept::of(before);
        let lengths = |axes: &[usize]| axes.iter().map(|&n| n as i64).collect::<Vec<_>>();
        let channels = shape[1];
        let eps = kept.eps;
        match self {
            Self::Batch => Layer::BatchNorm(BatchNorm {
                spatial: spatial(shape.len()),
                num_features: channels as i64,
                eps,
                momentum: kept.momentum,
                affine: kept.affine.unwrap_or(true),
                track_running_stats: true,
            }),
            Self::Layer => Layer::LayerNorm(LayerNorm {
                normalized_shape: lengths(&shape[normalized_from(shape.len())..]),
                eps,
                elementwise_affine: kept.affine.unwrap_or(true),
                bias: true,
            }),
            Self::Instance => Layer::InstanceNorm(InstanceNorm {
                spatial: spatial(shape.len()),
                // At rank 2 the tensor is one unbatched sample (C, L).
                num_features: if shape.len() == 2 { shape[0] } else { channels } as i64,
                eps,
                momentum: kept.momentum,
                affine: false,
                track_running_stats: false,
            }),
            Self::Group => Layer::GroupNorm(GroupNorm {
                num_groups: divisor_up_to(channels, wanted_groups) as i64,
                num_channels: channels as i64,
                eps,
                affine: kept.affine.unwrap_or(true),
            }),
            Self::Rms => Layer::RmsNorm(RmsNorm {
                normalized_shape: lengths(&shape[normalized_from(shape.len())..]),
                eps: Some(eps).filter(|eps| *eps != DEFAULT_EPS),
                elementwise_affine: kept.affine.unwrap_or(true),
            }),
            Self::ChannelLayer => Layer::ChannelLayerNorm(ChannelLayerNorm {
                num_channels: channels as i64,
                eps,
                elementwise_affine: kept.affine.unwrap_or(true),
            }),
            Self::Free => Layer::Box(BoxNorm {
                sides: group_sides(shape),
                eps,
            }),
        }
    }
}

/// ε of every PyTorch normalization but RMSNorm.
pub const DEFAULT_EPS: f64 = 1e-5;

/// What a change of method takes along.
struct Kept {
    eps: f64,
    momentum: Option<f64>,
    affine: Option<bool>,
}

impl Kept {
    fn of(layer: &Layer) -> Self {
        let new = |eps, momentum, affine| Self {
            eps,
            momentum,
            affine,
        };
        match layer {
            Layer::BatchNorm(l) => new(l.eps, l.momentum, Some(l.affine)),
            Layer::LayerNorm(l) => new(l.eps, Some(0.1), Some(l.elementwise_affine)),
            // Off by default there, so it says nothing about the next layer.
            Layer::InstanceNorm(l) => new(l.eps, l.momentum, None),
            Layer::GroupNorm(l) => new(l.eps, Some(0.1), Some(l.affine)),
            Layer::RmsNorm(l) => new(
                l.eps.unwrap_or(DEFAULT_EPS),
                Some(0.1),
                Some(l.elementwise_affine),
            ),
            Layer::ChannelLayerNorm(l) => new(l.eps, Some(0.1), Some(l.elementwise_affine)),
            Layer::Box(l) => new(l.eps, Some(0.1), None),
        }
    }
}

/// The `1d`, `2d` or `3d` of a class for tensors of this rank.
pub fn spatial(rank: usize) -> Spatial {
    match rank {
        0..=3 => Spatial::D1,
        4 => Spatial::D2,
        _ => Spatial::D3,
    }
}

/// The first axis of `normalized_shape`: all but N from rank 4 on, the last one below.
fn normalized_from(rank: usize) -> usize {
    if rank >= 4 { 1 } else { rank - 1 }
}

/// The largest divisor of `n` that is not above `limit`, at least 1.
pub fn divisor_up_to(n: usize, limit: usize) -> usize {
    (1..=limit.clamp(1, n))
        .rev()
        .find(|d| n.is_multiple_of(*d))
        .unwrap_or(1)
}

/// Where a free choice starts: each sample for itself, all else shared.
fn group_sides(shape: &[usize]) -> Vec<Side> {
    let side = |axis| if axis == 0 { Side::Kept } else { Side::Shared };
    (0..shape.len()).map(side).collect()
}
