//! Functions of single elements.

use super::{Call, Op, Passed};
use kernels::dense;

/// What is done to each element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(0, x); what is no number stays none
    Relu,
    /// 1/(1 + e⁻ˣ)
    Sigmoid,
    /// The hyperbolic tangent
    Tanh,
}

impl Activation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Relu, Self::Sigmoid, Self::Tanh];
}

impl Op for Activation {
    fn forward(&mut self, _: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        match self {
            Self::Relu => dense::relu(x, y),
            Self::Sigmoid => dense::sigmoid(x, y),
            Self::Tanh => dense::tanh(x, y),
        }
    }

    /// With the slope as a function of y: 1 where y > 0, y·(1 − y), 1 − y².
    fn backward(
        &mut self,
        _: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        _: &mut [f32],
    ) {
        let Some(grad_x) = grad_x else { return };
        match self {
            Self::Relu => dense::relu_back(passed.y, grad_y, grad_x),
            Self::Sigmoid => dense::sigmoid_back(passed.y, grad_y, grad_x),
            Self::Tanh => dense::tanh_back(passed.y, grad_y, grad_x),
        }
    }
}
