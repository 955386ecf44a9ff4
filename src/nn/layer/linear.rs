//! A linear map.

use super::matrix::{add_product, matrix, product};
use super::{Call, Op, Passed};

/// `nn.Linear`, on the last axis:
///
/// ```text
/// y = x·Wᵀ + b      W (out, in), b (out)
/// ∂L/∂x = ∂L/∂y·W      ∂L/∂W = (∂L/∂y)ᵀ·x      ∂L/∂b = ∑ ∂L/∂y over rows
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Linear {
    pub into: usize,
    pub out: usize,
    pub has_bias: bool,
}

impl Op for Linear {
    fn forward(&mut self, _: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        let (weight, bias) = w.split_at(self.into * self.out);
        let (x, weight) = (self.rows(x, self.into), self.weight(weight));
        if self.has_bias {
            for row in y.chunks_exact_mut(self.out) {
                row.copy_from_slice(bias);
            }
            add_product(x, weight.t(), y);
        } else {
            product(x, weight.t(), y);
        }
    }

    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let (weight, bias) = grad_w.split_at_mut(self.into * self.out);
        let (x, rows) = (self.rows(passed.x, self.into), self.rows(grad_y, self.out));
        product(rows.t(), x, weight);
        if self.has_bias {
            bias.fill(0.0);
            for row in grad_y.chunks_exact(self.out) {
                bias.iter_mut()
                    .zip(row)
                    .for_each(|(sum, grad)| *sum += grad);
            }
        }
        if let Some(grad_x) = grad_x {
            product(rows, self.weight(&w[..self.into * self.out]), grad_x);
        }
    }
}

impl Linear {
    fn rows<'a>(&self, values: &'a [f32], columns: usize) -> ndarray::ArrayView2<'a, f32> {
        matrix(values, [values.len() / columns, columns])
    }

    fn weight<'a>(&self, weight: &'a [f32]) -> ndarray::ArrayView2<'a, f32> {
        matrix(weight, [self.out, self.into])
    }
}
