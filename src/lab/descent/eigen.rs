//! Eigenvalues and eigenvectors of small symmetric matrices.

/// An eigenvector and its eigenvalue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis<const N: usize> {
    /// The eigenvalue
    pub value: f64,
    /// The eigenvector, of length 1
    pub direction: [f64; N],
}

impl<const N: usize> Axis<N> {
    /// How far a vector goes along it.
    pub fn along(&self, vector: [f64; N]) -> f64 {
        let products = self.direction.iter().zip(vector).map(|(a, b)| a * b);
        products.sum()
    }
}

/// More than any matrix takes: after three or four the rest vanishes quadratically.
const SWEEPS: usize = 32;

/// The eigenvalues of a symmetric matrix from largest to smallest, with their eigenvectors.
///
/// Rotations take one pair of off-diagonal elements after another to 0 (Jacobi 1846).
///
/// ```
/// use normscope::lab::descent::eigen;
/// let [large, small] = eigen([[2.0, 1.0], [1.0, 2.0]]);
/// assert!((large.value - 3.0).abs() < 1e-15 && (small.value - 1.0).abs() < 1e-15);
/// assert!((large.direction[0] - large.direction[1]).abs() < 1e-15);
/// ```
pub fn eigen<const N: usize>(mut matrix: [[f64; N]; N]) -> [Axis<N>; N] {
    let mut vectors = [[0.0; N]; N];
    for (k, row) in vectors.iter_mut().enumerate() {
        row[k] = 1.0;
    }
    for _ in 0..SWEEPS {
        let pairs = (0..N).flat_map(|p| (p + 1..N).map(move |q| (p, q)));
        let rotated = pairs.filter(|&(p, q)| rotate(&mut matrix, &mut vectors, p, q));
        if rotated.count() == 0 {
            break;
        }
    }
    let mut axes = std::array::from_fn(|k| Axis {
        value: matrix[k][k],
        direction: vectors.map(|row| row[k]),
    });
    axes.sort_by(|a, b| b.value.total_cmp(&a.value));
    axes
}

/// Rotates in the plane of two axes until their element is 0; tells whether it was not.
fn rotate<const N: usize>(
    matrix: &mut [[f64; N]; N],
    vectors: &mut [[f64; N]; N],
    p: usize,
    q: usize,
) -> bool {
    let element = matrix[p][q];
    // Beside these diagonal elements it changes no digit, not even of the smaller one.
    let size = (matrix[p][p] * matrix[q][q]).abs().sqrt();
    if element.abs() <= 1e-18 * size {
        return false;
    }
    let slope = (matrix[q][q] - matrix[p][p]) / (2.0 * element);
    let tangent = slope.signum() / (slope.abs() + slope.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |a: f64, b: f64| (cosine * a - sine * b, sine * a + cosine * b);
    for row in matrix.iter_mut().chain(vectors) {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    let (above, below) = matrix.split_at_mut(q);
    for (a, b) in above[p].iter_mut().zip(&mut below[0]) {
        (*a, *b) = turn(*a, *b);
    }
    (matrix[p][q], matrix[q][p]) = (0.0, 0.0);
    true
}
