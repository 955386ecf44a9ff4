//! What the worker is asked and what it answers: a link, and the numbers of its experiment.

use super::worker::Answer;
use crate::lab::explore::{Explore, Parts, Setup};
use crate::state::read_link;
use ndarray::ArrayD;
use std::sync::Arc;

/// Computes the experiment of a link.
///
/// # Errors
///
/// None: what a link gets wrong takes its default, here as on the page.
pub fn run(link: &str) -> Result<Answer, String> {
    let (settings, _) = read_link(link);
    Ok(answer(Explore::run(&settings.setup())))
}

/// The experiment as plain arrays: x as it was drawn, and the numbers: the lengths of the statistics, then all their values.
fn answer(explore: Explore) -> Answer {
    let Parts { statistics } = explore.parts();
    let count = std::iter::once(statistics.len() as f64);
    let lengths = statistics.iter().map(|values| values.len() as f64);
    let values = statistics.iter().flatten().copied();
    let numbers = count.chain(lengths).chain(values).collect();
    let mut x = explore.x_values().to_vec();
    if let Some(poked) = &explore.poked {
        x[poked.before.flat] = poked.before.x;
    }
    Answer {
        numbers,
        arrays: vec![x],
    }
}

/// The experiment of an answer to the link of `setup`.
///
/// # Panics
///
/// If it answers another link.
pub fn explore_of(setup: &Setup, answer: Answer) -> Explore {
    let mut numbers = answer.numbers.into_iter();
    let count = numbers.next().unwrap_or(0.0) as usize;
    let lengths: Vec<usize> = numbers
        .by_ref()
        .take(count)
        .map(|length| length as usize)
        .collect();
    let statistics = lengths
        .into_iter()
        .map(|length| numbers.by_ref().take(length).collect())
        .collect();
    let x = answer.arrays.into_iter().next().expect("x comes along");
    let x =
        ArrayD::from_shape_vec(setup.source.shape.clone(), x).expect("a value for every element");
    Explore::from_parts(setup, Arc::new(x), Parts { statistics })
}
