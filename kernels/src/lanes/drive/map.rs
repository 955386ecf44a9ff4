//! Formulas that give a value for each element.

use super::{Formula, split};
use crate::lanes::Real;
use crate::lanes::group::{Kernel, Lanes, Plain};

/// Elements of a run, at most, that are computed before those of the next run that share their columns:
/// the columns are then still in the first cache.
const STRETCH: usize = 1024;

/// Writes what each of the formulas gives of the elements of its run; the runs lie side by side.
pub fn map<T: Real, const N: usize, const M: usize>(
    formulas: &[impl Formula<T, N, M, 1>],
    values: [&[f32]; N],
    columns: [&[T]; M],
    out: &mut [f32],
) {
    T::run(Map {
        formulas,
        values,
        columns,
        out,
    });
}

struct Map<'a, T, F, const N: usize, const M: usize> {
    formulas: &'a [F],
    values: [&'a [f32]; N],
    columns: [&'a [T]; M],
    out: &'a mut [f32],
}

impl<T: Real, F: Formula<T, N, M, 1>, const N: usize, const M: usize> Kernel<T>
    for Map<'_, T, F, N, M>
{
    const IS_CROWDED: bool = N + M > 2;

    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let len = self.out.len() / self.formulas.len();
        let stretch = if M > 0 { STRETCH } else { len.max(1) };
        for start in (0..len).step_by(stretch) {
            let end = len.min(start + stretch);
            let (columns, columns_rest) = split(self.columns.map(|columns| &columns[start..end]));
            for (run, &formula) in self.formulas.iter().enumerate() {
                let run = run * len + start..run * len + end;
                let (values, rest) = split(self.values.map(|values| &values[run.clone()]));
                let (out, out_rest) = self.out[run].as_chunks_mut::<L>();
                groups::<T, G, F, N, M, L>(formula, values, columns, out);
                let out_rest = out_rest.as_chunks_mut().0;
                groups::<T, Plain<T, 1>, F, N, M, 1>(formula, rest, columns_rest, out_rest);
            }
        }
    }
}

#[inline(always)]
fn groups<T, G, F, const N: usize, const M: usize, const L: usize>(
    formula: F,
    values: [&[[f32; L]]; N],
    columns: [&[[T; L]]; M],
    out: &mut [[f32; L]],
) where
    G: Lanes<T, L>,
    F: Formula<T, N, M, 1>,
{
    // Cut to one length, so that no index is checked within the loop.
    let len = out.len();
    let values = values.map(|values| &values[..len]);
    let columns = columns.map(|columns| &columns[..len]);
    for i in 0..len {
        let values = values.map(|values| G::widen(&values[i]));
        let columns = columns.map(|columns| G::load(&columns[i]));
        let [result] = formula.of(values, columns);
        result.narrow(&mut out[i]);
    }
}
