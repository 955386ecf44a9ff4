//! Attention among the layers of a network.

use super::matrix::matrix;
use super::{Call, Op, Passed};
use crate::nn::transformer::{Attended, attend, attend_back};
use ndarray::ArrayView2;

/// Multi-head attention without biases and without a mask; its parameters are W_Q, W_K, W_V and W_O.
/// See [`crate::nn::transformer::Attention`].
#[derive(Clone, Debug)]
pub struct Attention {
    heads: usize,
    width: usize,
    tokens: usize,
    kept: Option<Attended>,
}

impl Attention {
    pub fn new(heads: usize, [tokens, width]: [usize; 2]) -> Self {
        Self {
            heads,
            width,
            tokens,
            kept: None,
        }
    }

    fn matrices<'a>(&self, w: &'a [f32]) -> [ArrayView2<'a, f32>; 4] {
        let len = self.width * self.width;
        [0, 1, 2, 3].map(|k| matrix(&w[k * len..][..len], [self.width; 2]))
    }

    fn rows<'a>(&self, values: &'a [f32]) -> ArrayView2<'a, f32> {
        matrix(values, [values.len() / self.width, self.width])
    }
}

impl Op for Attention {
    fn forward(&mut self, _: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        let (rows, kept) = attend(self.heads, self.matrices(w), self.rows(x), self.tokens);
        y.copy_from_slice(rows.as_slice().expect("made row after row"));
        self.kept = Some(kept);
    }

    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let kept = self.kept.as_ref().expect("a call before");
        let (x, grad) = (self.rows(passed.x), self.rows(grad_y));
        let (rows, gradients) =
            attend_back(self.heads, self.matrices(w), x, kept, self.tokens, grad);
        let own = grad_w.chunks_exact_mut(self.width * self.width);
        for (own, gradient) in own.zip(gradients) {
            own.iter_mut()
                .zip(&gradient)
                .for_each(|(own, grad)| *own = *grad);
        }
        if let Some(grad_x) = grad_x {
            grad_x
                .iter_mut()
                .zip(&rows)
                .for_each(|(into, grad)| *into = *grad);
        }
    }
}
