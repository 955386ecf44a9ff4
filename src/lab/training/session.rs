//! A run that goes on, and back.

use super::glance::Glance;
use super::setup::Watched;
use super::{Refusal, Run, Split, Task};
use crate::nn::{Checkpoint, Place, Trainer};
use std::sync::Arc;

/// Checkpoints that are kept at most: where there are more, every second goes.
const CHECKPOINTS: usize = 64;

/// A run, as far as it has come.
#[derive(Clone, Debug)]
pub struct Session {
    run: Run,
    task: Task,
    seed: u64,
    split: Arc<Split>,
    watched: Watched,
    trainer: Trainer,
    log: Log,
    checkpoints: Vec<Checkpoint>,
    /// Steps from one checkpoint to the next
    spacing: usize,
}

/// What was seen of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The loss of each step's batch
    pub losses: Vec<f64>,
    /// Looks at the network, at the steps of [`is_glance`]
    pub glances: Vec<Glance>,
    /// Where it ended, if there came a number that is none
    pub broken: Option<Broken>,
}

/// The first number that was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The step that it came in, the first is 0
    pub step: usize,
    /// Where
    pub place: Place,
}

impl Log {
    /// What was seen by the time that so many steps were made.
    #[must_use]
    pub fn until(&self, steps: usize) -> Self {
        let glances = self
            .glances
            .iter()
            .take_while(|glance| glance.step <= steps);
        let broken = self.broken.clone();
        Self {
            losses: self.losses[..self.losses.len().min(steps)].to_vec(),
            glances: glances.cloned().collect(),
            broken: broken.filter(|broken| broken.step < steps),
        }
    }
}

/// A loss on the samples that are learnt from is small once it is such a part of what it was at first.
const SMALL: f64 = 0.01;

impl Log {
    /// Whether there is next to nothing left to learn: the loss on samples that are learnt from, in eval mode, is at most
    /// a hundredth of what it was before the first step.
    pub fn has_converged(&self) -> bool {
        let losses = [self.glances.first(), self.glances.last()];
        let [first, last] = losses.map(|glance| glance.map(|glance| glance.seen.loss));
        matches!((first, last), (Some(first), Some(last)) if last <= SMALL * first)
    }
}

/// Whether a network is looked at after so many steps: often at first, and then about every tenth of the way.
pub fn is_glance(step: usize) -> bool {
    let every = match step {
        0..20 => 1,
        20..100 => 5,
        100..500 => 10,
        500..2000 => 50,
        _ => 200,
    };
    step.is_multiple_of(every)
}

impl Session {
    /// Begins a run on the samples of a task, which are those of [`Task::split`].
    ///
    /// # Errors
    ///
    /// If there is no such network, or PyTorch rejects its batches.
    pub fn begin(run: &Run, task: Task, split: Arc<Split>, seed: u64) -> Result<Self, Refusal> {
        let trainer = run.begin(task, seed)?;
        Ok(Self {
            checkpoints: vec![trainer.checkpoint()],
            spacing: 10,
            log: Log::default(),
            run: run.clone(),
            task,
            seed,
            split,
            watched: Watched::default(),
            trainer,
        })
    }

    /// Measures at each glance what is watched, too. To be said before the first.
    #[must_use]
    pub fn watching(mut self, watched: Watched) -> Self {
        self.watched = watched;
        self
    }

    /// What was seen so far.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// What it learns.
    pub fn task(&self) -> Task {
        self.task
    }

    /// The network as it is by now.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// Steps that were made.
    pub fn steps(&self) -> usize {
        self.trainer.steps()
    }

    /// Makes a step, and looks before it if it is time to; whether there was one to make: a run that is broken makes none.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the batches that the run goes on with.
    pub fn step(&mut self) -> Result<bool, Refusal> {
        if self.log.broken.is_some() {
            return Ok(false);
        }
        let step = self.steps();
        let is_new = step == self.log.losses.len();
        if is_new && step > 0 && step.is_multiple_of(self.spacing) {
            self.keep();
        }
        self.turn(step)?;
        self.glance()?;
        let trained = self.trainer.step(&self.split.train);
        if is_new && trained.broken.is_none() {
            self.log.losses.push(trained.score.loss);
        }
        self.log.broken = trained.broken.map(|place| Broken { step, place });
        Ok(self.log.broken.is_none())
    }

    /// Looks at the network as it goes on from here, if it is time to and nobody has.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the batches that the run goes on with.
    pub fn glance(&mut self) -> Result<(), Refusal> {
        let step = self.steps();
        let is_due = self.log.glances.last().is_none_or(|last| last.step < step);
        if is_glance(step) && is_due && self.log.broken.is_none() {
            self.turn(step)?;
            let glance = Glance::at(&self.trainer, &self.split, self.watched);
            self.log.glances.push(glance);
        }
        Ok(())
    }

    /// Makes steps until so many are made, or goes back to when they were.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the batches that the run goes on with.
    pub fn go_to(&mut self, step: usize) -> Result<(), Refusal> {
        if step < self.steps() {
            let before = self
                .checkpoints
                .iter()
                .rev()
                .find(|kept| kept.steps() <= step);
            let before = before.expect("the first one is of step 0");
            self.trainer.restore(before);
            self.turn(before.steps().saturating_sub(1))?;
        }
        while self.steps() < step && self.step()? {}
        self.glance()
    }

    /// The network in the midst of its next step: with the activations and derivatives of the next batch.
    #[must_use]
    pub fn look(&self) -> Trainer {
        self.trainer.look(&self.split.train).0
    }

    /// Changes to what the run says of this step.
    fn turn(&mut self, step: usize) -> Result<(), Refusal> {
        let course = self.run.pace_at(step).course(self.task, self.seed);
        if course != *self.trainer.course() {
            self.trainer.turn(course)?;
        }
        Ok(())
    }

    fn keep(&mut self) {
        if self.checkpoints.len() == CHECKPOINTS {
            let mut is_kept = [true, false].into_iter().cycle();
            self.checkpoints.retain(|_| is_kept.next() == Some(true));
            self.spacing *= 2;
            if !self.steps().is_multiple_of(self.spacing) {
                return;
            }
        }
        self.checkpoints.push(self.trainer.checkpoint());
    }
}
