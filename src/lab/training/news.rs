//! A log as numbers, as far as it is new to somebody.

use super::glance::{Glance, Map, Place, QUANTILES};
use super::session::{Broken, Log};
use super::{Drift, Shift, Smoothness};
use crate::nn::Place as Where;
use crate::nn::Score;

/// What one has of a log already: losses and glances.
pub type Known = [usize; 2];

/// What is none, in a list of numbers.
const NONE: f64 = -1.0;

impl Log {
    /// What one has of it who has it all.
    pub fn known(&self) -> Known {
        [self.losses.len(), self.glances.len()]
    }

    /// What has come since, as numbers.
    pub fn news(&self, [losses, glances]: Known) -> Vec<f64> {
        let mut numbers = Vec::new();
        push_list(&mut numbers, self.losses[losses..].iter().copied());
        let glances = &self.glances[glances..];
        numbers.push(glances.len() as f64);
        glances
            .iter()
            .for_each(|glance| push_glance(&mut numbers, glance));
        match &self.broken {
            None => numbers.push(NONE),
            Some(Broken { step, place }) => {
                numbers.push(*step as f64);
                let (kind, name) = match place {
                    Where::Activation(name) => (0.0, name.as_str()),
                    Where::Loss => (1.0, ""),
                    Where::Gradient(name) => (2.0, name.as_str()),
                };
                numbers.push(kind);
                push_list(&mut numbers, name.bytes().map(f64::from));
            }
        }
        numbers
    }

    /// Takes what has come since.
    ///
    /// # Panics
    ///
    /// If the numbers are no news.
    pub fn take(&mut self, numbers: &[f64]) {
        let mut reader = Reader(numbers.iter().copied());
        self.losses.extend(reader.list());
        let glances = reader.count();
        for _ in 0..glances {
            let glance = reader.glance();
            self.glances.push(glance);
        }
        let step = reader.number();
        self.broken = (step != NONE).then(|| {
            let kind = reader.count();
            let name: Vec<u8> = reader.list().into_iter().map(|byte| byte as u8).collect();
            let name = String::from_utf8(name).expect("a name of ours");
            Broken {
                step: step as usize,
                place: match kind {
                    0 => Where::Activation(name),
                    1 => Where::Loss,
                    _ => Where::Gradient(name),
                },
            }
        });
    }
}

fn push_list(numbers: &mut Vec<f64>, list: impl ExactSizeIterator<Item = f64>) {
    numbers.push(list.len() as f64);
    numbers.extend(list);
}

fn push_glance(numbers: &mut Vec<f64>, glance: &Glance) {
    numbers.push(glance.step as f64);
    let score = |score: Score| [score.loss, score.correct as f64, score.count as f64];
    numbers.extend(score(glance.seen));
    numbers.extend(score(glance.test));
    numbers.extend(glance.on_batch.map_or([NONE; 3], score));
    numbers.extend(glance.recomputed.map_or([NONE; 3], score));
    numbers.push(glance.maps.len() as f64);
    numbers.extend(
        glance
            .maps
            .iter()
            .flat_map(|map| [map.gradient, map.weight, map.rate]),
    );
    numbers.push(glance.places.len() as f64);
    for place in &glance.places {
        numbers.extend(
            place
                .before
                .iter()
                .chain(&place.behind)
                .copied()
                .map(f64::from),
        );
        numbers.push(place.lag.unwrap_or(NONE));
    }
    let drift = glance.drift.iter();
    numbers.push(drift.len() as f64);
    numbers.extend(drift.flat_map(|of| [of.mean, of.deviation]));
    numbers.push(glance.shifts.len() as f64);
    numbers.extend(glance.shifts.iter().flat_map(|of| [of.distance, of.cosine]));
    let smoothness = glance.smoothness.iter();
    numbers.push(smoothness.len() as f64);
    numbers.extend(smoothness.flat_map(|of| {
        let Smoothness {
            losses: [least, most],
            changes: [few, many],
            beta,
        } = *of;
        [least, most, few, many, beta]
    }));
}

struct Reader<I>(I);

impl<I: Iterator<Item = f64>> Reader<I> {
    fn number(&mut self) -> f64 {
        self.0.next().expect("a number")
    }

    fn count(&mut self) -> usize {
        self.number() as usize
    }

    fn list(&mut self) -> Vec<f64> {
        let len = self.count();
        self.0.by_ref().take(len).collect()
    }

    fn score(&mut self) -> Option<Score> {
        let [loss, correct, count] = [(); 3].map(|()| self.number());
        (count != NONE).then_some(Score {
            loss,
            correct: correct as usize,
            count: count as usize,
        })
    }

    fn quantiles(&mut self) -> [f32; QUANTILES] {
        std::array::from_fn(|_| self.number() as f32)
    }

    fn glance(&mut self) -> Glance {
        Glance {
            step: self.count(),
            seen: self.score().expect("a score"),
            test: self.score().expect("a score"),
            on_batch: self.score(),
            recomputed: self.score(),
            maps: (0..self.count())
                .map(|_| Map {
                    gradient: self.number(),
                    weight: self.number(),
                    rate: self.number(),
                })
                .collect(),
            places: (0..self.count())
                .map(|_| Place {
                    before: self.quantiles(),
                    behind: self.quantiles(),
                    lag: Some(self.number()).filter(|lag| *lag != NONE),
                })
                .collect(),
            drift: (0..self.count())
                .map(|_| Drift {
                    mean: self.number(),
                    deviation: self.number(),
                })
                .last(),
            shifts: (0..self.count())
                .map(|_| Shift {
                    distance: self.number(),
                    cosine: self.number(),
                })
                .collect(),
            smoothness: (0..self.count())
                .map(|_| Smoothness {
                    losses: [self.number(), self.number()],
                    changes: [self.number(), self.number()],
                    beta: self.number(),
                })
                .last(),
        }
    }
}
