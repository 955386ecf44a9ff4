//! Powers of e, several side by side.

use crate::lanes::{Formula, Lanes, map};

/// Added to a number and subtracted again, it leaves the whole number nearest to it.
const ROUND: f32 = 12_582_912.0;

/// ln 2 in two parts, of which the first has few enough digits that its products with exponents are exact.
const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];

/// eʳ = 1 + r + r²·p(r) for |r| ≤ ln(2)/2: the coefficients of p, the highest first (Moshier's Cephes, `expf`).
const COEFFICIENTS: [f32; 6] = [
    1.987_569_1e-4,
    1.398_2e-3,
    8.333_452e-3,
    4.166_579_6e-2,
    0.166_666_65,
    0.5,
];

/// Where eˣ is 0, and where it is infinite.
const ENDS: [f32; 2] = [-104.0, 89.0];

/// eˣ, off by at most 2 units in the last place; what is no number stays none.
#[inline(always)]
pub fn exp<G: Lanes<f32, L>, const L: usize>(x: G) -> G {
    let x = x.larger(G::splat(ENDS[0])).smaller(G::splat(ENDS[1]));
    let n = round(x.times(G::splat(std::f32::consts::LOG2_E)));
    let rest = x.minus(n.times(G::splat(LN_2[0])));
    let rest = rest.minus(n.times(G::splat(LN_2[1])));
    let mut sum = G::splat(COEFFICIENTS[0]);
    for coefficient in &COEFFICIENTS[1..] {
        sum = sum.times(rest).plus(G::splat(*coefficient));
    }
    let power = sum.times(rest.times(rest)).plus(rest).plus(G::splat(1.0));
    // In two steps, for neither the largest results nor the smallest are powers of 2 that float32 has.
    let half = round(n.times(G::splat(0.5)));
    power.times(half.power()).times(n.minus(half).power())
}

#[inline(always)]
fn round<G: Lanes<f32, L>, const L: usize>(x: G) -> G {
    x.plus(G::splat(ROUND)).minus(G::splat(ROUND))
}

/// e to the power of x − center.
#[derive(Clone, Copy)]
struct ExpFrom {
    center: f32,
}

impl Formula<f32, 1, 0, 1> for ExpFrom {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 1] {
        [exp(x.minus(G::splat(self.center)))]
    }
}

/// Writes e to the power of x − center, for each x.
pub(super) fn exp_from(center: f32, x: &[f32], y: &mut [f32]) {
    map(&[ExpFrom { center }], [x], [], y);
}

#[cfg(test)]
mod tests {
    use super::exp_from;

    fn exp(x: f32) -> f32 {
        let mut y = [0.0];
        exp_from(0.0, &[x], &mut y);
        y[0]
    }

    #[test]
    fn exp_is_within_two_units_in_the_last_place() {
        let mut worst = 0.0_f64;
        for k in 0..2_000_000 {
            let x = -104.5 + k as f32 * 9.7e-5;
            let (ours, exact) = (f64::from(exp(x)), f64::from(x).exp());
            // The spacing of float32 there; below the smallest normal number it no longer shrinks.
            let unit = 2.0_f64.powi((exact.log2().floor() as i32).max(-126) - 23);
            if exact < f64::from(f32::MAX) {
                worst = worst.max((ours - exact).abs() / unit);
            }
        }
        assert!(worst <= 2.0, "{worst} units");
    }

    #[test]
    fn exp_keeps_what_is_not_finite() {
        assert!(exp(f32::NAN).is_nan());
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!([exp(0.0), exp(-0.0)], [1.0, 1.0]);
        assert_eq!([exp(88.8), exp(-103.98)], [f32::INFINITY, 0.0]);
        assert!(exp(88.72).is_finite());
    }
}
