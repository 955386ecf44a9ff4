//! Networks in training, in numbers.

use super::{NOTHING, Sheet, read};
use crate::chart::training::Drawn;
use crate::lab::training::{Curve, Watched};
use crate::state::words::Words;
use std::collections::BTreeSet;

/// A row for each step at which the main lines have a point, a column for each run.
pub fn training(runs: &[Drawn], watched: Watched, words: &dyn Words) -> Sheet {
    let main = |run: &Drawn| run.curves.iter().find(|(line, _)| line.is_main()).cloned();
    let mains: Vec<Option<Curve>> = runs.iter().map(main).collect();
    let points = mains.iter().flatten().flat_map(|(_, points)| points);
    let steps: BTreeSet<u64> = points.map(|(step, _)| *step as u64).collect();
    let cell = |main: &Option<Curve>, step: u64| {
        let points = main.iter().flat_map(|(_, points)| points);
        let mut found = points.filter(|(at, _)| *at == step as f64);
        found
            .next()
            .map_or(NOTHING.to_owned(), |(_, value)| read(*value))
    };
    let row = |step: u64| {
        let cells = mains.iter().map(|main| cell(main, step)).collect();
        (step.to_string(), cells)
    };
    let names = runs.iter().map(|run| run.name.clone());
    Sheet {
        caption: words.watched(watched).to_owned(),
        heads: std::iter::once(words.steps_axis().to_owned())
            .chain(names)
            .collect(),
        rows: steps.into_iter().map(row).collect(),
    }
}
