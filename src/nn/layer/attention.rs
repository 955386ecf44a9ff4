//! Attention of the tokens of a sentence to each other.

use super::{Call, Linear, Op, Passed};
use kernels::dense::{
    Left, Packed, add, exchange, product, scaled, softmax, softmax_back, transpose,
};

/// [`crate::nn::transformer::Attention`], with its formula there; its parameters are W_Q, W_K, W_V and W_O, (d, d) each,
/// one after another. What it needs from call to call it keeps.
#[derive(Clone, Debug)]
pub struct Attention {
    heads: usize,
    width: usize,
    tokens: usize,
    /// By W_Q, W_K, W_V and W_O
    maps: [Linear; 4],
    /// Q/√(d/h), K and V: sentence after sentence, head after head
    given: [Vec<f32>; 3],
    /// P, laid out so too
    shares: Vec<f32>,
    /// P·V, token after token
    mixed: Vec<f32>,
    /// The derivatives with respect to what is given
    grad_given: [Vec<f32>; 3],
    room: Room,
}

/// Memory that is kept from call to call, and whose values are not.
#[derive(Clone, Debug, Default)]
struct Room {
    packed: Packed,
    /// A value for each feature of each token
    rows: Vec<f32>,
    /// The same, head after head
    parts: Vec<f32>,
    /// A part with rows and columns exchanged
    turned: Vec<f32>,
    /// Scores of a part, and derivatives with respect to its shares
    scores: [Vec<f32>; 2],
}

impl Attention {
    /// Of sentences of so many tokens and features; the heads divide the features.
    pub fn new(heads: usize, [tokens, width]: [usize; 2]) -> Self {
        Self {
            heads,
            width,
            tokens,
            maps: [(); 4].map(|()| Linear::new([width; 2], false)),
            given: Default::default(),
            shares: Vec::new(),
            mixed: Vec::new(),
            grad_given: Default::default(),
            room: Room::default(),
        }
    }

    /// Features of a head.
    fn of_head(&self) -> usize {
        self.width / self.heads
    }

    /// 1/√(d/h)
    fn scale(&self) -> f32 {
        (self.of_head() as f32).sqrt().recip()
    }

    /// Makes all memory as long as x asks for.
    fn fit(&mut self, len: usize) {
        let parts = len / self.of_head() / self.tokens;
        let of_part = self.tokens * self.tokens;
        let all = self.given.iter_mut().chain(&mut self.grad_given);
        all.for_each(|values| values.resize(len, 0.0));
        self.shares.resize(parts * of_part, 0.0);
        self.mixed.resize(len, 0.0);
        let room = &mut self.room;
        room.rows.resize(len, 0.0);
        room.parts.resize(len, 0.0);
        room.turned
            .resize(self.tokens * self.width / self.heads, 0.0);
        room.scores
            .iter_mut()
            .for_each(|scores| scores.resize(of_part, 0.0));
    }

    /// Writes F(x).
    pub fn attend(&mut self, w: &[f32], x: &[f32], y: &mut [f32]) {
        self.fit(x.len());
        let (width, lengths) = (self.width, [self.tokens, self.heads]);
        let (of_head, scale) = (self.of_head(), self.scale());
        let matrix = |k: usize| &w[k * width * width..][..width * width];
        for k in 0..3 {
            self.maps[k].map(matrix(k), x, &mut self.room.rows);
            let into = match k {
                0 => &mut self.room.parts,
                _ => &mut self.given[k],
            };
            apart(&self.room.rows, into, lengths, of_head);
        }
        scaled(&self.room.parts, scale, &mut self.given[0]);
        self.mix();
        let [tokens, heads] = lengths;
        apart(&self.room.parts, &mut self.mixed, [heads, tokens], of_head);
        self.maps[3].map(matrix(3), &self.mixed, y);
    }

    /// P and P·V of each part.
    fn mix(&mut self) {
        let (tokens, of_head) = (self.tokens, self.of_head());
        let (len, room) = (tokens * of_head, &mut self.room);
        let [queries, keys, values] = self.given.each_ref().map(|all| all.chunks_exact(len));
        let mixed = room.parts.chunks_exact_mut(len);
        let shares = self.shares.chunks_exact_mut(tokens * tokens).zip(mixed);
        for ((query, key), (value, (shares, mixed))) in queries.zip(keys).zip(values.zip(shares)) {
            transpose(key, [tokens, of_head], &mut room.turned);
            room.packed.pack(Left::Straight(query), [tokens, of_head]);
            let scores = &mut room.scores[0];
            product(&mut room.packed, &room.turned, tokens, scores);
            softmax(scores, tokens, shares);
            room.packed.pack(Left::Straight(shares), [tokens; 2]);
            product(&mut room.packed, value, of_head, mixed);
        }
    }

    /// Writes the derivatives, from those with respect to F(x).
    pub fn attend_back(
        &mut self,
        w: &[f32],
        x: &[f32],
        grad_y: &[f32],
        mut grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        let (tokens, heads, of_head) = (self.tokens, self.heads, self.of_head());
        let (scale, len) = (self.scale(), self.width * self.width);
        let matrix = |k: usize| &w[k * len..][..len];
        let (grad_given, grad_out) = grad_w.split_at_mut(3 * len);
        let rows = &mut self.room.rows;
        self.maps[3].map_back(matrix(3), &self.mixed, grad_y, Some(rows), grad_out);
        apart(rows, &mut self.room.parts, [tokens, heads], of_head);
        self.mix_back();
        for (k, grad_w) in grad_given.chunks_exact_mut(len).enumerate() {
            let Room { rows, parts, .. } = &mut self.room;
            apart(&self.grad_given[k], rows, [heads, tokens], of_head);
            if k == 0 {
                scaled(rows, scale, parts);
                std::mem::swap(rows, parts);
            }
            let map = &mut self.maps[k];
            match (k, grad_x.as_deref_mut()) {
                (_, None) => map.map_back(matrix(k), x, rows, None, grad_w),
                (0, grad_x) => map.map_back(matrix(k), x, rows, grad_x, grad_w),
                (_, Some(grad_x)) => {
                    map.map_back(matrix(k), x, rows, Some(parts), grad_w);
                    add(grad_x, parts);
                }
            }
        }
    }

    /// The derivatives with respect to Q/√(d/h), K and V of each part, from those with respect to P·V, which stand in
    /// the room.
    fn mix_back(&mut self) {
        let (tokens, of_head) = (self.tokens, self.of_head());
        let (len, room) = (tokens * of_head, &mut self.room);
        for (k, grad) in room.parts.chunks_exact(len).enumerate() {
            let part = k * len..(k + 1) * len;
            let [query, key, value] = self.given.each_ref().map(|all| &all[part.clone()]);
            let grads = self.grad_given.each_mut();
            let [grad_query, grad_key, grad_value] = grads.map(|all| &mut all[part.clone()]);
            let shares = &self.shares[k * tokens * tokens..][..tokens * tokens];
            let packed = &mut room.packed;
            packed.pack(Left::Transposed(shares), [tokens; 2]);
            product(packed, grad, of_head, grad_value);
            transpose(value, [tokens, of_head], &mut room.turned);
            packed.pack(Left::Straight(grad), [tokens, of_head]);
            let [scores, grad_shares] = &mut room.scores;
            product(packed, &room.turned, tokens, grad_shares);
            softmax_back(shares, grad_shares, tokens, scores);
            packed.pack(Left::Straight(scores), [tokens; 2]);
            product(packed, key, of_head, grad_query);
            packed.pack(Left::Transposed(scores), [tokens; 2]);
            product(packed, query, of_head, grad_key);
        }
    }
}

/// Of each sentence, copies what is of each first and then each second, so many values each, the other way round.
fn apart(from: &[f32], into: &mut [f32], lengths: [usize; 2], plane: usize) {
    let len = lengths[0] * lengths[1] * plane;
    let sentences = from.chunks_exact(len).zip(into.chunks_exact_mut(len));
    sentences.for_each(|(from, into)| exchange(from, into, lengths, plane));
}

impl Op for Attention {
    fn forward(&mut self, _: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        self.attend(w, x, y);
    }

    fn backward(
        &mut self,
        w: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        self.attend_back(w, passed.x, grad_y, grad_x, grad_w);
    }
}
