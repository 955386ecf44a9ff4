//! The layers as the papers define them: which elements share their statistics is a predicate
//! on two indices, and every sum is a loop in float64. Nothing of the library computes here.

use ndarray::{ArrayD, Dimension, IxDyn};
use normscope::norm::{Layer, Module, Side, Spatial};

/// A layer on tensors of one shape.
#[derive(Clone)]
pub struct Plain {
    shape: Vec<usize>,
    /// First element (in C order) of the set of each element
    set: Vec<usize>,
    /// Position in γ and β of each element
    parameter: Vec<usize>,
    /// Channel in the running averages of each element
    channel: Vec<usize>,
    centers: bool,
    eps: f64,
    weight: Option<Vec<f64>>,
    bias: Option<Vec<f64>>,
    /// Running mean and variance, if these are to be used
    running: Option<(Vec<f64>, Vec<f64>)>,
}

/// What an element is normalized with, and what comes out.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    pub mean: f64,
    pub var: f64,
    pub x_hat: f64,
    pub y: f64,
}

impl Plain {
    pub fn new(module: &Module, shape: &[usize]) -> Self {
        let layer = module.layer();
        let indices = indices(shape);
        let same = |i: &[usize], k: &[usize]| same_set(layer, shape, i, k);
        let first = |i: &Vec<usize>| {
            indices
                .iter()
                .position(|k| same(i, k))
                .expect("itself at least")
        };
        let channel = channel_axis(layer, shape.len());
        let wide = |values: &ArrayD<f32>| values.iter().copied().map(f64::from).collect();
        let from_running = !module.training() && module.running().is_some();
        let running = module.running().filter(|_| from_running);
        Self {
            set: indices.iter().map(first).collect(),
            parameter: indices.iter().map(|i| parameter(layer, shape, i)).collect(),
            channel: indices.iter().map(|i| i[channel]).collect(),
            centers: !matches!(layer, Layer::RmsNorm(_)),
            eps: layer.eps(),
            weight: module.weight().map(wide),
            bias: module.bias().map(wide),
            running: running.map(|running| (running.mean.clone(), running.var.clone())),
            shape: shape.to_vec(),
        }
    }

    /// The layer with other γ and β.
    pub fn with(mut self, weight: Option<Vec<f64>>, bias: Option<Vec<f64>>) -> Self {
        (self.weight, self.bias) = (weight, bias);
        self
    }

    /// x̂_i = (x_i − μ_i) / √(σ²_i + ε) and y_i = γ·x̂_i + β, of elements in C order.
    pub fn forward(&self, x: &[f64]) -> Vec<Element> {
        let count = self.over_set(&vec![1.0; x.len()]);
        let mean: Vec<_> = match self.centers {
            true => self
                .over_set(x)
                .iter()
                .zip(&count)
                .map(|(sum, n)| sum / n)
                .collect(),
            false => vec![0.0; x.len()],
        };
        let squares: Vec<_> = x
            .iter()
            .zip(&mean)
            .map(|(x, mean)| (x - mean).powi(2))
            .collect();
        let squares = self.over_set(&squares);
        let element = |i: usize| {
            let (mean, var) = match &self.running {
                Some((mean, var)) => (mean[self.channel[i]], var[self.channel[i]]),
                None => (mean[i], squares[i] / count[i]),
            };
            let x_hat = (x[i] - mean) / (var + self.eps).sqrt();
            let weight = self
                .weight
                .as_ref()
                .map_or(1.0, |weight| weight[self.parameter[i]]);
            let bias = self
                .bias
                .as_ref()
                .map_or(0.0, |bias| bias[self.parameter[i]]);
            Element {
                mean,
                var,
                x_hat,
                y: weight * x_hat + bias,
            }
        };
        (0..x.len()).map(element).collect()
    }

    /// Whether element k is in the set of element i, both as positions in C order.
    pub fn share(&self, i: usize, k: usize) -> bool {
        self.set[i] == self.set[k]
    }

    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The sum over its set, for each element.
    fn over_set(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; values.len()];
        for (&set, value) in self.set.iter().zip(values) {
            sums[set] += value;
        }
        self.set.iter().map(|&set| sums[set]).collect()
    }
}

/// Every index of a tensor, in C order.
pub fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    ndarray::indices(IxDyn(shape))
        .into_iter()
        .map(|index| index.slice().to_vec())
        .collect()
}

/// `k ∈ S_i` (Wu & He 2018, equations 3, 4, 5 and 7, for any rank).
fn same_set(layer: &Layer, shape: &[usize], i: &[usize], k: &[usize]) -> bool {
    let same = |axis: usize| i[axis] == k[axis];
    match layer {
        Layer::BatchNorm(_) => same(1),
        Layer::InstanceNorm(_) => (0..=channel_axis(layer, shape.len())).all(same),
        Layer::GroupNorm(layer) => {
            let in_group = shape[1] / layer.num_groups as usize;
            same(0) && i[1] / in_group == k[1] / in_group
        }
        Layer::ChannelLayerNorm(_) => (0..shape.len()).all(|axis| axis == 1 || same(axis)),
        Layer::LayerNorm(layer) => (0..shape.len() - layer.normalized_shape.len()).all(same),
        Layer::RmsNorm(layer) => (0..shape.len() - layer.normalized_shape.len()).all(same),
        Layer::Box(layer) => (0..shape.len()).all(|axis| match layer.sides[axis] {
            Side::Kept => same(axis),
            Side::Shared => true,
            Side::Split(groups) => i[axis] * groups / shape[axis] == k[axis] * groups / shape[axis],
        }),
    }
}

/// Axis of the channels: 1, or 0 where an instance norm is given a sample without a batch axis.
fn channel_axis(layer: &Layer, rank: usize) -> usize {
    let Layer::InstanceNorm(layer) = layer else {
        return 1;
    };
    let batched = match layer.spatial {
        Spatial::D1 => 3,
        Spatial::D2 => 4,
        Spatial::D3 => 5,
    };
    rank + 1 - batched
}

/// γ and β are per channel, and per element of `normalized_shape` where there is one.
fn parameter(layer: &Layer, shape: &[usize], i: &[usize]) -> usize {
    let normalized = match layer {
        Layer::LayerNorm(layer) => layer.normalized_shape.len(),
        Layer::RmsNorm(layer) => layer.normalized_shape.len(),
        _ => return i[channel_axis(layer, shape.len())],
    };
    let last = shape.iter().zip(i).skip(shape.len() - normalized);
    last.fold(0, |position, (length, i)| position * length + i)
}
