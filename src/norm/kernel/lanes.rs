//! Elements side by side: what the loops are written in, for any processor.

use std::array::from_fn;
use std::ops::{Add, Mul, Sub};

/// The numbers that an element is computed in: float32, or float64 where that is asked for.
///
/// Both go through the same kernels. Values are float32 in memory; statistics and totals are float64.
pub(super) trait Real:
    Copy + Default + From<f32> + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    /// Whether this is float64.
    const IS_DOUBLE: bool;

    /// The number of this type nearest to `value`.
    fn nearest(value: f64) -> Self;

    fn wide(self) -> f64;

    /// The float32 nearest to this number.
    fn narrow(self) -> f32;

    /// These values as numbers of this type; `buffer` is for those that have to be made.
    fn widened<'a>(values: &'a [f32], buffer: &'a mut Vec<Self>) -> &'a [Self];

    /// Runs a kernel on lanes of the processor.
    fn run<K: Kernel<Self>>(kernel: K) -> K::Output;
}

/// A loop over elements, written once for lanes of any kind.
///
/// What it gives does not depend on the processor: the lanes are as many on each, none fuses a product
/// with a sum, and what is added up is added in one order.
pub(super) trait Kernel<T> {
    /// What it gives
    type Output;

    /// Runs it on these lanes.
    fn run<G: Lanes<T, L>, const L: usize>(self) -> Self::Output;
}

/// L neighbours, each in a lane.
pub(super) trait Lanes<T, const L: usize>: Copy {
    fn splat(value: T) -> Self;

    fn load(values: &[T; L]) -> Self;

    /// From float32, exactly.
    fn widen(values: &[f32; L]) -> Self;

    /// To float32, each rounded to the nearest.
    fn narrow(self, values: &mut [f32; L]);

    fn plus(self, other: Self) -> Self;

    fn minus(self, other: Self) -> Self;

    fn times(self, other: Self) -> Self;

    /// Adds lane i to total i mod 4: first the lanes of a total in pairs, then their sum to it.
    fn total(self, totals: &mut [f64; 4]);

    /// Adds each lane to a total of its own.
    fn add_to(self, totals: &mut [f64; L]);
}

/// Lanes as an array, for any processor.
#[derive(Clone, Copy)]
pub(super) struct Plain<T, const L: usize>([T; L]);

impl<T: Real, const L: usize> Lanes<T, L> for Plain<T, L> {
    #[inline(always)]
    fn splat(value: T) -> Self {
        Self([value; L])
    }

    #[inline(always)]
    fn load(values: &[T; L]) -> Self {
        Self(*values)
    }

    #[inline(always)]
    fn widen(values: &[f32; L]) -> Self {
        Self(values.map(T::from))
    }

    #[inline(always)]
    fn narrow(self, values: &mut [f32; L]) {
        *values = self.0.map(T::narrow);
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self(from_fn(|lane| self.0[lane] + other.0[lane]))
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self(from_fn(|lane| self.0[lane] - other.0[lane]))
    }

    #[inline(always)]
    fn times(self, other: Self) -> Self {
        Self(from_fn(|lane| self.0[lane] * other.0[lane]))
    }

    #[inline(always)]
    fn total(self, totals: &mut [f64; 4]) {
        let mut lanes = self.0;
        let mut len = L;
        while len > 4 {
            // 16 lanes: 0 + 4, 8 + 12 and their sum; 8 lanes: 0 + 4.
            for pair in 0..len / 8 {
                for lane in 0..4 {
                    lanes[4 * pair + lane] = lanes[8 * pair + lane] + lanes[8 * pair + 4 + lane];
                }
            }
            len /= 2;
        }
        for (total, lane) in totals.iter_mut().zip(lanes) {
            *total += lane.wide();
        }
    }

    #[inline(always)]
    fn add_to(self, totals: &mut [f64; L]) {
        for (total, lane) in totals.iter_mut().zip(self.0) {
            *total += lane.wide();
        }
    }
}
