//! The loops: formulas over runs of elements.

use super::lanes::{Kernel, Lanes, Plain, Real};

/// Numbers of one lane that are summed before their sum goes into a total.
const BLOCK: usize = 8;

/// Elements of a run, at most, that are computed before those of the next run that share their columns:
/// the columns are then still in the first cache.
const STRETCH: usize = 1024;

/// What is computed of an element: K numbers, from N values of its own and from M that it has in common
/// with the elements at the same place of other runs.
pub(super) trait Formula<T, const N: usize, const M: usize, const K: usize>: Copy {
    fn of<G: Lanes<T, L>, const L: usize>(self, values: [G; N], columns: [G; M]) -> [G; K];
}

/// Totals of two numbers of each element of a run, in four parts.
pub(super) type Totals = [[f64; 4]; 2];

/// What sums start from: what is added to it stays what it is, while 0 + −0 is 0.
/// And it takes no call of memset for a few numbers.
pub(super) const NOTHING: f64 = -0.0;

/// Both totals.
pub(super) fn total(totals: &Totals) -> [f64; 2] {
    totals.map(|[a, b, c, d]| (a + b) + (c + d))
}

/// Writes what each of the formulas gives of the elements of its run; the runs lie side by side.
#[inline]
pub(super) fn map<T: Real, const N: usize, const M: usize>(
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

/// Adds what each of the formulas gives of the elements of its run to the totals of the run.
///
/// What float32 lanes give is summed in float32 as long as these are at most 8 numbers per lane;
/// then the lanes are summed in pairs, and these sums in float64.
#[inline]
pub(super) fn sum<T: Real, const N: usize, const M: usize>(
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

/// Adds what each of the formulas gives of the elements of its run to the totals of their columns.
///
/// What float32 lanes give of the R runs is summed in float32, and these sums in float64.
#[inline]
pub(super) fn sum_columns<T: Real, const N: usize, const M: usize, const R: usize>(
    runs: [(impl Formula<T, N, M, 2>, [&[f32]; N]); R],
    columns: [&[T]; M],
    totals: [&mut [f64]; 2],
) {
    T::run(SumColumns {
        runs,
        columns,
        totals,
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
    type Output = ();

    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let len = self.out.len() / self.formulas.len();
        let stretch = if M > 0 { STRETCH } else { len.max(1) };
        for start in (0..len).step_by(stretch) {
            let end = len.min(start + stretch);
            let (columns, columns_rest) = split(self.columns.map(|columns| &columns[start..end]));
            for (run, &formula) in self.formulas.iter().enumerate() {
                let run = run * len + start..run * len + end;
                let (values, values_rest) = split(self.values.map(|values| &values[run.clone()]));
                let (out, out_rest) = self.out[run].as_chunks_mut::<L>();
                map_groups::<T, G, F, N, M, L>(formula, values, columns, out);
                let (values, columns, out) =
                    (values_rest, columns_rest, out_rest.as_chunks_mut().0);
                map_groups::<T, Plain<T, 1>, F, N, M, 1>(formula, values, columns, out);
            }
        }
    }
}

#[inline(always)]
fn map_groups<T, G, F, const N: usize, const M: usize, const L: usize>(
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

struct Sum<'a, T, F, const N: usize, const M: usize> {
    formulas: &'a [F],
    values: [&'a [f32]; N],
    columns: [&'a [T]; M],
    totals: &'a mut [Totals],
}

impl<T: Real, F: Formula<T, N, M, 2>, const N: usize, const M: usize> Kernel<T>
    for Sum<'_, T, F, N, M>
{
    type Output = ();

    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let len = self.values[0].len() / self.formulas.len();
        let (columns, columns_rest) = split(self.columns);
        let runs = self.formulas.iter().zip(self.totals).enumerate();
        for (run, (&formula, totals)) in runs {
            let run = run * len..(run + 1) * len;
            let (values, values_rest) = split(self.values.map(|values| &values[run.clone()]));
            sum_groups::<T, G, F, N, M, L>(formula, values, columns, totals);
            sum_groups::<T, Plain<T, 1>, F, N, M, 1>(formula, values_rest, columns_rest, totals);
        }
    }
}

#[inline(always)]
fn sum_groups<T, G, F, const N: usize, const M: usize, const L: usize>(
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

struct SumColumns<'a, T, F, const N: usize, const M: usize, const R: usize> {
    runs: [(F, [&'a [f32]; N]); R],
    columns: [&'a [T]; M],
    totals: [&'a mut [f64]; 2],
}

impl<T, F, const N: usize, const M: usize, const R: usize> Kernel<T>
    for SumColumns<'_, T, F, N, M, R>
where
    T: Real,
    F: Formula<T, N, M, 2>,
{
    type Output = ();

    #[inline(always)]
    fn run<G: Lanes<T, L>, const L: usize>(self) {
        let [first, second] = self.totals;
        let (first, first_rest) = first.as_chunks_mut::<L>();
        let (second, second_rest) = second.as_chunks_mut::<L>();
        let (columns, columns_rest) = split(self.columns);
        let runs = self.runs.map(|(formula, values)| (formula, split(values)));
        let groups = runs.map(|(formula, (values, _))| (formula, values));
        sum_column_groups::<T, G, F, N, M, R, L>(groups, columns, [first, second]);
        let rest = runs.map(|(formula, (_, values))| (formula, values));
        let totals = [first_rest.as_chunks_mut().0, second_rest.as_chunks_mut().0];
        sum_column_groups::<T, Plain<T, 1>, F, N, M, R, 1>(rest, columns_rest, totals);
    }
}

#[inline(always)]
fn sum_column_groups<T, G, F, const N: usize, const M: usize, const R: usize, const L: usize>(
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
        for (formula, values) in runs {
            let [a, b] = formula.of(values.map(|values| G::widen(&values[i])), columns);
            sums = [sums[0].plus(a), sums[1].plus(b)];
        }
        sums[0].add_to(&mut first[i]);
        sums[1].add_to(&mut second[i]);
    }
}

/// Slices as whole groups, and what is left as groups of one.
#[inline(always)]
#[allow(clippy::type_complexity)]
fn split<V, const N: usize, const L: usize>(slices: [&[V]; N]) -> ([&[[V; L]]; N], [&[[V; 1]]; N]) {
    let groups = slices.map(|slice| slice.as_chunks().0);
    let rest = slices.map(|slice| slice.as_chunks::<L>().1.as_chunks().0);
    (groups, rest)
}

/// Runs on their way to [`sum_columns`].
pub(super) struct Runs<'a, F, const N: usize> {
    waiting: Vec<(F, [&'a [f32]; N])>,
}

impl<'a, F: Copy, const N: usize> Runs<'a, F, N> {
    pub fn new() -> Self {
        Self {
            waiting: Vec::with_capacity(BLOCK),
        }
    }

    /// Sums a run, now or together with later ones.
    pub fn push<T: Real, const M: usize>(
        &mut self,
        run: (F, [&'a [f32]; N]),
        columns: [&[T]; M],
        totals: [&mut [f64]; 2],
    ) where
        F: Formula<T, N, M, 2>,
    {
        self.waiting.push(run);
        if let Ok(runs) = <[_; BLOCK]>::try_from(&self.waiting[..]) {
            sum_columns(runs, columns, totals);
            self.waiting.clear();
        }
    }

    /// Sums the runs that are left.
    pub fn finish<T: Real, const M: usize>(
        &mut self,
        columns: [&[T]; M],
        [first, second]: [&mut [f64]; 2],
    ) where
        F: Formula<T, N, M, 2>,
    {
        for run in self.waiting.drain(..) {
            sum_columns([run], columns, [first, second]);
        }
    }
}
