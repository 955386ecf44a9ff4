//! All networks of a setup, step by step beside each other.

use super::session::{Log, Session};
use super::trial::{Trained, Trial};
use super::{Refusal, Setup, Split};
use std::sync::Arc;

/// The networks on their way to the steps of the setup.
#[derive(Clone, Debug)]
pub struct Race {
    networks: Vec<(Trial, Way)>,
    steps: usize,
}

/// How far a network is.
#[derive(Clone, Debug)]
enum Way {
    /// It was there before
    Known(Log),
    Going(Box<Session>),
    Refused(Refusal),
}

impl Race {
    /// Begins all networks but those that were trained already; `None` where the samples are not here yet.
    pub fn begin(setup: &Setup, seed: u64, trained: &Trained) -> Option<Self> {
        let mut splits: Vec<(u64, Arc<Split>)> = Vec::new();
        let mut networks = Vec::new();
        for trial in setup.all_trials(seed) {
            if let Some(log) = trained.find(&trial, setup.steps()) {
                networks.push((trial, Way::Known(log)));
                continue;
            }
            if !splits.iter().any(|(of, _)| *of == trial.seed) {
                splits.push((trial.seed, Arc::new(trial.task.split(trial.seed)?)));
            }
            let split = splits.iter().find(|(of, _)| *of == trial.seed);
            let (_, split) = split.expect("drawn by now");
            let way = match trial.begin(split.clone()) {
                Ok(session) => Way::Going(Box::new(session)),
                Err(refusal) => Way::Refused(refusal),
            };
            networks.push((trial, way));
        }
        Some(Self {
            networks,
            steps: setup.steps(),
        })
    }

    /// Makes a step of each network that is not there yet; gives what was seen of all of them once none is left: run
    /// after run, and of each run seed after seed.
    pub fn step(&mut self) -> Option<Vec<Result<Log, Refusal>>> {
        let mut goes_on = false;
        for (_, way) in &mut self.networks {
            let Way::Going(session) = way else { continue };
            let made = match session.steps() < self.steps {
                true => session.step(),
                false => session.glance().map(|()| false),
            };
            match made {
                Ok(is_made) => goes_on |= is_made,
                Err(refusal) => *way = Way::Refused(refusal),
            }
        }
        (!goes_on).then(|| self.logs())
    }

    fn logs(&self) -> Vec<Result<Log, Refusal>> {
        let log = |(_, way): &(Trial, Way)| match way {
            Way::Known(log) => Ok(log.clone()),
            Way::Going(session) => Ok(session.log().clone()),
            Way::Refused(refusal) => Err(refusal.clone()),
        };
        self.networks.iter().map(log).collect()
    }

    /// Those that were trained, and what was seen of them.
    pub fn seen(&self) -> impl Iterator<Item = (Trial, Log)> + '_ {
        self.networks.iter().filter_map(|(trial, way)| match way {
            Way::Going(session) => Some((trial.clone(), session.log().clone())),
            Way::Known(_) | Way::Refused(_) => None,
        })
    }
}
