//! The drivers: formulas over runs of elements.

mod columns;
mod cross;
mod map;
mod round;
mod sum;

pub use columns::sum_columns;
pub use cross::cross;
pub use map::map;
pub use round::round;
pub use sum::sum;

use super::group::Lanes;

/// Numbers of one lane that are summed before their sum goes into a total.
pub const BLOCK: usize = 8;

/// What is computed of an element: K numbers, from N values of its own and from M that it has in common
/// with the elements at the same place of other runs.
pub trait Formula<T, const N: usize, const M: usize, const K: usize>: Copy {
    fn of<G: Lanes<T, L>, const L: usize>(self, values: [G; N], columns: [G; M]) -> [G; K];
}

/// Totals of two numbers of each element of a run, in four parts each.
pub type Totals = [[f64; 4]; 2];

/// What totals start from: what is added to it stays what it is, while 0 + −0 is 0.
/// And for a few of them it takes no call of memset.
pub const NOTHING: f64 = -0.0;

/// The parts of totals together.
pub fn total(totals: &Totals) -> [f64; 2] {
    totals.map(|[a, b, c, d]| (a + b) + (c + d))
}

/// Slices as whole groups, and what is left as groups of one.
#[inline(always)]
// Names for the two halves would say no more than the brackets do.
#[allow(clippy::type_complexity)]
fn split<V, const N: usize, const L: usize>(slices: [&[V]; N]) -> ([&[[V; L]]; N], [&[[V; 1]]; N]) {
    let groups = slices.map(|slice| slice.as_chunks().0);
    let rest = slices.map(|slice| slice.as_chunks::<L>().1.as_chunks().0);
    (groups, rest)
}
