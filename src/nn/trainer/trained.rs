//! What a step found.

use crate::nn::Score;
use kernels::dense;

/// What a step found.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// Which step, the first is 0
    pub step: usize,
    /// Of the batch, before the parameters changed
    pub score: Score,
    /// The learning rate
    pub rate: f64,
    /// ‖∂L/∂w‖, over all parameters
    pub gradient: f64,
    /// Where the first number came that is none, if the loss or a derivative is none: the parameters are as they were
    pub broken: Option<Place>,
}

/// Where in a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In what a layer passes on
    Activation(String),
    /// In the loss alone
    Loss,
    /// In the derivatives with respect to a parameter
    Gradient(String),
}

/// Whether a batch gave numbers alone, with ‖∂L/∂w‖ of it: in float64 no square of a number of float32 is infinite,
/// so that the norm is a number where all derivatives are.
pub(super) fn is_whole(score: Score, gradient: f64) -> bool {
    score.loss.is_finite() && gradient.is_finite()
}

/// ‖g‖
pub(super) fn norm(gradients: &[f32]) -> f64 {
    dense::square_sum(gradients).sqrt()
}
