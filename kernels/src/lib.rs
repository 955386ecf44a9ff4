//! The passes of normalization layers over a tensor.
//!
//! They are a crate of their own so that they are compiled for speed where the rest of a page is for size.
//! A tensor is its values in C order; how its sets and parameters lie in them is the [`Walk`]
//! through it. [`measure`] takes the statistics of the sets, [`apply`] maps the elements by them,
//! [`normalize`] does both set by set, and [`backward`] gives the derivatives.
//!
//! Values are float32, statistics and totals float64; between them, see [`measure()`] and the lines of `line.rs`:
//! small tensors are computed in float64 throughout, and large ones in float32 as far as no digit is lost.

mod apply;
mod backward;
mod given;
mod lanes;
mod line;
mod measure;
mod statistics;
mod walk;

pub use backward::{Derivatives, backward};
pub use given::Given;
pub use statistics::Statistics;
pub use walk::Walk;

use apply::Apply;
use measure::Measure;

/// The statistics of x.
pub fn measure(given: Given) -> Statistics {
    let mut statistics = Statistics::zeros(given.walk.set_count());
    let mut measure = Measure::new(given);
    given.walk.tiles(|tile| measure.tile(tile, &mut statistics));
    statistics
}

/// y from statistics that are known.
pub fn apply(given: Given, used: &Statistics, y: &mut [f32]) {
    let mut apply = Apply::new(given);
    given.walk.tiles(|tile| apply.tile(tile, used, y));
}

/// y from the statistics of x, which are returned. Each tile is mapped as soon as it is measured.
pub fn normalize(given: Given, y: &mut [f32]) -> Statistics {
    let mut statistics = Statistics::zeros(given.walk.set_count());
    let mut measure = Measure::new(given);
    let mut apply = Apply::new(given);
    given.walk.tiles(|tile| {
        measure.tile(tile, &mut statistics);
        apply.tile(tile, &statistics, y);
    });
    statistics
}
