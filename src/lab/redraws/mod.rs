//! Batches drawn again and again: how far the statistics of one channel wander, the fewer samples they are taken of,
//! and how far batch normalization in training mode is from the same layer in eval mode.
//!
//! The samples come from x's own recipe, from the generator of its seed, [`CHUNK`] at a time.
//! For batches of N they are shuffled and cut, as a data loader does, so that a recipe that gives
//! each place in a batch something of its own (`samples`) does not give it to each redraw.
//! Statistics are those of the layer: its plan, its kernels, float64.

mod column;
mod drawing;
mod gap;
mod law;
mod pool;

pub use column::{Column, Expected};
pub use drawing::Drawing;

use crate::norm::{BatchNorm, NormError, Spatial};
use crate::tensor::Source;
use pool::Pool;

/// Batch sizes that are compared: samples in a batch.
pub const SIZES: [usize; 6] = [2, 4, 8, 16, 32, 64];

/// Samples that are drawn by one call of the recipe.
pub const CHUNK: usize = 64;

/// Batches that the layer is trained on before train and eval are compared:
/// at momentum 0.1 the constructed averages then weigh half a percent.
pub const TRAINED: usize = 50;

/// Values of x that are drawn at most: some 50 ms in a browser.
pub const MOST_VALUES: usize = 4_000_000;

/// What is looked at in each batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quantity {
    /// Its mean μ
    #[default]
    Mean,
    /// What it is divided by, √(σ² + ε)
    Deviation,
    /// The mean of |y in training mode − y in eval mode|
    Gap,
}

/// What one chooses of the experiment; in range by construction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Redraws {
    /// What is looked at
    pub quantity: Quantity,
    count: usize,
    dropout: f64,
}

impl Default for Redraws {
    fn default() -> Self {
        Self {
            quantity: Quantity::Mean,
            count: 100,
            dropout: 0.0,
        }
    }
}

impl Redraws {
    /// Fewest and most batches of each size.
    pub const COUNTS: (usize, usize) = (10, 400);

    /// Smallest and largest probability of dropout.
    pub const DROPOUTS: (f64, f64) = (0.0, 0.9);

    /// How many batches of each size are drawn.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Sets how many batches of each size are drawn, as near as [`Self::COUNTS`] allow.
    pub fn set_count(&mut self, count: usize) {
        self.count = count.clamp(Self::COUNTS.0, Self::COUNTS.1);
    }

    /// Probability p with which a value is dropped before the layer in training.
    pub fn dropout(&self) -> f64 {
        self.dropout
    }

    /// Sets the probability of dropout, as near as [`Self::DROPOUTS`] allow; NaN changes nothing.
    pub fn set_dropout(&mut self, p: f64) {
        if !p.is_nan() {
            self.dropout = p.clamp(Self::DROPOUTS.0, Self::DROPOUTS.1);
        }
    }
}

/// All that the experiment depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Recipe and shape of x; its N counts in [`Self::own_column`] alone
    pub source: Source,
    /// Seed of the generator that draws the samples
    pub seed: u64,
    /// The channel whose statistics are looked at, on axis 1
    pub channel: usize,
    /// ε and momentum are its own; it learns nothing here and keeps running averages
    pub layer: BatchNorm,
    /// What is looked at, and how often
    pub redraws: Redraws,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// One for each of [`SIZES`]
    pub columns: Vec<Column>,
    /// Batches of each size that were drawn; fewer than asked for where x is large
    pub redraws: usize,
    /// Values of the channel in one sample
    pub positions: usize,
}

impl Outcome {
    /// How many times as large as expected the spreads are, the root of the mean square over all sizes;
    /// `None` without a law, or where nothing spreads.
    pub fn beside_law(&self) -> Option<f64> {
        let mut squares = 0.0;
        for column in &self.columns {
            squares += (column.spread / column.expected?.spread).powi(2);
        }
        let by = (squares / self.columns.len() as f64).sqrt();
        by.is_finite().then_some(by)
    }
}

/// Why nothing is drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// x is not drawn by a recipe
    #[error("x is written out or read from a file: there is nothing to draw it from again")]
    NotDrawn,
    /// A sample has too many values
    #[error("a sample of x has {0} values: too many to draw it again and again")]
    Large(usize),
    /// PyTorch rejects the layer or the call
    #[error(transparent)]
    Rejected(#[from] NormError),
}

impl Experiment {
    /// Draws all sizes at once; [`Drawing`] does it step by step.
    ///
    /// # Errors
    ///
    /// If x cannot be drawn again and again, or PyTorch rejects the layer.
    ///
    /// # Panics
    ///
    /// If x has no such channel, or the recipe needs images that are not here
    /// ([`has_digits`](crate::tensor::has_digits)).
    pub fn run(&self) -> Result<Outcome, Refusal> {
        let mut drawing = Drawing::begin(self)?;
        loop {
            if let Some(outcome) = drawing.step()? {
                return Ok(outcome);
            }
        }
    }

    /// Draws batches of as many samples as x has: the column of that size, if it is one of [`SIZES`].
    ///
    /// # Errors
    ///
    /// As [`Self::run`]; also where a batch has one value per channel.
    ///
    /// # Panics
    ///
    /// As [`Self::run`].
    pub fn own_column(&self) -> Result<Column, Refusal> {
        let samples = self.source.shape[0];
        let redraws = self.possible_of(samples.max(SIZES[SIZES.len() - 1]))?;
        let pool = Pool::draw(self, samples * (redraws + self.before()));
        self.column(&pool, samples, redraws)
    }

    fn column(&self, pool: &Pool, samples: usize, redraws: usize) -> Result<Column, Refusal> {
        match self.redraws.quantity {
            Quantity::Mean | Quantity::Deviation => {
                Column::of_statistics(self, pool, samples, redraws)
            }
            Quantity::Gap => gap::column(self, pool, samples, redraws),
        }
    }

    /// Batches that are drawn of each size before the redraws.
    fn before(&self) -> usize {
        match self.redraws.quantity {
            Quantity::Gap => TRAINED,
            _ => 0,
        }
    }

    /// How many batches of each size can be drawn.
    fn possible(&self) -> Result<usize, Refusal> {
        self.possible_of(SIZES[SIZES.len() - 1])
    }

    /// The same where the largest batch has so many samples.
    fn possible_of(&self, samples: usize) -> Result<usize, Refusal> {
        if self.source.values.recipe().is_none() {
            return Err(Refusal::NotDrawn);
        }
        let len = self.sample_len();
        let batches = MOST_VALUES / samples.saturating_mul(len).max(1);
        match batches.saturating_sub(self.before()) {
            few if few < Redraws::COUNTS.0 => Err(Refusal::Large(len)),
            most => Ok(self.redraws.count.min(most)),
        }
    }

    /// Values of all channels in one sample.
    fn sample_len(&self) -> usize {
        self.source.shape[1..].iter().product()
    }

    /// The layer on the channel alone, whose values are its positions: the set is the same.
    fn layer_of_channel(&self) -> BatchNorm {
        BatchNorm {
            spatial: Spatial::D1,
            num_features: 1,
            affine: false,
            track_running_stats: true,
            ..self.layer.clone()
        }
    }
}
