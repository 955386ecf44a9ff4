//! The loops over the elements.

mod apply;
mod backward;
mod given;
mod line;
mod measure;
mod walk;

pub(super) use backward::{Derivatives, backward};
pub(super) use given::Given;
pub(super) use walk::Walk;

use super::Statistics;
use apply::Apply;
use measure::Measure;

/// The statistics of x.
pub(super) fn measure(given: Given) -> Statistics {
    let mut statistics = Statistics::zeros(given.plan.partition.set_count());
    let mut measure = Measure::new(given);
    given.walk.tiles(|tile| measure.tile(tile, &mut statistics));
    statistics
}

/// y from statistics that are known.
pub(super) fn apply(given: Given, used: &Statistics, y: &mut [f32]) {
    let mut apply = Apply::new(given);
    given.walk.tiles(|tile| apply.tile(tile, used, y));
}

/// y from the statistics of x, which are returned. Each tile is mapped as soon as it is measured.
pub(super) fn normalize(given: Given, y: &mut [f32]) -> Statistics {
    let mut statistics = Statistics::zeros(given.plan.partition.set_count());
    let mut measure = Measure::new(given);
    let mut apply = Apply::new(given);
    given.walk.tiles(|tile| {
        measure.tile(tile, &mut statistics);
        apply.tile(tile, &statistics, y);
    });
    statistics
}
