//! The loops of normalization layers over contiguous elements, several side by side.
//!
//! They are a crate of their own so that they are compiled for speed where the rest of the page is for size:
//! [`Real`] has them as functions, one of each kind for float32 and one for float64.
//! Each is a formula of one element ([`formula`]) that a driver takes over runs of elements ([`drive`]),
//! on lanes of the processor ([`simd`]) or as arrays ([`lanes`]).
//!
//! Values are float32 in memory, and totals float64.
//! What comes out does not depend on the processor: there are as many lanes on each,
//! none fuses a product with a sum, and what is added up is added in one order.

mod drive;
mod formula;
mod lanes;
mod real;
mod simd;

pub use drive::{NOTHING, Totals, total};
pub use formula::{Around, Slope, Straight};
pub use real::Real;

/// Elements that [`Real::sum_across`] takes of a run, at most.
pub const STRETCH: usize = 512;
