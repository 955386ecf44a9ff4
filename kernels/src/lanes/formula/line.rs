//! Straight lines.

use crate::lanes::Real;
use crate::lanes::drive::Formula;
use crate::lanes::group::Lanes;

/// y = scale · (x − center) + shift
#[derive(Clone, Copy, Debug, Default)]
pub struct Straight<T> {
    /// What is subtracted first
    pub center: T,
    /// What the difference is multiplied by
    pub scale: T,
    /// What is added then
    pub shift: T,
}

impl<T: Real> Straight<T> {
    #[inline(always)]
    fn y<G: Lanes<T, L>, const L: usize>(self, x: G) -> G {
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

/// From x to γ·y + β, with γ and β of each column.
impl<T: Real> Formula<T, 1, 2, 1> for Straight<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], [weight, bias]: [G; 2]) -> [G; 1] {
        [self.y(x).times(weight).plus(bias)]
    }
}

/// From x to γ·y + β, with the line of each column.
#[derive(Clone, Copy)]
pub struct Affinely<T> {
    /// γ
    pub weight: T,
    /// β
    pub bias: T,
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
