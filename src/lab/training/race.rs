//! All runs of a setup, each with all its seeds, step by step beside each other.

use super::session::{Log, Session};
use super::{Refusal, Setup, Split};
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
        let seeds = (0..setup.seeds() as u64).map(|k| seed.wrapping_add(k));
        let splits = seeds.map(|seed| Some((seed, Arc::new(setup.task().split(seed)?))));
        let splits: Vec<_> = splits.collect::<Option<_>>()?;
        let begin = |run| {
            let begin = move |(seed, split): &(u64, Arc<Split>)| {
                let session = Session::begin(run, setup.task(), split.clone(), *seed);
                session.map(|session| session.watching(setup.watched()))
            };
            splits.iter().map(begin)
        };
        Some(Self {
            runs: setup.runs().iter().flat_map(begin).collect(),
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

    /// What was seen so far: run after run, and of each run seed after seed.
    pub fn logs(&self) -> Vec<Result<Log, Refusal>> {
        let log = |run: &Result<Session, Refusal>| match run {
            Ok(session) => Ok(session.log().clone()),
            Err(refusal) => Err(refusal.clone()),
        };
        self.runs.iter().map(log).collect()
    }
}
