//! Networks in training, in English.

use super::English;
use crate::lab::training::{Log, Setup, Task, Watched, value_at};
use crate::nn::{Normalizer, Place};
use crate::state::words::training::{Trait, few, made, shares};
use crate::state::words::{TrainingLabel, TrainingWords};

impl TrainingWords for English {
    fn training_label(&self, label: TrainingLabel) -> &'static str {
        match label {
            TrainingLabel::Task => "To learn",
            TrainingLabel::Watched => "Shown",
            TrainingLabel::Train => "Train",
            TrainingLabel::Pause => "Pause",
            TrainingLabel::Step => "One step",
            TrainingLabel::Restart => "From the start",
            TrainingLabel::Steps => "Steps",
            TrainingLabel::Runs => "Runs",
            TrainingLabel::Run => "Run",
            TrainingLabel::AddRun => "Add a run",
            TrainingLabel::RemoveRun => "Remove this run",
            TrainingLabel::Norm => "Normalization",
            TrainingLabel::Activation => "Activation",
            TrainingLabel::BatchSize => "Batch size",
            TrainingLabel::LearningRate => "Learning rate",
            TrainingLabel::Momentum => "Momentum",
            TrainingLabel::SamePair => {
                "All runs get the same samples in the same order, and equal maps begin with equal weights"
            }
            TrainingLabel::Words => "Runs in words",
            TrainingLabel::TaskSource => {
                "1797 images of 8×8 pixels: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI 1998, CC BY 4.0; one in five is for the test"
            }
        }
    }

    fn task(&self, task: Task) -> &'static str {
        match task {
            Task::Digits => "Digits",
            Task::Rings => "Two rings",
            Task::Spiral => "Spiral",
            Task::Quadrants => "Quadrants",
            Task::Linear => "A linear map",
        }
    }

    fn watched(&self, watched: Watched) -> &'static str {
        match watched {
            Watched::Accuracy => "Accuracy",
            Watched::Loss => "Loss",
            Watched::Activations => "Activations",
            Watched::Gradients => "Gradients",
            Watched::Weights => "Weights",
            Watched::Lag => "Running averages",
        }
    }

    fn watched_note(&self, watched: Watched) -> &'static str {
        match watched {
            Watched::Accuracy => {
                "Share of right answers: firm on samples for the test, fine on samples that are learnt from; dashed on those for the test with the statistics of their own batch"
            }
            Watched::Loss => {
                "Firm: on samples for the test; faint: on each batch that is learnt from; dashed: on those for the test with the statistics of their own batch"
            }
            Watched::Activations => {
                "What the last hidden layer passes to its activation function: the median, and the quantiles at 15 and 85 per cent"
            }
            Watched::Gradients => "‖∂L/∂W‖: firm of the first map, dashed of the last",
            Watched::Weights => "‖W‖: firm of the first map, dashed of the last",
            Watched::Lag => {
                "How far the running means are from the means of the next batch, in its standard deviations: the mean over the channels of the last normalization"
            }
        }
    }

    fn steps_axis(&self) -> &'static str {
        "step"
    }

    fn normalizer(&self, normalizer: Normalizer) -> String {
        match normalizer {
            Normalizer::None => "no norm".to_owned(),
            Normalizer::Batch => "batch norm".to_owned(),
            Normalizer::Layer => "layer norm".to_owned(),
            Normalizer::Instance => "instance norm".to_owned(),
            Normalizer::Group(groups) => format!("group norm, G = {groups}"),
            Normalizer::Rms => "RMS norm".to_owned(),
        }
    }

    fn run_trait(&self, of: Trait) -> String {
        match of {
            Trait::Norm(norms) => {
                let names = norms.iter().map(|norm| self.normalizer(*norm));
                names.collect::<Vec<_>>().join(" / ")
            }
            Trait::Noise(_) => "noise".to_owned(),
            Trait::Word(word) => word.replace('=', " "),
            Trait::Number(number) => format!("run {number}"),
        }
    }

    fn training(&self, setup: &Setup, logs: &[Log]) -> [String; 2] {
        let runs = setup.runs();
        let steps = made(logs);
        let names = (0..runs.len()).map(|k| self.run_name(runs, k));
        let has_begun = logs
            .iter()
            .any(|log| !log.losses.is_empty() || log.broken.is_some());
        if !has_begun {
            let ready = match runs.len() {
                1 => "One network, ready to train".to_owned(),
                count => format!(
                    "{count} networks, ready to train: the same samples, the same first weights"
                ),
            };
            return [
                ready,
                self.training_label(TrainingLabel::SamePair).to_owned(),
            ];
        }
        let found: Vec<String> = match setup.task.has_classes() {
            true => {
                let said = names.zip(shares(logs)).zip(logs);
                said.map(|((name, share), log)| ended(name, share.map(percent), log))
                    .collect()
            }
            false => {
                let loss = |log: &Log| value_at(log, Watched::Loss, steps);
                let said = names.zip(logs);
                said.map(|(name, log)| {
                    ended(name, loss(log).map(|loss| format!("loss {loss:.3}")), log)
                })
                .collect()
            }
        };
        let count = match steps {
            1 => "After 1 step".to_owned(),
            steps => format!("After {steps} steps"),
        };
        let what = match setup.task.has_classes() {
            true => "Right answers on samples that no run has learnt from",
            false => "Loss on samples that no run has learnt from",
        };
        [format!("{count}, {}", few(&found)), what.to_owned()]
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn ended(name: String, value: Option<String>, log: &Log) -> String {
    match &log.broken {
        Some(broken) => {
            let place = match &broken.place {
                Place::Activation(layer) => format!("in what {layer} gives"),
                Place::Loss => "in the loss".to_owned(),
                Place::Gradient(parameter) => format!("in the gradient of {parameter}"),
            };
            format!(
                "{name} ended in step {}, no finite number {place}",
                broken.step + 1
            )
        }
        None => format!("{name}: {}", value.unwrap_or_else(|| "—".to_owned())),
    }
}
