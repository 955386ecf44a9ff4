//! The methods of the map.

use super::boxes::group_len;
use crate::norm::{Layer, Module};
use crate::torch::parse_layer;

/// A method, in the order of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// Ioffe & Szegedy 2015
    BatchNorm,
    /// In two ghost batches (Hoffer, Hubara & Soudry 2017)
    GhostBatchNorm,
    /// Over two devices, each with half of the batch (PyTorch's `nn.SyncBatchNorm`)
    SyncBatchNorm,
    /// Ioffe 2017
    BatchRenorm,
    /// Shen, Yao, Gholami, Mahoney & Keutzer 2020
    PowerNorm,
    /// Over C, H and W (Ba, Kiros & Hinton 2016)
    LayerNorm,
    /// Wu & He 2018
    GroupNorm,
    /// Ulyanov, Vedaldi & Lempitsky 2016
    InstanceNorm,
    /// Each sample takes mean and deviation of the next (Huang & Belongie 2017)
    AdaIn,
    /// With its thresholded linear unit (Singh & Krishnan 2020)
    FilterResponseNorm,
    /// Over the channels at each position, as in a transformer
    PositionLayerNorm,
    /// Over the channels at each position (Zhang & Sennrich 2019)
    RmsNorm,
    /// Over the channels at each position (Nguyen & Salazar 2019)
    ScaleNorm,
    /// Over the channels of a head at each position (Henry, Dachapally, Pawar & Chen 2020)
    QkNorm,
    /// Luo, Ren, Peng, Zhang & Li 2019
    SwitchableNorm,
    /// Nam & Kim 2018
    BatchInstanceNorm,
    /// Krizhevsky, Sutskever & Hinton 2012
    LocalResponseNorm,
    /// Zhu, Chen, He, LeCun & Liu 2025
    DynamicTanh,
    /// Qiao, Wang, Liu, Shen & Yuille 2019
    WeightStandardization,
    /// Salimans & Kingma 2016
    WeightNorm,
    /// Miyato, Kataoka, Koyama & Yoshida 2018
    SpectralNorm,
}

/// Which elements share a statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shared {
    /// A channel, over the batch or a part of it
    Channel,
    /// A sample
    Sample,
    /// A group of channels of a sample
    Group,
    /// A channel of a sample
    SampleChannel,
    /// A position of a sample, over all channels or those of a head
    Position,
    /// Several of these sets
    Mixture,
    /// Channels near an element's own, at its position
    Neighbours,
    /// None: each element is on its own
    Element,
    /// Weights, not activations: those of an output unit or of the whole kernel
    Weights,
}

/// What is taken of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statistic {
    /// Mean and variance
    MeanVariance,
    /// Mean square, without a mean
    MeanSquare,
    /// Norm of the vector or the matrix
    Norm,
    /// Nothing
    None,
}

impl Shared {
    /// All, in the order of the map's rows.
    pub const ALL: [Self; 9] = [
        Self::Channel,
        Self::Sample,
        Self::Group,
        Self::SampleChannel,
        Self::Position,
        Self::Mixture,
        Self::Neighbours,
        Self::Element,
        Self::Weights,
    ];
}

impl Statistic {
    /// All, in the order of the map's columns.
    pub const ALL: [Self; 4] = [Self::MeanVariance, Self::MeanSquare, Self::Norm, Self::None];
}

impl Member {
    /// All, in the order of the map.
    pub const ALL: [Self; 21] = [
        Self::BatchNorm,
        Self::GhostBatchNorm,
        Self::SyncBatchNorm,
        Self::BatchRenorm,
        Self::PowerNorm,
        Self::LayerNorm,
        Self::GroupNorm,
        Self::InstanceNorm,
        Self::AdaIn,
        Self::FilterResponseNorm,
        Self::PositionLayerNorm,
        Self::RmsNorm,
        Self::ScaleNorm,
        Self::QkNorm,
        Self::SwitchableNorm,
        Self::BatchInstanceNorm,
        Self::LocalResponseNorm,
        Self::DynamicTanh,
        Self::WeightStandardization,
        Self::WeightNorm,
        Self::SpectralNorm,
    ];

    /// Its place in the map: which elements share a statistic.
    pub fn set(self) -> Shared {
        match self {
            Self::BatchNorm
            | Self::GhostBatchNorm
            | Self::SyncBatchNorm
            | Self::BatchRenorm
            | Self::PowerNorm => Shared::Channel,
            Self::LayerNorm => Shared::Sample,
            Self::GroupNorm => Shared::Group,
            Self::InstanceNorm | Self::AdaIn | Self::FilterResponseNorm => Shared::SampleChannel,
            Self::PositionLayerNorm | Self::RmsNorm | Self::ScaleNorm | Self::QkNorm => {
                Shared::Position
            }
            Self::SwitchableNorm | Self::BatchInstanceNorm => Shared::Mixture,
            Self::LocalResponseNorm => Shared::Neighbours,
            Self::DynamicTanh => Shared::Element,
            Self::WeightStandardization | Self::WeightNorm | Self::SpectralNorm => Shared::Weights,
        }
    }

    /// Its place in the map: what it takes of them.
    pub fn statistic(self) -> Statistic {
        match self {
            Self::PowerNorm
            | Self::FilterResponseNorm
            | Self::RmsNorm
            | Self::LocalResponseNorm => Statistic::MeanSquare,
            Self::ScaleNorm | Self::QkNorm | Self::WeightNorm | Self::SpectralNorm => {
                Statistic::Norm
            }
            Self::DynamicTanh => Statistic::None,
            _ => Statistic::MeanVariance,
        }
    }

    /// Whether x is read as the kernel (O, I, kh, kw) of a convolution.
    pub fn is_on_weights(self) -> bool {
        self.set() == Shared::Weights
    }

    /// How it makes y of x, before any γ and β: μ and σ² are mean and variance, ν² is the mean of x², s the unbiased
    /// deviation; of AdaIN μ′ and σ′² are those of the style.
    pub fn equation(self) -> &'static str {
        match self {
            Self::BatchRenorm => "r (x − μ) / √(σ² + ε) + d",
            Self::PowerNorm | Self::RmsNorm => "x / √(ν² + ε)",
            Self::AdaIn => "√(σ′² + ε) (x − μ) / √(σ² + ε) + μ′",
            Self::FilterResponseNorm => "max(x / √(ν² + ε), τ)",
            Self::ScaleNorm | Self::WeightNorm => "g x / ‖x‖",
            Self::QkNorm => "x / ‖x‖",
            Self::SwitchableNorm => "(x − Σ w μ) / √(Σ w′σ² + ε)",
            Self::BatchInstanceNorm => "ρ BN(x) + (1 − ρ) IN(x)",
            Self::LocalResponseNorm => "x / (k + α/n Σ x²)ᵝ",
            Self::DynamicTanh => "tanh(α x)",
            Self::SpectralNorm => "x / σ(x)",
            Self::WeightStandardization => "(x − μ) / (s + ε)",
            _ => "(x − μ) / √(σ² + ε)",
        }
    }

    /// How many numbers it learns for x of shape (N, C, H, W), or beside a kernel, as its source constructs it.
    pub fn learnt(self, shape: [usize; 4]) -> usize {
        let channels = shape[1];
        if let Some(module) = self.layer(shape).and_then(|layer| Module::new(layer).ok()) {
            return module.learnt_len();
        }
        match self {
            // γ and β
            Self::GhostBatchNorm | Self::SyncBatchNorm | Self::BatchRenorm | Self::PowerNorm => {
                2 * channels
            }
            // and a threshold τ, or a gate ρ, for each channel
            Self::FilterResponseNorm | Self::BatchInstanceNorm => 3 * channels,
            // and three weights for the means, three for the variances
            Self::SwitchableNorm => 2 * channels + 6,
            // and α
            Self::DynamicTanh => 2 * channels + 1,
            // g of the layer
            Self::ScaleNorm | Self::QkNorm => 1,
            // g of each output unit; v stands for the kernel itself
            Self::WeightNorm => shape[0],
            _ => 0,
        }
    }

    /// The layer that PyTorch has for it, on x of this shape; with the channels last for those of a position.
    pub fn layer(self, shape: [usize; 4]) -> Option<Layer> {
        let [_, channels, height, width] = shape;
        let written = match self {
            Self::BatchNorm => format!("BatchNorm2d({channels})"),
            Self::InstanceNorm => format!("InstanceNorm2d({channels})"),
            Self::GroupNorm => format!("GroupNorm({}, {channels})", channels / group_len(channels)),
            Self::LayerNorm => format!("LayerNorm([{channels}, {height}, {width}])"),
            Self::PositionLayerNorm => format!("LayerNorm({channels})"),
            Self::RmsNorm => format!("RMSNorm({channels})"),
            _ => return None,
        };
        Some(parse_layer(&written).expect("a layer as PyTorch writes it"))
    }
}
