//! What a call will do.

use super::{Partition, Side};
use kernels::Walk;
use std::ops::Range;

/// The statistics that a layer takes of each set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Mean μ and biased variance σ²
    MeanVariance,
    /// Mean square alone, without subtracting a mean (Zhang & Sennrich 2019)
    MeanSquare,
}

/// Where the statistics come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The tensor that is normalized
    Batch,
    /// The averages kept in training
    Running,
}

/// How a layer will normalize a tensor of a certain shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which elements share their statistics
    pub partition: Partition,
    /// Which statistics
    pub statistic: Statistic,
    /// Of what
    pub source: Source,
    /// ε
    pub eps: f64,
    /// Axes of x that weight and bias span, where the layer has them; empty if it never has
    pub affine_axes: Range<usize>,
}

impl Plan {
    /// The elements that y_i depends on: its set, or itself alone where the statistics are fixed numbers.
    pub fn reach(&self) -> Partition {
        match self.source {
            Source::Batch => self.partition.clone(),
            Source::Running => {
                let shape = self.partition.shape();
                tile(shape, |_| Side::Kept)
            }
        }
    }

    /// The elements that share their γ and β, numbered as these are; where running averages are used, these too.
    pub fn affine(&self) -> Partition {
        tile(self.partition.shape(), |axis| {
            if self.affine_axes.contains(&axis) {
                Side::Kept
            } else {
                Side::Shared
            }
        })
    }

    /// The way of the kernels through such a tensor, for a layer that learns γ or none.
    pub(super) fn walk(&self, has_weight: bool) -> Walk {
        let affine_axes = match has_weight {
            true => self.affine_axes.clone(),
            false => 0..0,
        };
        Walk::new(self.partition.shape(), self.partition.block(), affine_axes)
    }

    /// Mean and variance of x, with γ and β per channel on axis 1.
    pub(super) fn new(shape: &[usize], eps: f64, side: impl Fn(usize) -> Side) -> Self {
        Self {
            partition: tile(shape, side),
            statistic: Statistic::MeanVariance,
            source: Source::Batch,
            eps,
            affine_axes: 1..2,
        }
    }
}

/// A tiling by whole axes and single elements, which always fits.
fn tile(shape: &[usize], side: impl Fn(usize) -> Side) -> Partition {
    let sides: Vec<_> = (0..shape.len()).map(side).collect();
    Partition::new(shape, &sides).expect("sides that fit any axis")
}
