//! How restless the distributions are that layers pass on.

use super::glance::hidden;
use crate::nn::{Activations, Data, Network, Trainer};

/// How far the distributions of units move from one step to the next: the mean over units j of
///
/// ```text
/// |μ_j(t + 1) − μ_j(t)| and |σ_j(t + 1) − σ_j(t)|
/// ```
///
/// with mean and deviation over the batch of each step, and over places, of what a unit passes on behind its normalization
/// and its noise. (Santurkar et al. 2018, section 2.1, compare the stability of networks by the moments of activations.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// Of μ, in the units of the activations
    pub mean: f64,
    /// Of σ
    pub deviation: f64,
}

/// The drift behind each map but the last, from the next step of a trainer to the one after; it stays as it is.
pub fn drifts(trainer: &Trainer, data: &Data) -> Vec<Drift> {
    let mut going = trainer.clone();
    let [before, after] = [(); 2].map(|()| {
        going.step(data);
        moments(going.network())
    });
    before.iter().zip(&after).map(between).collect()
}

/// μ and σ of each unit behind each map but the last, of the last call.
fn moments(network: &Network) -> Vec<Vec<[f64; 2]>> {
    let activations = network.activations();
    let places = hidden(&activations).into_iter();
    places
        .map(|layers| of_units(layers.last().expect("a map")))
        .collect()
}

fn of_units(layer: &Activations) -> Vec<[f64; 2]> {
    // Of a sentence the features come last, of an image the channels first.
    let (units, places) = match *layer.shape {
        [_, features] => (features, 1),
        ref shape => (shape[0], shape[1..].iter().product::<usize>()),
    };
    let count = (layer.y.len() / units) as f64;
    let values = |unit: usize| {
        let rows = layer.y.chunks_exact(places).skip(unit).step_by(units);
        rows.flatten().map(|value| f64::from(*value))
    };
    let moments = |unit| {
        let mean = values(unit).sum::<f64>() / count;
        let squares = values(unit).map(|value| (value - mean).powi(2));
        [mean, (squares.sum::<f64>() / count).sqrt()]
    };
    (0..units).map(moments).collect()
}

fn between((before, after): (&Vec<[f64; 2]>, &Vec<[f64; 2]>)) -> Drift {
    let far = |at: usize| {
        let pairs = before.iter().zip(after);
        pairs.map(|(a, b)| (a[at] - b[at]).abs()).sum::<f64>() / before.len() as f64
    };
    Drift {
        mean: far(0),
        deviation: far(1),
    }
}
