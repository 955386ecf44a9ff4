//! Attention of the tokens of a sentence to each other.

use ndarray::{Array2, ArrayView2, Axis, s};

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

/// What a call keeps for its derivatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Attended {
    query: Array2<f32>,
    key: Array2<f32>,
    value: Array2<f32>,
    /// P·V, before it is mapped by W_O
    mixed: Array2<f32>,
    /// P, sentence after sentence and head after head
    shares: Vec<Array2<f32>>,
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
    pub(super) fn forward(&self, x: &Array2<f32>, tokens: usize) -> (Array2<f32>, Attended) {
        attend(self.heads, self.matrices(), x.view(), tokens)
    }

    pub(super) fn backward(
        &self,
        x: &Array2<f32>,
        kept: &Attended,
        tokens: usize,
        grad: &Array2<f32>,
    ) -> (Array2<f32>, AttentionGradients) {
        let (x, grad) = (x.view(), grad.view());
        let (grad_x, gradients) = attend_back(self.heads, self.matrices(), x, kept, tokens, grad);
        let [query, key, value, out] = gradients;
        let gradients = AttentionGradients {
            query,
            key,
            value,
            out,
        };
        (grad_x, gradients)
    }

    fn matrices(&self) -> [ArrayView2<'_, f32>; 4] {
        [&self.query, &self.key, &self.value, &self.out].map(|matrix| matrix.view())
    }
}

/// F(x) of [`Attention`], with its matrices in the order of their names there.
pub(in crate::nn) fn attend(
    heads: usize,
    [query, key, value, out]: [ArrayView2<f32>; 4],
    x: ArrayView2<f32>,
    tokens: usize,
) -> (Array2<f32>, Attended) {
    let mut kept = Attended {
        query: x.dot(&query.t()),
        key: x.dot(&key.t()),
        value: x.dot(&value.t()),
        mixed: Array2::zeros(x.raw_dim()),
        shares: Vec::new(),
    };
    for part in parts(heads, x, tokens) {
        let [query, key, value] = [&kept.query, &kept.key, &kept.value].map(|m| part.of(m));
        let shares = softmax(query.dot(&key.t()) * scale(heads, x));
        part.add(&mut kept.mixed, shares.dot(&value));
        kept.shares.push(shares);
    }
    (kept.mixed.dot(&out.t()), kept)
}

/// The derivatives with respect to x and to the matrices, from those with respect to F(x).
pub(in crate::nn) fn attend_back(
    heads: usize,
    [query, key, value, out]: [ArrayView2<f32>; 4],
    x: ArrayView2<f32>,
    kept: &Attended,
    tokens: usize,
    grad: ArrayView2<f32>,
) -> (Array2<f32>, [Array2<f32>; 4]) {
    let grad_mixed = grad.dot(&out);
    let [mut grad_query, mut grad_key, mut grad_value] =
        [(); 3].map(|()| Array2::zeros(x.raw_dim()));
    for (part, shares) in parts(heads, x, tokens).zip(&kept.shares) {
        let grad = part.of(&grad_mixed);
        part.add(&mut grad_value, shares.t().dot(&grad));
        let grad_shares = grad.dot(&part.of(&kept.value).t());
        let scores = softmax_back(shares, grad_shares) * scale(heads, x);
        part.add(&mut grad_query, scores.dot(&part.of(&kept.key)));
        part.add(&mut grad_key, scores.t().dot(&part.of(&kept.query)));
    }
    let grad_x = grad_query.dot(&query) + grad_key.dot(&key) + grad_value.dot(&value);
    let gradients = [
        grad_query.t().dot(&x),
        grad_key.t().dot(&x),
        grad_value.t().dot(&x),
        grad.t().dot(&kept.mixed),
    ];
    (grad_x, gradients)
}

/// 1/√(d/h)
fn scale(heads: usize, x: ArrayView2<f32>) -> f32 {
    ((x.ncols() / heads) as f32).sqrt().recip()
}

/// Sentence after sentence, and head after head.
fn parts(heads: usize, x: ArrayView2<f32>, tokens: usize) -> impl Iterator<Item = Part> + use<> {
    let (rows, columns) = x.dim();
    assert_eq!(rows % tokens, 0, "rows of whole sentences");
    let width = columns / heads;
    (0..rows).step_by(tokens).flat_map(move |row| {
        (0..heads).map(move |head| Part {
            rows: [row, row + tokens],
            columns: [head * width, (head + 1) * width],
        })
    })
}

/// The tokens of a sentence in the columns of a head.
struct Part {
    rows: [usize; 2],
    columns: [usize; 2],
}

impl Part {
    fn of<'a>(&self, all: &'a Array2<f32>) -> ArrayView2<'a, f32> {
        let ([top, bottom], [left, right]) = (self.rows, self.columns);
        all.slice(s![top..bottom, left..right])
    }

    fn add(&self, all: &mut Array2<f32>, values: Array2<f32>) {
        let ([top, bottom], [left, right]) = (self.rows, self.columns);
        let mut part = all.slice_mut(s![top..bottom, left..right]);
        part += &values;
    }
}

/// Of each row; the largest value is taken away first, so that no power overflows.
fn softmax(mut scores: Array2<f32>) -> Array2<f32> {
    for mut row in scores.axis_iter_mut(Axis(0)) {
        let largest = row.fold(f32::NEG_INFINITY, |largest, value| largest.max(*value));
        row.mapv_inplace(|value| (value - largest).exp());
        let sum = row.sum();
        row /= sum;
    }
    scores
}

/// ∂L/∂S = P ∘ (∂L/∂P − Σ P ∘ ∂L/∂P), with the sum over each row.
fn softmax_back(shares: &Array2<f32>, mut grad: Array2<f32>) -> Array2<f32> {
    grad *= shares;
    for (mut row, shares) in grad.axis_iter_mut(Axis(0)).zip(shares.axis_iter(Axis(0))) {
        let sum = row.sum();
        row.scaled_add(-sum, &shares);
    }
    grad
}
