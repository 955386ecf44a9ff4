//! Networks: each a run with one of its seeds.

use super::{Log, Refusal, Run, Session, Setup, Split, Task, Watched};
use std::sync::Arc;

/// A network and how it is trained: all that its steps and what is seen of them depend on.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// What it learns
    pub task: Task,
    /// Of its samples, their order, and its first weights
    pub seed: u64,
    /// The run
    pub run: Run,
    /// What is measured of it besides ([`Watched::measured`])
    pub measured: Watched,
}

impl Trial {
    /// Begins it on the samples of its task and seed.
    ///
    /// # Errors
    ///
    /// If there is no such network, or PyTorch rejects its batches.
    pub fn begin(&self, split: Arc<Split>) -> Result<Session, Refusal> {
        let session = Session::begin(&self.run, self.task, split, self.seed)?;
        Ok(session.watching(self.measured))
    }
}

impl Setup {
    /// All networks that are trained: run after run, and of each run seed after seed, the first of which is this one.
    pub fn all_trials(&self, seed: u64) -> Vec<Trial> {
        let trial = |run: &Run, k| Trial {
            task: self.task(),
            seed: seed.wrapping_add(k),
            run: run.clone(),
            measured: self.watched().measured(),
        };
        let seeds = 0..self.seeds() as u64;
        let of_run = |run| seeds.clone().map(move |k| trial(run, k));
        self.runs().iter().flat_map(of_run).collect()
    }
}

/// What was seen of networks, so that none is trained twice.
#[derive(Clone, Debug, Default)]
pub struct Trained {
    all: Vec<(Trial, Log)>,
}

impl Trained {
    /// Keeps what was seen of networks.
    pub fn keep(&mut self, seen: impl IntoIterator<Item = (Trial, Log)>) {
        for (trial, log) in seen {
            let before = self.all.iter_mut().find(|(of, _)| *of == trial);
            match before {
                Some((_, kept)) if kept.losses.len() >= log.losses.len() => {}
                Some((_, kept)) => *kept = log,
                None => self.all.push((trial, log)),
            }
        }
    }

    /// What was seen of a network by this step, if it was trained so far.
    pub fn find(&self, trial: &Trial, steps: usize) -> Option<Log> {
        let (_, log) = self.all.iter().find(|(of, _)| of == trial)?;
        let has_come = log.broken.is_some() || log.losses.len() >= steps;
        (has_come && !log.glances.is_empty()).then(|| log.until(steps))
    }

    /// What was seen of all networks of a setup, if all were trained to its step.
    pub fn logs(&self, setup: &Setup, seed: u64) -> Option<Vec<Log>> {
        let trials = setup.all_trials(seed);
        let found = trials.iter().map(|trial| self.find(trial, setup.steps()));
        found.collect()
    }
}
