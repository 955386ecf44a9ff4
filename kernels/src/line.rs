//! Straight lines: what becomes of an element, given the statistics of its set.

use crate::lanes::{Real, Straight};
use std::ops::Range;

/// Magnitudes of factors that float32 has all digits of, and whose products with numbers of usual size it can hold.
const FACTORS: Range<f64> = 1e-30..1e30;

/// Whether float32 may take this for a factor.
pub(crate) fn is_factor(value: f64) -> bool {
    value == 0.0 || FACTORS.contains(&value.abs())
}

/// Whether float32 may take this for a summand, where it may be tiny.
pub(crate) fn is_summand(value: f64) -> bool {
    value.abs() < FACTORS.end
}

/// y = scale · (x − mean) + bias
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub mean: f64,
    pub scale: f64,
    pub bias: f64,
    /// Whether the mean is that of the elements on the line
    pub from_x: bool,
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
        let center = match T::IS_DOUBLE && !self.from_x {
            // One linear map of x, as PyTorch does: the two differ where both the variance and ε are 0.
            true => T::default(),
            false => T::nearest(self.mean),
        };
        Straight {
            center,
            scale: T::nearest(self.scale),
            shift: T::nearest((center.wide() - self.mean) * self.scale + self.bias),
        }
    }
}
