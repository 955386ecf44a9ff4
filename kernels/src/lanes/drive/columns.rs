//! Formulas whose results are summed over the same places of several runs.

use super::{BLOCK, Formula, split};
use crate::lanes::Real;
use crate::lanes::group::{Kernel, Lanes, Plain};

/// Adds what each of the formulas gives of the elements of its run to the totals of their columns;
/// `of` gives formula and values of a run.
///
/// What float32 lanes give of [`BLOCK`] runs is summed in float32, and these sums in float64.
pub fn sum_columns<'a, V, T, F, const N: usize, const M: usize>(
    runs: &[V],
    of: impl Fn(V) -> (F, [&'a [f32]; N]),
    columns: [&[T]; M],
    [first, second]: [&mut [f64]; 2],
) where
    V: Copy,
    T: Real,
    F: Formula<T, N, M, 2>,
{
    let (blocks, rest) = runs.as_chunks::<BLOCK>();
    for block in blocks {
        T::run(Columns {
            runs: block.map(&of),
            columns,
            totals: [first, second],
        });
    }
    for &run in rest {
        T::run(Columns {
            runs: [of(run)],
            columns,
            totals: [first, second],
        });
    }
}

struct Columns<'a, T, F, const N: usize, const M: usize, const R: usize> {
    runs: [(F, [&'a [f32]; N]); R],
    columns: [&'a [T]; M],
    totals: [&'a mut [f64]; 2],
}

impl<T, F, const N: usize, const M: usize, const R: usize> Kernel<T> for Columns<'_, T, F, N, M, R>
where
    T: Real,
    F: Formula<T, N, M, 2>,
{
    const IS_CROWDED: bool = N > 1;

    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let [first, second] = self.totals;
        let (first, first_rest) = first.as_chunks_mut::<L>();
        let (second, second_rest) = second.as_chunks_mut::<L>();
        let (columns, columns_rest) = split(self.columns);
        let runs = self.runs.map(|(formula, values)| (formula, split(values)));
        let whole = runs.map(|(formula, (values, _))| (formula, values));
        groups::<T, G, F, N, M, R, L>(whole, columns, [first, second]);
        let rest = runs.map(|(formula, (_, values))| (formula, values));
        let totals = [first_rest.as_chunks_mut().0, second_rest.as_chunks_mut().0];
        groups::<T, Plain<T, 1>, F, N, M, R, 1>(rest, columns_rest, totals);
    }
}

#[inline(always)]
fn groups<T, G, F, const N: usize, const M: usize, const R: usize, const L: usize>(
    runs: [(F, [&[[f32; L]]; N]); R],
    columns: [&[[T; L]]; M],
    [first, second]: [&mut [[f64; L]]; 2],
) where
    T: Real,
    G: Lanes<T, L>,
    F: Formula<T, N, M, 2>,
{
    let len = first.len();
    let second = &mut second[..len];
    let runs = runs.map(|(formula, values)| (formula, values.map(|values| &values[..len])));
    let columns = columns.map(|columns| &columns[..len]);
    for i in 0..len {
        let columns = columns.map(|columns| G::load(&columns[i]));
        let mut sums = [G::splat(T::default()); 2];
        for (formula, values) in &runs {
            let [a, b] = formula.of(values.map(|values| G::widen(&values[i])), columns);
            sums = [sums[0].plus(a), sums[1].plus(b)];
        }
        sums[0].add_to(&mut first[i]);
        sums[1].add_to(&mut second[i]);
    }
}
