//! What the worker is asked and what it answers: a link, and the numbers of its experiment.

use super::worker::Answer;
use crate::lab::explore::{Explore, Parts, Setup};
use crate::state::read_link;

/// Computes the experiment of a link.
///
/// # Errors
///
/// None: what a link gets wrong takes its default, here as on the page.
pub fn run(link: &str) -> Result<Answer, String> {
    let (settings, _) = read_link(link);
    Ok(answer(Explore::run(&settings.setup())))
}

/// The experiment as plain arrays. The numbers are the lengths of the statistics, then all their values.
fn answer(explore: Explore) -> Answer {
    let Parts {
        tensors,
        statistics,
    } = explore.into_parts();
    let count = std::iter::once(statistics.len() as f64);
    let lengths = statistics.iter().map(|values| values.len() as f64);
    let values = statistics.iter().flatten().copied();
    Answer {
        numbers: count.chain(lengths).chain(values).collect(),
        arrays: tensors,
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
    Explore::from_parts(
        setup,
        Parts {
            tensors: answer.arrays,
            statistics,
        },
    )
}
