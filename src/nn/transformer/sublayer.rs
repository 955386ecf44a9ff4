//! Half a block: a branch beside the way that is left open, with or without a normalization.

use super::attention::{Attention, AttentionGradients};
use super::feed_forward::{FeedForward, FeedForwardGradients};
use super::{Norm, Order};
use crate::nn::layer::Attention as Attended;
use ndarray::Array2;

/// F.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    /// Attention
    Attention(Attention),
    /// The feed-forward network
    FeedForward(FeedForward),
}

/// A branch and its normalization, which [`Order::None`] leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct Sublayer {
    /// F
    pub branch: Branch,
    /// LN
    pub norm: Norm,
}

/// What a call of a sublayer went through. All are of the shape of x.
#[derive(Clone, Debug)]
pub struct Step {
    /// What the branch was given: x, or LN(x)
    pub given: Array2<f32>,
    /// What it made of it
    pub branch: Array2<f32>,
    /// x + F
    pub sum: Array2<f32>,
    /// What goes on: x + F, or LN(x + F)
    pub x: Array2<f32>,
    kept: Kept,
}

#[derive(Clone, Debug)]
enum Kept {
    Attention(Box<Attended>),
    FeedForward(Array2<f32>),
}

/// Derivatives with respect to the matrices of a branch.
#[derive(Clone, Debug, PartialEq)]
pub enum BranchGradients {
    /// Of attention
    Attention(AttentionGradients),
    /// Of the feed-forward network
    FeedForward(FeedForwardGradients),
}

impl Sublayer {
    /// Calls it on sentences of `tokens` tokens.
    ///
    /// # Panics
    ///
    /// If x has no rows for whole sentences, or no column for each feature.
    pub fn forward(&self, order: Order, x: &Array2<f32>, tokens: usize) -> Step {
        let given = match order {
            Order::Pre => self.norm.forward(x),
            Order::None | Order::Post => x.clone(),
        };
        let (branch, kept) = self.branch.forward(&given, tokens);
        let sum = x + &branch;
        let x = match order {
            Order::Post => self.norm.forward(&sum),
            Order::None | Order::Pre => sum.clone(),
        };
        Step {
            given,
            branch,
            sum,
            x,
            kept,
        }
    }

    /// The derivative of a loss with respect to x, and those with respect to the matrices,
    /// from that with respect to what went on.
    ///
    /// # Panics
    ///
    /// If `step` is not its call on x.
    pub fn backward(
        &self,
        order: Order,
        x: &Array2<f32>,
        step: &Step,
        grad: &Array2<f32>,
    ) -> (Array2<f32>, BranchGradients) {
        let grad_sum = match order {
            Order::Post => self.norm.backward(&step.sum, grad),
            Order::None | Order::Pre => grad.clone(),
        };
        let (grad_given, gradients) = self.branch.backward(step, &grad_sum);
        let through = match order {
            Order::Pre => self.norm.backward(x, &grad_given),
            Order::None | Order::Post => grad_given,
        };
        (grad_sum + &through, gradients)
    }
}

impl Branch {
    fn forward(&self, x: &Array2<f32>, tokens: usize) -> (Array2<f32>, Kept) {
        match self {
            Self::Attention(attention) => {
                let (y, kept) = attention.forward(x, tokens);
                (y, Kept::Attention(Box::new(kept)))
            }
            Self::FeedForward(network) => {
                let (y, hidden) = network.forward(x);
                (y, Kept::FeedForward(hidden))
            }
        }
    }

    fn backward(&self, step: &Step, grad: &Array2<f32>) -> (Array2<f32>, BranchGradients) {
        match (self, &step.kept) {
            (Self::Attention(attention), Kept::Attention(kept)) => {
                let (x, gradients) = attention.backward(&step.given, kept, grad);
                (x, BranchGradients::Attention(gradients))
            }
            (Self::FeedForward(network), Kept::FeedForward(hidden)) => {
                let (x, gradients) = network.backward(&step.given, hidden, grad);
                (x, BranchGradients::FeedForward(gradients))
            }
            _ => panic!("a step of this sublayer"),
        }
    }
}
