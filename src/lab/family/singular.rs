//! The largest singular value of a kernel.

use ndarray::{Array2, Array4};

/// Squarings after which only directions are left whose singular values float64 hardly tells apart.
const SQUARINGS: usize = 60;

/// σ(W) of a kernel (O, I, kh, kw) as the matrix of O rows that PyTorch makes of it.
///
/// PyTorch follows it by one step of the power method in each call. Here it has converged:
/// the Gram matrix, of the shorter side, is squared until a power of it is the projection on its first eigenvector.
pub(super) fn largest_singular(kernel: &Array4<f64>) -> f64 {
    let rows = kernel.dim().0;
    let columns = kernel.len() / rows.max(1);
    let matrix = Array2::from_shape_vec((rows, columns), kernel.iter().copied().collect());
    let matrix = matrix.expect("as many values as the kernel has");
    let gram = match rows <= columns {
        true => matrix.dot(&matrix.t()),
        false => matrix.t().dot(&matrix),
    };
    let size = gram.diag().sum();
    if size == 0.0 || !size.is_finite() {
        return size;
    }
    let mut power = &gram / size;
    for _ in 0..SQUARINGS {
        let squared = power.dot(&power);
        let trace = squared.diag().sum();
        power = squared / trace;
        // The trace of the square is 1 for a projection on one direction alone.
        if trace > 1.0 - f64::EPSILON {
            break;
        }
    }
    (&gram * &power).sum().sqrt()
}
