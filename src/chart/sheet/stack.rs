//! Stacks of transformer blocks, in numbers.

use super::{NOTHING, Sheet};
use crate::chart::stack::{laws, series};
use crate::lab::stack::{Measure, Outcome};
use crate::state::words::Words;

/// A row for each block or depth: what the draws gave with each order, and what theory says.
pub fn stack(outcome: &Outcome, measure: Measure, words: &dyn Words) -> Sheet {
    let series = series(outcome, measure);
    let laws = laws(outcome, measure);
    let names = words
        .stack_laws(measure)
        .iter()
        .map(|law| (*law).to_owned());
    let orders = series
        .iter()
        .map(|(order, _)| words.order(*order).to_owned());
    let first = words.stack_axis(measure).to_owned();
    let heads = std::iter::once(first).chain(orders);
    let heads = heads.chain(names.take(laws.len())).collect();
    // Where an order has left the numbers of float32 its row ends, and another's goes on.
    let longest = series.iter().map(|(_, points)| points);
    let longest = longest.max_by_key(|points| points.len());
    let places = longest.into_iter().flatten().map(|(place, _)| *place);
    let row = |place: f64| {
        let measured = series.iter().map(|(_, points)| {
            let found = points.iter().find(|(at, _)| *at == place);
            found.map_or(NOTHING.to_owned(), |(_, spread)| {
                let [mean, low, high] = [spread.mean, spread.low, spread.high];
                let [mean, low, high] = [mean, low, high].map(|size| words.stack_size(size));
                words.ranged(&mean, &low, &high)
            })
        });
        let said = laws.iter().map(|points| {
            let found = points.iter().find(|(at, _)| *at == place);
            found.map_or(NOTHING.to_owned(), |(_, size)| words.stack_size(*size))
        });
        (place.to_string(), measured.chain(said).collect())
    };
    Sheet {
        caption: words.stack_title(measure).to_owned(),
        heads,
        rows: places.map(row).collect(),
    }
}
