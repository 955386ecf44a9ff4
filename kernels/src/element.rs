//! What becomes of single elements, without the rounding to float32 in between.

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
    // Within a caller it would be compiled as that is, for size.
    #[inline(never)]
    pub fn fill(self, x: &[f32], out: &mut [f32]) {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = self.of(x);
        }
    }
}
