//! What one layer does to the light of pictures.
//!
//! There are numbers where x is N×C×H×W with one channel or three; none behind a layer where PyTorch rejects the call.
//! Behind the layer is y, or, where the link has a `style`, what takes it: see [`lab::pictures`](crate::lab::pictures).

use super::{Format, Live};
use crate::lab::explore::Explore;
use crate::lab::pictures::{Pictures, Row, Spread, lengths};
use crate::state::Settings;
use ndarray::Axis;
use std::sync::Arc;

/// The numbers of this file.
pub const VALUES: &[Live] = &[
    Live::of_shown("input_contrast_ratio", Format::Significant(2), |s, e| {
        contrast(&spread(s, e, Row::Before)?)
    }),
    Live::of_shown("output_contrast_ratio", Format::Significant(2), |s, e| {
        contrast(&spread(s, e, Row::Behind)?)
    }),
    Live::of_shown("input_brightness_spread", Format::Significant(2), |s, e| {
        Some(spread(s, e, Row::Before)?.brightness)
    }),
    Live::of_shown(
        "output_brightness_spread",
        Format::Significant(2),
        |s, e| Some(spread(s, e, Row::Behind)?.brightness),
    ),
    Live::of_shown("input_style_gap", Format::Significant(2), |s, e| {
        style_gap(s, e, Row::Before)
    }),
    Live::of_shown("output_style_gap", Format::Significant(2), |s, e| {
        style_gap(s, e, Row::Behind)
    }),
    Live::new("light_effect", Format::Significant(2), light_effect),
];

/// How far the means and deviations of one channel differ from picture to picture, for the channel that differs most.
fn spread(settings: &Settings, explore: &Explore, row: Row) -> Option<Spread> {
    let pictures = Pictures::of(explore, settings.pictures.style)?;
    Some(Spread::of(&pictures.channels(row)?, pictures.shape[1]))
}

/// The largest deviation of a channel over the smallest, where every picture has some contrast.
fn contrast(spread: &Spread) -> Option<f64> {
    (spread.contrast.is_finite() && spread.contrast >= 1.0).then_some(spread.contrast)
}

/// The largest difference of any picture's mean or deviation, of any channel, to that of the picture of `style` in x.
///
/// Behind AdaIN it is zero but for rounding and ε (Huang & Belongie, ICCV 2017, equation 8).
fn style_gap(settings: &Settings, explore: &Explore, row: Row) -> Option<f64> {
    let style = settings.pictures.style?;
    Pictures::of(explore, Some(style))?.style_gap(row, style)
}

/// The largest |Δ| of y of one picture, the pinned element's or the first, when its light is halved and lifted,
/// x/2 + 1/4. It is zero but for ε where every set lies in one channel of one picture
/// (Ulyanov, Vedaldi & Lempitsky, "Instance Normalization", 2016).
fn light_effect(settings: &Settings) -> Option<f64> {
    lengths(settings.shape())?;
    let picture = settings.at.as_ref().map_or(0, |at| at[0]);
    let setup = settings.setup();
    let x = setup.draw();
    let mut changed = x.as_ref().clone();
    let mut own = changed.index_axis_mut(Axis(0), picture);
    own.mapv_inplace(|x| x / 2.0 + 0.25);
    let [before, after] = [x, Arc::new(changed)].map(|x| {
        let explore = Explore::run_on(&setup, Some(x));
        let pictures = Pictures::of(&explore, None)?;
        pictures.values(Row::Behind, picture..picture + 1)
    });
    let (before, after) = (before?, after?);
    let pairs = before.iter().zip(&after);
    let differences = pairs.map(|(a, b)| (f64::from(*a) - f64::from(*b)).abs());
    Some(differences.fold(0.0, f64::max))
}
