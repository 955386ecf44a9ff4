//! What one layer does to one tensor, in numbers.
//!
//! All are those of [`Explore`], and there are none where PyTorch rejects the call.
//! What is said of an element is said of the pinned one, of its set if of a set.
//! The cost is that of a call of the layer; `difference` calls each twin as well.

use super::{Format, Live};
use crate::lab::explore::{Explore, Stage};
use crate::lab::region::{Region, flat_of};
use crate::lab::twins::{Parameters, twins};
use crate::norm::{Module, Statistic};
use crate::state::{Axis, Settings};
use ndarray::{ArrayD, IxDyn};
use std::sync::Arc;

/// Digits of a value or a statistic.
const READ: Format = Format::Significant(4);

/// Digits of what is zero but for rounding.
const ROUGH: Format = Format::Significant(2);

/// The numbers of this file.
pub const VALUES: &[Live] = &[
    Live::new("sets", Format::Count, sets),
    Live::new("values_per_set", Format::Count, values_per_set),
    Live::new("learnt", Format::Count, learnt),
    Live::new("input", READ, |s| pinned(s)?.value(Stage::Input)),
    Live::new("normalized", READ, |s| pinned(s)?.value(Stage::Normalized)),
    Live::new("output", READ, |s| pinned(s)?.value(Stage::Output)),
    Live::new("mean", READ, |s| pinned(s)?.mean()),
    Live::new("variance", READ, |s| pinned(s)?.variance()),
    Live::new("output_std", READ, |s| pinned(s)?.output_std()),
    Live::new("largest_output", READ, largest_output),
    Live::new("moved", Format::Count, moved),
    Live::new("moved_samples", Format::Count, moved_samples),
    Live::new("difference", ROUGH, difference),
    Live::new("bias_effect", ROUGH, bias_effect),
    Live::new("scale_effect", ROUGH, scale_effect),
];

/// What is shown, where PyTorch accepts the call.
fn accepted(settings: &Settings) -> Option<Explore> {
    let explore = Explore::run(&settings.setup());
    explore.call.is_ok().then_some(explore)
}

/// Sets of elements that share one mean and one variance (Wu & He, "Group Normalization", 2018, section 3).
fn sets(settings: &Settings) -> Option<f64> {
    Some(accepted(settings)?.partition()?.set_count() as f64)
}

/// Elements of one set: m of Wu & He (2018), equation 2.
fn values_per_set(settings: &Settings) -> Option<f64> {
    Some(accepted(settings)?.partition()?.set_len() as f64)
}

/// Numbers that the layer learns: those of γ and β together, as PyTorch constructs them.
fn learnt(settings: &Settings) -> Option<f64> {
    let module = Module::new(settings.layer.clone()).ok()?;
    Some(module.learnt_len() as f64)
}

/// The pinned element, in what is shown.
struct Pinned {
    explore: Explore,
    flat: usize,
    /// Number of its set
    set: usize,
}

fn pinned(settings: &Settings) -> Option<Pinned> {
    let at = settings.at.as_ref()?;
    let explore = accepted(settings)?;
    Some(Pinned {
        flat: flat_of(explore.x.shape(), at)?,
        set: explore.partition()?.set_of(at),
        explore,
    })
}

impl Pinned {
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

    /// Standard deviation (1/m) of the y of the element's set.
    fn output_std(&self) -> Option<f64> {
        let partition = self.explore.partition()?;
        let region = Region::new(partition.shape(), partition.ranges(self.set));
        let output = |flat| self.explore.value(Stage::Output, flat).map(f64::from);
        let y: Vec<f64> = region.flats().map(output).collect::<Option<_>>()?;
        let average = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let mean = average(&y);
        let squares: Vec<f64> = y.iter().map(|y| (y - mean).powi(2)).collect();
        Some(average(&squares).sqrt())
    }
}

/// The largest |y|.
fn largest_output(settings: &Settings) -> Option<f64> {
    let y = accepted(settings)?.stage(Stage::Output)?;
    Some(y.iter().map(|y| f64::from(y.abs())).fold(0.0, f64::max))
}

/// Elements whose y is another float32 than before the poke, beside the poked one.
fn moved(settings: &Settings) -> Option<f64> {
    Some(accepted(settings)?.poked?.others as f64)
}

/// Samples in which these lie.
fn moved_samples(settings: &Settings) -> Option<f64> {
    Some(accepted(settings)?.poked?.samples as f64)
}

/// The largest |Δ| of y between this layer and those that share their statistics alike, all as PyTorch
/// constructs them, by the kernels or by float64 loops over the definition, whichever is larger.
fn difference(settings: &Settings) -> Option<f64> {
    let twins = twins(&accepted(settings)?, Parameters::Initial);
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
