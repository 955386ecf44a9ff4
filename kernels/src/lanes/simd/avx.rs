//! 256 bits of x86.

use super::Lanes;
use crate::lanes::real::{POWER_32, POWER_64};
use core::arch::x86_64::*;

lanes! {
    F32x16: 16 of f32, 8 in each __m256: 0 1;
    _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_loadu_ps, keep,
    _mm256_add_ps, _mm256_sub_ps, _mm256_mul_ps, _mm256_div_ps, _mm256_sqrt_ps,
    larger_32, smaller_32, where_positive_32, power_32, total_of_16, add_f32
}

lanes! {
    F32x8: 8 of f32, 8 in each __m256: 0;
    _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_loadu_ps, keep,
    _mm256_add_ps, _mm256_sub_ps, _mm256_mul_ps, _mm256_div_ps, _mm256_sqrt_ps,
    larger_32, smaller_32, where_positive_32, power_32, total_of_8, add_f32
}

lanes! {
    F64x8: 8 of f64, 4 in each __m256d: 0 1;
    _mm256_set1_pd, _mm256_loadu_pd, _mm256_storeu_pd, widen, narrow,
    _mm256_add_pd, _mm256_sub_pd, _mm256_mul_pd, _mm256_div_pd, _mm256_sqrt_pd,
    larger_64, smaller_64, where_positive_64, power_64, total_of_wide_8, add_f64
}

lanes! {
    F64x4: 4 of f64, 4 in each __m256d: 0;
    _mm256_set1_pd, _mm256_loadu_pd, _mm256_storeu_pd, widen, narrow,
    _mm256_add_pd, _mm256_sub_pd, _mm256_mul_pd, _mm256_div_pd, _mm256_sqrt_pd,
    larger_64, smaller_64, where_positive_64, power_64, total_of_wide_4, add_f64
}

// Where one of two is no number the instruction gives the second.
#[inline(always)]
unsafe fn larger_32(own: __m256, other: __m256) -> __m256 {
    unsafe { _mm256_max_ps(other, own) }
}

#[inline(always)]
unsafe fn larger_64(own: __m256d, other: __m256d) -> __m256d {
    unsafe { _mm256_max_pd(other, own) }
}

#[inline(always)]
unsafe fn smaller_32(own: __m256, other: __m256) -> __m256 {
    unsafe { _mm256_min_ps(other, own) }
}

#[inline(always)]
unsafe fn smaller_64(own: __m256d, other: __m256d) -> __m256d {
    unsafe { _mm256_min_pd(other, own) }
}

#[inline(always)]
unsafe fn where_positive_32(own: __m256, other: __m256) -> __m256 {
    unsafe { _mm256_and_ps(own, _mm256_cmp_ps::<_CMP_GT_OQ>(other, _mm256_setzero_ps())) }
}

#[inline(always)]
unsafe fn where_positive_64(own: __m256d, other: __m256d) -> __m256d {
    unsafe { _mm256_and_pd(own, _mm256_cmp_pd::<_CMP_GT_OQ>(other, _mm256_setzero_pd())) }
}

// Shifts of 256 bits came with AVX2.
#[inline(always)]
unsafe fn power_32(n: __m256) -> __m256 {
    unsafe {
        let bits = _mm256_castps_si256(_mm256_add_ps(n, _mm256_set1_ps(POWER_32)));
        let lower = _mm_slli_epi32::<23>(_mm256_castsi256_si128(bits));
        let upper = _mm_slli_epi32::<23>(_mm256_extractf128_si256::<1>(bits));
        _mm256_castsi256_ps(_mm256_set_m128i(upper, lower))
    }
}

#[inline(always)]
unsafe fn power_64(n: __m256d) -> __m256d {
    unsafe {
        let bits = _mm256_castpd_si256(_mm256_add_pd(n, _mm256_set1_pd(POWER_64)));
        let lower = _mm_slli_epi64::<52>(_mm256_castsi256_si128(bits));
        let upper = _mm_slli_epi64::<52>(_mm256_extractf128_si256::<1>(bits));
        _mm256_castsi256_pd(_mm256_set_m128i(upper, lower))
    }
}

#[inline(always)]
unsafe fn widen(from: *const f32) -> __m256d {
    unsafe { _mm256_cvtps_pd(_mm_loadu_ps(from)) }
}

#[inline(always)]
unsafe fn keep<const N: usize>(to: *mut f32, registers: [__m256; N]) {
    for (k, register) in registers.into_iter().enumerate() {
        unsafe { _mm256_storeu_ps(to.add(8 * k), register) }
    }
}

#[inline(always)]
unsafe fn narrow<const N: usize>(to: *mut f32, registers: [__m256d; N]) {
    for (k, register) in registers.into_iter().enumerate() {
        unsafe { _mm_storeu_ps(to.add(4 * k), _mm256_cvtpd_ps(register)) }
    }
}

#[inline(always)]
unsafe fn total_of_16([a, b]: [__m256; 2], totals: *mut f64) {
    unsafe { add_narrow(_mm_add_ps(halves(a), halves(b)), totals) }
}

#[inline(always)]
unsafe fn total_of_8([a]: [__m256; 1], totals: *mut f64) {
    unsafe { add_narrow(halves(a), totals) }
}

#[inline(always)]
unsafe fn total_of_wide_8([a, b]: [__m256d; 2], totals: *mut f64) {
    unsafe { add_f64(_mm256_add_pd(a, b), totals) }
}

#[inline(always)]
unsafe fn total_of_wide_4([a]: [__m256d; 1], totals: *mut f64) {
    unsafe { add_f64(a, totals) }
}

/// The two halves, added up.
#[inline(always)]
unsafe fn halves(lanes: __m256) -> __m128 {
    unsafe {
        let upper = _mm256_extractf128_ps::<1>(lanes);
        _mm_add_ps(_mm256_castps256_ps128(lanes), upper)
    }
}

#[inline(always)]
unsafe fn add_f32(lanes: __m256, totals: *mut f64) {
    unsafe {
        add_narrow(_mm256_castps256_ps128(lanes), totals);
        add_narrow(_mm256_extractf128_ps::<1>(lanes), totals.add(4));
    }
}

#[inline(always)]
unsafe fn add_narrow(lanes: __m128, totals: *mut f64) {
    unsafe { add_f64(_mm256_cvtps_pd(lanes), totals) }
}

#[inline(always)]
unsafe fn add_f64(lanes: __m256d, totals: *mut f64) {
    unsafe { _mm256_storeu_pd(totals, _mm256_add_pd(_mm256_loadu_pd(totals), lanes)) }
}
