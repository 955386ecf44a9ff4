//! A batch as pictures, before a layer and behind it, and in the style of one of them.
//!
//! Adaptive instance normalization, AdaIN(x, s) = σ(s)·(x − μ(x))/σ(x) + μ(s), gives the channels of a picture x the
//! means and deviations of a picture s (Huang & Belongie, "Arbitrary Style Transfer in Real-Time with Adaptive
//! Instance Normalization", ICCV 2017, equation 8). Here it is x̂ of the layer with these for γ and β, which is
//! AdaIN where the layer is instance normalization. As there, σ² has ε in it.

mod scale;
mod setup;
mod spread;

pub use scale::Scale;
pub use setup::{SHOWN, Setup};
pub use spread::Spread;

use super::explore::{Explore, Stage};
use crate::norm::{BoxNorm, Layer, Module, Side, Source, Statistic};
use ndarray::{ArrayViewD, IxDyn};
use std::ops::Range;

/// Values that are measured at a time.
const PIECE: usize = 1 << 16;

/// One channel of one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Channel {
    /// μ, what is called its brightness
    pub mean: f64,
    /// σ, with 1/m and without ε: its contrast
    pub deviation: f64,
}

/// Where pictures are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// x
    Before,
    /// y, or what takes the style
    Behind,
}

/// A batch of pictures, and what the layer makes of it.
#[derive(Clone, Debug)]
pub struct Pictures<'a> {
    explore: &'a Explore,
    /// N, C, H, W
    pub shape: [usize; 4],
    /// μ and √(σ² + ε) of each channel of the picture whose style is taken
    style: Option<Vec<Channel>>,
}

/// What is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// N, C, H, W
    pub shape: [usize; 4],
    /// Numbers of the pictures that are shown
    pub shown: Range<usize>,
    /// x, and what came of it; `None` where PyTorch rejects the call
    pub rows: [Option<Shown>; 2],
    /// Whether the layer normalizes each channel of each picture by itself, by its own statistics
    pub is_by_channel: bool,
}

/// The pictures of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Those of each picture that is shown, channel after channel
    pub values: Vec<Vec<f32>>,
    /// Those of each picture that is shown
    pub channels: Vec<Vec<Channel>>,
    /// How values become colours
    pub scale: Scale,
    /// How far all pictures of the batch differ
    pub spread: Spread,
    /// How far the farthest of them is from the style, in a mean or a deviation
    pub style_gap: Option<f64>,
}

/// N, C, H and W of a batch of pictures: four axes, and one channel or three.
pub fn lengths(shape: &[usize]) -> Option<[usize; 4]> {
    let shape: [usize; 4] = shape.try_into().ok()?;
    [1, 3].contains(&shape[1]).then_some(shape)
}

impl<'a> Pictures<'a> {
    /// The batch as pictures, in the style of one of them; `None` if it is no batch of pictures.
    pub fn of(explore: &'a Explore, style: Option<usize>) -> Option<Self> {
        let shape = lengths(explore.x.shape())?;
        let mut pictures = Self {
            explore,
            shape,
            style: None,
        };
        if let (Some(style), Ok(call)) = (style, &explore.call) {
            let x = pictures.values(Row::Before, style..style + 1)?;
            let with_eps = |channel: Channel| Channel {
                deviation: (channel.deviation.powi(2) + call.plan.eps).sqrt(),
                ..channel
            };
            let own = pictures.measured(&x).into_iter();
            pictures.style = Some(own.map(with_eps).collect());
        }
        Some(pictures)
    }

    /// The values of some pictures, in the order of memory; `None` behind a call that PyTorch rejects.
    ///
    /// # Panics
    ///
    /// If there are no such pictures.
    pub fn values(&self, row: Row, pictures: Range<usize>) -> Option<Vec<f32>> {
        let [_, channels, height, width] = self.shape;
        let plane = height * width;
        let first = pictures.start * channels * plane;
        let mut values = vec![0.0; pictures.len() * channels * plane];
        match (row, &self.style) {
            (Row::Before, _) => self.explore.fill(Stage::Input, first, &mut values),
            _ if self.explore.call.is_err() => return None,
            (Row::Behind, None) => self.explore.fill(Stage::Output, first, &mut values),
            (Row::Behind, Some(style)) => {
                self.explore.fill(Stage::Normalized, first, &mut values);
                let planes = values.chunks_mut(plane.max(1)).zip(style.iter().cycle());
                for (values, Channel { mean, deviation }) in planes {
                    let styled = |value: f32| (deviation * f64::from(value) + mean) as f32;
                    values.iter_mut().for_each(|value| *value = styled(*value));
                }
            }
        }
        Some(values)
    }

    /// Each channel of each picture of the batch, picture after picture.
    pub fn channels(&self, row: Row) -> Option<Vec<Channel>> {
        let [pictures, channels, height, width] = self.shape;
        let at_once = (PIECE / (channels * height * width)).max(1);
        let pieces = (0..pictures).step_by(at_once).map(|first| {
            let values = self.values(row, first..pictures.min(first + at_once))?;
            Some(self.measured(&values))
        });
        let pieces: Option<Vec<_>> = pieces.collect();
        Some(pieces?.concat())
    }

    /// The statistics of each channel of some pictures, by the kernels that the layers are computed with.
    fn measured(&self, values: &[f32]) -> Vec<Channel> {
        let [_, channels, height, width] = self.shape;
        let pictures = values.len() / (channels * height * width);
        let shape = IxDyn(&[pictures, channels, height, width]);
        let x = ArrayViewD::from_shape(shape, values).expect("whole pictures");
        let layer = Layer::Box(BoxNorm {
            sides: vec![Side::Kept, Side::Kept, Side::Shared, Side::Shared],
            eps: 0.0,
        });
        let module = Module::new(layer);
        let call = module.and_then(|mut module| module.measure(x));
        let batch = call.expect("a box of four axes").batch;
        let channel = |(mean, var): (&f64, &f64)| Channel {
            mean: *mean,
            deviation: var.sqrt(),
        };
        batch.mean.iter().zip(&batch.var).map(channel).collect()
    }

    /// One row of what is shown, of which all channels were measured.
    fn shown(
        &self,
        row: Row,
        shown: &Range<usize>,
        channels: &[Channel],
        scale: Scale,
    ) -> Option<Shown> {
        let of = self.shape[1];
        let own = |picture: usize| channels[picture * of..(picture + 1) * of].to_vec();
        let values = shown.clone().map(|k| self.values(row, k..k + 1));
        Some(Shown {
            values: values.collect::<Option<_>>()?,
            channels: shown.clone().map(own).collect(),
            scale,
            spread: Spread::of(channels, of),
            style_gap: None,
        })
    }

    /// The largest difference of a mean or a deviation between any picture and the one whose style is taken, as it
    /// was before the layer; NaN if one of them is.
    pub fn style_gap(&self, row: Row, style: usize) -> Option<f64> {
        let of = self.shape[1];
        let before = self.channels(Row::Before)?;
        let own = before.get(style * of..(style + 1) * of)?;
        Some(gap(&self.channels(row)?, own))
    }
}

/// The largest difference of a mean or a deviation between some channels and those of one picture; NaN if one is.
fn gap(channels: &[Channel], own: &[Channel]) -> f64 {
    let pairs = channels.iter().zip(own.iter().cycle());
    let apart =
        |(a, b): (&Channel, &Channel)| [(a.mean - b.mean).abs(), (a.deviation - b.deviation).abs()];
    let larger = |most: f64, one: f64| {
        if one > most || one.is_nan() {
            one
        } else {
            most
        }
    };
    pairs.flat_map(apart).fold(0.0, larger)
}

impl Outcome {
    /// What is shown of a batch; `None` if it is no batch of pictures.
    pub fn of(explore: &Explore, setup: Setup) -> Option<Self> {
        let pictures = Pictures::of(explore, setup.style)?;
        let shape @ [count, _, height, width] = pictures.shape;
        let shown = setup.first..count.min(setup.first + SHOWN);
        let of_x = Scale::of(explore.x_values());
        let behind = match setup.style {
            Some(_) => of_x,
            None => Scale::NORMALIZED,
        };
        let rows = [(Row::Before, of_x), (Row::Behind, behind)];
        let call = explore.call.as_ref();
        let is_by_channel = call.is_ok_and(|call| {
            call.plan.partition.block() == [1, 1, height, width]
                && call.plan.source == Source::Batch
                && call.plan.statistic == Statistic::MeanVariance
        });
        let measured = rows.map(|(row, scale)| Some((row, scale, pictures.channels(row)?)));
        let own = measured[0]
            .as_ref()
            .zip(setup.style)
            .and_then(|((_, _, channels), style)| {
                let of = shape[1];
                channels.get(style * of..(style + 1) * of)
            });
        let row = |measured: &Option<(Row, Scale, Vec<Channel>)>| {
            let (row, scale, channels) = measured.as_ref()?;
            let row = pictures.shown(*row, &shown, channels, *scale)?;
            let style_gap = own.map(|own| gap(channels, own));
            Some(Shown { style_gap, ..row })
        };
        Some(Self {
            rows: measured.each_ref().map(row),
            shape,
            shown,
            is_by_channel,
        })
    }
}
