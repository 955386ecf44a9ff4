//! How a step changes the parameters.

use kernels::dense::{self, AdamStep, SgdStep};

/// What is done with the derivatives g of the loss, at the learning rate η.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Optimizer {
    /// `torch.optim.SGD`:
    ///
    /// ```text
    /// g ← g + λ·w      v ← m·v + g      w ← w − η·v
    /// ```
    Sgd {
        /// m
        momentum: f64,
        /// λ
        weight_decay: f64,
    },
    /// `torch.optim.Adam` (Kingma & Ba 2015, algorithm 1; λ as in PyTorch, within g):
    ///
    /// ```text
    /// g ← g + λ·w      v ← β₁·v + (1 − β₁)·g      s ← β₂·s + (1 − β₂)·g²
    /// w ← w − η · v/(1 − β₁ᵗ) / (√(s/(1 − β₂ᵗ)) + ε)      t = 1, 2, …
    /// ```
    Adam {
        /// β₁ and β₂
        betas: [f64; 2],
        /// ε
        eps: f64,
        /// λ
        weight_decay: f64,
    },
}

/// What an optimizer remembers of earlier steps, 0 at first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moments {
    /// v
    velocity: Vec<f32>,
    /// s
    square: Vec<f32>,
    /// t
    steps: u32,
}

impl Optimizer {
    /// Plain gradient descent.
    pub const SGD: Self = Self::Sgd {
        momentum: 0.0,
        weight_decay: 0.0,
    };

    /// With PyTorch's defaults.
    pub const ADAM: Self = Self::Adam {
        betas: [0.9, 0.999],
        eps: 1e-8,
        weight_decay: 0.0,
    };

    /// Changes the parameters w by a step along the derivatives.
    ///
    /// # Panics
    ///
    /// If there is not a derivative for each parameter, or the moments are those of others.
    pub fn step(self, rate: f64, parameters: &mut [f32], gradients: &[f32], moments: &mut Moments) {
        assert_eq!(parameters.len(), gradients.len(), "a derivative for each");
        moments.steps += 1;
        match self {
            Self::Sgd {
                momentum,
                weight_decay,
            } => {
                let [rate, momentum, decay] = [rate, momentum, weight_decay].map(|of| of as f32);
                let step = SgdStep {
                    rate,
                    momentum,
                    decay,
                };
                if momentum == 0.0 {
                    return dense::sgd(step, parameters, gradients);
                }
                moments.velocity.resize(parameters.len(), 0.0);
                dense::sgd_with_momentum(step, parameters, &mut moments.velocity, gradients);
            }
            Self::Adam {
                betas,
                eps,
                weight_decay,
            } => {
                // In float64 as PyTorch has them, and narrowed where they meet the parameters.
                let [first, second] = betas.map(|beta| 1.0 - beta.powi(moments.steps as i32));
                let step = AdamStep {
                    rate: (rate / first) as f32,
                    root: second.sqrt() as f32,
                    eps: eps as f32,
                    decay: weight_decay as f32,
                    keep_square: betas[1] as f32,
                    take: betas.map(|beta| (1.0 - beta) as f32),
                };
                let Moments {
                    velocity, square, ..
                } = moments;
                velocity.resize(parameters.len(), 0.0);
                square.resize(parameters.len(), 0.0);
                dense::adam(step, parameters, [velocity, square], gradients);
            }
        }
    }
}
