//! What parameters begin with.

use crate::torch::Generator;

/// How the weights of linear layers, convolutions and attention are drawn.
///
/// They are drawn in the order of the layers, each weight before its bias; γ = 1 and β = 0 everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Init {
    /// PyTorch's own: weights and biases uniform within ±1/√(fan in)
    #[default]
    PyTorch,
    /// `nn.init.xavier_uniform_` (Glorot & Bengio 2010, equation 16): uniform within ±√(6/(fan in + fan out)); biases 0
    Xavier,
    /// `nn.init.normal_(weight, 0, s)`; biases 0
    Normal(f64),
}

/// How many values go into one output of a layer, and how many outputs one value goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fans {
    pub into: usize,
    pub out: usize,
}

impl Init {
    /// Draws a weight.
    pub(super) fn weight(self, fans: Fans, weight: &mut [f32], generator: &mut Generator) {
        let (into, out) = (fans.into as f64, fans.out as f64);
        match self {
            Self::PyTorch => {
                // As `kaiming_uniform_` with a = √5 comes to it, with its roundings.
                let gain = (2.0 / (1.0 + 5.0_f64.sqrt().powi(2))).sqrt();
                uniform(weight, 3.0_f64.sqrt() * (gain / into.sqrt()), generator);
            }
            Self::Xavier => {
                let deviation = (2.0 / (into + out)).sqrt();
                uniform(weight, 3.0_f64.sqrt() * deviation, generator);
            }
            Self::Normal(deviation) => normal(weight, deviation, generator),
        }
    }

    /// Draws the bias of a weight with so many values into each output.
    pub(super) fn bias(self, into: usize, bias: &mut [f32], generator: &mut Generator) {
        match self {
            Self::PyTorch => uniform(bias, 1.0 / (into as f64).sqrt(), generator),
            Self::Xavier | Self::Normal(_) => bias.fill(0.0),
        }
    }
}

/// `tensor.uniform_(-bound, bound)`, rounded once, as PyTorch does on processors that add a product in one step.
fn uniform(values: &mut [f32], bound: f64, generator: &mut Generator) {
    let (from, to) = (-bound as f32, bound as f32);
    let (from, width) = (f64::from(from), f64::from(to - from));
    let drawn = generator.rand(&[values.len()]);
    for (value, drawn) in values.iter_mut().zip(drawn) {
        *value = (f64::from(drawn) * width + from) as f32;
    }
}

/// `tensor.normal_(0, deviation)`.
pub(super) fn normal(values: &mut [f32], deviation: f64, generator: &mut Generator) {
    let drawn = generator.randn(&[values.len()]);
    for (value, drawn) in values.iter_mut().zip(drawn) {
        *value = drawn * deviation as f32;
    }
}
