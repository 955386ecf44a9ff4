//! Why a value of a link cannot be used: in English by itself, in another language by its words.

use std::fmt;

/// What is wrong, without the key: a part of a sentence that goes on from it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No key of this name
    #[error("is no key of a link; there are {0}")]
    NoKey(String),
    /// A key of one view in the link of another
    #[error("is a key of `view={own}`, and this is `view={shown}`")]
    Elsewhere {
        /// The view that has it
        own: String,
        /// The view of the link
        shown: String,
    },
    /// An index of another length than x has axes
    #[error("needs one index for each of the {0} axes of x")]
    Rank(usize),
    /// A word that means nothing here
    #[error("is “{text}”, which is none of {names}")]
    NoneOf {
        /// The word
        text: String,
        /// Those that do
        names: String,
    },
    /// No number, or none that fits
    #[error("is “{0}”, which is no number that fits")]
    NoNumber(String),
    /// NaN or infinite
    #[error("is “{0}”, which is not finite")]
    NotFinite(String),
    /// A number of a list that is too large
    #[error("has “{0}”, too large for a float32")]
    TooLargeIn(String),
    /// A number that is too large
    #[error("is too large for a float32")]
    TooLarge,
    /// A poke without a value
    #[error("has no value; write an index and a value as in 0,2,1,1:5")]
    NoValue,
    /// A cut that is none
    #[error("is “{text}”; write an axis and an index as in {letter}2")]
    NoCut {
        /// What is written
        text: String,
        /// A letter of an axis of x
        letter: char,
    },
    /// A camera that is none
    #[error("is no camera: write turn, tilt and zoom as in 38,22,1")]
    NoCamera,
    /// A beat without a lesson
    #[error("needs a lesson")]
    NoLesson,
    /// A number that is none of a few
    #[error("is {value}; a token has one of {values} features")]
    Width {
        /// The number
        value: String,
        /// Those that there are
        values: String,
    },
    /// A number outside of its range
    #[error("is {value}; {}", range_of(.of, .least, .most))]
    Beyond {
        /// The number
        value: String,
        /// What it is the number of
        of: Range,
        /// The smallest
        least: String,
        /// The largest
        most: String,
    },
    /// What PyTorch's grammar, or the name of a lesson, says itself
    #[error("{0}")]
    Said(String),
}

/// What a number with a range is the number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// A number of the key's own
    Plain,
    /// Batches that the layer saw before
    Steps,
    /// The stage
    Stage,
    /// Blocks in a stack
    Depth,
    /// The number of a block
    Block,
    /// The share of batch norm
    Share,
    /// Batches of each size
    Redraws,
    /// The probability of dropout
    Dropout,
    /// The number of a picture
    Picture,
    /// Steps of training
    TrainSteps,
}

impl Reason {
    /// That a number is outside of its range.
    pub fn beyond<T: fmt::Display>(of: Range, value: T, (least, most): (T, T)) -> Self {
        let [value, least, most] = [value, least, most].map(|number| number.to_string());
        Self::Beyond {
            value,
            of,
            least,
            most,
        }
    }
}

fn range_of(of: &Range, least: &str, most: &str) -> String {
    match of {
        Range::Plain => format!("it runs from {least} to {most}"),
        Range::Steps => format!("at most {most} batches are drawn"),
        Range::Stage => format!("the stages run from {least} to {most}"),
        Range::Depth => format!("a stack has between {least} and {most} blocks"),
        Range::Block => format!("the blocks are numbered from {least} to {most}"),
        Range::Share => format!("the share of batch norm lies between {least} and {most}"),
        Range::Redraws => format!("between {least} and {most} batches are drawn of each size"),
        Range::Dropout => {
            format!("values are dropped with a probability between {least} and {most}")
        }
        Range::TrainSteps => format!("a run has at most {most} steps"),
        Range::Picture => {
            format!("the pictures of this batch are numbered from {least} to {most}")
        }
    }
}

impl From<String> for Reason {
    fn from(said: String) -> Self {
        Self::Said(said)
    }
}
