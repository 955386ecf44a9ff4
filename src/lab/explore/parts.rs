//! An exploration as plain arrays, to be handed from one thread to another without copying.

use super::{ChannelStatistics, Explore, History, Poked, Setup, Step};
use crate::norm::{Forward, Running, Statistics};
use ndarray::{ArrayD, IxDyn};

/// The numbers of an [`Explore`]; what its [`Setup`] says already is not repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// x, then x − μ, x̂, y and, after a poke, y before it
    pub tensors: Vec<Vec<f32>>,
    /// Statistics and running averages
    pub statistics: Vec<Vec<f64>>,
}

impl Explore {
    /// Takes it apart.
    pub fn into_parts(self) -> Parts {
        let mut parts = Parts::default();
        let mut tensor = |array: ArrayD<f32>| parts.tensors.push(array.into_raw_vec_and_offset().0);
        tensor(self.x);
        if let Ok(forward) = self.forward {
            tensor(forward.centered);
            tensor(forward.x_hat);
            tensor(forward.y);
            for statistics in [forward.used, forward.batch] {
                parts.statistics.extend([statistics.mean, statistics.var]);
            }
        }
        if let Some(poked) = self.poked {
            parts
                .tensors
                .push(poked.y_before.into_raw_vec_and_offset().0);
        }
        for step in self
            .history
            .into_iter()
            .flat_map(|h| h.steps.into_iter().chain(h.shown))
        {
            let Step { batch, running } = step;
            let counted = vec![running.batches as f64];
            let arrays = [batch.mean, batch.var, running.mean, running.var, counted];
            parts.statistics.extend(arrays);
        }
        parts
    }

    /// Puts it together again.
    ///
    /// # Panics
    ///
    /// If the parts are not those of an exploration of `setup`.
    pub fn from_parts(setup: &Setup, parts: Parts) -> Self {
        let mut complaints = Vec::new();
        let shape = IxDyn(&setup.source.shape);
        let mut tensors = parts.tensors.into_iter().map(|values| {
            ArrayD::from_shape_vec(shape.clone(), values).expect("a value for every element")
        });
        let mut tensor = || tensors.next().expect("every stage of an accepted call");
        let mut arrays = parts.statistics.into_iter();
        let x = tensor();
        let (mut module, plan) = match setup.check(&mut complaints) {
            Ok(checked) => checked,
            Err(error) => return Self::rejected(setup, x, error, complaints),
        };
        let forward = Forward {
            plan,
            used: statistics(&mut arrays),
            batch: statistics(&mut arrays),
            centered: tensor(),
            x_hat: tensor(),
            y: tensor(),
        };
        let place = setup.poke_place(&mut complaints);
        let poked = place.map(|flat| Poked::new(flat, &setup.layer, tensor(), &forward.y));
        let history = module.running().cloned().map(|initial| History {
            initial,
            steps: (0..setup.steps).map(|_| step(&mut arrays)).collect(),
            shown: (arrays.len() > 0).then(|| step(&mut arrays)),
        });
        if let Some(history) = &history {
            module.set_running(history.before_shown().clone());
        }
        Self {
            setup: setup.clone(),
            x,
            module: Some(module),
            forward: Ok(forward),
            history,
            poked,
            complaints,
        }
    }
}

type Arrays = std::vec::IntoIter<Vec<f64>>;

fn array(arrays: &mut Arrays) -> Vec<f64> {
    arrays.next().expect("statistics of every batch")
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
