//! A linear map.

use super::{Call, Op, Passed};
use kernels::dense::{
    Left, Packed, add_product, add_product_transposed, column_sums, product, transpose,
};

/// Rows of x from which on it is worth while to turn the weight.
const MANY: usize = 12;

/// `nn.Linear`, on the last axis:
///
/// ```text
/// y = x·Wᵀ + b      W (out, in), b (out)
/// ∂L/∂x = ∂L/∂y·W      ∂L/∂W = (∂L/∂y)ᵀ·x      ∂L/∂b = ∑ ∂L/∂y over rows
/// ```
#[derive(Clone, Debug)]
pub struct Linear {
    pub into: usize,
    pub out: usize,
    pub has_bias: bool,
    /// What a product has on its left
    packed: Packed,
    /// Wᵀ
    turned: Vec<f32>,
}

impl Linear {
    pub fn new([into, out]: [usize; 2], has_bias: bool) -> Self {
        Self {
            into,
            out,
            has_bias,
            packed: Packed::default(),
            turned: Vec::new(),
        }
    }

    /// Writes y.
    pub fn map(&mut self, w: &[f32], x: &[f32], y: &mut [f32]) {
        let (weight, bias) = w.split_at(self.into * self.out);
        if self.has_bias {
            let rows = y.chunks_exact_mut(self.out);
            rows.for_each(|row| row.copy_from_slice(bias));
        } else {
            y.fill(0.0);
        }
        let rows = x.len() / self.into;
        if rows < MANY {
            return add_product_transposed([x, weight], self.into, y);
        }
        self.turned.resize(weight.len(), 0.0);
        transpose(weight, [self.out, self.into], &mut self.turned);
        self.packed.pack(Left::Straight(x), [rows, self.into]);
        add_product(&mut self.packed, &self.turned, self.out, y);
    }

    /// Writes the derivatives, from those with respect to y.
    pub fn map_back(
        &mut self,
        w: &[f32],
        x: &[f32],
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let (grad_weight, grad_bias) = grad_w.split_at_mut(self.into * self.out);
        let rows = grad_y.len() / self.out;
        self.packed.pack(Left::Transposed(grad_y), [self.out, rows]);
        product(&mut self.packed, x, self.into, grad_weight);
        if self.has_bias {
            column_sums(grad_y, grad_bias);
        }
        if let Some(grad_x) = grad_x {
            self.packed.pack(Left::Straight(grad_y), [rows, self.out]);
            let weight = &w[..self.into * self.out];
            product(&mut self.packed, weight, self.into, grad_x);
        }
    }
}

impl Op for Linear {
    fn forward(&mut self, _: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        self.map(w, x, y);
    }

    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        self.map_back(w, passed.x, grad_y, grad_x, grad_w);
    }
}
