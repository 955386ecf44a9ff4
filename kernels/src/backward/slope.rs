//! The slope of a set.

use crate::lanes::{Real, Slope, Straight};
use crate::line::{Line, is_factor, is_summand};

/// ∂L/∂x = (g − mean(g) − x̂ · mean(g·x̂)) / √(σ² + ε) with g = weight · ∂L/∂y.
#[derive(Clone, Copy)]
pub(super) struct SetSlope(Slope<f64>);

impl SetSlope {
    /// Given the line to x̂, the center that is subtracted from x, and the two means.
    pub fn new(line: Line, center: f64, weight: f64, [grad, product]: [f64; 2]) -> Self {
        let per_x = -line.scale * line.scale * product;
        Self(Slope {
            per_grad: line.scale * weight,
            per_x,
            center,
            constant: (center - line.mean) * per_x - line.scale * grad,
        })
    }

    /// Whether float32 keeps its digits.
    pub fn is_safe(self) -> bool {
        is_factor(self.0.per_grad) && is_factor(self.0.per_x) && is_summand(self.0.constant)
    }

    /// In the numbers that it is computed in.
    pub fn to<T: Real>(self) -> Slope<T> {
        let Slope {
            per_grad,
            per_x,
            center,
            constant,
        } = self.0;
        Slope {
            per_grad: T::nearest(per_grad),
            per_x: T::nearest(per_x),
            center: T::nearest(center),
            constant: T::nearest(constant),
        }
    }
}

/// The part of a slope that does not depend on x, as a line over ∂L/∂y.
pub(super) fn of_grad<T: Real>(slope: Slope<T>) -> Straight<T> {
    Straight {
        scale: slope.per_grad,
        ..Straight::default()
    }
}
