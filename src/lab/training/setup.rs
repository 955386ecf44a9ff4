//! What one chooses of training.

use super::{Log, Net, Run, Task, WordError};
use crate::nn::Normalizer;

/// Runs that are compared at most.
pub const MOST_RUNS: usize = 6;

/// Steps of a run at most.
pub const MOST_STEPS: usize = 20_000;

/// Seeds of a run at most.
pub const MOST_SEEDS: usize = 5;

/// Networks that are trained at most: runs, each with all its seeds.
const MOST_NETWORKS: usize = 12;

/// Behind each run but the last.
const SEPARATOR: &str = "; ";

/// A transformer that learns from sentences.
const TRANSFORMER: &str = "pre(2,32,4) relu init=xavier batch=32 adam lr=0.002";

/// What the chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watched {
    /// Share of samples with the right class
    #[default]
    Accuracy,
    /// The loss
    Loss,
    /// Activations of the last hidden layer, behind its normalization
    Activations,
    /// ‖∂L/∂W‖ of the first map and the last
    Gradients,
    /// ‖W‖ of the first map and the last
    Weights,
    /// How far running averages are from the statistics of a batch
    Lag,
    /// Effective learning rate of the first map and the last
    Rate,
    /// How far the distributions behind the last normalization move in a step
    Drift,
    /// cos(G, G′) of the middle map and the last
    Shift,
    /// ‖G − G′‖ of the middle map and the last
    Distance,
    /// The loss along the gradient
    Landscape,
    /// How the gradient changes along itself
    Predictiveness,
    /// Effective β-smoothness along the gradient
    Beta,
}

impl Watched {
    /// All of them, in the order of the control.
    pub const ALL: [Self; 13] = [
        Self::Accuracy,
        Self::Loss,
        Self::Activations,
        Self::Gradients,
        Self::Weights,
        Self::Lag,
        Self::Rate,
        Self::Drift,
        Self::Shift,
        Self::Distance,
        Self::Landscape,
        Self::Predictiveness,
        Self::Beta,
    ];

    /// What stands for all that is measured together with it. What is costly is measured only where it is watched, and
    /// then from the first step on: accuracy stands for what always is.
    #[must_use]
    pub fn measured(self) -> Self {
        match self {
            Self::Drift => Self::Drift,
            Self::Shift | Self::Distance => Self::Shift,
            Self::Landscape | Self::Predictiveness | Self::Beta => Self::Landscape,
            _ => Self::Accuracy,
        }
    }
}

/// What is trained, and what is looked at; in range by construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    task: Task,
    watched: Watched,
    runs: Vec<Run>,
    seeds: usize,
    steps: usize,
}

impl Default for Setup {
    /// The network of Ioffe & Szegedy's figure 1, without and with batch normalization.
    fn default() -> Self {
        let with_batch_norm = Run {
            norms: vec![Normalizer::Batch],
            ..Run::default()
        };
        Self {
            task: Task::Digits,
            watched: Watched::Accuracy,
            runs: vec![Run::default(), with_batch_norm],
            seeds: 1,
            steps: 0,
        }
    }
}

impl Setup {
    /// What is learnt.
    pub fn task(&self) -> Task {
        self.task
    }

    /// Sets what is learnt.
    pub fn set_task(&mut self, task: Task) {
        self.task = task;
        self.set_watched(self.watched);
    }

    /// Turns to another task. Runs with a net that is not made for its samples are given one that is, and keep their
    /// normalizations where that has a place for them.
    pub fn turn_to(&mut self, task: Task) {
        self.set_task(task);
        for run in &mut self.runs {
            let is_for_sentences = matches!(run.net, Net::Transformer { .. });
            let fits =
                is_for_sentences == task.symbols().is_some() && run.architecture(task).is_ok();
            if fits {
                continue;
            }
            let usual = match task.symbols() {
                Some(_) => Run::default().with(TRANSFORMER).expect("words of a run"),
                None => Run::default(),
            };
            let is_taken = run.norms.iter().all(|norm| usual.net.takes(*norm));
            let norms = match is_taken {
                true => run.norms.clone(),
                false => vec![Normalizer::Layer],
            };
            *run = Run { norms, ..usual };
        }
    }

    /// What the chart shows.
    pub fn watched(&self) -> Watched {
        self.watched
    }

    /// Sets what the chart shows: the loss, where there are no classes that could be right.
    pub fn set_watched(&mut self, watched: Watched) {
        self.watched = match watched {
            Watched::Accuracy if !self.task.has_classes() => Watched::Loss,
            watched => watched,
        };
    }

    /// The runs, one at least.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Sets the runs, as many as there may be; none changes nothing.
    pub fn set_runs(&mut self, mut runs: Vec<Run>) {
        runs.truncate(MOST_RUNS);
        if !runs.is_empty() {
            self.runs = runs;
        }
    }

    /// Seeds that each run is trained with: that of the link, and those behind it; as many as so many runs may have.
    ///
    /// What is seen of them all is a list, run after run, and of each run seed after seed.
    pub fn seeds(&self) -> usize {
        self.seeds.min(MOST_NETWORKS / self.runs.len()).max(1)
    }

    /// Sets how many seeds each run is trained with, as near as may be.
    pub fn set_seeds(&mut self, seeds: usize) {
        self.seeds = seeds.clamp(1, MOST_SEEDS);
    }

    /// What was seen of a run with each of its seeds, of a list of all; nothing if that is of other runs.
    pub fn trials<'a>(&self, logs: &'a [Log], k: usize) -> &'a [Log] {
        let seeds = self.seeds();
        logs.get(k * seeds..(k + 1) * seeds).unwrap_or_default()
    }

    /// Steps that are made.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Sets how many steps are made, as near as may be.
    pub fn set_steps(&mut self, steps: usize) {
        self.steps = steps.min(MOST_STEPS);
    }

    /// Changes a run.
    pub fn change(&mut self, k: usize, change: impl FnOnce(&mut Run)) {
        if let Some(run) = self.runs.get_mut(k) {
            change(run);
        }
    }

    /// Changes all runs alike.
    pub fn change_all(&mut self, change: impl Fn(&mut Run)) {
        self.runs.iter_mut().for_each(change);
    }

    /// One more run, as the last one is, if there may be one.
    pub fn add(&mut self) {
        if let (true, Some(last)) = (self.runs.len() < MOST_RUNS, self.runs.last()) {
            self.runs.push(last.clone());
        }
    }

    /// A run less; the last one stays.
    pub fn remove(&mut self, k: usize) {
        if self.runs.len() > 1 && k < self.runs.len() {
            self.runs.remove(k);
        }
    }

    /// Samples that all networks learn from until the last step: how much there is to be computed, about.
    pub fn samples(&self) -> usize {
        let of_step = |run: &Run| {
            let batch = run.pace.batch.min(self.task.learnt());
            batch * run.pace.accumulated.max(1)
        };
        let of_runs: usize = self.runs.iter().map(of_step).sum();
        of_runs * self.seeds() * self.steps
    }

    /// The runs in words: the first as it differs from [`Run::default`], the others as they differ from the first.
    ///
    /// ```
    /// use normscope::lab::training::Setup;
    /// assert_eq!(Setup::default().words(), "; norm=batch");
    /// ```
    pub fn words(&self) -> String {
        let first = self.runs[0].to_string();
        let others = self.runs[1..]
            .iter()
            .map(|run| run.words_from(&self.runs[0]));
        let words = std::iter::once(first).chain(others).collect::<Vec<_>>();
        match words.join(SEPARATOR) {
            // A link has no key without a value.
            words if words.is_empty() => self.runs[0].net.to_string(),
            words => words,
        }
    }

    /// Takes runs in words.
    ///
    /// # Errors
    ///
    /// If one of the words means nothing, or there are too many runs.
    pub fn read(&mut self, words: &str) -> Result<(), WordError> {
        let mut runs: Vec<Run> = Vec::new();
        for words in words.split(SEPARATOR.trim()) {
            let plain = Run::default();
            runs.push(runs.first().unwrap_or(&plain).with(words)?);
        }
        if runs.len() > MOST_RUNS {
            return Err(WordError::TooMany(MOST_RUNS));
        }
        self.runs = runs;
        Ok(())
    }
}
