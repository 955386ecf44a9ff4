//! One network and how it is trained.

use super::{Net, Task};
use crate::nn::{
    Activation, Architecture, Behind, Course, Init, Network, Noise, Normalizer, Optimizer, Order,
    Schedule, Trainer, Unfit,
};
use crate::norm::NormError;
use crate::torch::Generator;

/// A batch of all samples.
pub const ALL: usize = usize::MAX;

/// How the parameters are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Stochastic gradient descent, with momentum
    Sgd,
    /// Adam
    Adam,
}

/// What may be changed while a run goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// Samples in a batch; [`ALL`] takes all that are learnt from
    pub batch: usize,
    /// Learning rate η
    pub rate: f64,
    /// How the parameters are changed
    pub method: Method,
    /// Momentum m of gradient descent
    pub momentum: f64,
    /// Weight decay λ
    pub decay: f64,
    /// Steps until the learning rate is reached
    pub warm_up: usize,
    /// Batches that are added up for a step
    pub accumulated: usize,
    /// Whether all samples of a batch are of one class
    pub by_class: bool,
}

/// A network and how it is trained; in range by construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The network
    pub net: Net,
    /// Behind all maps but the last, or at each branch of a transformer and behind its last block: one for all, or one
    /// for each
    pub norms: Vec<Normalizer>,
    /// Whether noise stands behind each normalization, or in its place
    pub has_noise: bool,
    /// Behind each normalization, or in the midst of the feed-forward networks of a transformer
    pub activation: Option<Activation>,
    /// What the weights begin with
    pub init: Init,
    /// What all maps but the last are multiplied by then, weights and biases
    pub scale: f64,
    /// Whether maps add a bias
    pub has_biases: bool,
    /// How it is trained from the first step on
    pub pace: Pace,
    /// And how from later steps on, each step after the one before
    pub forks: Vec<(usize, Pace)>,
}

/// Why a run cannot begin.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The layers do not fit each other, or the samples
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// PyTorch rejects a normalization of such batches
    #[error(transparent)]
    Norm(#[from] NormError),
    /// A transformer normalizes the features of each token
    #[error("{0} normalizes each token by itself: with norm=layer, rms or none, and quiet")]
    PerToken(String),
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            batch: 60,
            rate: 0.1,
            method: Method::Sgd,
            momentum: 0.0,
            decay: 0.0,
            warm_up: 0,
            accumulated: 1,
            by_class: false,
        }
    }
}

impl Default for Run {
    /// The network of Ioffe & Szegedy 2015, figure 1 (section 4.1), on smaller images, without a normalization.
    fn default() -> Self {
        Self {
            net: Net::Perceptron(vec![100, 100, 100]),
            norms: vec![Normalizer::None],
            has_noise: false,
            activation: Some(Activation::Sigmoid),
            init: Init::Normal(0.1),
            scale: 1.0,
            has_biases: true,
            pace: Pace::default(),
            forks: Vec::new(),
        }
    }
}

impl Pace {
    /// As the trainer takes it. A batch of all samples is the same each time, whatever their classes are.
    pub fn course(&self, task: Task, seed: u64) -> Course {
        let optimizer = match self.method {
            Method::Sgd => Optimizer::Sgd {
                momentum: self.momentum,
                weight_decay: self.decay,
            },
            Method::Adam => Optimizer::Adam {
                betas: [0.9, 0.999],
                eps: 1e-8,
                weight_decay: self.decay,
            },
        };
        Course {
            loss: task.loss(),
            optimizer,
            rate: self.rate,
            schedule: Schedule {
                warm_up: self.warm_up,
                drops: None,
            },
            batch: self.batch.min(task.learnt()),
            accumulated: self.accumulated,
            order: match self.by_class {
                _ if self.batch >= task.learnt() => Order::InTurn,
                true => Order::ByClass,
                false => Order::Shuffled,
            },
            seed,
        }
    }
}

impl Run {
    /// The layers, on samples of a task.
    ///
    /// # Errors
    ///
    /// If the net takes no such samples, or has no place for such a normalization.
    pub fn architecture(&self, task: Task) -> Result<Architecture, Refusal> {
        let behind = |k: usize| Behind {
            normalizer: self.norm(k),
            noise: self.has_noise.then_some(Noise::PAPER),
            activation: self.activation,
        };
        let (shape, outputs) = (task.shape(), task.outputs());
        let norm = |k: usize| self.norm(k);
        let blocks = self.net.blocks(self.activation);
        let all = match (&self.net, &shape[..], task.symbols().zip(blocks)) {
            (Net::Perceptron(widths), ..) => {
                Architecture::perceptron(&shape, widths, outputs, behind)
            }
            (Net::Convolutional(channels), &[depth, height, width], _) => {
                Architecture::convolutional([depth, height, width], channels, outputs, behind)
            }
            (net, _, Some(_))
                if self.has_noise || !self.norms.iter().all(|norm| net.takes(*norm)) =>
            {
                return Err(Refusal::PerToken(net.to_string()));
            }
            (_, &[tokens], Some((symbols, blocks))) => {
                Architecture::transformer([tokens, symbols], blocks, outputs, norm)
            }
            (net, ..) => {
                let name = net.to_string();
                return Err(Refusal::Unfit(Unfit::Shape { name, shape }));
            }
        };
        Ok(match self.has_biases {
            true => all,
            false => all.without_biases(),
        })
    }

    /// What stands behind the k-th map, the first is 0.
    pub fn norm(&self, k: usize) -> Normalizer {
        let last = self.norms.last().copied().unwrap_or_default();
        self.norms.get(k).copied().unwrap_or(last)
    }

    /// The network as it begins, put on its course.
    ///
    /// # Errors
    ///
    /// If there is no such network, or PyTorch rejects its batches.
    pub fn begin(&self, task: Task, seed: u64) -> Result<Trainer, Refusal> {
        let mut network = Network::new(&self.architecture(task)?)?;
        network.draw(self.init, &mut Generator::new(seed));
        network.scale(self.scale as f32);
        Ok(Trainer::new(network, self.pace.course(task, seed))?)
    }

    /// How it is trained at a step.
    pub fn pace_at(&self, step: usize) -> &Pace {
        let fork = self.forks.iter().rev().find(|(from, _)| *from <= step);
        fork.map_or(&self.pace, |(_, pace)| pace)
    }

    /// Changes how it is trained. A fork keeps what is its own, and follows in all else.
    pub fn change_pace(&mut self, change: impl FnOnce(&mut Pace)) {
        let forks = self.fork_words().join(" ");
        change(&mut self.pace);
        *self = self.with(&forks).expect("words of its own");
    }
}
