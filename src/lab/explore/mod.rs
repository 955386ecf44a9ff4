//! One tensor through one layer: the numbers of every stage.

mod history;
mod parts;
mod poked;
mod setup;
mod stage;

pub use history::{ChannelStatistics, History, Step};
pub use parts::Parts;
pub use poked::{Poked, has_sample_axis};
pub use setup::{Complaint, Mode, Parameter, PerChannel, Poke, Setup};
pub use stage::{LAST, Stage};
pub(super) use stage::{mix, place};

use crate::norm::{Forward, Module, NormError, Partition};
use ndarray::ArrayD;

/// What one layer makes of one tensor.
///
/// ```
/// use normscope::lab::explore::{Explore, Mode, Setup};
/// use normscope::tensor::Source;
/// let setup = Setup {
///     source: Source::parse("randn(20,6,10,10)")?,
///     seed: 1234,
///     layer: normscope::torch::parse_layer("GroupNorm(3,6)")?,
///     weight: None,
///     bias: None,
///     mode: Mode::Train,
///     steps: 0,
///     poke: None,
/// };
/// let explore = Explore::run(&setup);
/// let forward = explore.forward.as_ref().expect("a call that PyTorch accepts");
/// assert_eq!(forward.plan.partition.set_count(), 60);
/// assert!((forward.y[[0, 0, 0, 0]] - -0.060_799_97).abs() < 5e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Explore {
    /// What was asked for
    pub setup: Setup,
    /// The shown batch, poked
    pub x: ArrayD<f32>,
    /// The layer as it was called: after the steps, before the shown batch
    pub module: Option<Module>,
    /// What came out, or PyTorch's sentence if it rejects the layer or a call
    pub forward: Result<Forward, NormError>,
    /// The running averages, if the layer keeps any and the steps were accepted
    pub history: Option<History>,
    /// What the poke moved, if there was one
    pub poked: Option<Poked>,
    /// What did not fit and was left out
    pub complaints: Vec<Complaint>,
}

impl Explore {
    /// Draws the batches, calls the layer on all but the last in training mode, and on the last in `setup.mode`.
    pub fn run(setup: &Setup) -> Self {
        let mut sampler = setup.source.sampler(setup.seed);
        let mut batches = (0..=setup.steps).map(|_| standard(sampler.next_batch()));
        let mut complaints = Vec::new();
        let (mut module, _) = match setup.check(&mut complaints) {
            Ok(checked) => checked,
            Err(error) => {
                let x = batches.last().expect("at least the shown batch");
                return Self::rejected(setup, x, error, complaints);
            }
        };
        let history = History::run(&mut module, batches.by_ref().take(setup.steps as usize));
        let x = batches.next().expect("the shown batch");
        Self::accepted(setup, x, module, history, complaints)
    }

    /// Calls the trained module on the shown batch, with the poke and without.
    fn accepted(
        setup: &Setup,
        mut x: ArrayD<f32>,
        mut module: Module,
        history: Option<History>,
        mut complaints: Vec<Complaint>,
    ) -> Self {
        module.train(setup.mode == Mode::Train);
        let call = |x: &ArrayD<f32>| {
            let mut after = module.clone();
            let forward = after.forward(x.view()).expect("checked before it ran");
            (after, forward)
        };
        let place = setup.poke_place(&mut complaints);
        let y_before = place.map(|_| call(&x).1.y);
        if let (Some(flat), Some(poke)) = (place, &setup.poke) {
            x.as_slice_mut().expect("standard layout")[flat] = poke.value;
        }
        let (after, forward) = call(&x);
        let compare = |(flat, before)| Poked::new(flat, &setup.layer, before, &forward.y);
        Self {
            setup: setup.clone(),
            poked: place.zip(y_before).map(compare),
            history: history.map(|history| history.with_shown(&after, &forward)),
            module: Some(module),
            x,
            forward: Ok(forward),
            complaints,
        }
    }

    fn rejected(
        setup: &Setup,
        mut x: ArrayD<f32>,
        error: NormError,
        mut complaints: Vec<Complaint>,
    ) -> Self {
        if let (Some(flat), Some(poke)) = (setup.poke_place(&mut complaints), &setup.poke) {
            x.as_slice_mut().expect("standard layout")[flat] = poke.value;
        }
        Self {
            setup: setup.clone(),
            x,
            module: None,
            forward: Err(error),
            history: None,
            poked: None,
            complaints,
        }
    }

    /// How the layer normalizes; `None` if PyTorch rejects it.
    pub fn partition(&self) -> Option<&Partition> {
        self.forward
            .as_ref()
            .ok()
            .map(|forward| &forward.plan.partition)
    }
}

/// The tensor with its values in C order, as every place in memory here assumes.
fn standard(x: ArrayD<f32>) -> ArrayD<f32> {
    if x.is_standard_layout() {
        return x;
    }
    x.as_standard_layout().into_owned()
}
