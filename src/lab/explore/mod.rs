//! One tensor through one layer: the numbers of every stage.

mod history;
mod parts;
mod poked;
mod setup;
mod stage;

pub use history::{ChannelStatistics, History, Step};
pub use parts::Parts;
pub use poked::{Before, Poked, has_sample_axis};
pub use setup::{Complaint, Mode, Parameter, PerChannel, Poke, Setup};
pub use stage::{LAST, Stage};
pub(super) use stage::{mix, place};

use crate::norm::{Call, Module, NormError, Partition, Plan, Stages};
use ndarray::ArrayD;
use std::sync::Arc;

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
/// assert_eq!(explore.partition().expect("a call that PyTorch accepts").set_count(), 60);
/// let [_, _, _, y] = explore.stages_of(0);
/// assert!((y.unwrap() - -0.060_799_97).abs() < 5e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Explore {
    /// What was asked for
    pub setup: Setup,
    /// The shown batch, poked
    pub x: Arc<ArrayD<f32>>,
    /// The layer as it was called: after the steps, before the shown batch
    pub module: Option<Module>,
    /// What the layer measured, or PyTorch's sentence if it rejects the layer or a call
    pub call: Result<Call, NormError>,
    /// What becomes of each element, where PyTorch accepts the call
    pub maps: Option<Stages>,
    /// The running averages, if the layer keeps any and the steps were accepted
    pub history: Option<History>,
    /// What the poke moved, if there was one
    pub poked: Option<Poked>,
    /// How many x, and how many y, are no finite numbers; no y where PyTorch rejects the call
    pub not_finite: [usize; 2],
    /// What did not fit and was left out
    pub complaints: Vec<Complaint>,
}

impl Explore {
    /// What the layer does with x, where PyTorch accepts the call.
    pub fn plan(&self) -> Option<&Plan> {
        self.call.as_ref().ok().map(|call| &call.plan)
    }

    /// Draws the batches, calls the layer on all but the last in training mode, and on the last in `setup.mode`.
    pub fn run(setup: &Setup) -> Self {
        Self::run_on(setup, None)
    }

    /// The same where the shown batch, not yet poked, was drawn before and is at hand:
    /// it is not drawn again unless running averages ask for the batches before it.
    pub fn run_on(setup: &Setup, drawn: Option<Arc<ArrayD<f32>>>) -> Self {
        let mut complaints = Vec::new();
        let checked = setup.check(&mut complaints);
        let (mut module, _) = match checked {
            Ok(checked) => checked,
            Err(error) => {
                let x = drawn.unwrap_or_else(|| setup.draw());
                return Self::rejected(setup, x, error, complaints);
            }
        };
        if module.running().is_none() {
            let x = drawn.unwrap_or_else(|| setup.draw());
            return Self::accepted(setup, x, module, None, complaints);
        }
        // Where nothing is drawn there need not be anything to draw from, as a file that was read.
        let (history, x) = match drawn {
            Some(x) if setup.steps == 0 => (History::run(&mut module, std::iter::empty()), x),
            drawn => {
                let mut batches = setup.batches();
                let before = batches.by_ref().take(setup.steps as usize);
                let history = History::run(&mut module, before);
                let next = || Arc::new(batches.next().expect("the shown batch"));
                (history, drawn.unwrap_or_else(next))
            }
        };
        Self::accepted(setup, x, module, Some(history), complaints)
    }

    /// Calls the trained module on the shown batch, with the poke and without.
    fn accepted(
        setup: &Setup,
        mut x: Arc<ArrayD<f32>>,
        mut module: Module,
        history: Option<History>,
        mut complaints: Vec<Complaint>,
    ) -> Self {
        module.train(setup.mode == Mode::Train);
        let call = |x: &ArrayD<f32>| {
            let mut after = module.clone();
            let call = after.measure(x.view()).expect("checked before it ran");
            (after, call)
        };
        let place = setup.poke_place(&mut complaints);
        let before = place.map(|flat| Before::new(&module, call(&x).1, flat, values(&x)[flat]));
        setup.poke(place, &mut x);
        let (after, call) = call(&x);
        let maps = Stages::new(&module, &call);
        let poked = before.map(|before| Poked::new(before, &setup.layer, &maps, &x));
        Self {
            setup: setup.clone(),
            poked,
            not_finite: stage::not_finite(values(&x), Some(&maps)),
            history: history.map(|history| history.with_shown(&after, &call)),
            module: Some(module),
            x,
            call: Ok(call),
            maps: Some(maps),
            complaints,
        }
    }

    fn rejected(
        setup: &Setup,
        mut x: Arc<ArrayD<f32>>,
        error: NormError,
        mut complaints: Vec<Complaint>,
    ) -> Self {
        setup.poke(setup.poke_place(&mut complaints), &mut x);
        Self {
            not_finite: stage::not_finite(values(&x), None),
            setup: setup.clone(),
            x,
            module: None,
            call: Err(error),
            maps: None,
            history: None,
            poked: None,
            complaints,
        }
    }

    /// The shown batch as it was drawn, without a copy if nothing else holds it;
    /// `None` where a poked value was not kept, for PyTorch rejects the call.
    pub fn into_drawn(self) -> Option<Arc<ArrayD<f32>>> {
        let Self {
            mut x,
            poked,
            setup,
            ..
        } = self;
        match (poked, setup.poke) {
            (Some(Poked { before, .. }), _) => {
                setup::overwrite(&mut x, before.flat, before.x);
                Some(x)
            }
            (None, None) => Some(x),
            (None, Some(_)) => None,
        }
    }

    /// How the layer normalizes; `None` if PyTorch rejects it.
    pub fn partition(&self) -> Option<&Partition> {
        self.call.as_ref().ok().map(|call| &call.plan.partition)
    }
}

/// Values in the order of memory.
fn values(x: &ArrayD<f32>) -> &[f32] {
    x.as_slice().expect("batches are made in standard layout")
}
