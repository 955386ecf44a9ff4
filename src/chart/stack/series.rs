//! What the curves are drawn of.

use crate::lab::stack::{COMPARED, Measure, Outcome, Spread, activation_bounds, falling};
use crate::nn::transformer::Order;

/// An order, and its sizes by their places along the axis.
pub(in crate::chart) type Series = (Order, Vec<(f64, Spread)>);

/// What is drawn of each order: a place along the axis, and the draws there.
pub(in crate::chart) fn series(outcome: &Outcome, measure: Measure) -> Vec<Series> {
    let numbered = |spreads: &[Spread], first: usize| -> Vec<(f64, Spread)> {
        let numbers = (first..).map(|k| k as f64);
        numbers.zip(spreads.iter().copied()).collect()
    };
    let of = |k: usize| match measure {
        Measure::Activations => numbered(&outcome.sizes[k].activations, 0),
        Measure::Gradients => numbered(&outcome.sizes[k].gradients, 1),
        Measure::Last => {
            let depths = COMPARED.map(|depth| depth as f64).into_iter();
            depths.zip(outcome.last[k].iter().copied()).collect()
        }
    };
    let finite = |points: Vec<(f64, Spread)>| -> Vec<(f64, Spread)> {
        let is_finite = |(_, s): &(f64, Spread)| s.mean.is_finite() && s.high.is_finite();
        points.into_iter().filter(is_finite).collect()
    };
    let orders = outcome.orders.iter().enumerate();
    orders.map(|(k, order)| (*order, finite(of(k)))).collect()
}

/// What theory says of PreNorm.
pub(in crate::chart) fn laws(outcome: &Outcome, measure: Measure) -> Vec<Vec<(f64, f64)>> {
    match measure {
        Measure::Activations => (0..2)
            .map(|side| {
                let blocks = 0..=outcome.stack.depth();
                blocks
                    .map(|l| (l as f64, activation_bounds(l)[side]))
                    .collect()
            })
            .collect(),
        Measure::Gradients => Vec::new(),
        Measure::Last => {
            let place = outcome.orders.iter().position(|order| *order == Order::Pre);
            let first = place.and_then(|k| outcome.last[k].first());
            let law = |first: &Spread| -> Vec<(f64, f64)> {
                let depths = COMPARED.into_iter();
                depths
                    .map(|depth| (depth as f64, first.mean * falling(depth)))
                    .collect()
            };
            first.map(law).into_iter().collect()
        }
    }
}
