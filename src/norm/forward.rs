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
        let plan = self.plan(x.shape())?;
        let x = x.as_standard_layout();
        let walk = plan.walk(self.weight.is_some());
        let batch = kernels::measure(self.given(&walk, &plan, slice(&x)));
        let used = self.averages(&plan).unwrap_or_else(|| batch.clone());
        self.track(&plan, &batch);
        Ok(Call { plan, used, batch })
    }

    /// Normalizes x; in training mode also updates the running averages.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call. The module is then as it was.
    pub fn forward(&mut self, x: ArrayViewD<f32>) -> Result<Forward, NormError> {
        let mut y = ArrayD::zeros(x.raw_dim());
        let x = x.as_standard_layout();
        let (plan, used) = self.forward_into(x.shape(), slice(&x), slice_mut(&mut y))?;
        Ok(Forward { plan, used, y })
    }

    /// Normalizes x, the values of a tensor of `shape` in C order, into `y`; returns how, and with which statistics.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call. The module and `y` are then as they were.
    ///
    /// # Panics
    ///
    /// If `x` or `y` does not have a value for every element.
    pub fn forward_into(
        &mut self,
        shape: &[usize],
        x: &[f32],
        y: &mut [f32],
    ) -> Result<(Plan, Statistics), NormError> {
        let plan = self.plan(shape)?;
        let len = shape.iter().product();
        assert_eq!((x.len(), y.len()), (len, len), "a value for every element");
        let walk = plan.walk(self.weight.is_some());
        let given = self.given(&walk, &plan, x);
        let used = match self.averages(&plan) {
            Some(used) => {
                kernels::apply(given, &used, y);
                used
            }
            None => {
                let batch = kernels::normalize(given, y);
                self.track(&plan, &batch);
                batch
            }
        };
        Ok((plan, used))
    }

    /// The running averages as statistics of the sets, where the call uses them.
    fn averages(&self, plan: &Plan) -> Option<Statistics> {
        let running = self.running.as_ref()?;
        let sets = plan.partition.set_count();
        (plan.source == Source::Running).then(|| running.of_sets(sets))
    }

    /// Takes the statistics of a training batch into the running averages.
    fn track(&mut self, plan: &Plan, batch: &Statistics) {
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
