//! What the passes over a tensor are given.

use crate::line::Line;
use crate::walk::Walk;

/// Elements of a tensor, at most, for which nothing is gained by float32.
const SMALL: usize = 4096;

/// Elements of a set, at least, among whose roundings in float32 none stands out.
const MANY: usize = 32;

/// A call of a layer.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The way through x
    pub walk: &'a Walk,
    /// Whether a mean is subtracted; the variance is the mean square otherwise
    pub centers: bool,
    /// Whether the statistics are those of x itself
    pub from_x: bool,
    /// ε
    pub eps: f64,
    /// γ, if the layer learns it
    pub weight: Option<&'a [f32]>,
    /// β, if the layer learns it
    pub bias: Option<&'a [f32]>,
    /// The values of the tensor in C order
    pub x: &'a [f32],
}

impl Given<'_> {
    /// Whether all is computed in float64, without a try in float32.
    pub(crate) fn in_double(&self) -> bool {
        let few = self.from_x && self.walk.set_len() < MANY;
        few || self.x.len() <= SMALL
    }

    /// n
    pub(crate) fn set_len(&self) -> f64 {
        self.walk.set_len() as f64
    }

    /// From x to x̂ in a set of these statistics.
    pub(crate) fn line(&self, mean: f64, var: f64) -> Line {
        Line {
            mean,
            scale: 1.0 / (var + self.eps).sqrt(),
            bias: 0.0,
            from_x: self.from_x,
        }
    }

    /// γ at a place of the parameters.
    pub(crate) fn weight(&self, parameter: usize) -> f32 {
        self.weight.map_or(1.0, |weight| weight[parameter])
    }

    /// β at a place of the parameters.
    pub(crate) fn bias(&self, parameter: usize) -> f32 {
        self.bias.map_or(0.0, |bias| bias[parameter])
    }
}
