//! What a network is made of.

use super::layer::{Activation, Noise, Pool};
use crate::norm::Layer;

/// A layer, with the arguments that PyTorch's has; what it takes in follows from what stands before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `nn.Linear` on the last axis
    Linear {
        /// Features that come out
        out: usize,
        /// Whether a bias is added
        bias: bool,
    },
    /// `nn.Conv2d` with a square kernel
    Conv2d {
        /// Channels that come out
        out: usize,
        /// Height and width of the kernel
        kernel: usize,
        /// Distance from one place of the kernel to the next
        stride: usize,
        /// Zeros on each side
        padding: usize,
        /// Whether a bias is added
        bias: bool,
    },
    /// Element by element
    Activation(Activation),
    /// Height and width made smaller
    Pool(Pool),
    /// `nn.Flatten`: all axes of a sample become one
    Flatten,
    /// `nn.Dropout(p)`
    Dropout(f64),
    /// A normalization
    Norm(Layer),
    /// Noise that moves and scales what passes
    Noise(Noise),
    /// `nn.Embedding` of whole numbers, and a learnt vector for each position added to it
    Embedding {
        /// Different numbers there are, from 0
        symbols: usize,
        /// Features of each
        width: usize,
    },
    /// Attention of the tokens of a sentence to each other, without biases
    Attention {
        /// Heads; they divide the features
        heads: usize,
    },
    /// The mean over the tokens of a sentence
    TokenMean,
    /// x + F(x), with F these layers
    Residual(Vec<Named>),
}

/// A layer and the name that its parameters have in a `state_dict`.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Without a dot
    pub name: String,
    /// Which layer
    pub kind: Kind,
}

impl Named {
    /// A layer with a name.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }
}

/// A network before it has parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Architecture {
    /// Shape of a sample, without the batch
    pub input: Vec<usize>,
    /// From the first to the last
    pub layers: Vec<Named>,
}

impl Architecture {
    /// The same, but no map adds a bias.
    #[must_use]
    pub fn without_biases(mut self) -> Self {
        take_biases(&mut self.layers);
        self
    }
}

fn take_biases(layers: &mut [Named]) {
    for layer in layers {
        match &mut layer.kind {
            Kind::Linear { bias, .. } | Kind::Conv2d { bias, .. } => *bias = false,
            Kind::Residual(layers) => take_biases(layers),
            _ => {}
        }
    }
}
