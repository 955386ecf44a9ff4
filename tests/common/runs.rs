//! Runs in words, begun and trained.

use normscope::lab::training::{Log, Run, Session, Task};
use normscope::state::Settings;
use std::sync::Arc;

/// A run before its first step.
pub fn session(words: &str, task: Task, seed: u64) -> Session {
    let run = Run::default().with(words).expect("words of a run");
    let split = Arc::new(task.split(seed).expect("samples are here"));
    Session::begin(&run, task, split, seed).expect("a run that can begin")
}

/// What was seen of a run after so many steps.
pub fn after(words: &str, task: Task, seed: u64, steps: usize) -> Log {
    let mut session = session(words, task, seed);
    session.go_to(steps).expect("batches that are accepted");
    session.log().clone()
}

/// Samples that a build without optimization trains networks with in a second or so.
const FEW: usize = 7_000;

/// Whether such a build trains the networks of a link in no time; all of the others the browser trains.
pub fn trains_in_no_time(settings: &Settings) -> bool {
    settings.training.samples() <= FEW
}
