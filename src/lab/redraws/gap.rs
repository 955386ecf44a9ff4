//! Training mode against eval mode, and dropout before the layer.

use super::pool::{Batches, Pool};
use super::{Column, Experiment, Quantity, Redraws, Refusal, TRAINED};
use crate::norm::{BatchNorm, Layer, Module, NormError};
use crate::torch::Generator;

/// How far the seed of dropout is from that of x.
const DROPOUT: u64 = 3;

/// Fresh batches over which the variance that eval sees is taken.
const SEEN: usize = 20;

/// Trains the layer on [`TRAINED`] batches, with dropout before it, and then compares, for batches that are new to it
/// and without dropout, y by their own statistics with y by the running averages.
pub(super) fn column(
    experiment: &Experiment,
    pool: &Pool,
    samples: usize,
    redraws: usize,
) -> Result<Column, Refusal> {
    let batches = pool.batches(TRAINED + redraws, samples);
    let mut trained = train(experiment, &batches)?;
    trained.train(false);
    let mut of_batch = Module::new(Layer::BatchNorm(BatchNorm {
        track_running_stats: false,
        ..experiment.layer_of_channel()
    }))?;
    let mut workspaces = [&of_batch, &trained].map(|module| module.workspace(&batches.shape()));
    let [by_batch, by_running] = &mut workspaces;
    let [by_batch, by_running] = [
        by_batch.as_mut().map_err(|error| error.clone())?,
        by_running.as_mut().map_err(|error| error.clone())?,
    ];
    let mut x = Vec::new();
    let [mut y_train, mut y_eval] = [(); 2].map(|()| vec![0.0; batches.set_len()]);
    let mut largest = 0.0_f64;
    let mut gap = |k: usize| {
        batches.take(TRAINED + k, &mut x);
        of_batch.forward_into(by_batch, &x, &mut y_train);
        trained.forward_into(by_running, &x, &mut y_eval);
        let differences = y_train
            .iter()
            .zip(&y_eval)
            .map(|(a, b)| f64::from((a - b).abs()));
        let sum: f64 = differences.inspect(|by| largest = largest.max(*by)).sum();
        sum / y_eval.len() as f64
    };
    let values = (0..redraws).map(&mut gap).collect();
    Ok(Column {
        largest: Some(largest),
        ..Column::new(samples, batches.set_len(), values)
    })
}

impl Experiment {
    /// What dropout before the layer does to the variance that it expects: the variance of the channel in batches
    /// without dropout, over the running variance that batches with dropout left behind.
    /// Batches have as many samples as x has.
    ///
    /// For values around 0 it is 1 − p: dropout keeps a value with probability 1 − p and multiplies it by 1/(1 − p),
    /// so squares grow by 1/(1 − p)
    /// (Li, Chen, Hu & Yang, "Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift",
    /// CVPR 2019, calls it the variance shift).
    ///
    /// # Errors
    ///
    /// As [`Self::run`].
    ///
    /// # Panics
    ///
    /// As [`Self::run`].
    pub fn dropout_variance(&self) -> Result<f64, Refusal> {
        let mut redraws = self.redraws;
        redraws.quantity = Quantity::Gap;
        redraws.set_count(SEEN);
        let of_gap = Self {
            redraws,
            ..self.clone()
        };
        let samples = self.source.shape[0];
        let seen = of_gap.possible_of(samples)?;
        let pool = Pool::draw(&of_gap, samples * (TRAINED + seen));
        let batches = pool.batches(TRAINED + seen, samples);
        let trained = train(&of_gap, &batches)?;
        let mut workspace = trained.workspace(&batches.shape())?;
        let mut x = Vec::new();
        let mut variance = |k: usize| {
            batches.take(TRAINED + k, &mut x);
            trained.measure_into(&mut workspace, &x);
            workspace.used().var[0]
        };
        let mean = (0..seen).map(&mut variance).sum::<f64>() / seen as f64;
        let m = batches.set_len() as f64;
        let stored = trained.running().expect("a layer with averages").var[0];
        Ok(mean * m / (m - 1.0) / stored)
    }
}

/// The layer after the first batches, dropped out.
fn train(experiment: &Experiment, batches: &Batches) -> Result<Module, NormError> {
    let mut module = Module::new(Layer::BatchNorm(experiment.layer_of_channel()))?;
    let mut workspace = module.workspace(&batches.shape())?;
    let mut dropout = Dropout::new(&experiment.redraws, experiment.seed);
    let mut x = Vec::new();
    let mut y = vec![0.0; batches.set_len()];
    for k in 0..TRAINED {
        batches.take(k, &mut x);
        dropout.drop(&mut x);
        module.forward_into(&mut workspace, &x, &mut y);
    }
    Ok(module)
}

/// Inverted dropout, as `nn.Dropout(p)` in training mode: a value is 0 with probability p, else multiplied by 1/(1 − p).
///
/// It draws from a generator of its own; its zeros stand elsewhere than PyTorch's.
struct Dropout {
    p: f64,
    generator: Generator,
}

impl Dropout {
    fn new(redraws: &Redraws, seed: u64) -> Self {
        Self {
            p: redraws.dropout(),
            generator: Generator::new(seed.wrapping_add(DROPOUT)),
        }
    }

    fn drop(&mut self, x: &mut [f32]) {
        if self.p == 0.0 {
            return;
        }
        let random = self.generator.rand(&[x.len()]);
        let scale = (1.0 / (1.0 - self.p)) as f32;
        for (x, u) in x.iter_mut().zip(&random) {
            *x *= if f64::from(*u) < self.p { 0.0 } else { scale };
        }
    }
}
