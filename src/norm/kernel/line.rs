//! Straight lines: what becomes of an element, given the statistics of its set.

use super::drive::Formula;
use super::lanes::{Lanes, Real};
use crate::norm::Source;
use std::ops::Range;

/// Magnitudes of factors that float32 has all digits of, and whose products with numbers of usual size it can hold.
const FACTORS: Range<f64> = 1e-30..1e30;

/// Whether float32 may take this for a factor.
pub(super) fn is_factor(value: f64) -> bool {
    value == 0.0 || FACTORS.contains(&value.abs())
}

/// Whether float32 may take this for a summand, where it may be tiny.
pub(super) fn is_summand(value: f64) -> bool {
    value.abs() < FACTORS.end
}

/// y = scale · (x − mean) + bias
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub mean: f64,
    pub scale: f64,
    pub bias: f64,
    /// Where the mean comes from
    pub source: Source,
}

impl Line {
    /// The line to γ·y + β.
    pub fn then(self, weight: f32, bias: f32) -> Self {
        Self {
            scale: self.scale * f64::from(weight),
            bias: self.bias * f64::from(weight) + f64::from(bias),
            ..self
        }
    }

    /// Whether float32 keeps its digits.
    pub fn is_safe(self) -> bool {
        is_factor(self.scale) && is_summand(self.mean) && is_summand(self.bias)
    }

    /// ∑ t·y over some elements, from ∑ t and ∑ t·(x − center); without bias.
    pub fn sum(self, center: f64, [of_t, of_product]: [f64; 2]) -> f64 {
        self.scale * of_product + (center - self.mean) * self.scale * of_t
    }

    /// The line in the numbers that it is computed in.
    ///
    /// In float32 the mean is split into the float32 nearest to it, which is subtracted first, without
    /// a rounding where x is near it (Sterbenz), and the rest, which becomes part of the shift.
    /// Then y is off by at most 2⁻²⁴ · (3 |scale · (x − mean)| + |bias| + |y|).
    pub fn to<T: Real>(self) -> Straight<T> {
        let center = match self.source {
            // One linear map of x, as PyTorch does: the two differ where both the variance and ε are 0.
            Source::Running if T::IS_DOUBLE => T::default(),
            _ => T::nearest(self.mean),
        };
        Straight {
            center,
            scale: T::nearest(self.scale),
            shift: T::nearest((center.wide() - self.mean) * self.scale + self.bias),
        }
    }
}

/// y = scale · (x − center) + shift
#[derive(Clone, Copy, Debug)]
pub(super) struct Straight<T> {
    pub center: T,
    pub scale: T,
    pub shift: T,
}

impl<T: Real> Straight<T> {
    #[inline(always)]
    pub fn y<G: Lanes<T, L>, const L: usize>(self, x: G) -> G {
        x.minus(G::splat(self.center))
            .times(G::splat(self.scale))
            .plus(G::splat(self.shift))
    }
}

/// From x to y.
impl<T: Real> Formula<T, 1, 0, 1> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 1] {
        [self.y(x)]
    }
}

/// From x and γ to γ·y.
impl<T: Real> Formula<T, 1, 1, 1> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], [weight]: [G; 1]) -> [G; 1] {
        [self.y(x).times(weight)]
    }
}

/// From x, γ and β to γ·y + β.
impl<T: Real> Formula<T, 1, 2, 1> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], [weight, bias]: [G; 2]) -> [G; 1] {
        [self.y(x).times(weight).plus(bias)]
    }
}

/// From x to γ·y + β with y on the line of the element's set.
#[derive(Clone, Copy)]
pub(super) struct Affinely<T> {
    weight: T,
    bias: T,
}

impl<T: Real> Affinely<T> {
    pub fn new(weight: f32, bias: f32) -> Self {
        Self {
            weight: weight.into(),
            bias: bias.into(),
        }
    }
}

impl<T: Real> Formula<T, 1, 3, 1> for Affinely<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(
        self,
        [x]: [G; 1],
        [center, scale, shift]: [G; 3],
    ) -> [G; 1] {
        let y = x.minus(center).times(scale).plus(shift);
        [y.times(G::splat(self.weight)).plus(G::splat(self.bias))]
    }
}
