//! From float64 to float32.

use crate::lanes::group::{Kernel, Lanes, Plain, Run};

/// Writes each number as the float32 nearest to it.
#[inline(never)]
pub fn round(numbers: &[f64], out: &mut [f32]) {
    f64::run(Round { numbers, out });
}

struct Round<'a> {
    numbers: &'a [f64],
    out: &'a mut [f32],
}

impl Kernel<f64> for Round<'_> {
    #[inline(always)]
    fn run<G: Lanes<f64, L>, const L: usize>(self) {
        let (groups, rest) = self.numbers.as_chunks();
        let (out, out_rest) = self.out.as_chunks_mut();
        for (numbers, out) in groups.iter().zip(out) {
            G::load(numbers).narrow(out);
        }
        for (number, out) in rest.iter().zip(out_rest) {
            Plain::<f64, 1>::splat(*number).narrow(std::array::from_mut(out));
        }
    }
}
