//! An exploration as plain arrays, to be handed from one thread to another.

use super::{Before, ChannelStatistics, Explore, History, Poked, Setup, Step, values};
use crate::norm::{Call, Plan, Running, Stages, Statistics};
use ndarray::ArrayD;
use std::sync::Arc;

/// The numbers of an [`Explore`]; what its [`Setup`] says already is not repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Values that are no numbers, statistics, running averages, and what a poke moved
    pub statistics: Vec<Vec<f64>>,
}

impl Explore {
    /// Takes it apart, but for x.
    pub fn parts(&self) -> Parts {
        let not_finite = self.not_finite.map(|count| count as f64).to_vec();
        let mut parts = Parts {
            statistics: vec![not_finite],
        };
        let mut push = |call: &Call| {
            for statistics in [&call.used, &call.batch] {
                let arrays = [statistics.mean.clone(), statistics.var.clone()];
                parts.statistics.extend(arrays);
            }
        };
        if let Ok(call) = &self.call {
            push(call);
        }
        if let Some(poked) = &self.poked {
            push(&poked.before.call);
            let counted = vec![poked.others as f64, poked.samples as f64];
            parts.statistics.push(counted);
        }
        let history = self.history.iter();
        for step in history.flat_map(|h| h.steps.iter().chain(&h.shown)) {
            let Step { batch, running } = step.clone();
            let counted = vec![running.batches as f64];
            let arrays = [batch.mean, batch.var, running.mean, running.var, counted];
            parts.statistics.extend(arrays);
        }
        parts
    }

    /// Puts it together again, with the shown batch as it was before the poke.
    ///
    /// # Panics
    ///
    /// If the parts are not those of an exploration of `setup`.
    pub fn from_parts(setup: &Setup, mut x: Arc<ArrayD<f32>>, parts: Parts) -> Self {
        let mut complaints = Vec::new();
        let mut arrays = parts.statistics.into_iter();
        let not_finite = array(&mut arrays);
        let (mut module, plan) = match setup.check(&mut complaints) {
            Ok(checked) => checked,
            Err(error) => return Self::rejected(setup, x, error, complaints),
        };
        let call = call(&plan, &mut arrays);
        let place = setup.poke_place(&mut complaints);
        let before = place.map(|flat| (flat, values(&x)[flat], self::call(&plan, &mut arrays)));
        let counted = place.map(|_| array(&mut arrays));
        let history = module.running().cloned().map(|initial| History {
            initial,
            steps: (0..setup.steps).map(|_| step(&mut arrays)).collect(),
            shown: (arrays.len() > 0).then(|| step(&mut arrays)),
        });
        if let Some(history) = &history {
            module.set_running(history.before_shown().clone());
        }
        let poked = before.zip(counted).map(|((flat, x, call), counted)| Poked {
            before: Before::new(&module, call, flat, x),
            others: counted[0] as usize,
            samples: counted[1] as usize,
        });
        setup.poke(place, &mut x);
        Self {
            setup: setup.clone(),
            x,
            maps: Some(Stages::new(&module, &call)),
            module: Some(module),
            call: Ok(call),
            history,
            poked,
            not_finite: [0, 1].map(|k| not_finite[k] as usize),
            complaints,
        }
    }
}

type Arrays = std::vec::IntoIter<Vec<f64>>;

fn array(arrays: &mut Arrays) -> Vec<f64> {
    arrays.next().expect("statistics of every batch")
}

fn call(plan: &Plan, arrays: &mut Arrays) -> Call {
    Call {
        plan: plan.clone(),
        used: statistics(arrays),
        batch: statistics(arrays),
    }
}

fn statistics(arrays: &mut Arrays) -> Statistics {
    Statistics {
        mean: array(arrays),
        var: array(arrays),
    }
}

fn step(arrays: &mut Arrays) -> Step {
    Step {
        batch: ChannelStatistics {
            mean: array(arrays),
            var: array(arrays),
        },
        running: Running {
            mean: array(arrays),
            var: array(arrays),
            batches: array(arrays)[0] as u64,
        },
    }
}
