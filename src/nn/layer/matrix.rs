//! Products of matrices that lie in slices, row after row.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

/// The values as a matrix of so many rows and columns.
pub fn matrix(values: &[f32], [rows, columns]: [usize; 2]) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape([rows, columns], values).expect("a value for each place")
}

fn matrix_mut(values: &mut [f32], [rows, columns]: [usize; 2]) -> ArrayViewMut2<'_, f32> {
    ArrayViewMut2::from_shape([rows, columns], values).expect("a value for each place")
}

/// Writes a·b.
pub fn product(a: ArrayView2<f32>, b: ArrayView2<f32>, into: &mut [f32]) {
    let mut into = matrix_mut(into, [a.nrows(), b.ncols()]);
    general_mat_mul(1.0, &a, &b, 0.0, &mut into);
}

/// Adds a·b.
pub fn add_product(a: ArrayView2<f32>, b: ArrayView2<f32>, into: &mut [f32]) {
    let mut into = matrix_mut(into, [a.nrows(), b.ncols()]);
    general_mat_mul(1.0, &a, &b, 1.0, &mut into);
}
