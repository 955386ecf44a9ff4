//! Formulas whose results are summed over runs.

use super::{BLOCK, Formula, Totals, split};
use crate::lanes::Real;
use crate::lanes::group::{Kernel, Lanes, Plain};

/// Adds what each of the formulas gives of the elements of its run to the totals of the run.
///
/// What float32 lanes give is summed in float32 as long as these are at most [`BLOCK`] numbers per lane;
/// then the lanes are summed in pairs, and these sums in float64.
pub fn sum<T: Real, const N: usize, const M: usize>(
    formulas: &[impl Formula<T, N, M, 2>],
    values: [&[f32]; N],
    columns: [&[T]; M],
    totals: &mut [Totals],
) {
    T::run(Sum {
        formulas,
        values,
        columns,
        totals,
    });
}

struct Sum<'a, T, F, const N: usize, const M: usize> {
    formulas: &'a [F],
    values: [&'a [f32]; N],
    columns: [&'a [T]; M],
    totals: &'a mut [Totals],
}

impl<T: Real, F: Formula<T, N, M, 2>, const N: usize, const M: usize> Kernel<T>
    for Sum<'_, T, F, N, M>
{
    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let len = self.values[0].len() / self.formulas.len();
        let (columns, columns_rest) = split(self.columns);
        let runs = self.formulas.iter().zip(self.totals).enumerate();
        for (run, (&formula, totals)) in runs {
            let run = run * len..(run + 1) * len;
            let (values, rest) = split(self.values.map(|values| &values[run.clone()]));
            groups::<T, G, F, N, M, L>(formula, values, columns, totals);
            groups::<T, Plain<T, 1>, F, N, M, 1>(formula, rest, columns_rest, totals);
        }
    }
}

#[inline(always)]
fn groups<T, G, F, const N: usize, const M: usize, const L: usize>(
    formula: F,
    values: [&[[f32; L]]; N],
    columns: [&[[T; L]]; M],
    totals: &mut Totals,
) where
    T: Real,
    G: Lanes<T, L>,
    F: Formula<T, N, M, 2>,
{
    let len = values[0].len();
    let values = values.map(|values| &values[..len]);
    let columns = columns.map(|columns| &columns[..len]);
    for start in (0..len).step_by(BLOCK) {
        let mut sums = [G::splat(T::default()); 2];
        for i in start..len.min(start + BLOCK) {
            let values = values.map(|values| G::widen(&values[i]));
            let columns = columns.map(|columns| G::load(&columns[i]));
            let [first, second] = formula.of(values, columns);
            sums = [sums[0].plus(first), sums[1].plus(second)];
        }
        sums[0].total(&mut totals[0]);
        sums[1].total(&mut totals[1]);
    }
}
