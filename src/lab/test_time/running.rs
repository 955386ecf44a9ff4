//! What running averages keep, by really filling them.

use crate::norm::{BatchNorm, Layer, Module, Running, Spatial};
use ndarray::{ArrayD, ArrayViewD, IxDyn};

/// Batches after which nobody waits for a constructed value to be forgotten.
const MOST: u32 = 100_000;

/// Share of a running average below which the constructed value counts as forgotten.
const FORGOTTEN: f64 = 0.01;

/// Batches in training mode until the value that a running average was constructed with weighs below one percent.
///
/// It is counted: the average starts at 1, and every batch is 0. `None` takes the plain average of all batches,
/// as in PyTorch. There is no such number where the momentum is 0 or too small.
pub fn steps_to_forget(momentum: Option<f64>) -> Option<u32> {
    let mut weights = Weights::new(momentum)?;
    (1..=MOST).find(|_| weights.next_weight() < FORGOTTEN)
}

/// The weight that the constructed value still has after so many batches.
pub fn initial_weight(momentum: Option<f64>, steps: u32) -> Option<f64> {
    let mut weights = Weights::new(momentum)?;
    Some((0..steps).fold(1.0, |_, _| weights.next_weight()))
}

/// Weights of the constructed value, batch by batch.
struct Weights {
    module: Module,
    zeros: ArrayD<f32>,
}

impl Weights {
    fn new(momentum: Option<f64>) -> Option<Self> {
        let mut module = batch_norm(1, momentum)?;
        module.set_running(Running {
            mean: vec![1.0],
            var: vec![1.0],
            batches: 0,
        });
        Some(Self {
            module,
            zeros: ArrayD::zeros(IxDyn(&[2, 1])),
        })
    }

    fn next_weight(&mut self) -> f64 {
        let call = self.module.measure(self.zeros.view());
        call.expect("two values of one channel");
        self.module.running().expect("a layer with averages").mean[0]
    }
}

/// The variance that a batch norm stores of x, over the one that it normalizes x with, of one channel: n/(n − 1)
/// for n values.
///
/// Momentum is 1 here, so that the running variance is that of the last batch alone.
/// `None` where PyTorch rejects the call, or x is constant there.
pub fn stored_ratio(x: ArrayViewD<f32>, channel: usize) -> Option<f64> {
    let shape = x.shape();
    let positions = shape[2..].iter().product();
    let signal = x.to_shape((shape[0], shape[1], positions)).ok()?;
    let mut module = batch_norm(shape[1], Some(1.0))?;
    let call = module.measure(signal.view().into_dyn()).ok()?;
    let stored = module.running()?.var.get(channel)?;
    let used = *call.used.var.get(channel)?;
    (used > 0.0).then(|| stored / used)
}

fn batch_norm(channels: usize, momentum: Option<f64>) -> Option<Module> {
    let layer = Layer::BatchNorm(BatchNorm {
        spatial: Spatial::D1,
        num_features: channels as i64,
        eps: 1e-5,
        momentum,
        affine: false,
        track_running_stats: true,
    });
    Module::new(layer).ok()
}
