//! Noise behind a normalization, which gives its distribution no rest.

use super::{Call, Op, Passed};
use crate::nn::network::Mode;
use crate::torch::Generator;
use kernels::dense::{noise, times};

/// Noise that is drawn anew at each step (Santurkar et al. 2018, algorithm 1 and appendix A.2.1).
///
/// ```text
/// for each unit j             μ_j  ~ U(−μ, μ)             σ_j  ~ U(1, σ)
/// for each value i of it      m_ij ~ U(μ_j − r, μ_j + r)   s_ij ~ N(σ_j, r)
/// y_ij = s_ij·x_ij + m_ij
/// ```
///
/// A unit is a feature, or a channel, whose places count as samples do. The noise is there in training alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// μ
    pub mean: f64,
    /// σ
    pub scale: f64,
    /// r, of both
    pub spread: f64,
}

impl Noise {
    /// As in the paper.
    pub const PAPER: Self = Self {
        mean: 0.5,
        scale: 1.25,
        spread: 0.1,
    };
}

/// The layer.
#[derive(Clone, Debug)]
pub struct Noisy {
    noise: Noise,
    units: usize,
    /// s_ij of the last call; empty where there was no noise
    scales: Vec<f32>,
    /// μ_j and σ_j, and what m_ij are besides μ_j
    means: Vec<f32>,
    deviations: Vec<f32>,
    moved: Vec<f32>,
}

impl Noisy {
    /// Of so many units, each with its places one after another.
    pub fn new(noise: Noise, units: usize) -> Self {
        Self {
            noise,
            units,
            scales: Vec::new(),
            means: Vec::new(),
            deviations: Vec::new(),
            moved: Vec::new(),
        }
    }

    fn draw(&mut self, generator: &mut Generator, y: &mut [f32], places: usize) {
        let Noise {
            mean,
            scale,
            spread,
        } = self.noise;
        let mut uniform = |values: &mut Vec<f32>, len: usize, from: f64, to: f64| {
            values.resize(len, 0.0);
            generator.fill_rand(values);
            let (from, width) = (from as f32, (to - from) as f32);
            values.iter_mut().for_each(|u| *u = from + *u * width);
        };
        uniform(&mut self.means, self.units, -mean, mean);
        uniform(&mut self.deviations, self.units, 1.0, scale);
        uniform(&mut self.moved, y.len(), -spread, spread);
        self.scales.resize(y.len(), 0.0);
        generator.fill_randn(&mut self.scales);
        let units = self.means.iter().zip(&self.deviations).cycle();
        let values = y
            .chunks_mut(places)
            .zip(self.scales.chunks_mut(places))
            .zip(self.moved.chunks(places));
        for (((y, scales), moved), (mean, deviation)) in values.zip(units) {
            noise([y, scales], moved, [*mean, *deviation, spread as f32]);
        }
    }
}

impl Op for Noisy {
    fn forward(&mut self, call: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        self.scales.clear();
        y.copy_from_slice(x);
        if call.mode == Mode::Train {
            let places = x.len() / (call.batch * self.units);
            self.draw(call.generator, y, places);
        }
    }

    fn backward(
        &mut self,
        _: &[f32],
        _: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        _: &mut [f32],
    ) {
        match grad_x {
            Some(grad_x) if self.scales.is_empty() => grad_x.copy_from_slice(grad_y),
            Some(grad_x) => times(grad_y, &self.scales, grad_x),
            None => {}
        }
    }
}
