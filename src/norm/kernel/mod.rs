//! The loops over the elements, all on contiguous runs.
//!
//! Elements are float32; sums, statistics and the arithmetic of one element are float64,
//! rounded once as they are stored.

mod walk;

pub(super) use walk::Walk;

use super::{Statistic, Statistics};
use walk::Run;

/// Partial sums that run side by side, since one sum would wait for itself.
const LANES: usize = 8;

/// Mean and biased variance of each set, in two passes:
///
/// ```text
/// μ  = 1/n ∑ x_k           over the n elements k of the set
/// σ² = 1/n ∑ (x_k − μ)²
/// ```
///
/// or, for [`Statistic::MeanSquare`], μ = 0.
pub(super) fn measure(walk: &Walk, set_len: usize, statistic: Statistic, x: &[f32]) -> Statistics {
    let n = set_len as f64;
    let average = |sums: Vec<f64>| sums.into_iter().map(|sum| sum / n).collect();
    let mean = match statistic {
        Statistic::MeanVariance => average(sums(walk, x, x, |x, _| x)),
        Statistic::MeanSquare => vec![0.0; walk.set_count()],
    };
    let var = average(sums_around(walk, x, x, &mean, |x, _, mean| {
        let centered = x - mean;
        centered * centered
    }));
    Statistics { mean, var }
}

/// Sum over each set of `term(a_k, b_k)`.
pub(super) fn sums(walk: &Walk, a: &[f32], b: &[f32], term: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let unused = vec![0.0; walk.set_count()];
    sums_around(walk, a, b, &unused, |a, b, _| term(a, b))
}

/// Sum over each set of `term(a_k, b_k, of_set)`, with a value of the set.
fn sums_around(
    walk: &Walk,
    a: &[f32],
    b: &[f32],
    of_set: &[f64],
    term: impl Fn(f64, f64, f64) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; walk.set_count()];
    for (range, set) in walk.runs() {
        let (a, b) = (&a[range.clone()], &b[range]);
        match walk.run() {
            Run::OneSet => {
                let value = of_set[set];
                sums[set] += sum_run(a, b, |a, b| term(a, b, value));
            }
            Run::SetEach => {
                let sets = set..set + a.len();
                let sets = sums[sets.clone()].iter_mut().zip(&of_set[sets]);
                for ((sum, &value), (&a, &b)) in sets.zip(a.iter().zip(b)) {
                    *sum += term(a.into(), b.into(), value);
                }
            }
        }
    }
    sums
}

fn sum_run(a: &[f32], b: &[f32], term: impl Fn(f64, f64) -> f64) -> f64 {
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES {
            lanes[lane] += term(a[lane].into(), b[lane].into());
        }
    }
    let rest = a_rest.iter().zip(b_rest);
    let rest: f64 = rest.map(|(&a, &b)| term(a.into(), b.into())).sum();
    lanes.iter().sum::<f64>() + rest
}

/// Writes `map(a_k, p, q)` to `out_k` for each element, with p and q those of its set.
pub(super) fn map(
    walk: &Walk,
    a: &[f32],
    (p, q): (&[f64], &[f64]),
    out: &mut [f32],
    map: impl Fn(f64, f64, f64) -> f64,
) {
    for (range, set) in walk.runs() {
        let (a, out) = (&a[range.clone()], &mut out[range]);
        match walk.run() {
            Run::OneSet => {
                let (p, q) = (p[set], q[set]);
                for (out, &a) in out.iter_mut().zip(a) {
                    *out = map(a.into(), p, q) as f32;
                }
            }
            Run::SetEach => {
                let sets = set..set + a.len();
                let sets = p[sets.clone()].iter().zip(&q[sets]);
                for ((out, &a), (&p, &q)) in out.iter_mut().zip(a).zip(sets) {
                    *out = map(a.into(), p, q) as f32;
                }
            }
        }
    }
}

/// Replaces `a_k` by `map(a_k, b_k, of_set)` for each element, with three values of its set.
pub(super) fn map_in_place(
    walk: &Walk,
    a: &mut [f32],
    b: &[f32],
    [p, q, r]: [&[f64]; 3],
    map: impl Fn(f64, f64, [f64; 3]) -> f64,
) {
    for (range, set) in walk.runs() {
        let (a, b) = (&mut a[range.clone()], &b[range]);
        match walk.run() {
            Run::OneSet => {
                let of_set = [p[set], q[set], r[set]];
                for (a, &b) in a.iter_mut().zip(b) {
                    *a = map((*a).into(), b.into(), of_set) as f32;
                }
            }
            Run::SetEach => {
                let sets = set..set + a.len();
                let of_set = p[sets.clone()].iter().zip(&q[sets.clone()]).zip(&r[sets]);
                for ((a, &b), ((&p, &q), &r)) in a.iter_mut().zip(b).zip(of_set) {
                    *a = map((*a).into(), b.into(), [p, q, r]) as f32;
                }
            }
        }
    }
}
