//! Layers that share their statistics alike, and what they still differ in.

use super::explore::Explore;
use crate::norm::{
    BatchNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, Module, Partition,
    Spatial, Statistic, definition,
};
use crate::torch::Generator;
use ndarray::{ArrayD, ArrayViewD};
use std::fmt;
use std::mem::discriminant;

/// The γ and β that two layers are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// As PyTorch constructs them: γ = 1, β = 0
    Initial,
    /// As after some training: γ and β of each layer random, from this seed
    Random(u64),
}

/// Another layer with the partition and the statistic of the one that is explored.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// The other layer
    pub layer: Layer,
    /// Largest |Δ| between the two y, both computed by the kernels
    pub by_kernels: f64,
    /// Largest |Δ| between the two y, both computed in float64 by a plain loop over the definition
    pub by_definition: f64,
    /// What is not the same all the same
    pub differences: Vec<Difference>,
}

/// In what two layers differ that normalize alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Shapes of γ (and β)
    Learnt([(Layer, Option<Vec<usize>>); 2]),
    /// The first keeps running averages and uses them in eval mode, the second does not
    Running(Layer, Layer),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let learnt = |(layer, shape): &(Layer, Option<Vec<usize>>)| match shape {
            Some(shape) if shape.iter().product::<usize>() == 1 => format!("{layer} learns one γ"),
            Some(shape) => format!("{layer} learns γ of shape {shape:?}"),
            None => format!("{layer} learns nothing"),
        };
        match self {
            Self::Learnt([ours, theirs]) => write!(f, "{}, {}", learnt(ours), learnt(theirs)),
            Self::Running(keeps, does_not) => write!(
                f,
                "{keeps} keeps running averages for eval mode, {does_not} keeps none"
            ),
        }
    }
}

/// The layers that share their statistics as the explored one does, compared on the x that is shown.
///
/// Empty if there are none, or PyTorch rejects the call.
/// Both layers are constructed anew, each with parameters of its own: where one learns γ per channel
/// and the other per element, random ones make them differ, as training would.
pub fn twins(explore: &Explore, parameters: Parameters) -> Vec<Twin> {
    let Ok(call) = &explore.call else {
        return Vec::new();
    };
    let plan = &call.plan;
    let training = explore.module.as_ref().is_some_and(Module::training);
    let ours = &explore.setup.layer;
    let alike = |layer: &Layer| {
        let theirs = layer.plan(training, explore.x.shape());
        theirs.is_ok_and(|theirs| {
            (&theirs.partition, theirs.statistic, theirs.source)
                == (&plan.partition, plan.statistic, plan.source)
        })
    };
    standard_layers(explore.x.shape(), plan.eps)
        .into_iter()
        .filter(|layer| discriminant(layer) != discriminant(ours) && alike(layer))
        .map(|layer| compare(ours, layer, training, parameters, explore.x.view()))
        .collect()
}

/// The layers of PyTorch (and the channel-only layer norm) that have this partition in training mode:
/// the names of a free choice of axes.
///
/// ```
/// use normscope::lab::twins::names_of;
/// use normscope::norm::{Partition, Side};
/// let sides = [Side::Kept, Side::Split(3), Side::Shared, Side::Shared];
/// let names = names_of(&Partition::new(&[4, 6, 4, 4], &sides)?);
/// assert_eq!(names[0].to_string(), "GroupNorm(3,6)");
/// # Ok::<(), normscope::norm::PartitionError>(())
/// ```
pub fn names_of(partition: &Partition) -> Vec<Layer> {
    let named = |layer: &Layer| {
        let plan = layer.plan(true, partition.shape());
        plan.is_ok_and(|plan| {
            &plan.partition == partition && plan.statistic == Statistic::MeanVariance
        })
    };
    let layers = standard_layers(partition.shape(), 1e-5);
    layers.into_iter().filter(named).collect()
}

/// Every layer with defaults that takes a tensor of this shape (two axes at least), with this ε;
/// those of the paper's figure first.
fn standard_layers(shape: &[usize], eps: f64) -> Vec<Layer> {
    let channels = shape.get(1).map_or(0, |&length| length as i64);
    let spatial = match shape.len() {
        4 => Spatial::D2,
        5 => Spatial::D3,
        _ => Spatial::D1,
    };
    let mut layers = vec![Layer::BatchNorm(BatchNorm {
        spatial,
        num_features: channels,
        eps,
        momentum: Some(0.1),
        affine: true,
        track_running_stats: true,
    })];
    let layer_norm = |first: usize| {
        Layer::LayerNorm(LayerNorm {
            normalized_shape: shape[first..].iter().map(|&n| n as i64).collect(),
            eps,
            elementwise_affine: true,
            bias: true,
        })
    };
    layers.push(layer_norm(1));
    // At rank 2 PyTorch would read (N, C) as one sample with N channels.
    if shape.len() > 2 {
        layers.push(Layer::InstanceNorm(InstanceNorm {
            spatial,
            num_features: channels,
            eps,
            momentum: Some(0.1),
            affine: false,
            track_running_stats: false,
        }));
    }
    let divisors = (1..=channels).filter(|groups| channels % groups == 0);
    layers.extend(divisors.map(|num_groups| {
        Layer::GroupNorm(GroupNorm {
            num_groups,
            num_channels: channels,
            eps,
            affine: true,
        })
    }));
    layers.push(Layer::ChannelLayerNorm(ChannelLayerNorm {
        num_channels: channels,
        eps,
        elementwise_affine: true,
    }));
    layers.extend((2..shape.len()).map(layer_norm));
    layers
}

fn compare(
    ours: &Layer,
    theirs: Layer,
    training: bool,
    parameters: Parameters,
    x: ArrayViewD<f32>,
) -> Twin {
    let mut generator = match parameters {
        Parameters::Initial => None,
        Parameters::Random(seed) => Some(Generator::new(seed)),
    };
    let mut module = |layer: &Layer| {
        let mut module = Module::new(layer.clone()).expect("its plan was accepted");
        module.train(training);
        if let Some(generator) = &mut generator {
            randomize(&mut module, generator);
        }
        module
    };
    let modules = [module(ours), module(&theirs)];
    let y = modules.each_ref().map(|module| {
        let forward = module.clone().forward(x.view());
        forward.expect("its plan was accepted").y.mapv(f64::from)
    });
    let looped = modules.each_ref().map(|module| {
        let plan = module.plan(x.shape()).expect("its plan was accepted");
        let (weight, bias) = (module.weight(), module.bias());
        definition::forward(x.view(), &plan, weight, bias, module.running())
    });
    Twin {
        by_kernels: largest_difference(&y),
        by_definition: largest_difference(&looped),
        differences: differences(modules),
        layer: theirs,
    }
}

/// γ around 1 and β around 0, as far as the layer has them.
fn randomize(module: &mut Module, generator: &mut Generator) {
    if let Some(weight) = module.weight().map(|weight| weight.shape().to_vec()) {
        module.set_weight(1.0 + 0.5 * generator.randn(&weight));
    }
    if let Some(bias) = module.bias().map(|bias| bias.shape().to_vec()) {
        module.set_bias(0.5 * generator.randn(&bias));
    }
}

/// Values that are no numbers in both count as equal, in one of them as NaN.
fn largest_difference([a, b]: &[ArrayD<f64>; 2]) -> f64 {
    let pairs = a.iter().zip(b);
    let differing = pairs.filter(|(a, b)| a != b && !(a.is_nan() && b.is_nan()));
    differing.fold(0.0, |largest: f64, (a, b)| match (a - b).abs() {
        delta if delta.is_nan() || largest.is_nan() => f64::NAN,
        delta => largest.max(delta),
    })
}

fn differences(modules: [Module; 2]) -> Vec<Difference> {
    let [ours, theirs] = modules.each_ref();
    let shape = |module: &Module| module.weight().map(|weight| weight.shape().to_vec());
    let mut differences = Vec::new();
    if shape(ours) != shape(theirs) {
        let learnt = |module: &Module| (module.layer().clone(), shape(module));
        differences.push(Difference::Learnt([learnt(ours), learnt(theirs)]));
    }
    let (a, b) = (ours.layer().clone(), theirs.layer().clone());
    match (ours.running().is_some(), theirs.running().is_some()) {
        (true, false) => differences.push(Difference::Running(a, b)),
        (false, true) => differences.push(Difference::Running(b, a)),
        _ => {}
    }
    differences
}
