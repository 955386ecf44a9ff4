//! The layers of a network with their parameters.

mod build;
mod chain;
mod parameters;

pub use build::Unfit;
pub use parameters::{Parameter, Parameters};

use super::{Architecture, Init};
use crate::nn::layer::{Call, Norm};
use crate::norm::{NormError, Running, Statistics};
use crate::torch::Generator;
use chain::{Chain, Layer, Node};

/// What a network is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `model.train()`
    Train,
    /// `model.eval()`
    Eval,
    /// As in eval mode, but batch normalization takes the statistics of the batch, and its averages stay as they are
    BatchStatistics,
}

/// A network with its parameters and what its last call kept.
///
/// ```
/// use normscope::nn::{Activation, Architecture, Init, Kind, Mode, Named, Network};
/// use normscope::torch::Generator;
/// let layers = vec![
///     Named::new("fc1", Kind::Linear { out: 3, bias: true }),
///     Named::new("relu", Kind::Activation(Activation::Relu)),
/// ];
/// let mut network = Network::new(&Architecture { input: vec![2], layers })?;
/// let mut generator = Generator::new(0);
/// network.draw(Init::PyTorch, &mut generator);
/// let y = network.forward(&[1.0, 2.0], 1, Mode::Train, &mut generator);
/// assert!(y.len() == 3 && y.iter().all(|y| *y >= 0.0));
/// # Ok::<(), normscope::nn::Unfit>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    chain: Chain,
    input: usize,
    output: Vec<usize>,
    parameters: Parameters,
    /// The derivatives of the loss with respect to the parameters
    gradients: Vec<f32>,
    x: Vec<f32>,
}

/// What a layer does to the distribution of what passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A linear map or a convolution
    Map,
    /// A normalization, or noise behind it
    Norm,
    /// x + F(x)
    Sum,
    /// Anything else
    Other,
}

/// What a layer passed on in the last call.
#[derive(Clone, Copy, Debug)]
pub struct Activations<'a> {
    /// The layer, as in a `state_dict`
    pub name: &'a str,
    /// What it does
    pub part: Part,
    /// Shape of a sample
    pub shape: &'a [usize],
    /// Sample after sample
    pub y: &'a [f32],
    /// The derivatives of the loss with respect to it, if they were taken
    pub grad_y: &'a [f32],
    /// Of a normalization: its statistics and running averages
    pub norm: Option<(&'a Statistics, Option<&'a Running>)>,
}

impl Network {
    /// A network whose parameters are 0, but for γ.
    ///
    /// # Errors
    ///
    /// If a layer does not take what the one before it gives.
    pub fn new(architecture: &Architecture) -> Result<Self, Unfit> {
        let mut parameters = Parameters::default();
        let input = &architecture.input;
        let (chain, output) = build::build(&architecture.layers, input, "", &mut parameters)?;
        Ok(Self {
            chain,
            input: input.iter().product(),
            output,
            gradients: vec![0.0; parameters.values.len()],
            parameters,
            x: Vec::new(),
        })
    }

    /// Draws the parameters, in the order of the layers.
    pub fn draw(&mut self, init: Init, generator: &mut Generator) {
        self.parameters.draw(init, generator);
    }

    /// Values that go into it, of one sample.
    pub fn input_len(&self) -> usize {
        self.input
    }

    /// Values that come out of it, of one sample.
    pub fn output_len(&self) -> usize {
        self.output.iter().product()
    }

    /// What it learns.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The values of what it learns, to be changed.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.parameters.values
    }

    /// The derivatives of the loss with respect to what it learns, in the same order.
    pub fn gradients(&self) -> &[f32] {
        &self.gradients
    }

    /// What it learns, to be changed, and the derivatives.
    pub fn learning(&mut self) -> (&mut [f32], &mut [f32]) {
        (&mut self.parameters.values, &mut self.gradients)
    }

    /// Whether it can be called on so many samples.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call of a normalization in it.
    pub fn check(&mut self, batch: usize, mode: Mode) -> Result<(), NormError> {
        chain::check(&mut self.chain, batch, mode)
    }

    /// Calls it on `batch` samples; gives what comes out, sample after sample.
    ///
    /// # Panics
    ///
    /// If `x` has not a value for each input of each sample, or PyTorch rejects the call of a layer.
    pub fn forward(
        &mut self,
        x: &[f32],
        batch: usize,
        mode: Mode,
        generator: &mut Generator,
    ) -> &[f32] {
        assert_eq!(x.len(), batch * self.input, "a value for each input");
        self.x.clear();
        self.x.extend_from_slice(x);
        let mut call = Call {
            mode,
            generator,
            batch,
        };
        self.chain.pass(&mut call, &self.parameters.values, &self.x);
        self.output()
    }

    /// What came out last.
    pub fn output(&self) -> &[f32] {
        self.chain.nodes.last().map_or(&self.x, |node| &node.y)
    }

    /// Takes the derivatives of a loss with respect to the parameters, from those with respect to what came out last:
    /// `derive` is given what came out, and writes them.
    pub fn backward<R>(&mut self, derive: impl FnOnce(&[f32], &mut [f32]) -> R) -> R {
        let last = self.chain.nodes.last_mut().expect("a layer at least");
        last.grad_y.resize(last.y.len(), 0.0);
        let derived = derive(&last.y, &mut last.grad_y);
        let w = &self.parameters.values;
        self.chain.pass_back(w, &self.x, None, &mut self.gradients);
        derived
    }

    /// What went into it last, sample after sample.
    pub fn x(&self) -> &[f32] {
        &self.x
    }

    /// What each layer passed on in the last call, from the first to the last.
    pub fn activations(&self) -> Vec<Activations<'_>> {
        let mut all = Vec::new();
        self.chain.visit(&mut |node| all.push(of(node)));
        all
    }

    /// The running averages of each normalization.
    pub fn running(&self) -> Vec<Option<Running>> {
        let mut all = Vec::new();
        self.chain.visit(&mut |node| {
            if let Layer::Norm(norm) = &node.layer {
                all.push(norm.running().cloned());
            }
        });
        all
    }

    /// Sets the running averages of each normalization.
    ///
    /// # Panics
    ///
    /// If they are not those of this network.
    pub fn set_running(&mut self, running: &[Option<Running>]) {
        let norms: Vec<&mut Norm> = self.chain.norms_mut();
        assert_eq!(norms.len(), running.len(), "averages for each");
        for (norm, running) in norms.into_iter().zip(running) {
            if let Some(running) = running {
                norm.set_running(running.clone());
            }
        }
    }
}

fn of(node: &Node) -> Activations<'_> {
    let norm = match &node.layer {
        Layer::Norm(norm) => norm.used().map(|used| (used, norm.running())),
        _ => None,
    };
    Activations {
        name: &node.name,
        part: match node.layer {
            Layer::Linear(_) | Layer::Conv2d(_) => Part::Map,
            Layer::Norm(_) | Layer::Noisy(_) => Part::Norm,
            Layer::Residual(_) => Part::Sum,
            _ => Part::Other,
        },
        shape: &node.shape,
        y: &node.y,
        grad_y: &node.grad_y,
        norm,
    }
}
