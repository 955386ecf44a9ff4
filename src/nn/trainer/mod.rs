//! A network that learns, one step after another.

mod data;
mod order;
mod population;
mod trained;

pub use data::Data;
pub use order::Order;
pub use trained::{Place, Trained};

use super::{Loss, Mode, Moments, Network, Optimizer, Schedule, Score, Targets};
use crate::norm::{NormError, Running};
use crate::torch::Generator;
use kernels::dense;
use order::Dealer;
use std::ops::Range;
use trained::{is_whole, norm};

/// Samples that are evaluated at once.
const EVALUATED: usize = 256;

/// How a network is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// What is to become small
    pub loss: Loss,
    /// What a step does
    pub optimizer: Optimizer,
    /// η
    pub rate: f64,
    /// How it changes
    pub schedule: Schedule,
    /// Samples in a batch
    pub batch: usize,
    /// Batches whose derivatives are added up for one step, each through the network by itself
    pub accumulated: usize,
    /// Which samples are in a batch
    pub order: Order,
    /// Of the order, and of what layers draw: equal seeds give equal batches, whatever the network
    pub seed: u64,
}

/// A network on its course. It reads no clock, and knows nothing but what it is given.
#[derive(Clone, Debug)]
pub struct Trainer {
    network: Network,
    course: Course,
    moments: Moments,
    dealer: Dealer,
    generator: Generator,
    steps: usize,
    x: Vec<f32>,
    targets: Targets,
    /// Derivatives of the batches before, where several are added up
    sum: Vec<f32>,
}

/// All that the course of a trainer depends on: from it the same steps follow again.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    parameters: Vec<f32>,
    running: Vec<Option<Running>>,
    moments: Moments,
    dealer: Dealer,
    generator: Generator,
    steps: usize,
}

impl Checkpoint {
    /// Steps that were made by then.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The parameters, in the order of the network.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }
}

impl Trainer {
    /// Puts a network on a course.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call of a normalization on such batches.
    pub fn new(mut network: Network, course: Course) -> Result<Self, NormError> {
        network.check(course.batch, Mode::Train)?;
        Ok(Self {
            dealer: Dealer::new(course.order, course.batch, course.seed),
            generator: Generator::new(course.seed),
            moments: Moments::default(),
            steps: 0,
            x: Vec::new(),
            targets: Targets::Classes(Vec::new()),
            sum: Vec::new(),
            network,
            course,
        })
    }

    /// Goes on with another course; its seed counts no more.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the call of a normalization on its batches: the trainer stays on the old one.
    pub fn turn(&mut self, course: Course) -> Result<(), NormError> {
        self.network.check(course.batch, Mode::Train)?;
        self.dealer.turn(course.order, course.batch);
        self.course = course;
        Ok(())
    }

    /// The trainer as it would be in the midst of its next step: forward and backward of the next batch are done,
    /// and nothing is changed yet.
    #[must_use]
    pub fn look(&self, data: &Data) -> (Self, Score) {
        let mut looking = self.clone();
        let score = looking.derive(data);
        (looking, score)
    }

    /// The score of the next batch and the derivatives of its loss, where the parameters are these, or its own.
    /// The trainer stays as it is, and what layers draw is the same each time.
    pub fn derivatives(&self, data: &Data, parameters: Option<&[f32]>) -> (Score, Vec<f32>) {
        let mut looking = self.clone();
        if let Some(parameters) = parameters {
            looking.network.values_mut().copy_from_slice(parameters);
        }
        let score = looking.derive(data);
        (score, looking.network.gradients().to_vec())
    }

    /// The network as it is by now.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How it is trained.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// Steps that were made.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The learning rate of the next step.
    pub fn rate(&self) -> f64 {
        self.course.rate * self.course.schedule.factor(self.steps)
    }

    /// One step: forward, backward, and a change of the parameters.
    ///
    /// # Panics
    ///
    /// If the samples are not such as the network and its loss take, or fill no batch.
    pub fn step(&mut self, data: &Data) -> Trained {
        let score = match self.course.accumulated {
            0 | 1 => self.derive(data),
            batches => self.accumulate(data, batches),
        };
        self.change(score)
    }

    /// Takes the mean of the derivatives of so many batches; at the first one that is broken it stops, and leaves
    /// those of this batch, as its activations are left.
    fn accumulate(&mut self, data: &Data, batches: usize) -> Score {
        let mut score = Score::default();
        self.sum.clear();
        self.sum.resize(self.network.gradients().len(), 0.0);
        for _ in 0..batches {
            let of_batch = self.derive(data);
            score = score.and(of_batch);
            let gradients = self.network.gradients();
            if !is_whole(of_batch, norm(gradients)) {
                return score;
            }
            dense::add(&mut self.sum, gradients);
        }
        let share = 1.0 / batches as f32;
        let (_, gradients) = self.network.learning();
        dense::scaled(&self.sum, share, gradients);
        score
    }

    /// Takes the derivatives of the loss of the next batch.
    fn derive(&mut self, data: &Data) -> Score {
        let samples = self.dealer.next(data);
        let outputs = self.network.output_len();
        data.gather(samples, outputs, &mut self.x, &mut self.targets);
        let (network, count, loss) = (&mut self.network, samples.len(), self.course.loss);
        network.forward(&self.x, count, Mode::Train, &mut self.generator);
        network.backward(|y, grad_y| loss.of(y, &self.targets, count, grad_y))
    }

    fn change(&mut self, score: Score) -> Trained {
        let step = self.steps;
        let rate = self.rate();
        let gradient = norm(self.network.gradients());
        let is_whole = is_whole(score, gradient);
        if is_whole {
            let (parameters, gradients) = self.network.learning();
            self.course
                .optimizer
                .step(rate, parameters, gradients, &mut self.moments);
            self.steps += 1;
        }
        Trained {
            step,
            score,
            rate,
            gradient,
            broken: (!is_whole).then(|| self.broken(score)),
        }
    }

    /// Where the first number stands that is none, in the order of the computation.
    fn broken(&self, score: Score) -> Place {
        let is_broken = |values: &[f32]| values.iter().any(|value| !value.is_finite());
        let activations = self.network.activations();
        if let Some(layer) = activations.iter().find(|layer| is_broken(layer.y)) {
            return Place::Activation(layer.name.to_owned());
        }
        let parameters = self.network.parameters().list.iter().rev();
        let gradients = self.network.gradients();
        let first = parameters
            .into_iter()
            .find(|of| is_broken(&gradients[of.place.clone()]));
        match first {
            Some(parameter) if score.loss.is_finite() => Place::Gradient(parameter.name.clone()),
            _ => Place::Loss,
        }
    }

    /// How well it does on samples.
    ///
    /// # Panics
    ///
    /// If the samples are not such as the network and its loss take.
    pub fn evaluate(&mut self, data: &Data, mode: Mode) -> Score {
        let count = data.count();
        // Parts of equal length: a last one of a single sample has no statistics of a batch.
        let parts = count.div_ceil(EVALUATED);
        let part = |k: usize| k * count / parts..(k + 1) * count / parts;
        let scores = (0..parts).map(|k| self.score(data, part(k), mode));
        scores.reduce(Score::and).unwrap_or_default()
    }

    fn score(&mut self, data: &Data, samples: Range<usize>, mode: Mode) -> Score {
        let samples: Vec<usize> = samples.collect();
        let picked = data.pick(&samples, self.network.output_len());
        let mut generator = self.generator.clone();
        let y = self
            .network
            .forward(&picked.x, samples.len(), mode, &mut generator);
        let mut unused = vec![0.0; y.len()];
        self.course
            .loss
            .of(y, &picked.targets, samples.len(), &mut unused)
    }

    /// All that the steps to come depend on.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            parameters: self.network.parameters().values.clone(),
            running: self.network.running(),
            moments: self.moments.clone(),
            dealer: self.dealer.clone(),
            generator: self.generator.clone(),
            steps: self.steps,
        }
    }

    /// Goes back, or on, to a checkpoint of this network.
    ///
    /// # Panics
    ///
    /// If it is of another network.
    pub fn restore(&mut self, checkpoint: &Checkpoint) {
        self.network
            .values_mut()
            .copy_from_slice(&checkpoint.parameters);
        self.network.set_running(&checkpoint.running);
        self.moments = checkpoint.moments.clone();
        self.dealer = checkpoint.dealer.clone();
        self.generator = checkpoint.generator.clone();
        self.steps = checkpoint.steps;
    }
}
