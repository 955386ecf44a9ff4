//! Runs in words, as they stand in a link.

mod print;
mod read;

use crate::nn::{Activation, Normalizer};

/// Most features of a layer, and most layers.
pub const MOST: (usize, usize) = (256, 32);

/// Most blocks of a transformer.
const MOST_BLOCKS: usize = 12;

/// Most samples in a batch that has not all of them.
pub const MOST_SAMPLES: usize = 128;

/// Fewest and most of what a number can be.
type Range = (f64, f64);

const RATES: Range = (1e-6, 100.0);
const MOMENTS: Range = (0.0, 0.999);
const DECAYS: Range = (0.0, 1.0);
const DEVIATIONS: Range = (1e-4, 10.0);
const SCALES: Range = (1e-3, 1e3);

/// A word of a run that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// Not one of the words
    #[error("“{0}” is no word of a run")]
    Unknown(String),
    /// A number that is none, or out of its range
    #[error("“{word}” has a number from {least} to {most}")]
    Number {
        /// The word
        word: String,
        /// The smallest number
        least: String,
        /// The largest
        most: String,
    },
    /// A word that must stand before the step of a fork
    #[error("“{0}” cannot change while a run goes on")]
    Fixed(String),
    /// A fork that is not behind the one before
    #[error("“{0}” must be a later step than the one before")]
    Fork(String),
    /// More runs than can be compared
    #[error("there are at most {0} runs")]
    TooMany(usize),
}

const ACTIVATIONS: [(&str, Option<Activation>); 4] = [
    ("relu", Some(Activation::Relu)),
    ("sigmoid", Some(Activation::Sigmoid)),
    ("tanh", Some(Activation::Tanh)),
    ("identity", None),
];

const NORMS: [(&str, Normalizer); 5] = [
    ("none", Normalizer::None),
    ("batch", Normalizer::Batch),
    ("layer", Normalizer::Layer),
    ("instance", Normalizer::Instance),
    ("rms", Normalizer::Rms),
];
