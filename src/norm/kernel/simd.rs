//! The lanes of processors, and which of them a kernel runs on.
//!
//! The one place with `unsafe`, for two reasons. Vector loads and stores take pointers: each here is that
//! of an array as long as what is loaded or stored. And instructions of AVX may run only where there are any:
//! the kernels that have them are called behind the test for it.

#![allow(unsafe_code)]

use super::lanes::{Kernel, Lanes, Real};

impl Real for f32 {
    const IS_DOUBLE: bool = false;

    #[inline(always)]
    fn nearest(value: f64) -> Self {
        value as f32
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self.into()
    }

    #[inline(always)]
    fn narrow(self) -> f32 {
        self
    }

    fn widened<'a>(values: &'a [f32], _: &'a mut Vec<Self>) -> &'a [Self] {
        values
    }

    #[inline(always)]
    fn run<K: Kernel<Self>>(kernel: K) -> K::Output {
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        return kernel.run::<wasm::F32x16, 16>();
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx") {
            // SAFETY: there is AVX.
            return unsafe { avx::run_f32(kernel) };
        }
        #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
        kernel.run::<super::lanes::Plain<f32, 16>, 16>()
    }
}

impl Real for f64 {
    const IS_DOUBLE: bool = true;

    #[inline(always)]
    fn nearest(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }

    #[inline(always)]
    fn narrow(self) -> f32 {
        self as f32
    }

    fn widened<'a>(values: &'a [f32], buffer: &'a mut Vec<Self>) -> &'a [Self] {
        buffer.clear();
        buffer.extend(values.iter().copied().map(Self::from));
        buffer
    }

    #[inline(always)]
    fn run<K: Kernel<Self>>(kernel: K) -> K::Output {
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        return kernel.run::<wasm::F64x8, 8>();
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx") {
            // SAFETY: there is AVX.
            return unsafe { avx::run_f64(kernel) };
        }
        #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
        kernel.run::<super::lanes::Plain<f64, 8>, 8>()
    }
}

/// Lanes in several registers of `$each` lanes.
macro_rules! lanes {
    (
        $name:ident: $lanes:literal of $real:ty, $each:literal in each $register:ty: $($k:literal)+;
        $splat:path, $load:expr, $widen:expr, $narrow:expr, $plus:path, $minus:path, $times:path, $total:expr, $add_to:expr
    ) => {
        #[derive(Clone, Copy)]
        pub struct $name([$register; $lanes / $each]);

        // The arithmetic of wasm is safe as it is.
        #[allow(unused_unsafe)]
        impl Lanes<$real, $lanes> for $name {
            #[inline(always)]
            fn splat(value: $real) -> Self {
                // SAFETY: of this and all below: see above.
                Self([unsafe { $splat(value) }; $lanes / $each])
            }

            #[inline(always)]
            fn load(values: &[$real; $lanes]) -> Self {
                let from = values.as_ptr();
                Self([$(unsafe { $load(from.add($k * $each)) }),+])
            }

            #[inline(always)]
            fn widen(values: &[f32; $lanes]) -> Self {
                let from = values.as_ptr();
                Self([$(unsafe { $widen(from.add($k * $each)) }),+])
            }

            #[inline(always)]
            fn narrow(self, values: &mut [f32; $lanes]) {
                unsafe { $narrow(values.as_mut_ptr(), self.0) }
            }

            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                Self([$(unsafe { $plus(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                Self([$(unsafe { $minus(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn times(self, other: Self) -> Self {
                Self([$(unsafe { $times(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn total(self, totals: &mut [f64; 4]) {
                unsafe { $total(self.0, totals) }
            }

            #[inline(always)]
            fn add_to(self, totals: &mut [f64; $lanes]) {
                let totals = totals.as_mut_ptr();
                $(unsafe { $add_to(self.0[$k], totals.add($k * $each)) };)+
            }
        }
    };
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm {
    use super::Lanes;
    use core::arch::wasm32::*;

    lanes! {
        F32x16: 16 of f32, 4 in each v128: 0 1 2 3;
        f32x4_splat, load, load, keep, f32x4_add, f32x4_sub, f32x4_mul, total_f32, add_f32
    }

    lanes! {
        F64x8: 8 of f64, 2 in each v128: 0 1 2 3;
        f64x2_splat, load, widen, narrow, f64x2_add, f64x2_sub, f64x2_mul, total_f64, add_f64
    }

    #[inline(always)]
    unsafe fn load<V>(from: *const V) -> v128 {
        unsafe { v128_load(from.cast()) }
    }

    #[inline(always)]
    unsafe fn store<V>(to: *mut V, register: v128) {
        unsafe { v128_store(to.cast(), register) }
    }

    #[inline(always)]
    unsafe fn widen(from: *const f32) -> v128 {
        f64x2_promote_low_f32x4(unsafe { v128_load64_zero(from.cast()) })
    }

    #[inline(always)]
    unsafe fn keep(to: *mut f32, [a, b, c, d]: [v128; 4]) {
        unsafe {
            store(to, a);
            store(to.add(4), b);
            store(to.add(8), c);
            store(to.add(12), d);
        }
    }

    /// Stores two numbers and two zeros three times, of which the zeros are overwritten by the next two numbers:
    /// half of a register would be converted number by number.
    #[inline(always)]
    unsafe fn narrow(to: *mut f32, [a, b, c, d]: [v128; 4]) {
        unsafe {
            store(to, f32x4_demote_f64x2_zero(a));
            store(to.add(2), f32x4_demote_f64x2_zero(b));
            store(to.add(4), f32x4_demote_f64x2_zero(c));
            *to.add(6) = f64x2_extract_lane::<0>(d) as f32;
            *to.add(7) = f64x2_extract_lane::<1>(d) as f32;
        }
    }

    #[inline(always)]
    unsafe fn total_f32([a, b, c, d]: [v128; 4], totals: &mut [f64; 4]) {
        let sum = f32x4_add(f32x4_add(a, b), f32x4_add(c, d));
        unsafe { add_f32(sum, totals.as_mut_ptr()) }
    }

    #[inline(always)]
    unsafe fn total_f64([a, b, c, d]: [v128; 4], totals: &mut [f64; 4]) {
        let totals = totals.as_mut_ptr();
        unsafe {
            add_f64(f64x2_add(a, c), totals);
            add_f64(f64x2_add(b, d), totals.add(2));
        }
    }

    #[inline(always)]
    unsafe fn add_f32(lanes: v128, totals: *mut f64) {
        let upper = i64x2_shuffle::<1, 1>(lanes, lanes);
        unsafe {
            add_f64(f64x2_promote_low_f32x4(lanes), totals);
            add_f64(f64x2_promote_low_f32x4(upper), totals.add(2));
        }
    }

    #[inline(always)]
    unsafe fn add_f64(lanes: v128, totals: *mut f64) {
        unsafe { store(totals, f64x2_add(load(totals), lanes)) }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx {
    use super::{Kernel, Lanes};
    use core::arch::x86_64::*;

    #[target_feature(enable = "avx")]
    pub fn run_f32<K: Kernel<f32>>(kernel: K) -> K::Output {
        kernel.run::<F32x16, 16>()
    }

    #[target_feature(enable = "avx")]
    pub fn run_f64<K: Kernel<f64>>(kernel: K) -> K::Output {
        kernel.run::<F64x8, 8>()
    }

    lanes! {
        F32x16: 16 of f32, 8 in each __m256: 0 1;
        _mm256_set1_ps, _mm256_loadu_ps, _mm256_loadu_ps, keep,
        _mm256_add_ps, _mm256_sub_ps, _mm256_mul_ps, total_f32, add_f32
    }

    lanes! {
        F64x8: 8 of f64, 4 in each __m256d: 0 1;
        _mm256_set1_pd, _mm256_loadu_pd, widen, narrow,
        _mm256_add_pd, _mm256_sub_pd, _mm256_mul_pd, total_f64, add_f64
    }

    #[inline(always)]
    unsafe fn widen(from: *const f32) -> __m256d {
        unsafe { _mm256_cvtps_pd(_mm_loadu_ps(from)) }
    }

    #[inline(always)]
    unsafe fn keep(to: *mut f32, [a, b]: [__m256; 2]) {
        unsafe {
            _mm256_storeu_ps(to, a);
            _mm256_storeu_ps(to.add(8), b);
        }
    }

    #[inline(always)]
    unsafe fn narrow(to: *mut f32, [a, b]: [__m256d; 2]) {
        unsafe {
            _mm_storeu_ps(to, _mm256_cvtpd_ps(a));
            _mm_storeu_ps(to.add(4), _mm256_cvtpd_ps(b));
        }
    }

    #[inline(always)]
    unsafe fn total_f32(registers: [__m256; 2], totals: &mut [f64; 4]) {
        unsafe {
            let [lower, upper] = registers.map(|lanes| {
                _mm_add_ps(
                    _mm256_castps256_ps128(lanes),
                    _mm256_extractf128_ps::<1>(lanes),
                )
            });
            add_f64(
                _mm256_cvtps_pd(_mm_add_ps(lower, upper)),
                totals.as_mut_ptr(),
            );
        }
    }

    #[inline(always)]
    unsafe fn total_f64([lower, upper]: [__m256d; 2], totals: &mut [f64; 4]) {
        unsafe { add_f64(_mm256_add_pd(lower, upper), totals.as_mut_ptr()) }
    }

    #[inline(always)]
    unsafe fn add_f32(lanes: __m256, totals: *mut f64) {
        unsafe {
            add_f64(_mm256_cvtps_pd(_mm256_castps256_ps128(lanes)), totals);
            add_f64(
                _mm256_cvtps_pd(_mm256_extractf128_ps::<1>(lanes)),
                totals.add(4),
            );
        }
    }

    #[inline(always)]
    unsafe fn add_f64(lanes: __m256d, totals: *mut f64) {
        unsafe { _mm256_storeu_pd(totals, _mm256_add_pd(_mm256_loadu_pd(totals), lanes)) }
    }
}
