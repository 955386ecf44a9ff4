//! What one layer does to one tensor, in numbers.
//!
//! All are those of [`Explore`], and there are none where PyTorch rejects the call.
//! What is said of an element is said of the pinned one, of its set if of a set.
//! The cost is that of a call of the layer, if that is not there already; `difference` calls each twin as well.

use super::{Format, Live};
use crate::lab::explore::{Explore, Mode, Stage};
use crate::lab::region::{Region, flat_of};
use crate::lab::twins::{Parameters, twins};
use crate::norm::{Module, Partition, Statistic};
use crate::state::{Axis, Settings};
use ndarray::{ArrayD, IxDyn};
use std::sync::Arc;

/// Digits of a value or a statistic.
const READ: Format = Format::Significant(4);

/// Digits of what is zero but for rounding.
const ROUGH: Format = Format::Significant(2);

/// The numbers of this file.
pub const VALUES: &[Live] = &[
    Live::of_settings("sets", Format::Count, sets),
    Live::of_settings("values_per_set", Format::Count, values_per_set),
    Live::of_settings("learnt", Format::Count, learnt),
    Live::of_shown("input", READ, |s, e| pinned(s, e)?.value(Stage::Input)),
    Live::of_shown("normalized", READ, |s, e| {
        pinned(s, e)?.value(Stage::Normalized)
    }),
    Live::of_shown("output", READ, |s, e| pinned(s, e)?.value(Stage::Output)),
    Live::of_shown("mean", READ, |s, e| pinned(s, e)?.mean()),
    Live::of_shown("variance", READ, |s, e| pinned(s, e)?.variance()),
    Live::of_shown("output_std", READ, |s, e| pinned(s, e)?.output_std()),
    Live::of_shown("input_skewness", ROUGH, |s, e| {
        pinned(s, e)?.skewness(Stage::Input)
    }),
    Live::of_shown("output_skewness", ROUGH, |s, e| {
        pinned(s, e)?.skewness(Stage::Output)
    }),
    Live::of_shown("largest_output", READ, |_, e| largest_output(e)),
    Live::of_shown("moved", Format::Count, |_, e| moved(e)),
    Live::of_shown("moved_samples", Format::Count, |_, e| moved_samples(e)),
    Live::new("difference", ROUGH, difference),
    Live::new("bias_effect", ROUGH, bias_effect),
    Live::new("scale_effect", ROUGH, scale_effect),
];

/// The partition of the call, where PyTorch accepts it.
fn partition(settings: &Settings) -> Option<Partition> {
    let mut module = Module::new(settings.layer.clone()).ok()?;
    module.train(settings.mode == Mode::Train);
    Some(module.plan(settings.shape()).ok()?.partition)
}

/// Sets of elements that share one mean and one variance (Wu & He, "Group Normalization", 2018, section 3).
fn sets(settings: &Settings) -> Option<f64> {
    Some(partition(settings)?.set_count() as f64)
}

/// Elements of one set: m of Wu & He (2018), equation 2.
fn values_per_set(settings: &Settings) -> Option<f64> {
    Some(partition(settings)?.set_len() as f64)
}

/// Numbers that the layer learns: those of γ and β together, as PyTorch constructs them.
fn learnt(settings: &Settings) -> Option<f64> {
    let module = Module::new(settings.layer.clone()).ok()?;
    Some(module.learnt_len() as f64)
}

/// The pinned element, in what is shown.
struct Pinned<'a> {
    explore: &'a Explore,
    flat: usize,
    /// Number of its set
    set: usize,
}

fn pinned<'a>(settings: &Settings, explore: &'a Explore) -> Option<Pinned<'a>> {
    let at = settings.at.as_ref()?;
    Some(Pinned {
        flat: flat_of(explore.x.shape(), at)?,
        set: explore.partition()?.set_of(at),
        explore,
    })
}

impl Pinned<'_> {
    /// x, x̂ = (x − μ) / √(σ² + ε), or y = γ·x̂ + β of the element.
    fn value(&self, stage: Stage) -> Option<f64> {
        self.explore.value(stage, self.flat).map(f64::from)
    }

    /// μ that the element is normalized with; RMSNorm has none.
    fn mean(&self) -> Option<f64> {
        let call = self.explore.call.as_ref().ok()?;
        let is_centered = call.plan.statistic == Statistic::MeanVariance;
        is_centered.then(|| call.used.mean[self.set])
    }

    /// σ² that the element is normalized with, without ε; of RMSNorm the mean square.
    fn variance(&self) -> Option<f64> {
        let call = self.explore.call.as_ref().ok()?;
        Some(call.used.var[self.set])
    }

    /// The values of the element's set at a stage.
    fn of_set(&self, stage: Stage) -> Option<Vec<f64>> {
        let partition = self.explore.partition()?;
        let region = Region::new(partition.shape(), partition.ranges(self.set));
        let value = |flat| self.explore.value(stage, flat).map(f64::from);
        region.flats().map(value).collect()
    }

    /// Standard deviation (1/m) of the y of the element's set.
    fn output_std(&self) -> Option<f64> {
        Some(moment(&self.of_set(Stage::Output)?, 2).sqrt())
    }

    /// How lopsided the values of the element's set are: their third central moment over the cube of their
    /// standard deviation, both with 1/m. No map a·x + b with a > 0 changes it.
    fn skewness(&self, stage: Stage) -> Option<f64> {
        let values = self.of_set(stage)?;
        Some(moment(&values, 3) / moment(&values, 2).powf(1.5))
    }
}

/// The mean of the powers of the distances to the mean.
fn moment(values: &[f64], power: i32) -> f64 {
    let len = values.len() as f64;
    let mean = values.iter().sum::<f64>() / len;
    let powers = values.iter().map(|value| (value - mean).powi(power));
    powers.sum::<f64>() / len
}

/// The largest |y|.
fn largest_output(explore: &Explore) -> Option<f64> {
    let y = explore.stage(Stage::Output)?;
    Some(y.iter().map(|y| f64::from(y.abs())).fold(0.0, f64::max))
}

/// Elements whose y is another float32 than before the poke, beside the poked one.
fn moved(explore: &Explore) -> Option<f64> {
    Some(explore.poked.as_ref()?.others as f64)
}

/// Samples in which these lie.
fn moved_samples(explore: &Explore) -> Option<f64> {
    Some(explore.poked.as_ref()?.samples as f64)
}

/// The largest |Δ| of y between this layer and those that share their statistics alike, all as PyTorch
/// constructs them, by the kernels or by float64 loops over the definition, whichever is larger.
fn difference(settings: &Settings) -> Option<f64> {
    let explore = Explore::run(&settings.setup());
    explore.call.as_ref().ok()?;
    let twins = twins(&explore, Parameters::Initial);
    let each = twins
        .iter()
        .map(|twin| twin.by_kernels.max(twin.by_definition));
    each.reduce(f64::max)
}

/// The largest |Δ| of y if a bias stands before the layer, which adds c to each value of channel c.
///
/// It is zero but for rounding where every set lies in one channel
/// (Ioffe & Szegedy, "Batch Normalization", ICML 2015, section 3.2).
fn bias_effect(settings: &Settings) -> Option<f64> {
    effect(settings, |x, channel| x + channel as f32)
}

/// The largest |Δ| of y if the weights before the layer are larger, which multiplies channel c by c + 1.
///
/// It is zero but for ε where every set lies in one channel (there, section 3.3).
fn scale_effect(settings: &Settings) -> Option<f64> {
    effect(settings, |x, channel| x * (channel + 1) as f32)
}

/// The largest |Δ| of y if each value of x is changed so, given its channel, or its feature if it is a token's.
fn effect(settings: &Settings, change: fn(f32, usize) -> f32) -> Option<f64> {
    let is_channel = |axis: &Axis| matches!(axis, Axis::Channels | Axis::Features);
    let axis = settings.axes().iter().position(is_channel)?;
    let setup = settings.setup();
    let x = setup.draw();
    let changed = ArrayD::from_shape_fn(IxDyn(x.shape()), |at| change(x[&at], at[axis]));
    let [before, after] = [x, Arc::new(changed)].map(|x| {
        let explore = Explore::run_on(&setup, Some(x));
        explore.stage(Stage::Output)
    });
    let (before, after) = (before?, after?);
    let pairs = before.iter().zip(&after);
    let differences = pairs.map(|(a, b)| (f64::from(*a) - f64::from(*b)).abs());
    Some(differences.fold(0.0, f64::max))
}
