//! 128 bits of WebAssembly.

use super::Lanes;
use crate::lanes::real::{POWER_32, POWER_64};
use core::arch::wasm32::*;

lanes! {
    F32x16: 16 of f32, 4 in each v128: 0 1 2 3;
    f32x4_splat, load, store, load, keep, f32x4_add, f32x4_sub, f32x4_mul, f32x4_div, f32x4_sqrt,
    f32x4_pmax, f32x4_pmin, where_positive_32, power_32, total_of_16, add_f32
}

lanes! {
    F32x8: 8 of f32, 4 in each v128: 0 1;
    f32x4_splat, load, store, load, keep, f32x4_add, f32x4_sub, f32x4_mul, f32x4_div, f32x4_sqrt,
    f32x4_pmax, f32x4_pmin, where_positive_32, power_32, total_of_8, add_f32
}

lanes! {
    F64x8: 8 of f64, 2 in each v128: 0 1 2 3;
    f64x2_splat, load, store, widen, narrow, f64x2_add, f64x2_sub, f64x2_mul, f64x2_div, f64x2_sqrt,
    f64x2_pmax, f64x2_pmin, where_positive_64, power_64, total_of_wide_8, add_f64
}

lanes! {
    F64x4: 4 of f64, 2 in each v128: 0 1;
    f64x2_splat, load, store, widen, narrow, f64x2_add, f64x2_sub, f64x2_mul, f64x2_div, f64x2_sqrt,
    f64x2_pmax, f64x2_pmin, where_positive_64, power_64, total_of_wide_4, add_f64
}

#[inline(always)]
unsafe fn where_positive_32(own: v128, other: v128) -> v128 {
    v128_and(own, f32x4_gt(other, f32x4_splat(0.0)))
}

#[inline(always)]
unsafe fn where_positive_64(own: v128, other: v128) -> v128 {
    v128_and(own, f64x2_gt(other, f64x2_splat(0.0)))
}

#[inline(always)]
unsafe fn power_32(n: v128) -> v128 {
    i32x4_shl(f32x4_add(n, f32x4_splat(POWER_32)), 23)
}

#[inline(always)]
unsafe fn power_64(n: v128) -> v128 {
    i64x2_shl(f64x2_add(n, f64x2_splat(POWER_64)), 52)
}

#[inline(always)]
pub fn add_four(into: &mut [f32; 4], values: &[f32; 4]) {
    // SAFETY: four numbers each.
    unsafe {
        let sum = f32x4_add(load(into.as_ptr()), load(values.as_ptr()));
        store(into.as_mut_ptr(), sum);
    }
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
unsafe fn keep<const N: usize>(to: *mut f32, registers: [v128; N]) {
    for (k, register) in registers.into_iter().enumerate() {
        unsafe { store(to.add(4 * k), register) }
    }
}

/// Stores two numbers and two zeros, of which the zeros are overwritten by the next two numbers:
/// half of a register would be converted number by number, as the last two are.
#[inline(always)]
unsafe fn narrow<const N: usize>(to: *mut f32, registers: [v128; N]) {
    for (k, &register) in registers[..N - 1].iter().enumerate() {
        unsafe { store(to.add(2 * k), f32x4_demote_f64x2_zero(register)) }
    }
    unsafe {
        *to.add(2 * N - 2) = f64x2_extract_lane::<0>(registers[N - 1]) as f32;
        *to.add(2 * N - 1) = f64x2_extract_lane::<1>(registers[N - 1]) as f32;
    }
}

#[inline(always)]
unsafe fn total_of_16([a, b, c, d]: [v128; 4], totals: *mut f64) {
    unsafe { total_of_8([f32x4_add(a, b), f32x4_add(c, d)], totals) }
}

#[inline(always)]
unsafe fn total_of_8([a, b]: [v128; 2], totals: *mut f64) {
    unsafe { add_f32(f32x4_add(a, b), totals) }
}

#[inline(always)]
unsafe fn total_of_wide_8([a, b, c, d]: [v128; 4], totals: *mut f64) {
    unsafe { total_of_wide_4([f64x2_add(a, c), f64x2_add(b, d)], totals) }
}

#[inline(always)]
unsafe fn total_of_wide_4([a, b]: [v128; 2], totals: *mut f64) {
    unsafe {
        add_f64(a, totals);
        add_f64(b, totals.add(2));
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
