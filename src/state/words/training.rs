//! What is said of networks in training.

use crate::lab::number::{READ, significant};
use crate::lab::training::{Broken, Log, Over, Run, Setup, Task, Watched, newest_of};
use crate::nn::Normalizer;

/// A text of that view that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum TrainingLabel {
    Task,
    Watched,
    MoreWatched,
    Train,
    Pause,
    Step,
    Restart,
    Steps,
    Runs,
    Run,
    AddRun,
    RemoveRun,
    Norm,
    Activation,
    BatchSize,
    LearningRate,
    Momentum,
    Seeds,
    SamePair,
    Words,
    TaskSource,
    Sentences,
    FullSpeed,
    TenSteps,
    OneStep,
    OpenInside,
    Curves,
    Weights,
}

/// What sets a run apart from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trait<'a> {
    /// What it normalizes by
    Norm(&'a [Normalizer]),
    /// Whether there is noise
    Noise(bool),
    /// A word of its own, as in a link
    Word(&'a str),
    /// Which of them it is, counted from 1: nothing sets it apart
    Number(usize),
}

/// A language's sentences about them.
pub trait TrainingWords {
    /// The words of a control, a heading or a hint.
    fn training_label(&self, label: TrainingLabel) -> &'static str;

    /// What is learnt.
    fn task(&self, task: Task) -> &'static str;

    /// What the chart can show, as one chooses it.
    fn watched(&self, watched: Watched) -> &'static str;

    /// How its lines are read.
    fn watched_note(&self, watched: Watched) -> &'static str;

    /// What the axis below counts.
    fn steps_axis(&self) -> &'static str;

    /// A normalization, short.
    fn normalizer(&self, normalizer: Normalizer) -> String;

    /// What sets a run apart.
    fn run_trait(&self, of: Trait) -> String;

    /// That so many networks wait.
    fn runs_ready(&self, runs: usize) -> String;

    /// What was found after so many steps.
    fn runs_after(&self, steps: usize, found: &str) -> String;

    /// What the numbers of it are: shares of right answers, or losses.
    fn runs_scored(&self, has_classes: bool) -> &'static str;

    /// How the lines of several seeds are read.
    fn seeds_note(&self) -> &'static str;

    /// How the lines of a chart are read.
    fn chart_note(&self, setup: &Setup) -> &'static str {
        match setup.seeds() {
            1 => self.watched_note(setup.watched()),
            _ => self.seeds_note(),
        }
    }

    /// That numbers are means over so many seeds, with the least and the greatest in brackets.
    fn runs_of_seeds(&self, seeds: usize) -> String;

    /// A loss.
    fn loss_of_run(&self, loss: &str) -> String;

    /// That a run came to a number that is none.
    fn run_ended(&self, broken: &Broken) -> String;

    /// The one sentence above the figure, and the line below it: of runs that have these logs.
    fn training(&self, setup: &Setup, logs: &[Log]) -> [String; 2] {
        let runs = setup.runs();
        if logs
            .iter()
            .all(|log| log.losses.is_empty() && log.broken.is_none())
        {
            let pair = self.training_label(TrainingLabel::SamePair);
            return [self.runs_ready(runs.len()), pair.to_owned()];
        }
        let has_classes = setup.task().has_classes();
        let found = |k: usize| {
            let trials = setup.trials(logs, k);
            let broken = trials.iter().find_map(|log| log.broken.as_ref());
            let value = match (broken, has_classes) {
                (Some(broken), _) => Some(self.run_ended(broken)),
                (None, true) => newest_of(trials, Watched::Accuracy).map(percents),
                (None, false) => newest_of(trials, Watched::Loss)
                    .map(|loss| self.loss_of_run(&over(loss, |loss| significant(loss, READ)))),
            };
            let value = value.unwrap_or_else(|| "—".to_owned());
            format!("{}: {value}", self.run_name(runs, k))
        };
        let found: Vec<String> = (0..runs.len()).map(found).collect();
        let told = self.runs_after(made(logs), &few(&found));
        let scored = self.runs_scored(has_classes).to_owned();
        let scored = match setup.seeds() {
            1 => scored,
            seeds => format!("{scored}. {}", self.runs_of_seeds(seeds)),
        };
        [told, scored]
    }

    /// What a run is called among the others: what sets it apart from them.
    fn run_name(&self, runs: &[Run], k: usize) -> String {
        let traits = traits(runs, k);
        let names = traits.iter().map(|of| self.run_trait(of.as_trait()));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// A [`Trait`] that owns its words.
enum Owned<'a> {
    Norm(&'a [Normalizer]),
    Noise(bool),
    Word(String),
    Number(usize),
}

impl Owned<'_> {
    fn as_trait(&self) -> Trait<'_> {
        match self {
            Self::Norm(norms) => Trait::Norm(norms),
            Self::Noise(is_noisy) => Trait::Noise(*is_noisy),
            Self::Word(word) => Trait::Word(word),
            Self::Number(number) => Trait::Number(*number),
        }
    }
}

fn traits(runs: &[Run], k: usize) -> Vec<Owned<'_>> {
    let own = &runs[k];
    let mut traits = Vec::new();
    if runs.iter().any(|run| run.norms != own.norms) {
        traits.push(Owned::Norm(&own.norms));
    }
    if own.has_noise && runs.iter().any(|run| !run.has_noise) {
        traits.push(Owned::Noise(true));
    }
    // All else in the words of a link, those that any other run has not.
    let words_from = |other: &Run| own.words_from(other);
    let mut seen: Vec<String> = Vec::new();
    for other in runs {
        let words = words_from(other);
        let words = words.split(' ').filter(|word| !word.is_empty());
        for word in words.take_while(|word| !word.starts_with('@')) {
            let is_said = word.starts_with("norm=") || word == "noisy" || word == "quiet";
            if !is_said && !seen.iter().any(|known| known == word) {
                seen.push(word.to_owned());
            }
        }
    }
    traits.extend(seen.into_iter().map(Owned::Word));
    if let Some((step, _)) = own.forks.first() {
        traits.push(Owned::Word(format!("@{step}")));
    }
    if traits.is_empty() {
        traits.push(Owned::Number(k + 1));
    }
    traits
}

/// A share, in whole per cent.
fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn percents(share: Over) -> String {
    let whole = |share: f64| format!("{:.0}", 100.0 * share);
    match [share.least, share.greatest].map(whole) {
        [least, greatest] if least != greatest => {
            format!("{} ({least}–{greatest} %)", percent(share.mean))
        }
        _ => percent(share.mean),
    }
}

/// A number, or a mean with the least and the greatest.
fn over(numbers: Over, text: impl Fn(f64) -> String) -> String {
    let Over {
        mean,
        least,
        greatest,
    } = numbers;
    match least == greatest {
        true => text(mean),
        false => format!("{} ({}…{})", text(mean), text(least), text(greatest)),
    }
}

/// Steps that all runs have made; a run that broke counts no more.
fn made(logs: &[Log]) -> usize {
    let whole = logs.iter().filter(|log| log.broken.is_none());
    let steps = whole.map(|log| log.losses.len()).min();
    steps.unwrap_or_else(|| logs.iter().map(|log| log.losses.len()).max().unwrap_or(0))
}

/// Runs of which a headline tells.
const TOLD: usize = 3;

/// What is said of the first runs; all of them are told below the chart.
fn few(found: &[String]) -> String {
    let told = found[..found.len().min(TOLD)].join("; ");
    match found.len() > TOLD {
        true => told + "; …",
        false => told,
    }
}
