//! Networks of a few words.

use super::transformer::{Order, Size};
use super::{Activation, Architecture, Kind, Named, Noise, Pool};
use crate::norm::{BatchNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Spatial};

/// PyTorch's ε.
const EPS: f64 = 1e-5;

/// A normalization for whatever comes to it, with PyTorch's defaults and γ and β to learn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Normalizer {
    /// None at all
    #[default]
    None,
    /// `nn.BatchNorm1d` or `2d`
    Batch,
    /// `nn.LayerNorm` over all axes of a sample
    Layer,
    /// `nn.InstanceNorm1d` or `2d`; PyTorch takes no batch of plain features for it
    Instance,
    /// `nn.GroupNorm` of so many groups
    Group(usize),
    /// `nn.RMSNorm` over all axes of a sample
    Rms,
}

impl Normalizer {
    /// The layer for samples of this shape, C or C×H×W.
    pub fn layer(self, shape: &[usize]) -> Option<Layer> {
        let lengths: Vec<i64> = shape.iter().map(|length| *length as i64).collect();
        let channels = *lengths.first()?;
        let spatial = match shape.len() {
            1 => Spatial::D1,
            _ => Spatial::D2,
        };
        Some(match self {
            Self::None => return None,
            Self::Batch => Layer::BatchNorm(BatchNorm {
                spatial,
                num_features: channels,
                eps: EPS,
                momentum: Some(0.1),
                affine: true,
                track_running_stats: true,
            }),
            Self::Layer => Layer::LayerNorm(LayerNorm {
                normalized_shape: lengths,
                eps: EPS,
                elementwise_affine: true,
                bias: true,
            }),
            Self::Instance => Layer::InstanceNorm(InstanceNorm {
                spatial,
                num_features: channels,
                eps: EPS,
                momentum: Some(0.1),
                affine: true,
                track_running_stats: false,
            }),
            Self::Group(groups) => Layer::GroupNorm(GroupNorm {
                num_groups: groups as i64,
                num_channels: channels,
                eps: EPS,
                affine: true,
            }),
            Self::Rms => Layer::RmsNorm(RmsNorm {
                normalized_shape: lengths,
                eps: Some(EPS),
                elementwise_affine: true,
            }),
        })
    }
}

/// What stands behind each linear map or convolution but the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Behind {
    /// First a normalization
    pub normalizer: Normalizer,
    /// Then noise
    pub noise: Option<Noise>,
    /// Then a function of each element
    pub activation: Option<Activation>,
}

impl Behind {
    /// The layers behind the k-th map, which gives samples of this shape.
    fn layers(self, k: usize, shape: &[usize]) -> impl Iterator<Item = Named> + use<> {
        let norm = self.normalizer.layer(shape).map(Kind::Norm);
        let norm = norm.map(|kind| Named::new(format!("norm{k}"), kind));
        let noise = self.noise.map(Kind::Noise);
        let noise = noise.map(|kind| Named::new(format!("noise{k}"), kind));
        let activation = self.activation.map(|activation| {
            let name = format!("{}{k}", name(activation));
            Named::new(name, Kind::Activation(activation))
        });
        norm.into_iter().chain(noise).chain(activation)
    }
}

/// What an activation is called.
fn name(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "relu",
        Activation::Sigmoid => "sigmoid",
        Activation::Tanh => "tanh",
    }
}

/// What the blocks of a transformer have within them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blocks {
    /// Where they normalize
    pub order: Order,
    /// How many there are, and their lengths
    pub size: Size,
    /// In the midst of the feed-forward network
    pub activation: Option<Activation>,
}

impl Blocks {
    /// The k-th of their branches, attention and feed-forward network in turn, with its name.
    fn branch(self, k: usize) -> (String, Vec<Named>) {
        let Size {
            width,
            heads,
            hidden,
            ..
        } = self.size;
        let linear = |name, out| Named::new(name, Kind::Linear { out, bias: true });
        let block = k / 2 + 1;
        if k.is_multiple_of(2) {
            let attention = Named::new("heads", Kind::Attention { heads });
            return (format!("attention{block}"), vec![attention]);
        }
        let activation = self.activation;
        let activation = activation.map(|of| Named::new(name(of), Kind::Activation(of)));
        let layers = [linear("up", hidden)].into_iter().chain(activation);
        let layers = layers.chain([linear("down", width)]);
        (format!("feedforward{block}"), layers.collect())
    }
}

impl Architecture {
    /// Linear maps to so many features each, `fc1`, `fc2`, …, and a last one to the outputs; behind the k-th, counted
    /// from 0, stands `behind(k)`.
    pub fn perceptron(
        input: &[usize],
        hidden: &[usize],
        outputs: usize,
        behind: impl Fn(usize) -> Behind,
    ) -> Self {
        let mut layers = Vec::new();
        if input.len() > 1 {
            layers.push(Named::new("flatten", Kind::Flatten));
        }
        let linear = |k, out| Named::new(format!("fc{k}"), Kind::Linear { out, bias: true });
        for (k, &width) in (1..).zip(hidden) {
            layers.push(linear(k, width));
            layers.extend(behind(k - 1).layers(k, &[width]));
        }
        layers.push(linear(hidden.len() + 1, outputs));
        Self {
            input: input.to_vec(),
            layers,
        }
    }

    /// Convolutions of 3×3 to so many channels each, `conv1`, `conv2`, …, of which each but the first halves height and
    /// width; then the mean of each channel, and a linear map `fc`.
    pub fn convolutional(
        [channels, height, width]: [usize; 3],
        hidden: &[usize],
        outputs: usize,
        behind: impl Fn(usize) -> Behind,
    ) -> Self {
        let mut layers = Vec::new();
        let mut size = [height, width];
        for (k, &out) in (1..).zip(hidden) {
            let stride = if k == 1 { 1 } else { 2 };
            let convolution = Kind::Conv2d {
                out,
                kernel: 3,
                stride,
                padding: 1,
                bias: false,
            };
            layers.push(Named::new(format!("conv{k}"), convolution));
            size = size.map(|length| length.div_ceil(stride));
            layers.extend(behind(k - 1).layers(k, &[out, size[0], size[1]]));
        }
        layers.push(Named::new("pool", Kind::Pool(Pool::Mean)));
        layers.push(Named::new("flatten", Kind::Flatten));
        layers.push(Named::new(
            "fc",
            Kind::Linear {
                out: outputs,
                bias: true,
            },
        ));
        Self {
            input: vec![channels, height, width],
            layers,
        }
    }

    /// The encoder of a transformer, on sentences of so many tokens, each one of so many symbols: an `embedding`, the
    /// blocks, the mean over tokens, and a linear map `fc`.
    ///
    /// ```text
    /// post   x ← LN(x + F(x))       Vaswani et al. 2017, section 3.1
    /// pre    x ← x + F(LN(x))       and a last LN, `norm`, behind the blocks; Xiong et al. 2020, table 1
    /// ```
    ///
    /// The k-th LN, counted from 0, is `normalizer(k)` over the features of each token; maps have equal names and an equal
    /// order in both.
    pub fn transformer(
        [tokens, symbols]: [usize; 2],
        blocks: Blocks,
        outputs: usize,
        normalizer: impl Fn(usize) -> Normalizer,
    ) -> Self {
        let Size { width, depth, .. } = blocks.size;
        let norm = |k: usize, name: String| {
            let layer = normalizer(k).layer(&[width]).map(Kind::Norm);
            layer.map(|kind| Named::new(name, kind))
        };
        let mut layers = vec![Named::new("embedding", Kind::Embedding { symbols, width })];
        for k in 0..2 * depth {
            let (name, mut branch) = blocks.branch(k);
            if blocks.order == Order::Pre {
                branch.splice(..0, norm(k, "norm".to_owned()));
            }
            layers.push(Named::new(name, Kind::Residual(branch)));
            if blocks.order == Order::Post {
                layers.extend(norm(k, format!("norm{}", k + 1)));
            }
        }
        if blocks.order == Order::Pre {
            layers.extend(norm(2 * depth, "norm".to_owned()));
        }
        layers.push(Named::new("mean", Kind::TokenMean));
        let fc = Kind::Linear {
            out: outputs,
            bias: true,
        };
        layers.push(Named::new("fc", fc));
        Self {
            input: vec![tokens],
            layers,
        }
    }
}
