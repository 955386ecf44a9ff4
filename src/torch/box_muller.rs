//! Normal random numbers from uniform ones, many at once.
//!
//! Angle and radius are rounded to float32 where PyTorch rounds them. The functions between are computed in float64,
//! by polynomials that a compiler can put side by side, to 10⁻¹⁰: closer to the true ones than PyTorch's own.

use std::f32::consts::TAU;
use std::f64::consts::{FRAC_2_PI, FRAC_PI_2, LN_2, SQRT_2};

/// Values from which on PyTorch fills a normal tensor in blocks of so many.
pub(super) const BLOCK: usize = 16;

/// Half a block: radii come from the first half, angles from the second.
const HALF: usize = BLOCK / 2;

/// Turns 16 uniform values into normal ones, in PyTorch's order and precision (Box and Muller 1958).
pub(super) fn box_muller(block: &mut [f32; BLOCK]) {
    let mut radius = [0.0; HALF];
    let (mut sine, mut cosine) = ([0.0; HALF], [0.0; HALF]);
    for i in 0..HALF {
        radius[i] = (-2.0 * ln(1.0 - block[i])).sqrt();
        [sine[i], cosine[i]] = sin_cos(TAU * block[i + HALF]);
    }
    for i in 0..HALF {
        block[i] = (radius[i] * cosine[i]) as f32;
        block[i + HALF] = (radius[i] * sine[i]) as f32;
    }
}

/// The natural logarithm of a positive normal float32:
///
/// ```text
/// ln(2ᵉ·m) = e·ln 2 + 2·artanh s = e·ln 2 + 2·(s + s³/3 + s⁵/5 + …),   s = (m − 1)/(m + 1)
/// ```
///
/// with m from √½ to √2, so that |s| < 0.172.
#[inline(always)]
fn ln(value: f32) -> f64 {
    let bits = value.to_bits();
    let mantissa = f32::from_bits(bits & 0x007f_ffff | 0x3f80_0000);
    let exponent = (bits >> 23) as i32 - 127;
    let is_large = f64::from(mantissa) > SQRT_2;
    let m = f64::from(mantissa) * if is_large { 0.5 } else { 1.0 };
    let e = f64::from(exponent + i32::from(is_large));
    let s = (m - 1.0) / (m + 1.0);
    let t = s * s;
    let series = 1.0 / 13.0;
    let series = series * t + 1.0 / 11.0;
    let series = series * t + 1.0 / 9.0;
    let series = series * t + 1.0 / 7.0;
    let series = series * t + 1.0 / 5.0;
    let series = series * t + 1.0 / 3.0;
    e * LN_2 + 2.0 * s * (series * t + 1.0)
}

/// Sine and cosine of an angle from 0 to 2π, by Taylor's series around the nearest quarter of the circle.
#[inline(always)]
fn sin_cos(angle: f32) -> [f64; 2] {
    let angle = f64::from(angle);
    let quarter = (angle * FRAC_2_PI + 0.5) as i32;
    let r = angle - f64::from(quarter) * FRAC_PI_2;
    let t = r * r;
    let sine = 1.0 / 362_880.0 - t / 39_916_800.0;
    let sine = sine * t - 1.0 / 5040.0;
    let sine = sine * t + 1.0 / 120.0;
    let sine = sine * t - 1.0 / 6.0;
    let sine = r + r * t * sine;
    let cosine = 1.0 / 40_320.0 - t / 3_628_800.0 + t * t / 479_001_600.0;
    let cosine = cosine * t - 1.0 / 720.0;
    let cosine = cosine * t + 1.0 / 24.0;
    let cosine = cosine * t - 0.5;
    let cosine = 1.0 + t * cosine;
    let is_odd = quarter & 1 == 1;
    let (sine, cosine) = if is_odd {
        (cosine, sine)
    } else {
        (sine, cosine)
    };
    let signed = |value: f64, is_negative: bool| if is_negative { -value } else { value };
    [
        signed(sine, quarter & 2 == 2),
        signed(cosine, (quarter + 1) & 2 == 2),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_true_to_ten_digits() {
        for i in 1..=(1 << 16) {
            let value = i as f32 / 65_536.0;
            let true_one = f64::from(value).ln();
            assert!((ln(value) - true_one).abs() <= 1e-10, "{value}");
        }
        let smallest = 1.0 / 16_777_216.0_f32;
        assert!((ln(smallest) + 24.0 * LN_2).abs() < 1e-13);
    }

    #[test]
    fn sines_and_cosines_are_true_to_ten_digits() {
        for i in 0..=(1 << 16) {
            let angle = TAU * (i as f32 / 65_536.0);
            let (sine, cosine) = f64::from(angle).sin_cos();
            let ours = sin_cos(angle);
            assert!((ours[0] - sine).abs() <= 1e-10, "{angle}");
            assert!((ours[1] - cosine).abs() <= 1e-10, "{angle}");
        }
    }
}
