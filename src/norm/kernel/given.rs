//! What the passes over a tensor are given.

use super::line::Line;
use super::walk::Walk;
use crate::norm::{Plan, Source};

/// Elements of a tensor, at most, for which nothing is gained by float32.
const SMALL: usize = 4096;

/// Elements of a set, at least, among whose roundings in float32 none stands out.
const MANY: usize = 32;

/// A call of a layer.
#[derive(Clone, Copy)]
pub(in crate::norm) struct Given<'a> {
    pub walk: &'a Walk,
    pub plan: &'a Plan,
    /// γ, if the layer learns it
    pub weight: Option<&'a [f32]>,
    /// β, if the layer learns it
    pub bias: Option<&'a [f32]>,
    pub x: &'a [f32],
}

impl<'a> Given<'a> {
    /// Whether all is computed in float64, without a try in float32.
    pub(super) fn in_double(&self) -> bool {
        let few = self.plan.source == Source::Batch && self.plan.partition.set_len() < MANY;
        few || self.x.len() <= SMALL
    }

    /// n
    pub(super) fn set_len(&self) -> f64 {
        self.plan.partition.set_len() as f64
    }

    /// From x to x̂ in a set of these statistics.
    pub(super) fn line(&self, mean: f64, var: f64) -> Line {
        Line {
            mean,
            scale: 1.0 / (var + self.plan.eps).sqrt(),
            bias: 0.0,
            source: self.plan.source,
        }
    }

    /// γ at a place of the parameters.
    pub(super) fn weight(&self, parameter: usize) -> f32 {
        self.weight.map_or(1.0, |weight| weight[parameter])
    }

    /// β at a place of the parameters.
    pub(super) fn bias(&self, parameter: usize) -> f32 {
        self.bias.map_or(0.0, |bias| bias[parameter])
    }
}
