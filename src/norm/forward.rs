//! A call of a layer: what it measures, and what comes out.

use super::{Layer, Module, NormError, Plan, Source, Statistic, Statistics};
use kernels::{Given, Walk};
use ndarray::{ArrayBase, ArrayD, ArrayViewD, Data, IxDyn};

/// What a call does to x, as far as it is the same for all elements of a set.
///
/// [`super::Stages`] are what follows for one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// How
    pub plan: Plan,
    /// The statistics that x is normalized with
    pub used: Statistics,
    /// The statistics of x itself, also where running averages are used
    pub batch: Statistics,
}

/// What a call computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Forward {
    /// How
    pub plan: Plan,
    /// The statistics that x was normalized with
    pub used: Statistics,
    /// γ·x̂ + β
    pub y: ArrayD<f32>,
}

impl Module {
    /// Takes the statistics of x without normalizing it; in training mode also updates the running averages.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call. The module is then as it was.
    pub fn measure(&mut self, x: ArrayViewD<f32>) -> Result<Call, NormError> {
        let mut workspace = self.workspace(x.shape())?;
        let x = x.as_standard_layout();
        self.measure_batch(&mut workspace, slice(&x));
        let (plan, batch) = workspace.into_parts();
        let mut used = batch.clone();
        self.recall(&plan, &mut used);
        self.track(&plan, &batch);
        Ok(Call { plan, used, batch })
    }

    /// Normalizes x; in training mode also updates the running averages.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call. The module is then as it was.
    pub fn forward(&mut self, x: ArrayViewD<f32>) -> Result<Forward, NormError> {
        let mut workspace = self.workspace(x.shape())?;
        let mut y = ArrayD::zeros(x.raw_dim());
        let x = x.as_standard_layout();
        self.forward_into(&mut workspace, slice(&x), slice_mut(&mut y));
        let (plan, used) = workspace.into_parts();
        Ok(Forward { plan, used, y })
    }

    /// Takes the statistics of a training batch into the running averages.
    pub(super) fn track(&mut self, plan: &Plan, batch: &Statistics) {
        let Some(running) = self.running.as_mut().filter(|_| self.training) else {
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
            running.update(batch, plan.partition.set_len(), momentum);
        }
    }

    /// What the kernels are given.
    pub(super) fn given<'a>(&'a self, walk: &'a Walk, plan: &'a Plan, x: &'a [f32]) -> Given<'a> {
        Given {
            walk,
            centers: plan.statistic == Statistic::MeanVariance,
            from_x: plan.source == Source::Batch,
            eps: plan.eps,
            weight: self.weight.as_ref().map(slice),
            bias: self.bias.as_ref().map(slice),
            x,
        }
    }
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
