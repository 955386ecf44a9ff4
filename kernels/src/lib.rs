//! The passes of normalization layers over a tensor.
//!
//! They are a crate of their own so that they are compiled for speed where the rest of a page is for size.
//! A tensor is its values in C order; how its sets and parameters lie in them is the [`Walk`]
//! through it. [`measure`] takes the statistics of the sets, [`apply`] maps the elements by them,
//! [`normalize`] does both set by set, and [`backward`] gives the derivatives.
//! [`Element`] maps single elements, and [`spread`] finds how values are distributed.
//! Of what is no normalization, [`dense`] has the passes of small networks, and [`planes()`] is here, for it is a pass over
//! as many values.
//!
//! No pass allocates memory once its [`Scratch`] has what it needs.
//!
//! Values are float32, statistics and totals float64; between them, see [`measure()`] and the lines of `line.rs`:
//! small tensors are computed in float64 throughout, and large ones in float32 as far as no digit is lost.

mod apply;
mod backward;
pub mod dense;
mod element;
mod given;
mod lanes;
mod line;
mod measure;
mod planes;
mod scratch;
pub mod spread;
mod statistics;
mod walk;

pub use backward::{Derivatives, backward};
pub use element::Element;
pub use given::Given;
pub use planes::planes;
pub use scratch::Scratch;
pub use statistics::Statistics;
pub use walk::Walk;

/// Takes the statistics of x.
pub fn measure(given: Given, statistics: &mut Statistics, scratch: &mut Scratch) {
    let measure = &mut scratch.measure;
    given
        .walk
        .tiles(|tile| measure.tile(given, tile, statistics));
}

/// Writes y from statistics that are known.
pub fn apply(given: Given, used: &Statistics, y: &mut [f32], scratch: &mut Scratch) {
    let apply = &mut scratch.apply;
    given.walk.tiles(|tile| apply.tile(given, tile, used, y));
}

/// Takes the statistics of x, and writes y from them: each tile is mapped as soon as it is measured.
pub fn normalize(given: Given, statistics: &mut Statistics, y: &mut [f32], scratch: &mut Scratch) {
    let Scratch { measure, apply, .. } = scratch;
    given.walk.tiles(|tile| {
        measure.tile(given, tile, statistics);
        apply.tile(given, tile, statistics, y);
    });
}
