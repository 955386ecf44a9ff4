//! Derivatives, and the sums they need.

use super::Straight;
use crate::lanes::Real;
use crate::lanes::drive::Formula;
use crate::lanes::group::Lanes;

/// ∂L/∂y and ∂L/∂y · (x − center).
impl<T: Real> Formula<T, 2, 0, 2> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], []: [G; 0]) -> [G; 2] {
        [grad, grad.times(x.minus(G::splat(self.center)))]
    }
}

/// g and g · (x − center) with g = γ · ∂L/∂y and γ of each column; and ∂L/∂y and ∂L/∂y · x̂, with x̂ on the line.
impl<T: Real> Formula<T, 2, 1, 4> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], [weight]: [G; 1]) -> [G; 4] {
        let g = grad.times(weight);
        let d = x.minus(G::splat(self.center));
        let x_hat = d.times(G::splat(self.scale)).plus(G::splat(self.shift));
        [g, g.times(d), grad, grad.times(x_hat)]
    }
}

/// g and g · (x − center) with g = γ · ∂L/∂y, and the center of each column.
#[derive(Clone, Copy)]
pub struct ProductsEach<T> {
    /// γ
    pub weight: T,
}

impl<T: Real> Formula<T, 2, 1, 2> for ProductsEach<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], [center]: [G; 1]) -> [G; 2] {
        let g = grad.times(G::splat(self.weight));
        [g, g.times(x.minus(center))]
    }
}

/// ∂L/∂y and ∂L/∂y · x̂, with x̂ on the line of each column.
#[derive(Clone, Copy)]
pub struct StraightEach;

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
#[derive(Clone, Copy, Debug, Default)]
pub struct Slope<T> {
    /// What ∂L/∂y is multiplied by
    pub per_grad: T,
    /// What x − center is multiplied by
    pub per_x: T,
    /// What is subtracted from x
    pub center: T,
    /// What is added
    pub constant: T,
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

/// From ∂L/∂y and x, with γ of each column as a further factor of ∂L/∂y.
impl<T: Real> Formula<T, 2, 1, 1> for Slope<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [grad, x]: [G; 2], [weight]: [G; 1]) -> [G; 1] {
        let grad = grad.times(weight);
        [grad.times(G::splat(self.per_grad)).plus(self.of_x(x))]
    }
}

/// From ∂L/∂y and x with the [`Slope`] of each column, and γ as a further factor of ∂L/∂y.
#[derive(Clone, Copy)]
pub struct SlopeEach<T> {
    /// γ
    pub weight: T,
}

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
