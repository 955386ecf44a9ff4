//! The loops over contiguous elements, several side by side.
//!
//! [`Real`] has them as functions. Each is a formula of one element ([`formula`]) that a driver takes
//! over runs of elements ([`drive`]), in groups of lanes of the processor ([`simd`]) or as arrays ([`group`]).
//!
//! What comes out does not depend on the processor: there are as many lanes on each,
//! none fuses a product with a sum, and what is added up is added in one order.

mod drive;
mod formula;
mod group;
mod real;
mod simd;
#[cfg(test)]
mod tests;

pub use drive::{Formula, NOTHING, Totals, map, round, total};
pub use formula::{Around, Slope, Straight};
pub use group::{Kernel, Lanes, Plain, Run};
pub use real::Real;
pub use simd::add_four;

/// Elements of a run that [`Real::sum_across`] takes before those of the next run: what is kept of each stays
/// in a cache, and at every jump to another run a page of memory is looked up and the prefetcher starts anew.
pub const STRETCH: usize = 2048;
