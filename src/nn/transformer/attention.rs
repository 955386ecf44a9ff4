//! Attention of the tokens of a sentence to each other.

use crate::nn::layer::Attention as Layer;
use ndarray::Array2;

/// Multi-head attention without biases and without a mask (Vaswani et al. 2017, equation 1 and section 3.2.2):
///
/// ```text
/// Q = x·W_Qᵀ   K = x·W_Kᵀ   V = x·W_Vᵀ
/// P = softmax(Q·Kᵀ/√(d/h))     of each sentence and each of the h heads, which share the columns
/// F(x) = P·V·W_Oᵀ
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// h
    pub heads: usize,
    /// W_Q, (d, d)
    pub query: Array2<f32>,
    /// W_K, (d, d)
    pub key: Array2<f32>,
    /// W_V, (d, d)
    pub value: Array2<f32>,
    /// W_O, (d, d)
    pub out: Array2<f32>,
}

/// Derivatives with respect to the matrices.
#[derive(Clone, Debug, PartialEq)]
pub struct AttentionGradients {
    /// W_Q
    pub query: Array2<f32>,
    /// W_K
    pub key: Array2<f32>,
    /// W_V
    pub value: Array2<f32>,
    /// W_O
    pub out: Array2<f32>,
}

impl Attention {
    pub(super) fn forward(&self, x: &Array2<f32>, tokens: usize) -> (Array2<f32>, Layer) {
        assert_eq!(x.nrows() % tokens, 0, "rows of whole sentences");
        let mut layer = Layer::new(self.heads, [tokens, x.ncols()]);
        let mut y = Array2::zeros(x.raw_dim());
        layer.attend(&self.matrices(), values(x), values_mut(&mut y));
        (y, layer)
    }

    /// From the call that `kept` made.
    pub(super) fn backward(
        &self,
        x: &Array2<f32>,
        kept: &Layer,
        grad: &Array2<f32>,
    ) -> (Array2<f32>, AttentionGradients) {
        let (mut layer, w) = (kept.clone(), self.matrices());
        let mut grad_x = Array2::zeros(x.raw_dim());
        let mut grad_w = vec![0.0; w.len()];
        let into = Some(values_mut(&mut grad_x));
        layer.attend_back(&w, values(x), values(grad), into, &mut grad_w);
        let width = x.ncols();
        let matrix = |k: usize| {
            let values = grad_w[k * width * width..][..width * width].to_vec();
            Array2::from_shape_vec([width; 2], values).expect("a matrix")
        };
        let gradients = AttentionGradients {
            query: matrix(0),
            key: matrix(1),
            value: matrix(2),
            out: matrix(3),
        };
        (grad_x, gradients)
    }

    /// One after another, as the layer has them.
    fn matrices(&self) -> Vec<f32> {
        let all = [&self.query, &self.key, &self.value, &self.out];
        all.into_iter().flatten().copied().collect()
    }
}

fn values(rows: &Array2<f32>) -> &[f32] {
    rows.as_slice().expect("row after row")
}

fn values_mut(rows: &mut Array2<f32>) -> &mut [f32] {
    rows.as_slice_mut().expect("row after row")
}
