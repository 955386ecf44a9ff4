//! What a call needs besides x.

use super::boxes::tile;
use super::moments::Moments;
use ndarray::{Array4, ArrayD, Ix4};

/// How much of a new batch goes into the running statistics: PyTorch's `momentum`, and 1 − α of PowerNorm's code.
pub const RATE: f64 = 0.1;

/// ε of Batch Renorm, which is in its σ_B (Ioffe 2017, algorithm 1).
pub(super) const RENORM_EPS: f64 = 1e-5;

/// Running statistics of batches seen before, one number per channel, and the gate of Batch-Instance.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Batches seen
    pub batches: usize,
    /// μ, of Batch Renorm
    pub mean: Vec<f64>,
    /// σ, of Batch Renorm; the deviation itself is averaged, not its square
    pub deviation: Vec<f64>,
    /// ψ², of PowerNorm
    pub mean_square: Vec<f64>,
    /// ρ of every channel, of Batch-Instance: 1 is all batch norm, 0 all instance norm
    pub rho: f64,
}

impl State {
    /// As constructed: mean 0, deviation and mean square 1, and a gate of 1 (the code of Nam & Kim 2018).
    pub fn fresh(channels: usize) -> Self {
        Self {
            batches: 0,
            mean: vec![0.0; channels],
            deviation: vec![1.0; channels],
            mean_square: vec![1.0; channels],
            rho: 1.0,
        }
    }

    /// After batches of shape (N, C, H, W):
    ///
    /// ```text
    /// μ ← μ + α·(μ_B − μ)        σ ← σ + α·(σ_B − σ)        ψ² ← ψ² + α·(ψ²_B − ψ²)
    /// ```
    ///
    /// (Ioffe 2017, algorithm 1; the code of Shen et al. 2020), with the rate α.
    ///
    /// # Panics
    ///
    /// If a batch has another rank or other channels.
    pub fn after(channels: usize, batches: &[ArrayD<f32>], rate: f64) -> Self {
        let mut state = Self::fresh(channels);
        for batch in batches {
            let batch = batch.view().into_dimensionality::<Ix4>();
            let batch = batch.expect("a batch of rank 4").mapv(f64::from);
            state.take_in(&batch, rate);
        }
        state
    }

    /// The same with another gate.
    pub fn with_rho(self, rho: f64) -> Self {
        Self { rho, ..self }
    }

    fn take_in(&mut self, batch: &Array4<f64>, rate: f64) {
        let shape: [usize; 4] = batch.dim().into();
        assert_eq!(shape[1], self.mean.len(), "a batch of the same channels");
        let [samples, channels, height, width] = shape;
        for c in 0..channels {
            let block = [samples, 1, height, width];
            let of_batch = Moments::of(batch, &tile(shape, block, [0, c, 0, 0]));
            let follow = |running: &mut f64, value: f64| *running += rate * (value - *running);
            follow(&mut self.mean[c], of_batch.mean);
            let deviation = (of_batch.variance() + RENORM_EPS).sqrt();
            follow(&mut self.deviation[c], deviation);
            follow(&mut self.mean_square[c], of_batch.mean_square());
        }
        self.batches += 1;
    }
}
