//! The network that each token passes by itself.

use ndarray::{Array1, Array2};

/// Two linear maps with a ReLU between (Vaswani et al. 2017, equation 2):
///
/// ```text
/// F(x) = max(0, x·W₁ᵀ + b₁)·W₂ᵀ + b₂
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FeedForward {
    /// W₁, (hidden, d)
    pub up: Array2<f32>,
    /// b₁, one for each hidden feature
    pub up_bias: Array1<f32>,
    /// W₂, (d, hidden)
    pub down: Array2<f32>,
    /// b₂, one for each feature
    pub down_bias: Array1<f32>,
}

/// Derivatives with respect to the matrices.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedForwardGradients {
    /// W₁
    pub up: Array2<f32>,
    /// W₂
    pub down: Array2<f32>,
}

impl FeedForward {
    /// F(x), and the hidden features behind the ReLU.
    pub(super) fn forward(&self, x: &Array2<f32>) -> (Array2<f32>, Array2<f32>) {
        let hidden = (x.dot(&self.up.t()) + &self.up_bias).mapv_into(|value| value.max(0.0));
        (hidden.dot(&self.down.t()) + &self.down_bias, hidden)
    }

    pub(super) fn backward(
        &self,
        x: &Array2<f32>,
        hidden: &Array2<f32>,
        grad: &Array2<f32>,
    ) -> (Array2<f32>, FeedForwardGradients) {
        let mut grad_hidden = grad.dot(&self.down);
        grad_hidden.zip_mut_with(hidden, |grad, &hidden| {
            if hidden <= 0.0 {
                *grad = 0.0;
            }
        });
        let gradients = FeedForwardGradients {
            up: grad_hidden.t().dot(x),
            down: grad.t().dot(hidden),
        };
        (grad_hidden.dot(&self.up), gradients)
    }
}
