//! All runs of a setup, step by step beside each other.

use super::session::{Log, Session};
use super::{Refusal, Setup};
use std::sync::Arc;

/// The runs on their way to the steps of the setup.
#[derive(Clone, Debug)]
pub struct Race {
    runs: Vec<Result<Session, Refusal>>,
    steps: usize,
}

impl Race {
    /// Begins all runs; `None` where the samples are not here yet.
    pub fn begin(setup: &Setup, seed: u64) -> Option<Self> {
        let split = Arc::new(setup.task().split(seed)?);
        let begin = |run| {
            let session = Session::begin(run, setup.task(), split.clone(), seed);
            session.map(|session| session.watching(setup.watched()))
        };
        Some(Self {
            runs: setup.runs().iter().map(begin).collect(),
            steps: setup.steps(),
        })
    }

    /// Makes a step of each run that is not there yet; gives what was seen of all of them once none is left.
    pub fn step(&mut self) -> Option<Vec<Result<Log, Refusal>>> {
        let mut goes_on = false;
        for run in &mut self.runs {
            let made = match run {
                Ok(session) if session.steps() < self.steps => session.step(),
                Ok(session) => session.glance().map(|()| false),
                Err(_) => Ok(false),
            };
            match made {
                Ok(is_made) => goes_on |= is_made,
                Err(refusal) => *run = Err(refusal),
            }
        }
        (!goes_on).then(|| self.logs())
    }

    /// What was seen so far.
    pub fn logs(&self) -> Vec<Result<Log, Refusal>> {
        let log = |run: &Result<Session, Refusal>| match run {
            Ok(session) => Ok(session.log().clone()),
            Err(refusal) => Err(refusal.clone()),
        };
        self.runs.iter().map(log).collect()
    }
}
