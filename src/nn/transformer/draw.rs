//! Weights at initialization.

use super::{Attention, Branch, FeedForward, Norm, Order, Size, Sublayer, Transformer};
use crate::torch::Generator;
use ndarray::{Array1, Array2, Ix2};

impl Transformer {
    /// Draws W_Q, W_K, W_V, W_O, W₁ and W₂ of one block after the other; biases are 0, γ is 1 and β is 0.
    ///
    /// A deeper stack begins with the weights of a shallower one, and all orders have the same.
    ///
    /// # Panics
    ///
    /// If the heads do not divide the width.
    pub fn draw(order: Order, size: Size, generator: &mut Generator) -> Self {
        assert_eq!(size.width % size.heads, 0, "heads that divide the width");
        let sublayers = (0..size.depth).flat_map(|_| block(size, generator));
        Self {
            order,
            sublayers: sublayers.collect(),
            last: (order == Order::Pre).then(|| Norm::new(size.width)),
        }
    }
}

fn block(size: Size, generator: &mut Generator) -> [Sublayer; 2] {
    let Size {
        width,
        heads,
        hidden,
        ..
    } = size;
    let [query, key, value, out] = [(); 4].map(|()| xavier(width, width, generator));
    let attention = Attention {
        heads,
        query,
        key,
        value,
        out,
    };
    let network = FeedForward {
        up: xavier(hidden, width, generator),
        up_bias: Array1::zeros(hidden),
        down: xavier(width, hidden, generator),
        down_bias: Array1::zeros(width),
    };
    [Branch::Attention(attention), Branch::FeedForward(network)].map(|branch| Sublayer {
        branch,
        norm: Norm::new(width),
    })
}

/// Normal with variance 2/(in + out) (Glorot & Bengio 2010, equation 12; `nn.init.xavier_normal_`).
fn xavier(out: usize, into: usize, generator: &mut Generator) -> Array2<f32> {
    let deviation = (2.0 / (into + out) as f64).sqrt() as f32;
    normal(out, into, generator) * deviation
}

/// `torch.randn(rows, columns)`.
pub fn normal(rows: usize, columns: usize, generator: &mut Generator) -> Array2<f32> {
    let values = generator.randn(&[rows, columns]);
    values.into_dimensionality::<Ix2>().expect("two axes")
}
