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
        f64::run(Fill { element, x, out });
    }
}

struct Fill<'a> {
    element: Element,
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Kernel<f64> for Fill<'_> {
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
            let normal = G::widen(x).minus(center).times(scale).minus(shift);
            normal.times(weight).plus(bias).narrow(out);
        }
        for (x, out) in rest.iter().zip(rest_out) {
            *out = self.element.of(*x);
        }
    }
}
