//! Formulas of derivatives: of the sums they need, and of ∂L/∂x.

use crate::norm::kernel::drive::Formula;
use crate::norm::kernel::lanes::{Lanes, Real};
use crate::norm::kernel::line::{Line, Straight, is_factor, is_summand};

/// g and g · (x − center), with g = ∂L/∂y or γ · ∂L/∂y.
#[derive(Clone, Copy)]
pub(super) struct Products<T> {
    pub center: T,
}

/// From ∂L/∂y and x.
impl<T: Real> Formula<T, 2, 0, 2> for Products<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [g, x]: [G; 2], []: [G; 0]) -> [G; 2] {
        [g, g.times(x.minus(G::splat(self.center)))]
    }
}

/// From ∂L/∂y and x, with γ of each element.
impl<T: Real> Formula<T, 2, 1, 2> for Products<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], [weight]: [G; 1]) -> [G; 2] {
        let g = grad.times(weight);
        [g, g.times(x.minus(G::splat(self.center)))]
    }
}

/// g and g · (x − center), with g = γ · ∂L/∂y and the center of each element's set.
#[derive(Clone, Copy)]
pub(super) struct ProductsEach<T> {
    pub weight: T,
}

impl<T: Real> Formula<T, 2, 1, 2> for ProductsEach<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], [center]: [G; 1]) -> [G; 2] {
        let g = grad.times(G::splat(self.weight));
        [g, g.times(x.minus(center))]
    }
}

/// ∂L/∂y and ∂L/∂y · x̂, with x̂ on a line.
impl<T: Real> Formula<T, 2, 0, 2> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], []: [G; 0]) -> [G; 2] {
        [grad, grad.times(self.y(x))]
    }
}

/// ∂L/∂y and ∂L/∂y · x̂, with x̂ on the line of each element's set.
#[derive(Clone, Copy)]
pub(super) struct StraightEach;

impl<T: Real> Formula<T, 2, 3, 2> for StraightEach {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(
        self,
        [grad, x]: [G; 2],
        [center, scale, shift]: [G; 3],
    ) -> [G; 2] {
        let x_hat = x.minus(center).times(scale).plus(shift);
        [grad, grad.times(x_hat)]
    }
}

/// ∂L/∂x = per_grad · ∂L/∂y + per_x · (x − center) + constant
#[derive(Clone, Copy)]
pub(super) struct Slope<T> {
    pub per_grad: T,
    pub per_x: T,
    pub center: T,
    pub constant: T,
}

impl Slope<f64> {
    /// (g − mean(g) − x̂ · mean(g·x̂)) / √(σ² + ε) with g = `weight` · ∂L/∂y, given the line to x̂ and the two means.
    pub fn new(line: Line, center: f64, weight: f64, [grad, product]: [f64; 2]) -> Self {
        let per_x = -line.scale * line.scale * product;
        Self {
            per_grad: line.scale * weight,
            per_x,
            center,
            constant: (center - line.mean) * per_x - line.scale * grad,
        }
    }

    /// Whether float32 keeps its digits.
    pub fn is_safe(&self) -> bool {
        is_factor(self.per_grad) && is_factor(self.per_x) && is_summand(self.constant)
    }

    pub fn to<T: Real>(&self) -> Slope<T> {
        Slope {
            per_grad: T::nearest(self.per_grad),
            per_x: T::nearest(self.per_x),
            center: T::nearest(self.center),
            constant: T::nearest(self.constant),
        }
    }
}

impl<T: Real> Slope<T> {
    #[inline(always)]
    fn of_x<G: Lanes<T, L>, const L: usize>(self, x: G) -> G {
        x.minus(G::splat(self.center))
            .times(G::splat(self.per_x))
            .plus(G::splat(self.constant))
    }
}

/// From ∂L/∂y and x.
impl<T: Real> Formula<T, 2, 0, 1> for Slope<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], []: [G; 0]) -> [G; 1] {
        [grad.times(G::splat(self.per_grad)).plus(self.of_x(x))]
    }
}

/// From ∂L/∂y and x, with γ of each element as a further factor of ∂L/∂y.
impl<T: Real> Formula<T, 2, 1, 1> for Slope<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], [weight]: [G; 1]) -> [G; 1] {
        let grad = grad.times(weight);
        [grad.times(G::splat(self.per_grad)).plus(self.of_x(x))]
    }
}

/// From ∂L/∂y alone, where nothing else depends on x.
impl<T: Real> Formula<T, 1, 0, 1> for Slope<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad]: [G; 1], []: [G; 0]) -> [G; 1] {
        [grad.times(G::splat(self.per_grad))]
    }
}

/// From ∂L/∂y alone, with γ of each element as a further factor of it.
impl<T: Real> Formula<T, 1, 1, 1> for Slope<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad]: [G; 1], [weight]: [G; 1]) -> [G; 1] {
        [grad.times(weight).times(G::splat(self.per_grad))]
    }
}

/// A [`Slope`] of each element's set, with γ as a further factor of ∂L/∂y.
#[derive(Clone, Copy)]
pub(super) struct SlopeEach<T> {
    pub weight: T,
}

/// From ∂L/∂y and x.
impl<T: Real> Formula<T, 2, 4, 1> for SlopeEach<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(
        self,
        [grad, x]: [G; 2],
        [per_grad, per_x, center, constant]: [G; 4],
    ) -> [G; 1] {
        let of_grad = grad.times(G::splat(self.weight)).times(per_grad);
        [of_grad.plus(x.minus(center).times(per_x).plus(constant))]
    }
}

/// From ∂L/∂y alone, where nothing else depends on x.
impl<T: Real> Formula<T, 1, 1, 1> for SlopeEach<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad]: [G; 1], [per_grad]: [G; 1]) -> [G; 1] {
        [grad.times(G::splat(self.weight)).times(per_grad)]
    }
}
