//! Numbers about batch normalization at test time.
//!
//! The first four draw some ten thousand to some hundred thousand values: a few milliseconds each.

use super::{Format, Live};
use crate::lab::redraws::{Column, Quantity};
use crate::lab::test_time;
use crate::state::Settings;

/// Those that lesson 3 speaks of.
pub const VALUES: &[Live] = &[
    Live::new("mean_spread", Format::Significant(2), mean_spread),
    Live::new("deviation_spread", Format::Significant(2), deviation_spread),
    Live::new("train_eval_gap", Format::Significant(2), train_eval_gap),
    Live::new("dropout_variance", Format::Significant(2), dropout_variance),
    Live::new("fold_difference", Format::Significant(1), fold_difference),
    Live::new("company_change", Format::Significant(2), company_change),
    Live::new("steps_to_forget", Format::Count, steps_to_forget),
    Live::new("initial_weight", Format::Percent, initial_weight),
    Live::new("stored_ratio", Format::Significant(3), stored_ratio),
];

/// Standard deviation, over the redraws, of the mean of a batch of x's shape (of the pinned channel, or channel 0);
/// for independent values of standard deviation σ it comes near σ/√m, with m values of the channel in a batch.
fn mean_spread(settings: &Settings) -> Option<f64> {
    Some(column(settings, Quantity::Mean)?.spread)
}

/// The same of √(σ² + ε), with the biased variance; for many independent normal values it comes near σ/√(2m).
fn deviation_spread(settings: &Settings) -> Option<f64> {
    Some(column(settings, Quantity::Deviation)?.spread)
}

/// Mean of |y in training mode − y in eval mode| over the redraws, after 50 batches in training mode
/// (with the link's `dropout` before the layer in these).
fn train_eval_gap(settings: &Settings) -> Option<f64> {
    Some(column(settings, Quantity::Gap)?.mean)
}

/// Variance without dropout over the running variance that 50 batches with the link's `dropout` left behind:
/// 1 − p for x around 0 (Li et al., CVPR 2019).
fn dropout_variance(settings: &Settings) -> Option<f64> {
    settings.redraws_experiment().dropout_variance().ok()
}

/// Largest |difference| between a convolution with a batch norm in eval mode behind it, and both folded into one.
fn fold_difference(settings: &Settings) -> Option<f64> {
    test_time::fold_difference(&settings.source, settings.seed, settings.eps())
}

/// Largest |change| of sample 0's y, by layer and mode of the link, when the other samples are those of the next batch.
fn company_change(settings: &Settings) -> Option<f64> {
    test_time::company_change(&settings.setup())
}

/// Batches until the constructed value weighs below 1 % in a running average: the first k with (1 − momentum)ᵏ < 0.01.
fn steps_to_forget(settings: &Settings) -> Option<f64> {
    let steps = test_time::steps_to_forget(settings.batch_norm().momentum);
    steps.map(f64::from)
}

/// The weight that the constructed value has after the link's `steps`: (1 − momentum)^steps.
fn initial_weight(settings: &Settings) -> Option<f64> {
    test_time::initial_weight(settings.batch_norm().momentum, settings.steps)
}

/// Variance that a batch norm stores over the one that it normalizes x with, of the channel: n/(n − 1) for n values.
fn stored_ratio(settings: &Settings) -> Option<f64> {
    test_time::stored_ratio(settings.setup().draw().view(), settings.channel())
}

fn column(settings: &Settings, quantity: Quantity) -> Option<Column> {
    let mut experiment = settings.redraws_experiment();
    experiment.redraws.quantity = quantity;
    experiment.own_column().ok()
}
