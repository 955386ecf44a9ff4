//! The lanes of processors, and which of them a kernel runs on.
//!
//! The one place of the kernels with `unsafe`, for two reasons. Vector loads and stores take pointers: each here is that
//! of an array as long as what is loaded or stored. And instructions of AVX may run only where there are any:
//! the kernels that have them are called behind the test for it.

#![allow(unsafe_code)]

use super::group::{Kernel, Lanes, Run};

/// Runs a kernel on these lanes, or on the half ones if it is crowded.
macro_rules! run {
    ($kernel:ident on $lanes:ty, $len:literal or $half_lanes:ty, $half:literal) => {
        match K::IS_CROWDED {
            false => $kernel.run::<$lanes, $len>(),
            true => $kernel.run::<$half_lanes, $half>(),
        }
    };
}

macro_rules! run_on_processor {
    ($real:ty, $lanes:ident, $len:literal, $half_lanes:ident, $half:literal) => {
        impl Run for $real {
            #[inline(always)]
            fn run<K: Kernel<Self>>(kernel: K) {
                #[cfg(test)]
                if super::tests::is_plain() {
                    use crate::lanes::group::Plain;
                    return run!(kernel on Plain<$real, $len>, $len or Plain<$real, $half>, $half);
                }
                #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
                return run!(kernel on wasm::$lanes, $len or wasm::$half_lanes, $half);
                #[cfg(target_arch = "x86_64")]
                if is_x86_feature_detected!("avx") {
                    #[target_feature(enable = "avx")]
                    fn with_avx<K: Kernel<$real>>(kernel: K) {
                        run!(kernel on avx::$lanes, $len or avx::$half_lanes, $half);
                    }
                    // SAFETY: there is AVX.
                    return unsafe { with_avx(kernel) };
                }
                #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
                {
                    use crate::lanes::group::Plain;
                    run!(kernel on Plain<$real, $len>, $len or Plain<$real, $half>, $half);
                }
            }
        }
    };
}

run_on_processor!(f32, F32x16, 16, F32x8, 8);
run_on_processor!(f64, F64x8, 8, F64x4, 4);

/// Lanes in registers of `$each` lanes.
macro_rules! lanes {
    (
        $name:ident: $lanes:literal of $real:ty, $each:literal in each $register:ty: $($k:literal)+;
        $splat:path, $load:path, $store:path, $widen:path, $narrow:path,
        $plus:path, $minus:path, $times:path, $over:path, $root:path,
        $larger:path, $smaller:path, $where_positive:path, $power:path, $total:path, $add_to:path
    ) => {
        #[derive(Clone, Copy)]
        pub struct $name([$register; $lanes / $each]);

        // Loads and stores are unsafe everywhere, arithmetic on AVX only: on wasm its `unsafe` is idle.
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
            fn store(self, values: &mut [$real; $lanes]) {
                let to = values.as_mut_ptr();
                $(unsafe { $store(to.add($k * $each), self.0[$k]) };)+
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
            fn over(self, other: Self) -> Self {
                Self([$(unsafe { $over(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn root(self) -> Self {
                Self([$(unsafe { $root(self.0[$k]) }),+])
            }

            #[inline(always)]
            fn larger(self, other: Self) -> Self {
                Self([$(unsafe { $larger(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn smaller(self, other: Self) -> Self {
                Self([$(unsafe { $smaller(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn where_positive(self, other: Self) -> Self {
                Self([$(unsafe { $where_positive(self.0[$k], other.0[$k]) }),+])
            }

            #[inline(always)]
            fn power(self) -> Self {
                Self([$(unsafe { $power(self.0[$k]) }),+])
            }

            #[inline(always)]
            fn total(self, totals: &mut [f64; 4]) {
                unsafe { $total(self.0, totals.as_mut_ptr()) }
            }

            #[inline(always)]
            fn add_to(self, totals: &mut [f64; $lanes]) {
                let totals = totals.as_mut_ptr();
                $(unsafe { $add_to(self.0[$k], totals.add($k * $each)) };)+
            }
        }
    };
}

/// Adds four numbers to four others, for runs that are shorter than the lanes.
#[inline(always)]
pub fn add_four(into: &mut [f32; 4], values: &[f32; 4]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    wasm::add_four(into, values);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    for (into, value) in into.iter_mut().zip(values) {
        *into += value;
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;

#[cfg(target_arch = "x86_64")]
mod avx;
