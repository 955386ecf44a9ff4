//! A call of a layer, stage by stage.

use super::kernel::{self, Walk};
use super::{Layer, Module, NormError, Plan, Source, Statistic};
use ndarray::{ArrayBase, ArrayD, ArrayViewD, CowArray, Data, IxDyn};

/// Statistics of every set, in C order over [`super::Partition::grid`].
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// Mean μ; 0 where the statistic is the mean square
    pub mean: Vec<f64>,
    /// Biased variance σ², or the mean square
    pub var: Vec<f64>,
}

/// All that a call computed, stage by stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Forward {
    /// How
    pub plan: Plan,
    /// The statistics that x was normalized with
    pub used: Statistics,
    /// The statistics of x itself, also where running averages were used
    pub batch: Statistics,
    /// x − μ; where the statistic is the mean square, x
    pub centered: ArrayD<f32>,
    /// x̂ = (x − μ) / √(σ² + ε)
    pub x_hat: ArrayD<f32>,
    /// γ·x̂ + β
    pub y: ArrayD<f32>,
}

impl Module {
    /// Normalizes x; in training mode also updates the running averages.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call. The module is then as it was.
    pub fn forward(&mut self, x: ArrayViewD<f32>) -> Result<Forward, NormError> {
        let plan = self.plan(x.shape())?;
        let x = x.as_standard_layout();
        let walk = Walk::new(&plan.partition);
        let set_len = plan.partition.set_len();
        let batch = kernel::measure(&walk, set_len, plan.statistic, slice(&x));
        let used = match (plan.source, &self.running) {
            (Source::Running, Some(running)) => running.of_sets(batch.mean.len()),
            _ => batch.clone(),
        };
        if self.training {
            self.track(&batch, set_len);
        }
        let centered = center(&x, &walk, &plan, &used);
        let x_hat = normalize(&x, &walk, &plan, &used);
        let y = self.scale_and_shift(&plan, &x_hat);
        Ok(Forward {
            plan,
            used,
            batch,
            centered,
            x_hat,
            y,
        })
    }

    /// Takes the statistics of a training batch into the running averages.
    fn track(&mut self, batch: &Statistics, set_len: usize) {
        let Some(running) = &mut self.running else {
            return;
        };
        let momentum = match &self.layer {
            Layer::BatchNorm(layer) => {
                running.batches += 1;
                layer.momentum.unwrap_or(1.0 / running.batches as f64)
            }
            // PyTorch's instance norm does not count its batches, and takes no momentum for 0.
            Layer::InstanceNorm(layer) => layer.momentum.unwrap_or(0.0),
            _ => unreachable!("only batch and instance norm keep running averages"),
        };
        if !batch.mean.is_empty() {
            running.update(batch, set_len, momentum);
        }
    }

    fn scale_and_shift(&self, plan: &Plan, x_hat: &ArrayD<f32>) -> ArrayD<f32> {
        let Some(weight) = &self.weight else {
            return x_hat.clone();
        };
        let affine = Walk::new(&plan.affine());
        let gamma = widen(weight);
        let beta = self.bias.as_ref().map_or(vec![0.0; gamma.len()], widen);
        let mut y = ArrayD::zeros(x_hat.raw_dim());
        kernel::map(
            &affine,
            slice(x_hat),
            (&gamma, &beta),
            slice_mut(&mut y),
            |x_hat, gamma, beta| x_hat * gamma + beta,
        );
        y
    }
}

/// x − μ, or x where no mean is taken.
fn center(x: &CowArray<f32, IxDyn>, walk: &Walk, plan: &Plan, used: &Statistics) -> ArrayD<f32> {
    if plan.statistic == Statistic::MeanSquare {
        return x.to_owned();
    }
    let mut centered = ArrayD::zeros(x.raw_dim());
    let of_set = (&used.mean[..], &used.var[..]);
    kernel::map(
        walk,
        slice(x),
        of_set,
        slice_mut(&mut centered),
        |x, mean, _| x - mean,
    );
    centered
}

/// x̂ = (x − μ) / √(σ² + ε), from x itself, so that it is rounded once.
fn normalize(x: &CowArray<f32, IxDyn>, walk: &Walk, plan: &Plan, used: &Statistics) -> ArrayD<f32> {
    let mut x_hat = ArrayD::zeros(x.raw_dim());
    let inv_std = inv_std(used, plan.eps);
    let of_set = (&used.mean[..], &inv_std[..]);
    let (x, out) = (slice(x), slice_mut(&mut x_hat));
    match plan.source {
        Source::Batch => kernel::map(walk, x, of_set, out, |x, mean, inv| (x - mean) * inv),
        // One linear map of x, as PyTorch does: the two differ where both the variance and ε are 0.
        Source::Running => kernel::map(walk, x, of_set, out, |x, mean, inv| x * inv - mean * inv),
    }
    x_hat
}

/// 1 / √(σ² + ε) of each set.
pub(super) fn inv_std(statistics: &Statistics, eps: f64) -> Vec<f64> {
    statistics
        .var
        .iter()
        .map(|var| 1.0 / (var + eps).sqrt())
        .collect()
}

pub(super) fn widen(values: &ArrayD<f32>) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

pub(super) fn slice<S: Data<Elem = f32>>(array: &ArrayBase<S, IxDyn>) -> &[f32] {
    array.as_slice().expect("made in standard layout")
}

pub(super) fn slice_mut(array: &mut ArrayD<f32>) -> &mut [f32] {
    array.as_slice_mut().expect("made in standard layout")
}
