//! Networks in training, in English.

use super::English;
use crate::lab::training::{Broken, Task, Watched};
use crate::nn::{Normalizer, Place};
use crate::state::words::training::Trait;
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
            Task::Sequence => "Behind the marker",
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
                "Firm: on samples for the test; faint: on batches as they are learnt from; dashed: on those for the test with the statistics of their own batch"
            }
            Watched::Activations => {
                "What the last layer but one gives, behind its normalization: the median, and the quantiles at 15 and 85 per cent"
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

    fn runs_ready(&self, runs: usize) -> String {
        match runs {
            1 => "One network, ready to train".to_owned(),
            runs => {
                format!("{runs} networks, ready to train: the same samples, the same first weights")
            }
        }
    }

    fn runs_after(&self, steps: usize, found: &str) -> String {
        match steps {
            1 => format!("After 1 step, {found}"),
            steps => format!("After {steps} steps, {found}"),
        }
    }

    fn runs_scored(&self, has_classes: bool) -> &'static str {
        match has_classes {
            true => "Right answers on samples that no run has learnt from",
            false => "Loss on samples that no run has learnt from",
        }
    }

    fn loss_of_run(&self, loss: &str) -> String {
        format!("loss {loss}")
    }

    fn run_ended(&self, broken: &Broken) -> String {
        let place = match &broken.place {
            Place::Activation(layer) => format!("in what {layer} gives"),
            Place::Loss => "in the loss".to_owned(),
            Place::Gradient(parameter) => format!("in the gradient of {parameter}"),
        };
        format!(
            "ended in step {}, no finite number {place}",
            broken.step + 1
        )
    }
}
