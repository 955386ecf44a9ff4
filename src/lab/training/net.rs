//! What is trained, before it has samples.

use crate::nn::transformer::{Order, Size};
use crate::nn::{Activation, Blocks, Normalizer};

/// What kind of network, and how wide its layers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Net {
    /// Linear maps to so many features each, and a last one
    Perceptron(Vec<usize>),
    /// Convolutions to so many channels each, their means, and a linear map
    Convolutional(Vec<usize>),
    /// Blocks of attention and a feed-forward network of four times the width
    Transformer {
        /// Whether the normalization stands before each branch, and not behind its sum
        is_pre: bool,
        /// Blocks
        depth: usize,
        /// Features of a token
        width: usize,
        /// Heads of attention; they divide the width
        heads: usize,
    },
}

impl Net {
    /// Whether it has a place for such a normalization: that of a transformer is of the features of each token.
    pub fn takes(&self, normalizer: Normalizer) -> bool {
        let is_per_token = matches!(
            normalizer,
            Normalizer::None | Normalizer::Layer | Normalizer::Rms
        );
        is_per_token || !matches!(self, Self::Transformer { .. })
    }

    /// The blocks of a transformer, with this in the midst of each feed-forward network; `None` of other nets.
    pub(super) fn blocks(&self, activation: Option<Activation>) -> Option<Blocks> {
        let &Self::Transformer {
            is_pre,
            depth,
            width,
            heads,
        } = self
        else {
            return None;
        };
        Some(Blocks {
            order: if is_pre { Order::Pre } else { Order::Post },
            size: Size {
                depth,
                width,
                heads,
                // d_ff = 4·d_model (Vaswani et al. 2017, section 3.3)
                hidden: 4 * width,
            },
            activation,
        })
    }
}
