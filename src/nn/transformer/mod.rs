//! The encoder of a transformer, forward and backward, with its normalization in one of three places.
//!
//! ```text
//! none   x ← x + F(x)
//! post   x ← LN(x + F(x))       Vaswani et al. 2017, section 3.1
//! pre    x ← x + F(LN(x))       and a last LN behind the stack; Xiong et al. 2020, table 1
//! ```
//!
//! F is attention and the feed-forward network in turn: two sublayers are a block.
//! Activations are matrices of one row for each token, sentence after sentence, and one column for each feature.
//! No dropout, no mask; a linear map has its weights as PyTorch has them, (out, in).

mod attention;
mod draw;
mod feed_forward;
mod norm;
mod sublayer;

pub use attention::{Attention, AttentionGradients};
pub use draw::normal;
pub use feed_forward::{FeedForward, FeedForwardGradients};
pub use norm::Norm;
pub use sublayer::{Branch, BranchGradients, Step, Sublayer};

use ndarray::Array2;

/// Where the normalization stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Nowhere
    None,
    /// Behind each addition
    Post,
    /// Before each branch, and behind the stack
    Pre,
}

/// Lengths of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Blocks, each of attention and a feed-forward network
    pub depth: usize,
    /// Features of a token, d
    pub width: usize,
    /// Heads of attention; they divide the width
    pub heads: usize,
    /// Features within the feed-forward network
    pub hidden: usize,
}

/// A stack of blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Transformer {
    /// Where it normalizes
    pub order: Order,
    /// Attention, feed-forward network, attention, …
    pub sublayers: Vec<Sublayer>,
    /// What stands behind all blocks
    pub last: Option<Norm>,
}

/// What a call went through.
#[derive(Clone, Debug)]
pub struct Pass {
    /// One for each sublayer
    pub steps: Vec<Step>,
    /// What comes out
    pub y: Array2<f32>,
}

/// Derivatives of a loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// With respect to what came in
    pub x: Array2<f32>,
    /// With respect to the matrices of each sublayer
    pub sublayers: Vec<BranchGradients>,
}

impl Transformer {
    /// Calls it on sentences of `tokens` tokens each.
    ///
    /// # Panics
    ///
    /// If x has no rows for whole sentences, or no column for each feature.
    pub fn forward(&self, x: &Array2<f32>, tokens: usize) -> Pass {
        let mut steps: Vec<Step> = Vec::with_capacity(self.sublayers.len());
        for sublayer in &self.sublayers {
            let x = steps.last().map_or(x, |step| &step.x);
            let step = sublayer.forward(self.order, x, tokens);
            steps.push(step);
        }
        let x = steps.last().map_or(x, |step| &step.x);
        Pass {
            y: self.last(x),
            steps,
        }
    }

    /// What comes out, of what the last block left.
    pub fn last(&self, x: &Array2<f32>) -> Array2<f32> {
        match &self.last {
            Some(norm) => norm.forward(x),
            None => x.clone(),
        }
    }

    /// The derivative with respect to what the last block left.
    pub fn last_back(&self, x: &Array2<f32>, grad_y: &Array2<f32>) -> Array2<f32> {
        match &self.last {
            Some(norm) => norm.backward(x, grad_y),
            None => grad_y.clone(),
        }
    }

    /// Derivatives of a loss, from those with respect to y.
    ///
    /// # Panics
    ///
    /// If `pass` is not a call of this stack on x.
    pub fn backward(&self, x: &Array2<f32>, pass: &Pass, grad_y: &Array2<f32>) -> Gradients {
        let of = |k: usize| if k == 0 { x } else { &pass.steps[k - 1].x };
        let depth = self.sublayers.len();
        let mut grad = self.last_back(of(depth), grad_y);
        let mut sublayers = Vec::with_capacity(depth);
        for k in (0..depth).rev() {
            let (grad_x, gradients) =
                self.sublayers[k].backward(self.order, of(k), &pass.steps[k], &grad);
            grad = grad_x;
            sublayers.push(gradients);
        }
        sublayers.reverse();
        Gradients { x: grad, sublayers }
    }
}

/// The mean over tokens of the squared distance to a target, and its derivative:
///
/// ```text
/// L = 1/n Σ ‖y − target‖²,   ∂L/∂y = 2 (y − target)/n        over n tokens
/// ```
///
/// # Panics
///
/// If the shapes differ.
pub fn squared_error(y: &Array2<f32>, target: &Array2<f32>) -> (f64, Array2<f32>) {
    let tokens = y.nrows() as f32;
    let difference = y - target;
    let sum: f64 = difference.iter().map(|d| f64::from(*d).powi(2)).sum();
    (sum / f64::from(tokens), difference * (2.0 / tokens))
}
