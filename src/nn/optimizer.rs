//! How a step changes the parameters.

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
                let given = Given::new(parameters, gradients, weight_decay);
                sgd(given, rate as f32, momentum as f32, &mut moments.velocity);
            }
            Self::Adam {
                betas,
                eps,
                weight_decay,
            } => {
                let given = Given::new(parameters, gradients, weight_decay);
                adam(given, rate, betas, eps, moments);
            }
        }
    }
}

struct Given<'a> {
    parameters: &'a mut [f32],
    gradients: &'a [f32],
    decay: f32,
}

impl<'a> Given<'a> {
    fn new(parameters: &'a mut [f32], gradients: &'a [f32], decay: f64) -> Self {
        Self {
            parameters,
            gradients,
            decay: decay as f32,
        }
    }

    /// Each w with its g + λ·w.
    fn each(self) -> impl Iterator<Item = (&'a mut f32, f32)> {
        let decay = self.decay;
        let pairs = self.parameters.iter_mut().zip(self.gradients);
        pairs.map(move |(w, g)| {
            let g = g + decay * *w;
            (w, g)
        })
    }
}

fn sgd(given: Given, rate: f32, momentum: f32, velocity: &mut Vec<f32>) {
    if momentum == 0.0 {
        given.each().for_each(|(w, g)| *w -= rate * g);
        return;
    }
    velocity.resize(given.parameters.len(), 0.0);
    for ((w, g), v) in given.each().zip(velocity) {
        *v = momentum * *v + g;
        *w -= rate * *v;
    }
}

fn adam(given: Given, rate: f64, betas: [f64; 2], eps: f64, moments: &mut Moments) {
    let Moments {
        velocity,
        square,
        steps,
    } = moments;
    velocity.resize(given.parameters.len(), 0.0);
    square.resize(given.parameters.len(), 0.0);
    // In float64 as PyTorch has them, and narrowed where they meet the parameters.
    let [first, second] = betas.map(|beta| 1.0 - beta.powi(*steps as i32));
    let (rate, root, eps) = ((rate / first) as f32, second.sqrt() as f32, eps as f32);
    let keep_square = betas[1] as f32;
    let [take, take_square] = betas.map(|beta| (1.0 - beta) as f32);
    for (((w, g), v), s) in given.each().zip(velocity).zip(square) {
        *v += take * (g - *v);
        *s = keep_square * *s + take_square * g * g;
        *w -= rate * *v / (s.sqrt() / root + eps);
    }
}
