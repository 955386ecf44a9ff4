//! Layer normalization of rows.

use crate::norm::{Layer, LayerNorm, Module};
use ndarray::{Array1, Array2, ArrayD, Ix2};

/// `nn.LayerNorm(width)` on the features of each token.
#[derive(Clone, Debug, PartialEq)]
pub struct Norm(Module);

impl Norm {
    /// With γ = 1, β = 0 and PyTorch's ε.
    pub fn new(width: usize) -> Self {
        let layer = LayerNorm {
            normalized_shape: vec![width as i64],
            eps: 1e-5,
            elementwise_affine: true,
            bias: true,
        };
        Self(Module::new(Layer::LayerNorm(layer)).expect("a width is no negative length"))
    }

    /// Sets γ and β, one for each feature.
    ///
    /// # Panics
    ///
    /// If their number is not the width.
    pub fn set(&mut self, weight: Array1<f32>, bias: Array1<f32>) {
        self.0.set_weight(weight.into_dyn());
        self.0.set_bias(bias.into_dyn());
    }

    /// Normalizes each row.
    pub(super) fn forward(&self, x: &Array2<f32>) -> Array2<f32> {
        let forward = self.0.clone().forward(x.view().into_dyn());
        matrix(forward.expect("rows of its width").y)
    }

    /// The derivative with respect to x, from that with respect to the normalized rows.
    pub(super) fn backward(&self, x: &Array2<f32>, grad_y: &Array2<f32>) -> Array2<f32> {
        let x = x.view().into_dyn();
        let call = self.0.clone().measure(x.view());
        let call = call.expect("rows of its width");
        let grad_y = grad_y.view().into_dyn();
        matrix(self.0.backward(x, &call.plan, &call.used, grad_y).x)
    }
}

fn matrix(rows: ArrayD<f32>) -> Array2<f32> {
    rows.into_dimensionality::<Ix2>()
        .expect("two axes remain two")
}
