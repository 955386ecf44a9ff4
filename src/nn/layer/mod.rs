//! The layers of a network, forward and backward, on values in C order, sample after sample.

mod activation;
mod attention;
mod conv2d;
mod dropout;
mod embedding;
mod linear;
mod noise;
mod norm;
mod pool;
mod token_mean;

pub use activation::Activation;
pub use noise::Noise;
pub use pool::Pool;

pub(super) use attention::Attention;
pub(super) use conv2d::Conv2d;
pub(super) use dropout::Dropout;
pub(super) use embedding::Embedding;
pub(super) use linear::Linear;
pub(super) use noise::Noisy;
pub(super) use norm::Norm;
pub(super) use pool::Pooling;
pub(super) use token_mean::TokenMean;

use super::network::Mode;
use crate::torch::Generator;

/// What a call is made with, besides values.
pub(super) struct Call<'a> {
    pub mode: Mode,
    /// Draws what layers draw
    pub generator: &'a mut Generator,
    /// Samples
    pub batch: usize,
}

/// What a call took and gave.
#[derive(Clone, Copy)]
pub(super) struct Passed<'a> {
    pub x: &'a [f32],
    pub y: &'a [f32],
}

/// A layer, which keeps of its last call what its derivatives need besides x and y.
///
/// `w` are its parameters one after another, and `grad_w` the derivatives with respect to them, which it writes.
pub(super) trait Op {
    /// Writes y.
    fn forward(&mut self, call: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]);

    /// Writes the derivatives of a loss from those with respect to y; those with respect to x only if they are asked for.
    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    );
}

/// Passes values on as they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flatten;

impl Op for Flatten {
    fn forward(&mut self, _: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        y.copy_from_slice(x);
    }

    fn backward(
        &mut self,
        _: &[f32],
        _: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        _: &mut [f32],
    ) {
        if let Some(grad_x) = grad_x {
            grad_x.copy_from_slice(grad_y);
        }
    }
}
