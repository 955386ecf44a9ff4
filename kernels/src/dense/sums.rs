//! Sums over values.

use super::add;
use crate::lanes::{NOTHING, Real, Totals, total};
use std::slice::from_mut;

const NONE: Totals = [[NOTHING; 4]; 2];

/// The sum of some values.
pub fn row_sum(values: &[f32]) -> f32 {
    let mut totals = NONE;
    f32::sum_powers(values, from_mut(&mut totals));
    total(&totals)[0] as f32
}

/// The sum of their squares, in float64.
pub fn square_sum(values: &[f32]) -> f64 {
    let mut totals = NONE;
    f64::sum_powers(values, from_mut(&mut totals));
    total(&totals)[1]
}

/// Writes the sums of the columns of a matrix, as many as fit into `into`.
pub fn column_sums(values: &[f32], into: &mut [f32]) {
    into.fill(0.0);
    for row in values.chunks_exact(into.len()) {
        add(into, row);
    }
}
