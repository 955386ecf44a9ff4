//! Shares of each row.

use super::exp::exp_from;

/// Writes e to the power of each score less the largest, so that none overflows; gives the largest, and their sum.
pub(super) fn powers(scores: &[f32], into: &mut [f32]) -> (f32, f64) {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    exp_from(largest, scores, into);
    (largest, into.iter().map(|power| f64::from(*power)).sum())
}

/// Writes the softmax of each row of so many scores: eˢ/∑eˢ.
pub fn softmax(scores: &[f32], columns: usize, shares: &mut [f32]) {
    let rows = shares.chunks_exact_mut(columns);
    for (scores, shares) in scores.chunks_exact(columns).zip(rows) {
        let (_, sum) = powers(scores, shares);
        let share = (1.0 / sum) as f32;
        shares.iter_mut().for_each(|power| *power *= share);
    }
}

/// Writes ∂L/∂S = P∘(∂L/∂P − ∑P∘∂L/∂P) of P = [`softmax`] of S, with the sum over each row of so many.
pub fn softmax_back(shares: &[f32], grad: &[f32], columns: usize, into: &mut [f32]) {
    let rows = shares.chunks_exact(columns).zip(grad.chunks_exact(columns));
    for ((shares, grad), into) in rows.zip(into.chunks_exact_mut(columns)) {
        let pairs = || shares.iter().zip(grad);
        let sum = pairs().map(|(share, grad)| f64::from(share * grad));
        let sum = sum.sum::<f64>() as f32;
        for (into, (share, grad)) in into.iter_mut().zip(pairs()) {
            *into = share * (grad - sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{softmax, softmax_back};

    #[test]
    fn shares_of_a_row_are_its_powers_by_their_sum() {
        let mut shares = [0.0; 6];
        softmax(&[0.0, 1.0, -1.0, 200.0, 200.0, 90.0], 3, &mut shares);
        let sum = 1.0 + 1.0_f64.exp() + (-1.0_f64).exp();
        let expected = [1.0 / sum, 1.0_f64.exp() / sum, (-1.0_f64).exp() / sum];
        for (share, expected) in shares.iter().zip(expected) {
            assert!((f64::from(*share) - expected).abs() < 1e-7, "{share}");
        }
        assert_eq!(shares[3..], [0.5, 0.5, 0.0]);
        let mut broken = [0.0; 2];
        softmax(&[f32::NAN, 1.0], 2, &mut broken);
        assert!(broken.iter().all(|share| share.is_nan()));
    }

    #[test]
    fn derivatives_of_shares_sum_up_to_nothing() {
        let mut grad = [0.0; 4];
        softmax_back(&[0.25, 0.75, 0.5, 0.5], &[1.0, 2.0, 3.0, 3.0], 2, &mut grad);
        assert_eq!(grad, [-0.1875, 0.1875, 0.0, 0.0]);
    }
}
