//! Every kind of layer that takes a tensor of some shape.

use super::random::Random;
use normscope::norm::{
    BatchNorm, BoxNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, Module,
    RmsNorm, Side, Spatial,
};

/// Large, so that it matters where ε stands.
const EPS: f64 = 0.1;

/// Layers of every class, with each way of taking statistics and of learning γ and β, for a `shape` of rank 2 to 5.
pub fn every_layer(shape: &[usize]) -> Vec<Layer> {
    let (rank, channels) = (shape.len(), shape[1] as i64);
    let mut layers = Vec::new();
    for (affine, tracked) in [(true, true), (true, false), (false, true), (false, false)] {
        layers.push(batch_norm(rank, channels, affine, tracked));
        if rank > 2 {
            layers.push(instance_norm(spatial(rank), channels, affine, tracked));
        }
        if rank < 5 {
            // The same rank again, read as a sample without a batch axis.
            layers.push(instance_norm(
                spatial(rank + 1),
                shape[0] as i64,
                affine,
                tracked,
            ));
        }
    }
    for affine in [true, false] {
        let divisors = (1..=channels).filter(|groups| channels % groups == 0);
        layers.extend(divisors.map(|num_groups| {
            Layer::GroupNorm(GroupNorm {
                num_groups,
                num_channels: channels,
                eps: EPS,
                affine,
            })
        }));
        layers.push(Layer::ChannelLayerNorm(ChannelLayerNorm {
            num_channels: channels,
            eps: EPS,
            elementwise_affine: affine,
        }));
        for first in 0..rank {
            layers.extend(over_last(&shape[first..], affine));
        }
    }
    layers.extend(boxes(shape));
    layers
}

/// A module of the layer with random parameters and averages, in either mode.
pub fn module(layer: &Layer, training: bool, random: &mut Random) -> Module {
    let mut module = Module::new(layer.clone()).expect("a layer that can be constructed");
    module.train(training);
    if let Some(shape) = module.weight().map(|weight| weight.shape().to_vec()) {
        module.set_weight(random.weight(&shape));
    }
    if let Some(shape) = module.bias().map(|bias| bias.shape().to_vec()) {
        module.set_bias(random.tensor(&shape, 0.0, 1.0));
    }
    if let Some(channels) = module.running().map(|running| running.mean.len()) {
        module.set_running(random.running(channels));
    }
    module
}

fn batch_norm(rank: usize, num_features: i64, affine: bool, track_running_stats: bool) -> Layer {
    Layer::BatchNorm(BatchNorm {
        spatial: spatial(rank.max(3)),
        num_features,
        eps: EPS,
        momentum: Some(0.3),
        affine,
        track_running_stats,
    })
}

fn instance_norm(spatial: Spatial, num_features: i64, affine: bool, tracked: bool) -> Layer {
    Layer::InstanceNorm(InstanceNorm {
        spatial,
        num_features,
        eps: EPS,
        momentum: Some(0.3),
        affine,
        track_running_stats: tracked,
    })
}

fn spatial(rank: usize) -> Spatial {
    [Spatial::D1, Spatial::D2, Spatial::D3][rank - 3]
}

fn over_last(lengths: &[usize], affine: bool) -> [Layer; 2] {
    let normalized_shape: Vec<_> = lengths.iter().map(|&length| length as i64).collect();
    [
        Layer::LayerNorm(LayerNorm {
            normalized_shape: normalized_shape.clone(),
            eps: EPS,
            elementwise_affine: affine,
            bias: lengths.len().is_multiple_of(2),
        }),
        Layer::RmsNorm(RmsNorm {
            normalized_shape,
            eps: Some(EPS),
            elementwise_affine: affine,
        }),
    ]
}

/// Every box whose sides are one, the whole axis, or half of it.
fn boxes(shape: &[usize]) -> Vec<Layer> {
    let mut choices: Vec<Vec<Side>> = vec![Vec::new()];
    for length in shape {
        let halves = (length % 2 == 0).then_some(Side::Split(2));
        let sides = [Some(Side::Kept), Some(Side::Shared), halves];
        let longer = choices.iter().flat_map(|choice| {
            sides
                .iter()
                .flatten()
                .map(|side| [&choice[..], &[*side]].concat())
        });
        choices = longer.collect();
    }
    choices
        .into_iter()
        .map(|sides| Layer::Box(BoxNorm { sides, eps: EPS }))
        .collect()
}
