//! A convolution.

use super::{Call, Op, Passed};
use kernels::dense::{
    Columns, Left, Packed, Window, add_product, add_product_transposed, exchange, product, row_sum,
};

/// Columns of a product, about: with them the matrices of a product stay in a cache.
const ACROSS: usize = 256;

/// `nn.Conv2d` with a square kernel:
///
/// ```text
/// y[n,o,i,j] = b[o] + ∑ W[o,c,u,v] · x[n, c, i·s + u − p, j·s + v − p]      over c, u, v
/// ```
///
/// with stride s, padding p and x = 0 outside. Each place of the kernel is a column of a matrix,
/// so that forward and both derivatives are products of matrices, of some samples at a time.
#[derive(Clone, Debug)]
pub struct Conv2d {
    pub out: usize,
    pub has_bias: bool,
    window: Window,
    /// What lays out columns
    layout: Columns,
    /// (c, u, v) × (n, i, j) for some n at a time: the values of x that the kernel meets, of the last call
    columns: Vec<f32>,
    /// The derivatives with respect to those of some n
    grad_columns: Vec<f32>,
    /// o × (n, i, j) for some n
    planes: Vec<f32>,
    packed: Packed,
}

impl Conv2d {
    /// `None` where the kernel is larger than x with its padding.
    pub fn new(
        [channels, height, width]: [usize; 3],
        out: usize,
        kernel: usize,
        [stride, padding]: [usize; 2],
        has_bias: bool,
    ) -> Option<Self> {
        let places = |length: usize| {
            let room = (length + 2 * padding).checked_sub(kernel)?;
            Some(room / stride + 1)
        };
        let window = Window {
            channels,
            size: [height, width],
            kernel,
            stride,
            padding,
            out: [places(height)?, places(width)?],
        };
        Some(Self {
            out,
            has_bias,
            window,
            layout: Columns::default(),
            columns: Vec::new(),
            grad_columns: Vec::new(),
            planes: Vec::new(),
            packed: Packed::default(),
        })
    }

    /// Height and width of y.
    pub fn out_size(&self) -> [usize; 2] {
        self.window.out
    }

    /// Values of so many samples: of x, of their columns, and of y.
    fn lens(&self, samples: usize) -> [usize; 3] {
        let Window { channels, size, .. } = self.window;
        let places = self.window.places();
        [
            channels * size[0] * size[1],
            self.window.depth() * places,
            self.out * places,
        ]
        .map(|len| samples * len)
    }

    /// Samples that are computed at a time.
    fn at_once(&self) -> usize {
        (ACROSS / self.window.places()).max(1)
    }
}

impl Op for Conv2d {
    fn forward(&mut self, call: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        let (depth, plane) = (self.window.depth(), self.window.places());
        let (weight, bias) = w.split_at(self.out * depth);
        self.packed.pack(Left::Straight(weight), [self.out, depth]);
        let [_, columns_len, _] = self.lens(call.batch);
        self.columns.resize(columns_len, 0.0);
        let [some_x, some_columns, some_y] = self.lens(self.at_once());
        let of_samples = x.chunks(some_x).zip(self.columns.chunks_mut(some_columns));
        for ((x, columns), y) in of_samples.zip(y.chunks_mut(some_y)) {
            self.layout.gather(&self.window, x, columns);
            let across = columns.len() / depth;
            self.planes.resize(y.len(), 0.0);
            if self.has_bias {
                let rows = self.planes.chunks_exact_mut(across).zip(bias);
                rows.for_each(|(row, bias)| row.fill(*bias));
                add_product(&mut self.packed, columns, across, &mut self.planes);
            } else {
                product(&mut self.packed, columns, across, &mut self.planes);
            }
            exchange(&self.planes, y, [self.out, across / plane], plane);
        }
    }

    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        mut grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let (depth, plane) = (self.window.depth(), self.window.places());
        let (weight, bias) = grad_w.split_at_mut(self.out * depth);
        weight.fill(0.0);
        bias.fill(0.0);
        self.packed
            .pack(Left::Transposed(&w[..self.out * depth]), [depth, self.out]);
        let [some_x, some_columns, some_y] = self.lens(self.at_once());
        let of_samples = grad_y.chunks(some_y).zip(self.columns.chunks(some_columns));
        for (k, (grad_y, columns)) in of_samples.enumerate() {
            let across = columns.len() / depth;
            self.planes.resize(grad_y.len(), 0.0);
            exchange(grad_y, &mut self.planes, [across / plane, self.out], plane);
            add_product_transposed([&self.planes, columns], across, weight);
            for (bias, row) in bias.iter_mut().zip(self.planes.chunks_exact(across)) {
                *bias += row_sum(row);
            }
            if let Some(grad_x) = &mut grad_x {
                let end = passed.x.len().min((k + 1) * some_x);
                self.grad_columns.resize(columns.len(), 0.0);
                product(
                    &mut self.packed,
                    &self.planes,
                    across,
                    &mut self.grad_columns,
                );
                self.layout.scatter(
                    &self.window,
                    &self.grad_columns,
                    &mut grad_x[k * some_x..end],
                );
            }
        }
    }
}
