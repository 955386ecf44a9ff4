//! The keys of training.

use super::keys::Key;
use super::reason::{Range, Reason};
use super::text::{name, number, word};
use crate::lab::training::{MOST_STEPS, Task, Watched};
use crate::state::{Settings, View};

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "task",
        |s, v| word(v, &TASKS).map(|x| s.training.set_task(x)),
        |s| name(s.training.task(), &TASKS),
    )
    .of(View::Training),
    Key::new("runs", read_runs, |s| s.training.words()).of(View::Training),
    Key::new("train", read_steps, |s| s.training.steps().to_string()).of(View::Training),
    Key::new(
        "watch",
        |s, v| word(v, &WATCHED).map(|x| s.training.set_watched(x)),
        |s| name(s.training.watched(), &WATCHED),
    )
    .of(View::Training),
];

const TASKS: [(&str, Task); 6] = [
    ("digits", Task::Digits),
    ("rings", Task::Rings),
    ("spiral", Task::Spiral),
    ("quadrants", Task::Quadrants),
    ("linear", Task::Linear),
    ("sequence", Task::Sequence),
];
const WATCHED: [(&str, Watched); 6] = [
    ("accuracy", Watched::Accuracy),
    ("loss", Watched::Loss),
    ("activations", Watched::Activations),
    ("gradients", Watched::Gradients),
    ("weights", Watched::Weights),
    ("lag", Watched::Lag),
];

fn read_runs(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let read = settings.training.read(text);
    read.map_err(|error| Reason::Said(error.to_string()))
}

fn read_steps(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let steps: usize = number(text)?;
    if steps > MOST_STEPS {
        return Err(Reason::beyond(Range::TrainSteps, steps, (0, MOST_STEPS)));
    }
    settings.training.set_steps(steps);
    Ok(())
}
