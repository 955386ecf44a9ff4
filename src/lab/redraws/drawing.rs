//! Drawing step by step, for who has other things to do meanwhile.

use super::pool::{Draw, Pool};
use super::{Column, Experiment, Outcome, Refusal, SIZES};

/// An experiment under way.
pub struct Drawing {
    experiment: Experiment,
    redraws: usize,
    stage: Stage,
}

enum Stage {
    /// Samples are drawn
    Samples(Draw),
    /// Batches are cut from them, size after size
    Batches(Pool, Vec<Column>),
}

impl Drawing {
    /// Draws nothing yet.
    ///
    /// # Errors
    ///
    /// If x cannot be drawn again and again.
    ///
    /// # Panics
    ///
    /// As [`Experiment::run`].
    pub fn begin(experiment: &Experiment) -> Result<Self, Refusal> {
        let redraws = experiment.possible()?;
        let largest = SIZES[SIZES.len() - 1];
        let samples = largest * (redraws + experiment.before());
        Ok(Self {
            stage: Stage::Samples(Draw::begin(experiment, samples)),
            experiment: experiment.clone(),
            redraws,
        })
    }

    /// Goes on for some milliseconds at most; gives the outcome with the last step.
    ///
    /// # Errors
    ///
    /// If PyTorch rejects the layer.
    pub fn step(&mut self) -> Result<Option<Outcome>, Refusal> {
        match &mut self.stage {
            Stage::Samples(draw) => {
                if let Some(pool) = draw.step() {
                    self.stage = Stage::Batches(pool, Vec::new());
                }
                Ok(None)
            }
            Stage::Batches(pool, columns) => {
                if let Some(&samples) = SIZES.get(columns.len()) {
                    columns.push(self.experiment.column(pool, samples, self.redraws)?);
                }
                let is_last = columns.len() == SIZES.len();
                Ok(is_last.then(|| Outcome {
                    columns: std::mem::take(columns),
                    redraws: self.redraws,
                    positions: pool.positions,
                }))
            }
        }
    }
}
