//! One block, part by part.

use super::Spread;
use crate::nn::transformer::{Branch, Order, Step, Sublayer};
use ndarray::Array2;

/// A part of a block, in the order in which values pass it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What comes in
    Input,
    /// The normalization before a branch
    NormBefore,
    /// Attention
    Attention,
    /// The feed-forward network
    FeedForward,
    /// Where a branch is added
    Sum,
    /// The normalization behind the addition
    NormBehind,
    /// The normalization behind the last block
    NormLast,
}

impl Part {
    /// Whether it stands beside the way that is left open.
    pub fn is_in_branch(self) -> bool {
        matches!(self, Self::NormBefore | Self::Attention | Self::FeedForward)
    }
}

/// A part and what it gives on.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// The part
    pub part: Part,
    /// ‖·‖²/d of what it gives on, the mean over all tokens
    pub size: Spread,
}

/// What one sublayer gives on.
pub(super) fn parts(order: Order, sublayer: &Sublayer, step: &Step) -> Vec<(Part, f64)> {
    let branch = match sublayer.branch {
        Branch::Attention(_) => Part::Attention,
        Branch::FeedForward(_) => Part::FeedForward,
    };
    let all = [
        (order == Order::Pre).then_some((Part::NormBefore, &step.given)),
        Some((branch, &step.branch)),
        Some((Part::Sum, &step.sum)),
        (order == Order::Post).then_some((Part::NormBehind, &step.x)),
    ];
    let all = all.into_iter().flatten();
    all.map(|(part, values)| (part, mean_square(values)))
        .collect()
}

/// ‖x‖²/d of a token, the mean over all of them.
pub(super) fn mean_square(x: &Array2<f32>) -> f64 {
    x.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>() / x.len() as f64
}
