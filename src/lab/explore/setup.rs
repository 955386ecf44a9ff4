//! What is explored: a tensor, a layer, and what is done to both.

use crate::lab::region::flat_of;
use crate::norm::{Layer, Module, NormError, Plan};
use crate::tensor::Source;
use ndarray::{ArrayD, IxDyn};
use std::fmt;
use std::sync::Arc;

/// Everything that an exploration depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Recipe and shape of x
    pub source: Source,
    /// Seed of the generator that draws it
    pub seed: u64,
    /// The layer
    pub layer: Layer,
    /// γ, where it is not the initial 1
    pub weight: Option<PerChannel>,
    /// β, where it is not the initial 0
    pub bias: Option<PerChannel>,
    /// Mode in which the shown batch is normalized
    pub mode: Mode,
    /// Batches that the layer was called on in training mode before the one that is shown
    pub steps: u32,
    /// One value of x changed by hand
    pub poke: Option<Poke>,
}

/// One number for all channels or one for each.
///
/// Where γ and β have more than one axis, the list runs along their first.
#[derive(Clone, Debug, PartialEq)]
pub enum PerChannel {
    /// The same everywhere
    One(f32),
    /// One number per channel
    Each(Vec<f32>),
}

/// `layer.train()` or `layer.eval()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Statistics of the batch
    #[default]
    Train,
    /// Running averages, where the layer keeps them
    Eval,
}

/// One value of x changed by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Poke {
    /// Index of the element, one per axis of x
    pub at: Vec<usize>,
    /// Its new value
    pub value: f32,
}

/// γ or β, as PyTorch names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// γ
    Weight,
    /// β
    Bias,
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Weight => "weight",
            Self::Bias => "bias",
        })
    }
}

/// A part of the setup that does not fit the others, and is left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Complaint {
    /// A list of another length than the parameter
    #[error(
        "{parameter} has {given} values, but the layer takes {wanted}; its initial values are used"
    )]
    Length {
        /// Which
        parameter: Parameter,
        /// Values given
        given: usize,
        /// Values wanted
        wanted: usize,
    },
    /// The layer has no such parameter
    #[error("the layer has no {0}; what was given is not used")]
    NoParameter(Parameter),
    /// The poked element is not in x
    #[error("x of shape {shape:?} has no element {at:?}; nothing is poked")]
    NoElement {
        /// Index given
        at: Vec<usize>,
        /// Shape of x
        shape: Vec<usize>,
    },
}

impl PerChannel {
    /// The parameter of `shape` that this stands for.
    ///
    /// # Errors
    ///
    /// If it is a list of another length than the first axis; the error is the wanted length.
    pub fn fill(&self, shape: &[usize]) -> Result<ArrayD<f32>, usize> {
        match self {
            Self::One(value) => Ok(ArrayD::from_elem(IxDyn(shape), *value)),
            Self::Each(values) => {
                let wanted = shape.first().copied().unwrap_or(0);
                if values.len() != wanted {
                    return Err(wanted);
                }
                Ok(ArrayD::from_shape_fn(IxDyn(shape), |index| {
                    values[index[0]]
                }))
            }
        }
    }
}

impl Setup {
    /// A layer as constructed, in training mode, on the first batch that is drawn of x from the seed 1234.
    pub fn new(source: Source, layer: Layer) -> Self {
        Self {
            source,
            seed: 1234,
            layer,
            weight: None,
            bias: None,
            mode: Mode::Train,
            steps: 0,
            poke: None,
        }
    }

    /// The layer as constructed, in the mode asked for, with γ and β set, and how it will normalize x;
    /// complaints say what did not fit.
    ///
    /// # Errors
    ///
    /// If PyTorch does not construct the layer, or rejects a call on the way.
    pub(super) fn check(
        &self,
        complaints: &mut Vec<Complaint>,
    ) -> Result<(Module, Plan), NormError> {
        let mut module = Module::new(self.layer.clone())?;
        let own = module.weight().map(|weight| weight.shape().to_vec());
        if let Some(weight) = fitting(Parameter::Weight, self.weight.as_ref(), own, complaints) {
            module.set_weight(weight);
        }
        let own = module.bias().map(|bias| bias.shape().to_vec());
        if let Some(bias) = fitting(Parameter::Bias, self.bias.as_ref(), own, complaints) {
            module.set_bias(bias);
        }
        if self.steps > 0 && module.running().is_some() {
            module.plan(&self.source.shape)?;
        }
        module.train(self.mode == Mode::Train);
        let plan = module.plan(&self.source.shape)?;
        Ok((module, plan))
    }

    /// The batches that the layer is called on, the shown one last.
    pub(super) fn batches(&self) -> impl Iterator<Item = ArrayD<f32>> {
        let mut sampler = self.source.sampler(self.seed);
        (0..=self.steps).map(move |_| standard(sampler.next_batch()))
    }

    /// The shown batch, not poked.
    pub fn draw(&self) -> Arc<ArrayD<f32>> {
        Arc::new(self.batches().last().expect("at least the shown batch"))
    }

    /// Whether both show the same batch, but for what is poked.
    pub fn shares_batch(&self, other: &Self) -> bool {
        let batch = |setup: &Self| (setup.seed, setup.steps);
        batch(self) == batch(other) && self.source == other.source
    }

    /// Whether its batch is the first samples of the other's.
    pub fn begins_batch(&self, other: &Self) -> bool {
        self.seed == other.seed
            && (self.steps, other.steps) == (0, 0)
            && self.source.begins(&other.source)
    }

    /// Overwrites the poked element, whose place in memory is given.
    pub(super) fn poke(&self, place: Option<usize>, x: &mut Arc<ArrayD<f32>>) {
        if let (Some(flat), Some(poke)) = (place, &self.poke) {
            overwrite(x, flat, poke.value);
        }
    }

    /// Where in memory the poked element lies, if there is one.
    pub(super) fn poke_place(&self, complaints: &mut Vec<Complaint>) -> Option<usize> {
        let at = &self.poke.as_ref()?.at;
        let place = flat_of(&self.source.shape, at);
        if place.is_none() {
            complaints.push(Complaint::NoElement {
                at: at.clone(),
                shape: self.source.shape.clone(),
            });
        }
        place
    }
}

/// Gives one element another value.
pub(super) fn overwrite(x: &mut Arc<ArrayD<f32>>, flat: usize, value: f32) {
    let values = Arc::make_mut(x).as_slice_mut();
    values.expect("batches are made in standard layout")[flat] = value;
}

/// The tensor with its values in C order, as every place in memory here assumes.
fn standard(x: ArrayD<f32>) -> ArrayD<f32> {
    if x.is_standard_layout() {
        return x;
    }
    x.as_standard_layout().into_owned()
}

/// The parameter, if it was given and fits the layer's own of this shape.
fn fitting(
    parameter: Parameter,
    given: Option<&PerChannel>,
    own: Option<Vec<usize>>,
    complaints: &mut Vec<Complaint>,
) -> Option<ArrayD<f32>> {
    let given = given?;
    let Some(own) = own else {
        complaints.push(Complaint::NoParameter(parameter));
        return None;
    };
    let length = |wanted| Complaint::Length {
        parameter,
        given: match given {
            PerChannel::One(_) => 1,
            PerChannel::Each(values) => values.len(),
        },
        wanted,
    };
    given
        .fill(&own)
        .map_err(|wanted| complaints.push(length(wanted)))
        .ok()
}
