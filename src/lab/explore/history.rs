//! The batches that a layer was trained on before the one that is shown.

use crate::norm::{Call, Module, Running};
use ndarray::ArrayD;

/// The running averages from the constructed layer to the shown batch.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// As constructed: mean 0, variance 1
    pub initial: Running,
    /// After each batch before the shown one
    pub steps: Vec<Step>,
    /// After the shown batch, in training mode
    pub shown: Option<Step>,
}

/// One batch in training mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the batch brought, per channel
    pub batch: ChannelStatistics,
    /// The averages after it
    pub running: Running,
}

/// The statistics of one batch as running averages take them in.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelStatistics {
    /// Mean of each channel
    pub mean: Vec<f64>,
    /// Unbiased variance of each channel
    pub var: Vec<f64>,
}

impl ChannelStatistics {
    /// Those of a batch; where a channel has several sets (instance norm) their average.
    ///
    /// # Panics
    ///
    /// If the call had no sets, or not the same number of them for each channel.
    pub fn of(call: &Call, channels: usize) -> Self {
        let sets = call.batch.mean.len();
        assert!(
            sets > 0 && sets.is_multiple_of(channels),
            "{sets} sets, {channels} channels"
        );
        let samples = (sets / channels) as f64;
        let average = |values: &[f64], channel: usize| {
            values.iter().skip(channel).step_by(channels).sum::<f64>() / samples
        };
        let n = call.plan.partition.set_len() as f64;
        Self {
            mean: (0..channels)
                .map(|channel| average(&call.batch.mean, channel))
                .collect(),
            var: (0..channels)
                .map(|channel| average(&call.batch.var, channel) * n / (n - 1.0))
                .collect(),
        }
    }
}

impl History {
    /// Calls the module, which keeps averages, in training mode on `batches`.
    ///
    /// # Panics
    ///
    /// If PyTorch rejects a call, or the module keeps none.
    pub(super) fn run(module: &mut Module, batches: impl Iterator<Item = ArrayD<f32>>) -> Self {
        let initial = module.running().expect("a layer with averages").clone();
        module.train(true);
        let steps = batches
            .map(|x| {
                let call = module.measure(x.view()).expect("checked before it ran");
                step(module, &call)
            })
            .collect();
        Self {
            initial,
            steps,
            shown: None,
        }
    }

    /// Adds the shown batch, if the module took it in.
    pub(super) fn with_shown(self, after: &Module, call: &Call) -> Self {
        let taken = after.training() && !call.batch.mean.is_empty();
        Self {
            shown: taken.then(|| step(after, call)),
            ..self
        }
    }

    /// The averages before the shown batch.
    pub fn before_shown(&self) -> &Running {
        self.steps
            .last()
            .map_or(&self.initial, |step| &step.running)
    }
}

/// What a call in training mode left behind.
fn step(module: &Module, call: &Call) -> Step {
    let running = module.running().expect("a layer with averages").clone();
    Step {
        batch: ChannelStatistics::of(call, running.mean.len()),
        running,
    }
}
