//! A convolution.

use super::matrix::{add_product, matrix, product};
use super::{Call, Op, Passed};
use ndarray::ArrayView2;

/// `nn.Conv2d` with a square kernel:
///
/// ```text
/// y[n,o,i,j] = b[o] + ∑ W[o,c,u,v] · x[n, c, i·s + u − p, j·s + v − p]      over c, u, v
/// ```
///
/// with stride s, padding p and x = 0 outside. Each place of the kernel is a column of one large matrix,
/// so that forward and both derivatives are one product of matrices each.
#[derive(Clone, Debug)]
pub struct Conv2d {
    pub channels: usize,
    pub out: usize,
    pub kernel: usize,
    pub stride: usize,
    pub padding: usize,
    /// Height and width of x
    pub size: [usize; 2],
    pub has_bias: bool,
    /// (c, u, v) × (n, i, j): the values of x that the kernel meets, of the last call
    columns: Vec<f32>,
    /// o × (n, i, j)
    planes: Vec<f32>,
}

impl Conv2d {
    pub fn new(channels: usize, size: [usize; 2], out: usize, kernel: usize) -> Self {
        Self {
            channels,
            out,
            kernel,
            stride: 1,
            padding: 0,
            size,
            has_bias: true,
            columns: Vec::new(),
            planes: Vec::new(),
        }
    }

    /// Height and width of y; `None` where the kernel is larger than x with its padding.
    pub fn out_size(&self) -> Option<[usize; 2]> {
        let places = |length: usize| {
            let room = (length + 2 * self.padding).checked_sub(self.kernel)?;
            Some(room / self.stride + 1)
        };
        let [height, width] = self.size;
        Some([places(height)?, places(width)?])
    }

    /// Rows of the matrix of columns.
    fn depth(&self) -> usize {
        self.channels * self.kernel * self.kernel
    }

    fn places(&self) -> usize {
        let [height, width] = self.out_size().expect("a kernel that fits");
        height * width
    }

    fn weight<'a>(&self, w: &'a [f32]) -> ArrayView2<'a, f32> {
        matrix(&w[..self.out * self.depth()], [self.out, self.depth()])
    }

    /// Calls `copy` for each run of columns that meets a run of x: its first column and its first x, how many, how far
    /// apart in x.
    fn runs(&self, batch: usize, mut copy: impl FnMut(usize, usize, usize)) {
        let [height, width] = self.size;
        let [down, right] = self.out_size().expect("a kernel that fits");
        let across = batch * down * right;
        for c in 0..self.channels {
            for u in 0..self.kernel {
                for v in 0..self.kernel {
                    let row = ((c * self.kernel + u) * self.kernel + v) * across;
                    let columns = inside(right, width, self.stride, v, self.padding);
                    // A place of the kernel that meets no x has no first x either.
                    if columns.is_empty() {
                        continue;
                    }
                    let rows = inside(down, height, self.stride, u, self.padding);
                    for n in 0..batch {
                        for i in rows.clone() {
                            let x_row = (n * self.channels + c) * height + i * self.stride + u
                                - self.padding;
                            let x = x_row * width + columns.start * self.stride + v - self.padding;
                            copy(
                                row + (n * down + i) * right + columns.start,
                                x,
                                columns.len(),
                            );
                        }
                    }
                }
            }
        }
    }

    /// Lays x out as columns.
    fn gather(&mut self, x: &[f32], batch: usize) {
        let mut columns = std::mem::take(&mut self.columns);
        let len = self.depth() * batch * self.places();
        // What lies outside of x stays 0 from one call to the next of the same length.
        if columns.len() != len {
            columns.clear();
            columns.resize(len, 0.0);
        }
        let stride = self.stride;
        self.runs(batch, |to, from, len| {
            let into = &mut columns[to..to + len];
            if stride == 1 {
                into.copy_from_slice(&x[from..from + len]);
            } else {
                let from = x[from..].iter().step_by(stride);
                into.iter_mut().zip(from).for_each(|(into, x)| *into = *x);
            }
        });
        self.columns = columns;
    }

    /// Adds columns to where they were laid out from.
    fn scatter(&self, columns: &[f32], batch: usize, x: &mut [f32]) {
        x.fill(0.0);
        let stride = self.stride;
        self.runs(batch, |from, to, len| {
            let into = x[to..].iter_mut().step_by(stride);
            into.zip(&columns[from..from + len])
                .for_each(|(x, column)| *x += column);
        });
    }
}

/// The places of the kernel at which its line `u` meets x.
fn inside(
    places: usize,
    length: usize,
    stride: usize,
    u: usize,
    padding: usize,
) -> std::ops::Range<usize> {
    let first = padding.saturating_sub(u).div_ceil(stride);
    let end = (length + padding)
        .saturating_sub(u)
        .div_ceil(stride)
        .min(places);
    first..end.max(first)
}

/// Copies planes, from (first, second) to (second, first).
fn exchange(from: &[f32], into: &mut [f32], [first, second]: [usize; 2], plane: usize) {
    for a in 0..first {
        for b in 0..second {
            let source = &from[(a * second + b) * plane..][..plane];
            into[(b * first + a) * plane..][..plane].copy_from_slice(source);
        }
    }
}

impl Op for Conv2d {
    fn forward(&mut self, call: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        self.gather(x, call.batch);
        let (depth, plane) = (self.depth(), self.places());
        let columns = matrix(&self.columns, [depth, call.batch * plane]);
        let mut planes = std::mem::take(&mut self.planes);
        planes.resize(y.len(), 0.0);
        if self.has_bias {
            let bias = &w[self.out * depth..];
            let rows = planes.chunks_exact_mut(call.batch * plane);
            rows.zip(bias).for_each(|(row, bias)| row.fill(*bias));
            add_product(self.weight(w), columns, &mut planes);
        } else {
            product(self.weight(w), columns, &mut planes);
        }
        exchange(&planes, y, [self.out, call.batch], plane);
        self.planes = planes;
    }

    fn backward(
        &mut self,
        w: &[f32],
        _: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let (depth, plane) = (self.depth(), self.places());
        let batch = grad_y.len() / (self.out * plane);
        let across = batch * plane;
        exchange(grad_y, &mut self.planes, [batch, self.out], plane);
        let planes = matrix(&self.planes, [self.out, across]);
        let (weight, bias) = grad_w.split_at_mut(self.out * depth);
        product(planes, matrix(&self.columns, [depth, across]).t(), weight);
        for (bias, row) in bias.iter_mut().zip(self.planes.chunks_exact(across)) {
            *bias = row.iter().sum();
        }
        if let Some(grad_x) = grad_x {
            let mut columns = vec![0.0; depth * across];
            product(self.weight(w).t(), planes, &mut columns);
            self.scatter(&columns, batch, grad_x);
        }
    }
}
