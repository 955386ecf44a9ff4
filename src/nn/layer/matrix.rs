//! Matrices that lie in slices, row after row.

use ndarray::ArrayView2;

/// The values as a matrix of so many rows and columns.
pub fn matrix(values: &[f32], [rows, columns]: [usize; 2]) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape([rows, columns], values).expect("a value for each place")
}
