//! The mean over tokens.

use super::{Call, Op, Passed};
use kernels::dense;

/// `x.mean(1)` of x (N, T, D):
///
/// ```text
/// y[n] = 1/T ∑ x[n,t]      ∂L/∂x[n,t] = 1/T · ∂L/∂y[n]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TokenMean {
    pub tokens: usize,
    pub width: usize,
}

impl TokenMean {
    fn share(self) -> f32 {
        1.0 / self.tokens as f32
    }
}

impl Op for TokenMean {
    fn forward(&mut self, _: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        let sentences = x.chunks_exact(self.tokens * self.width);
        for (x, y) in sentences.zip(y.chunks_exact_mut(self.width)) {
            dense::column_sums(x, y);
            y.iter_mut().for_each(|sum| *sum *= self.share());
        }
    }

    fn backward(
        &mut self,
        _: &[f32],
        _: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        _: &mut [f32],
    ) {
        let Some(grad_x) = grad_x else { return };
        let sentences = grad_x.chunks_exact_mut(self.tokens * self.width);
        for (grad_x, grad_y) in sentences.zip(grad_y.chunks_exact(self.width)) {
            let tokens = grad_x.chunks_exact_mut(self.width);
            tokens.for_each(|token| dense::scaled(grad_y, self.share(), token));
        }
    }
}
