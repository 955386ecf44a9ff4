//! What padding does to the statistics of sentences.
//!
//! There are numbers where x is of the recipe `sentences`, as it is drawn, before any poke.

use super::{Format, Live};
use crate::state::Settings;
use crate::tensor::Recipe;
use ndarray::{ArrayD, Axis, Ix3};

/// The numbers of this file.
pub const VALUES: &[Live] = &[
    Live::new("padding", Format::Percent, padding),
    Live::new("padded_mean", Format::Significant(4), |settings| {
        mean(settings, true)
    }),
    Live::new("token_mean", Format::Significant(4), |settings| {
        mean(settings, false)
    }),
];

/// The part of the rows that are no tokens.
fn padding(settings: &Settings) -> Option<f64> {
    let rows = rows(settings)?;
    let padding = rows.iter().filter(|row| is_padding(row)).count();
    Some(padding as f64 / rows.len() as f64)
}

/// The mean of the pinned element's feature over the tokens of all sentences, with the padding or without.
fn mean(settings: &Settings, with_padding: bool) -> Option<f64> {
    let feature = *settings.at.as_ref()?.last()?;
    let rows = rows(settings)?;
    let counted = rows.iter().filter(|row| with_padding || !is_padding(row));
    let values: Vec<f64> = counted.map(|row| f64::from(row[feature])).collect();
    Some(values.iter().sum::<f64>() / values.len() as f64)
}

/// The features of each token and of each place without one, sentence after sentence.
fn rows(settings: &Settings) -> Option<Vec<Vec<f32>>> {
    if settings.source.values.recipe() != Some(Recipe::Sentences) {
        return None;
    }
    let x: ArrayD<f32> = settings.setup().draw().as_ref().clone();
    let x = x.into_dimensionality::<Ix3>().ok()?;
    let lanes = x.lanes(Axis(2));
    Some(lanes.into_iter().map(|row| row.to_vec()).collect())
}

/// A token's features are drawn from normal distributions, and never all zero.
fn is_padding(row: &[f32]) -> bool {
    row.iter().all(|value| *value == 0.0)
}
