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
            TrainingLabel::MoreWatched => "More",
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
            TrainingLabel::FullSpeed => "As fast as it goes",
            TrainingLabel::TenSteps => "Ten steps a second",
            TrainingLabel::OneStep => "One step a second",
            TrainingLabel::Seeds => "Seeds of each run",
            TrainingLabel::OpenInside => "Open in the cube",
            TrainingLabel::Curves => "Curves",
            TrainingLabel::Weights => {
                "Weights and running averages at this step, as PyTorch’s state_dict"
            }
            TrainingLabel::Sentences => {
                "Eight tokens, seven of them letters of eight kinds, one the marker: the answer is the letter behind it"
            }
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
            Watched::Rate => "Effective learning rate",
            Watched::Drift => "Drift of activations",
            Watched::Shift => "Shift of gradients, cosine",
            Watched::Distance => "Shift of gradients, size",
            Watched::Landscape => "Landscape along the gradient",
            Watched::Predictiveness => "Predictiveness of the gradient",
            Watched::Beta => "Effective β-smoothness",
        }
    }

    fn watched_note(&self, watched: Watched) -> &'static str {
        match watched {
            Watched::Accuracy => {
                "Share of right answers: firm on samples for the test, fine on samples that are learnt from; on those for the test, dashed with the statistics of their own batch, dotted with averages recomputed over 256 samples"
            }
            Watched::Loss => {
                "Firm: on samples for the test; faint: on batches as they are learnt from; on those for the test, dashed with the statistics of their own batch, dotted with averages recomputed over 256 samples"
            }
            Watched::Activations => {
                "What the last layer but one gives, behind its normalization: the median, and the quantiles at 15 and 85 per cent"
            }
            Watched::Gradients => "‖∂L/∂W‖: firm of the first map, dashed of the last",
            Watched::Weights => "‖W‖: firm of the first map, dashed of the last",
            Watched::Lag => {
                "How far the running means are from the means of the next batch, in its standard deviations: the mean over the channels of the last normalization"
            }
            Watched::Rate => "η/‖W‖², for Adam η/‖W‖: firm of the first map, dashed of the last",
            Watched::Drift => {
                "How far the mean (firm) and the deviation (fine) of each unit behind the last normalization move from one step to the next: the mean over units"
            }
            Watched::Shift => {
                "cos(G, G′): G is the gradient of a map, G′ what it becomes when the maps before it take their step; firm of the middle map, dashed of the last"
            }
            Watched::Distance => {
                "‖G − G′‖: G is the gradient of a map, G′ what it becomes when the maps before it take their step; firm of the middle map, dashed of the last"
            }
            Watched::Landscape => {
                "The largest loss of the batch, and fine the smallest, after one step along its gradient of ½ to 4 times the learning rate"
            }
            Watched::Predictiveness => {
                "The largest ‖g′ − g‖, and fine the smallest, where g′ is the gradient after one step along g of ½ to 4 times the learning rate"
            }
            Watched::Beta => {
                "The largest ‖g′ − g‖ divided by the length of the step, for steps along g of ½ to 4 times the learning rate"
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

    fn seeds_note(&self) -> &'static str {
        "Firm: the mean over the seeds; fine: the least and the greatest"
    }

    fn runs_of_seeds(&self, seeds: usize) -> String {
        format!("Means over {seeds} seeds, the least and the greatest in brackets")
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
