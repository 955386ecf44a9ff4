//! What becomes of single elements, without the rounding to float32 in between.

use crate::lanes::{Kernel, Lanes, Run};

/// `((x − center) · scale − shift) · weight + bias` in float64, rounded once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Element {
    /// Subtracted first
    pub center: f64,
    /// Factor then
    pub scale: f64,
    /// Subtracted then
    pub shift: f64,
    /// γ
    pub weight: f64,
    /// β
    pub bias: f64,
}

impl Element {
    /// x as it is.
    pub const SAME: Self = Self {
        center: 0.0,
        scale: 1.0,
        shift: 0.0,
        weight: 1.0,
        // The zero that leaves the other one as it is.
        bias: -0.0,
    };

    /// What becomes of x.
    #[inline(always)]
    pub fn of(self, x: f32) -> f32 {
        let normal = (f64::from(x) - self.center) * self.scale - self.shift;
        (normal * self.weight + self.bias) as f32
    }

    /// What becomes of each x.
    pub fn fill(self, x: &[f32], out: &mut [f32]) {
        let element = self;
        let [weight, bias] = [Self::SAME.weight, Self::SAME.bias];
        match (self.shift, self.weight, self.bias) == (0.0, weight, bias) {
            true => f64::run(Fill::<true> { element, x, out }),
            false => f64::run(Fill::<false> { element, x, out }),
        }
    }
}

/// `IS_CENTERED` where nothing is done but to subtract and to scale.
struct Fill<'a, const IS_CENTERED: bool> {
    element: Element,
    x: &'a [f32],
    out: &'a mut [f32],
}

impl<const IS_CENTERED: bool> Kernel<f64> for Fill<'_, IS_CENTERED> {
    const IS_CROWDED: bool = true;

    #[inline(always)]
    fn run<G: Lanes<f64, L>, const L: usize>(self) {
        let Element {
            center,
            scale,
            shift,
            weight,
            bias,
        } = self.element;
        let [center, scale, shift, weight, bias] =
            [center, scale, shift, weight, bias].map(G::splat);
        let (groups, rest) = self.x.as_chunks::<L>();
        let (out, rest_out) = self.out.as_chunks_mut::<L>();
        for (x, out) in groups.iter().zip(out) {
            let scaled = G::widen(x).minus(center).times(scale);
            match IS_CENTERED {
                true => scaled.narrow(out),
                false => scaled.minus(shift).times(weight).plus(bias).narrow(out),
            }
        }
        for (x, out) in rest.iter().zip(rest_out) {
            *out = self.element.of(*x);
        }
    }
}
