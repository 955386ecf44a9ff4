//! Functions of single elements.

use super::exp::exp;
use crate::lanes::{Formula, Lanes, map};

/// A formula of N values of an element.
macro_rules! formula {
    ($name:ident, [$($value:ident),+], $count:literal, $result:expr) => {
        #[derive(Clone, Copy)]
        struct $name;

        impl Formula<f32, $count, 0, 1> for $name {
            #[inline(always)]
            fn of<G: Lanes<f32, L>, const L: usize>(
                self,
                [$($value),+]: [G; $count],
                []: [G; 0],
            ) -> [G; 1] {
                [$result]
            }
        }
    };
}

formula!(Relu, [x], 1, x.larger(G::splat(0.0)));
formula!(ReluBack, [y, grad], 2, grad.where_positive(y));
formula!(Sigmoid, [x], 1, {
    let one = G::splat(1.0);
    one.over(one.plus(exp(G::splat(0.0).minus(x))))
});
formula!(SigmoidBack, [y, grad], 2, {
    grad.times(y.times(G::splat(1.0).minus(y)))
});
formula!(Tanh, [x], 1, tanh_of(x));
formula!(TanhBack, [y, grad], 2, {
    grad.times(G::splat(1.0).minus(y.times(y)))
});
formula!(Times, [a, b], 2, a.times(b));
formula!(Plus, [a, b], 2, a.plus(b));

/// Below this, tanh x = x + x³·p(x²), with the coefficients of p from the highest on (Moshier's Cephes, `tanhf`).
const SMALL: f32 = 0.625;
const COEFFICIENTS: [f32; 5] = [
    -5.704_988_7e-3,
    2.063_909e-2,
    -5.373_971_6e-2,
    0.133_314_42,
    -0.333_332_8,
];

/// Beyond this, tanh x is ±1.
const FLAT: f32 = 9.1;

/// tanh x, off by at most 4 units in the last place; what is no number stays none.
#[inline(always)]
fn tanh_of<G: Lanes<f32, L>, const L: usize>(x: G) -> G {
    let (zero, one) = (G::splat(0.0), G::splat(1.0));
    let x = x.larger(G::splat(-FLAT)).smaller(G::splat(FLAT));
    let square = x.times(x);
    let mut sum = G::splat(COEFFICIENTS[0]);
    for coefficient in &COEFFICIENTS[1..] {
        sum = sum.times(square).plus(G::splat(*coefficient));
    }
    let small = sum.times(square).times(x).plus(x);
    let raised = exp(x.plus(x)).plus(one);
    let large = one.minus(one.plus(one).over(raised));
    let beyond = x.larger(zero.minus(x)).minus(G::splat(SMALL));
    // Where neither condition holds x is no number, and so is the last summand, which is 0 elsewhere.
    let large = large.where_positive(beyond.plus(G::splat(f32::MIN_POSITIVE)));
    small
        .where_positive(zero.minus(beyond))
        .plus(large)
        .plus(x.minus(x))
}

/// Writes max(0, x) of each x; what is no number stays none.
pub fn relu(x: &[f32], y: &mut [f32]) {
    map(&[Relu], [x], [], y);
}

/// Writes ∂L/∂x of [`relu`], from y and ∂L/∂y.
pub fn relu_back(y: &[f32], grad_y: &[f32], grad_x: &mut [f32]) {
    map(&[ReluBack], [y, grad_y], [], grad_x);
}

/// Writes 1/(1 + e⁻ˣ) of each x.
pub fn sigmoid(x: &[f32], y: &mut [f32]) {
    map(&[Sigmoid], [x], [], y);
}

/// Writes ∂L/∂x of [`sigmoid`], from y and ∂L/∂y.
pub fn sigmoid_back(y: &[f32], grad_y: &[f32], grad_x: &mut [f32]) {
    map(&[SigmoidBack], [y, grad_y], [], grad_x);
}

/// Writes tanh x of each x.
pub fn tanh(x: &[f32], y: &mut [f32]) {
    map(&[Tanh], [x], [], y);
}

/// Writes ∂L/∂x of [`tanh`], from y and ∂L/∂y.
pub fn tanh_back(y: &[f32], grad_y: &[f32], grad_x: &mut [f32]) {
    map(&[TanhBack], [y, grad_y], [], grad_x);
}

/// Writes a·b of each two elements.
pub fn times(a: &[f32], b: &[f32], into: &mut [f32]) {
    map(&[Times], [a, b], [], into);
}

/// Writes a + b of each two elements.
pub fn plus(a: &[f32], b: &[f32], into: &mut [f32]) {
    map(&[Plus], [a, b], [], into);
}

/// A factor of all elements.
#[derive(Clone, Copy)]
struct Scaled(f32);

impl Formula<f32, 1, 0, 1> for Scaled {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 1] {
        [x.times(G::splat(self.0))]
    }
}

/// Writes each value times a factor.
pub fn scaled(values: &[f32], factor: f32, into: &mut [f32]) {
    map(&[Scaled(factor)], [values], [], into);
}

#[cfg(test)]
mod tests {
    use super::{relu, relu_back, sigmoid, tanh};

    const ODD: [f32; 5] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0];

    /// On lanes, and on what is left of them.
    fn of(function: fn(&[f32], &mut [f32]), x: f32) -> f32 {
        let (values, mut y) = ([x; 19], [0.0; 19]);
        function(&values, &mut y);
        let same = y.iter().all(|y| y.to_bits() == y.to_bits());
        assert!(same && (y[0] == y[18] || y[0].is_nan() && y[18].is_nan()));
        y[0]
    }

    fn worst(function: fn(&[f32], &mut [f32]), exact: fn(f64) -> f64) -> f64 {
        let mut worst = 0.0_f64;
        for k in -400_000..=400_000 {
            let x = k as f32 * 5e-5;
            let exact = exact(f64::from(x));
            let unit = 2.0_f64.powi((exact.abs().log2().floor() as i32).max(-126) - 23);
            let mut y = [0.0];
            function(&[x], &mut y);
            worst = worst.max((f64::from(y[0]) - exact).abs() / unit);
        }
        worst
    }

    #[test]
    fn sigmoid_and_tanh_are_near_the_definition() {
        let of_sigmoid = worst(sigmoid, |x| 1.0 / (1.0 + (-x).exp()));
        let of_tanh = worst(tanh, f64::tanh);
        assert!(of_sigmoid <= 4.0, "{of_sigmoid} units");
        assert!(of_tanh <= 4.0, "{of_tanh} units");
    }

    #[test]
    fn what_is_not_finite_is_kept() {
        let [nan, more, less, zero, _] = ODD.map(|x| of(tanh, x));
        assert!(nan.is_nan());
        assert_eq!([more, less, zero], [1.0, -1.0, 0.0]);
        let [nan, more, less, zero, _] = ODD.map(|x| of(sigmoid, x));
        assert!(nan.is_nan());
        assert_eq!([more, less, zero], [1.0, 0.0, 0.5]);
        let [nan, more, less, zero, _] = ODD.map(|x| of(relu, x));
        assert!(nan.is_nan());
        assert_eq!([more, less, zero], [f32::INFINITY, 0.0, 0.0]);
    }

    #[test]
    fn derivatives_pass_where_relu_does() {
        let mut grad_x = [9.0; 4];
        relu_back(
            &[0.0, 2.0, f32::NAN, f32::INFINITY],
            &[1.0, 3.0, 5.0, 7.0],
            &mut grad_x,
        );
        assert_eq!(grad_x, [0.0, 3.0, 0.0, 7.0]);
    }
}
