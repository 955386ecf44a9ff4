//! Formulas whose results are summed both over runs and over their columns.

use super::{BLOCK, Formula, Totals, split};
use crate::lanes::Real;
use crate::lanes::group::{Kernel, Lanes, Plain};

/// Adds the first two numbers that each of the formulas gives of some elements of its run to the totals of the run,
/// and the other two to the totals of their columns, which are as many as the elements.
///
/// The runs lie side by side; the elements are those from `first` on in each.
/// As in [`super::sum`], at most [`BLOCK`] numbers are summed before their sum goes into a float64;
/// those of the columns in `sums`, which are 0 before and after.
pub fn cross<T: Real, const N: usize, const M: usize>(
    formulas: &[impl Formula<T, N, M, 4>],
    values: [&[f32]; N],
    first: usize,
    columns: [&[T]; M],
    totals: &mut [Totals],
    sums: [&mut [T]; 2],
    column_totals: [&mut [f64]; 2],
) {
    T::run(Cross {
        formulas,
        values,
        first,
        columns,
        totals,
        sums,
        column_totals,
    });
}

struct Cross<'a, T, F, const N: usize, const M: usize> {
    formulas: &'a [F],
    values: [&'a [f32]; N],
    first: usize,
    columns: [&'a [T]; M],
    totals: &'a mut [Totals],
    sums: [&'a mut [T]; 2],
    column_totals: [&'a mut [f64]; 2],
}

impl<T: Real, F: Formula<T, N, M, 4>, const N: usize, const M: usize> Kernel<T>
    for Cross<'_, T, F, N, M>
{
    const IS_CROWDED: bool = true;

    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let run_len = self.values[0].len() / self.formulas.len();
        let [first_totals, second_totals] = self.column_totals;
        let len = first_totals.len();
        let (columns, columns_rest) = split(self.columns);
        let mut sums = self.sums.map(|sums| &mut sums[..len]);
        let runs = self.formulas.iter().zip(self.totals).enumerate();
        for (run, (&formula, totals)) in runs {
            let start = run * run_len + self.first;
            let (values, rest) = split(self.values.map(|values| &values[start..start + len]));
            let [first, second] = &mut sums;
            let (first, first_rest) = first.as_chunks_mut();
            let (second, second_rest) = second.as_chunks_mut();
            groups::<T, G, F, N, M, L>(formula, values, columns, totals, [first, second]);
            let sums_rest = [first_rest.as_chunks_mut().0, second_rest.as_chunks_mut().0];
            groups::<T, Plain<T, 1>, F, N, M, 1>(formula, rest, columns_rest, totals, sums_rest);
            if run % BLOCK == BLOCK - 1 {
                flush::<T, G, L>(sums[0], first_totals);
                flush::<T, G, L>(sums[1], second_totals);
            }
        }
        flush::<T, G, L>(sums[0], first_totals);
        flush::<T, G, L>(sums[1], second_totals);
    }
}

#[inline(always)]
fn groups<T, G, F, const N: usize, const M: usize, const L: usize>(
    formula: F,
    values: [&[[f32; L]]; N],
    columns: [&[[T; L]]; M],
    totals: &mut Totals,
    [first, second]: [&mut [[T; L]]; 2],
) where
    T: Real,
    G: Lanes<T, L>,
    F: Formula<T, N, M, 4>,
{
    let len = first.len();
    let second = &mut second[..len];
    let values = values.map(|values| &values[..len]);
    let columns = columns.map(|columns| &columns[..len]);
    for start in (0..len).step_by(BLOCK) {
        let mut sums = [G::splat(T::default()); 2];
        for i in start..len.min(start + BLOCK) {
            let values = values.map(|values| G::widen(&values[i]));
            let columns = columns.map(|columns| G::load(&columns[i]));
            let [a, b, c, d] = formula.of(values, columns);
            sums = [sums[0].plus(a), sums[1].plus(b)];
            G::load(&first[i]).plus(c).store(&mut first[i]);
            G::load(&second[i]).plus(d).store(&mut second[i]);
        }
        sums[0].total(&mut totals[0]);
        sums[1].total(&mut totals[1]);
    }
}

/// Adds the sums to the totals, and starts anew.
#[inline(always)]
fn flush<T: Real, G: Lanes<T, L>, const L: usize>(sums: &mut [T], totals: &mut [f64]) {
    let (totals, totals_rest) = totals.as_chunks_mut::<L>();
    let (sums, sums_rest) = sums.as_chunks_mut::<L>();
    for (sums, totals) in sums.iter_mut().zip(totals) {
        G::load(sums).add_to(totals);
        G::splat(T::default()).store(sums);
    }
    for (sum, total) in sums_rest.iter_mut().zip(totals_rest) {
        *total += sum.wide();
        *sum = T::default();
    }
}
