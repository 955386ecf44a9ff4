//! Groups of elements side by side: what the loops are written in, for any processor.

use super::Real;
use std::array::from_fn;

/// A loop over elements, written once for lanes of any kind.
pub trait Kernel<T> {
    /// Whether it has so many numbers at hand that registers are scarce: then it gets half the lanes.
    const IS_CROWDED: bool = false;

    /// Runs it on these lanes.
    fn run<G: Lanes<T, L>, const L: usize>(self);
}

/// Numbers that kernels run on.
pub trait Run: Sized {
    /// Runs a kernel on lanes of the processor.
    fn run<K: Kernel<Self>>(kernel: K);
}

/// L neighbours, each in a lane.
pub trait Lanes<T, const L: usize>: Copy {
    fn splat(value: T) -> Self;

    fn load(values: &[T; L]) -> Self;

    fn store(self, values: &mut [T; L]);

    /// From float32, exactly.
    fn widen(values: &[f32; L]) -> Self;

    /// To float32, each rounded to the nearest.
    fn narrow(self, values: &mut [f32; L]);

    fn plus(self, other: Self) -> Self;

    fn minus(self, other: Self) -> Self;

    fn times(self, other: Self) -> Self;

    fn over(self, other: Self) -> Self;

    /// Square roots.
    fn root(self) -> Self;

    /// The other where it is larger; what is no number stays none.
    fn larger(self, other: Self) -> Self;

    /// The other where it is smaller; what is no number stays none.
    fn smaller(self, other: Self) -> Self;

    /// Itself where the other is more than 0, and 0 elsewhere.
    fn where_positive(self, other: Self) -> Self;

    /// 2ⁿ for whole numbers n that are exponents of this type.
    fn power(self) -> Self;

    /// Adds lane i to total i mod 4: first the lanes of a total in pairs, then their sum to it.
    fn total(self, totals: &mut [f64; 4]);

    /// Adds each lane to a total of its own.
    fn add_to(self, totals: &mut [f64; L]);
}

/// Lanes as an array, for any processor.
#[derive(Clone, Copy)]
pub struct Plain<T, const L: usize>([T; L]);

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
    fn store(self, values: &mut [T; L]) {
        *values = self.0;
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
    fn over(self, other: Self) -> Self {
        Self(from_fn(|lane| self.0[lane] / other.0[lane]))
    }

    #[inline(always)]
    fn root(self) -> Self {
        Self(self.0.map(T::root))
    }

    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        let pick = |[own, other]: [T; 2]| if own < other { other } else { own };
        Self(from_fn(|lane| pick([self.0[lane], other.0[lane]])))
    }

    #[inline(always)]
    fn smaller(self, other: Self) -> Self {
        let pick = |[own, other]: [T; 2]| if other < own { other } else { own };
        Self(from_fn(|lane| pick([self.0[lane], other.0[lane]])))
    }

    #[inline(always)]
    fn where_positive(self, other: Self) -> Self {
        let zero = T::default();
        let pick = |[own, other]: [T; 2]| if other > zero { own } else { zero };
        Self(from_fn(|lane| pick([self.0[lane], other.0[lane]])))
    }

    #[inline(always)]
    fn power(self) -> Self {
        Self(self.0.map(T::power))
    }

    #[inline(always)]
    fn total(self, totals: &mut [f64; 4]) {
        let mut lanes = self.0;
        let mut len = L;
        while len > 4 {
            // Of 16 lanes first 0 + 4 and 8 + 12, and then the two sums.
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
