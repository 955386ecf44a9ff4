//! Batches that are drawn again and again, in English.

use super::English;
use crate::lab::number::{READ, count, short};
use crate::lab::redraws::{Experiment, Outcome, Quantity, Refusal, TRAINED};
use crate::state::words::redraws::{SAID, ends};
use crate::state::words::{RedrawsLabel, RedrawsWords};

impl RedrawsWords for English {
    fn redraws_label(&self, label: RedrawsLabel) -> &'static str {
        match label {
            RedrawsLabel::Redrawn => "Of each batch",
            RedrawsLabel::Channel => "Channel",
            RedrawsLabel::OfEach => "Batches of each size",
            RedrawsLabel::Dropout => "Dropout p in training",
            RedrawsLabel::DropoutHint => {
                "Before the layer, in the batches that it is trained on; those that are compared have none"
            }
        }
    }

    fn quantity(&self, quantity: Quantity) -> &'static str {
        match quantity {
            Quantity::Mean => "Mean μ",
            Quantity::Deviation => "Deviation √(σ²\u{a0}+\u{a0}ε)",
            Quantity::Gap => "Train against eval",
        }
    }

    fn redraws(&self, experiment: &Experiment, outcome: &Outcome) -> [String; 2] {
        let quantity = experiment.redraws.quantity;
        let headline = match quantity {
            Quantity::Mean => wandering("mean", outcome),
            Quantity::Deviation => wandering("standard deviation", outcome),
            Quantity::Gap => gap(outcome),
        };
        let what = match quantity {
            Quantity::Mean => format!("a dot is the mean of one batch{}", beside_law(outcome)),
            Quantity::Deviation => "a dot is √(σ² + ε) of one batch".to_string(),
            Quantity::Gap => training(experiment, outcome),
        };
        let drawn = match outcome.redraws < experiment.redraws.count() {
            true => format!(
                "{} batches of each size, no more, for x is large",
                outcome.redraws
            ),
            false => format!("{} batches of each size", outcome.redraws),
        };
        let channel = experiment.channel;
        [headline, format!("Channel {channel}, {drawn}: {what}")]
    }

    fn not_redrawn(&self, refusal: &Refusal) -> [String; 2] {
        match refusal {
            Refusal::NotDrawn => [
                "Nothing to draw again".to_string(),
                "x is written out or comes from a file; choose a recipe".to_string(),
            ],
            Refusal::Large(len) => [
                "x is too large to be drawn again and again".to_string(),
                format!("A sample has {} values; shorten its axes", count(*len)),
            ],
            Refusal::Rejected(error) => {
                ["PyTorch rejects this call".to_string(), error.to_string()]
            }
        }
    }

    fn redraws_columns(&self, outcome: &Outcome) -> String {
        match outcome.positions {
            1 => "samples in a batch, one value each".to_string(),
            positions => format!("samples in a batch, {} values each", count(positions)),
        }
    }

    fn redraws_marks(&self, quantity: Quantity) -> [&'static str; 3] {
        let expected = match quantity {
            Quantity::Deviation => "expected for independent normal values",
            _ => "expected for independent values: σ/√m",
        };
        ["one batch", "measured: mean ± standard deviation", expected]
    }
}

/// “With 2 samples in a batch, the mean wanders 4 times as far as with 32”.
fn wandering(what: &str, outcome: &Outcome) -> String {
    let [first, other] = ends(outcome);
    if other.spread == 0.0 {
        return format!("The {what} is the same in every batch");
    }
    format!(
        "With {} samples in a batch, the {what} wanders {} times as far as with {}",
        first.samples,
        short(first.spread / other.spread, SAID),
        other.samples
    )
}

/// How far the means wander beside what independent values would give, where that is another length.
fn beside_law(outcome: &Outcome) -> String {
    let Some(by) = outcome.beside_law() else {
        return String::new();
    };
    match by {
        0.8..1.25 => String::new(),
        by => format!(
            "; they wander {} times as far as those of independent values",
            short(by, SAID)
        ),
    }
}

/// “Train and eval differ by 0.25 with 2 samples in a batch, by 0.06 with 32”.
fn gap(outcome: &Outcome) -> String {
    let [first, other] = ends(outcome);
    format!(
        "Train and eval differ by {} with {} samples in a batch, by {} with {}",
        short(first.mean, SAID),
        first.samples,
        short(other.mean, SAID),
        other.samples
    )
}

/// What the layer went through, and how far a single value can be off.
fn training(experiment: &Experiment, outcome: &Outcome) -> String {
    let momentum = match experiment.layer.momentum {
        Some(momentum) => format!("momentum {}", short(momentum, READ)),
        None => "the plain average".to_string(),
    };
    let dropout = match experiment.redraws.dropout() {
        0.0 => String::new(),
        p => format!(" and dropout of {}", short(p, READ)),
    };
    let largest = outcome.columns[0].largest.unwrap_or(0.0);
    format!(
        "a dot is the mean |y train − y eval| of one batch, after {TRAINED} batches with {momentum}{dropout}; \
         with {} samples a single y is off by up to {}",
        outcome.columns[0].samples,
        short(largest, SAID)
    )
}
