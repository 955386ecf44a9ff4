//! Deviations and their squares.

use crate::lanes::Real;
use crate::lanes::drive::Formula;
use crate::lanes::group::Lanes;

/// x and x².
#[derive(Clone, Copy)]
pub struct AroundZero;

impl<T: Real> Formula<T, 1, 0, 2> for AroundZero {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 2] {
        [x, x.times(x)]
    }
}

/// p: where d = x − p and d² are seen from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<T>(pub T);

impl<T: Real> Formula<T, 1, 0, 2> for Around<T> {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 2] {
        let d = x.minus(G::splat(self.0));
        [d, d.times(d)]
    }
}

/// d = x − p and d², with p of each column.
#[derive(Clone, Copy)]
pub struct AroundEach;

impl<T: Real> Formula<T, 1, 1, 2> for AroundEach {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], [around]: [G; 1]) -> [G; 2] {
        let d = x.minus(around);
        [d, d.times(d)]
    }
}
