//! The numbers that elements are computed in, with all loops.

use super::drive::{Totals, cross, map, sum, sum_columns};
use super::formula::{
    Affinely, Around, AroundEach, AroundZero, ProductsEach, Slope, SlopeEach, Straight,
    StraightEach,
};
use super::group::Run;
use std::ops::{Add, Div, Mul, Sub};
use std::slice::from_mut;

/// A whole number n plus this has n and the bias of float32's exponents in its last bits.
pub const POWER_32: f32 = 12_582_912.0 + 127.0;

/// The same of float64.
pub const POWER_64: f64 = 6_755_399_441_055_744.0 + 1023.0;

/// float32, or float64 where that is asked for.
///
/// Where a loop goes over several runs they lie side by side and are of equal length.
/// A column is the elements at the same place of the runs, and what belongs to the columns
/// has a number for each element of a run.
///
/// # Panics
///
/// All loops do where lengths do not fit.
pub trait Real:
    Copy
    + Default
    + PartialOrd
    + From<f32>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Run
    + 'static
{
    /// Whether this is float64
    const IS_DOUBLE: bool;

    /// The number of this type nearest to `value`.
    fn nearest(value: f64) -> Self;

    /// This number as float64.
    fn wide(self) -> f64;

    /// The float32 nearest to this number.
    fn narrow(self) -> f32;

    /// Its square root.
    fn root(self) -> Self;

    /// 2ⁿ for a whole number n that is an exponent of this type.
    fn power(self) -> Self;

    /// These values as numbers of this type; `buffer` is for those that have to be made.
    fn widened<'a>(values: &'a [f32], buffer: &'a mut Vec<Self>) -> &'a [Self];

    /// Adds ∑ x and ∑ x² of each run to its totals.
    fn sum_powers(x: &[f32], totals: &mut [Totals]);

    /// Adds ∑ d and ∑ d², d = x − p, of each run to its totals, with p of the run.
    fn sum_deviations(x: &[f32], around: &[Around<Self>], totals: &mut [Totals]);

    /// Adds ∑ d and ∑ d² of each column to its totals, with p of the column.
    /// The runs lie apart: each from one of `starts` on, with an element for each column.
    fn sum_column_deviations(x: &[f32], starts: &[usize], around: &[Self], totals: [&mut [f64]; 2]);

    /// Writes y on the line of each run.
    fn map(lines: &[Straight<Self>], x: &[f32], y: &mut [f32]);

    /// Writes γ·y + β with y on the line of each run, and γ and β of the columns.
    fn map_then(lines: &[Straight<Self>], affine: [&[Self]; 2], x: &[f32], y: &mut [f32]);

    /// Writes γ·y + β with y on the line of each column: center, scale, shift.
    fn map_columns(lines: [&[Self]; 3], affine: [f32; 2], x: &[f32], y: &mut [f32]);

    /// Adds ∑ ∂L/∂y and ∑ ∂L/∂y · (x − center) of each run to its totals.
    fn sum_products(lines: &[Straight<Self>], values: [&[f32]; 2], totals: &mut [Totals]);

    /// Adds ∑ g and ∑ g · (x − center), g = γ · ∂L/∂y with γ of the columns, of each run to its totals,
    /// and ∑ ∂L/∂y and ∑ ∂L/∂y · x̂ of each column to its totals, with x̂ on the line of each run.
    ///
    /// It takes as many elements of each run as there are columns, from `first` on.
    /// On the way it needs `sums`, at least as many as columns, which are 0 before and after.
    fn sum_across(
        lines: &[Straight<Self>],
        values: [&[f32]; 2],
        first: usize,
        weight: &[Self],
        totals: &mut [Totals],
        sums: [&mut [Self]; 2],
        column_totals: [&mut [f64]; 2],
    );

    /// Adds ∑ g and ∑ g · (x − center), g = γ · ∂L/∂y, of each column to its totals,
    /// with γ of the run and the center of the column.
    /// The runs lie apart: each with its γ and where it starts, with an element for each column.
    fn sum_column_products(
        runs: &[(f32, usize)],
        values: [&[f32]; 2],
        center: &[Self],
        totals: [&mut [f64]; 2],
    );

    /// Adds ∑ ∂L/∂y and ∑ ∂L/∂y · x̂ of a run to its totals, with x̂ on the line of each column.
    fn sum_hats(lines: [&[Self]; 3], values: [&[f32]; 2], totals: &mut Totals);

    /// Writes ∂L/∂x with the slope of each run.
    fn map_slopes(slopes: &[Slope<Self>], values: [&[f32]; 2], out: &mut [f32]);

    /// Writes ∂L/∂x with the slope of each run, and γ of the columns as a further factor of ∂L/∂y.
    fn map_weighted_slopes(
        slopes: &[Slope<Self>],
        weight: &[Self],
        values: [&[f32]; 2],
        out: &mut [f32],
    );

    /// Writes ∂L/∂x of a run with the slope of each column (per_grad, per_x, center, constant),
    /// and γ as a further factor of ∂L/∂y.
    fn map_column_slopes(slopes: [&[Self]; 4], weight: f32, values: [&[f32]; 2], out: &mut [f32]);
}

/// The loops, as functions that are compiled here and not where they are called.
macro_rules! loops {
    () => {
        #[inline(never)]
        fn sum_powers(x: &[f32], totals: &mut [Totals]) {
            // These take no memory.
            let formulas = vec![AroundZero; totals.len()];
            sum::<Self, 1, 0>(&formulas, [x], [], totals);
        }

        #[inline(never)]
        fn sum_deviations(x: &[f32], around: &[Around<Self>], totals: &mut [Totals]) {
            sum(around, [x], [], totals);
        }

        #[inline(never)]
        fn sum_column_deviations(
            x: &[f32],
            starts: &[usize],
            around: &[Self],
            totals: [&mut [f64]; 2],
        ) {
            let run = |start| (AroundEach, [&x[start..start + around.len()]]);
            sum_columns(starts, run, [around], totals);
        }

        #[inline(never)]
        fn map(lines: &[Straight<Self>], x: &[f32], y: &mut [f32]) {
            map(lines, [x], [], y);
        }

        #[inline(never)]
        fn map_then(lines: &[Straight<Self>], affine: [&[Self]; 2], x: &[f32], y: &mut [f32]) {
            map(lines, [x], affine, y);
        }

        #[inline(never)]
        fn map_columns(lines: [&[Self]; 3], affine: [f32; 2], x: &[f32], y: &mut [f32]) {
            let [weight, bias] = affine.map(Self::from);
            map(&[Affinely { weight, bias }], [x], lines, y);
        }

        #[inline(never)]
        fn sum_products(lines: &[Straight<Self>], values: [&[f32]; 2], totals: &mut [Totals]) {
            sum(lines, values, [], totals);
        }

        #[inline(never)]
        fn sum_across(
            lines: &[Straight<Self>],
            values: [&[f32]; 2],
            first: usize,
            weight: &[Self],
            totals: &mut [Totals],
            sums: [&mut [Self]; 2],
            column_totals: [&mut [f64]; 2],
        ) {
            let columns = [weight];
            cross(lines, values, first, columns, totals, sums, column_totals);
        }

        #[inline(never)]
        fn sum_column_products(
            runs: &[(f32, usize)],
            values: [&[f32]; 2],
            center: &[Self],
            totals: [&mut [f64]; 2],
        ) {
            let run = |(weight, start): (f32, usize)| {
                let weight = weight.into();
                let values = values.map(|values| &values[start..start + center.len()]);
                (ProductsEach { weight }, values)
            };
            sum_columns(runs, run, [center], totals);
        }

        #[inline(never)]
        fn sum_hats(lines: [&[Self]; 3], values: [&[f32]; 2], totals: &mut Totals) {
            sum(&[StraightEach], values, lines, from_mut(totals));
        }

        #[inline(never)]
        fn map_slopes(slopes: &[Slope<Self>], values: [&[f32]; 2], out: &mut [f32]) {
            map(slopes, values, [], out);
        }

        #[inline(never)]
        fn map_weighted_slopes(
            slopes: &[Slope<Self>],
            weight: &[Self],
            values: [&[f32]; 2],
            out: &mut [f32],
        ) {
            map(slopes, values, [weight], out);
        }

        #[inline(never)]
        fn map_column_slopes(
            slopes: [&[Self]; 4],
            weight: f32,
            values: [&[f32]; 2],
            out: &mut [f32],
        ) {
            let weight = weight.into();
            map(&[SlopeEach { weight }], values, slopes, out);
        }
    };
}

impl Real for f32 {
    const IS_DOUBLE: bool = false;

    #[inline(always)]
    fn nearest(value: f64) -> Self {
        value as f32
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self.into()
    }

    #[inline(always)]
    fn narrow(self) -> f32 {
        self
    }

    #[inline(always)]
    fn root(self) -> Self {
        self.sqrt()
    }

    #[inline(always)]
    fn power(self) -> Self {
        Self::from_bits((self + POWER_32).to_bits() << 23)
    }

    fn widened<'a>(values: &'a [f32], _: &'a mut Vec<Self>) -> &'a [Self] {
        values
    }

    loops!();
}

impl Real for f64 {
    const IS_DOUBLE: bool = true;

    #[inline(always)]
    fn nearest(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }

    #[inline(always)]
    fn narrow(self) -> f32 {
        self as f32
    }

    #[inline(always)]
    fn root(self) -> Self {
        self.sqrt()
    }

    #[inline(always)]
    fn power(self) -> Self {
        Self::from_bits((self + POWER_64).to_bits() << 52)
    }

    fn widened<'a>(values: &'a [f32], buffer: &'a mut Vec<Self>) -> &'a [Self] {
        buffer.clear();
        buffer.extend(values.iter().copied().map(Self::from));
        buffer
    }

    loops!();
}
