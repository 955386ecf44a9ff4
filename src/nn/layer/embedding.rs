//! Vectors for symbols.

use super::{Call, Op, Passed};

/// A learnt vector for each symbol, and one for each position, added (`nn.Embedding`, twice):
///
/// ```text
/// y[n,t] = E[x[n,t]] + P[t]      E (symbols, width), P (tokens, width)
/// ```
///
/// x has whole numbers from 0; there is no derivative with respect to it.
#[derive(Clone, Copy, Debug)]
pub struct Embedding {
    pub symbols: usize,
    pub width: usize,
    pub tokens: usize,
}

impl Embedding {
    /// Where the vector of a symbol, and that of a position, begin among the parameters.
    fn at(&self, token: usize, symbol: f32) -> [usize; 2] {
        let symbol = (symbol as usize).min(self.symbols - 1);
        let position = self.symbols + token % self.tokens;
        [symbol * self.width, position * self.width]
    }
}

impl Op for Embedding {
    fn forward(&mut self, _: &mut Call, w: &[f32], x: &[f32], y: &mut [f32]) {
        for ((token, symbol), y) in x.iter().enumerate().zip(y.chunks_exact_mut(self.width)) {
            let [symbol, position] = self.at(token, *symbol).map(|at| &w[at..at + self.width]);
            let pairs = symbol.iter().zip(position);
            y.iter_mut()
                .zip(pairs)
                .for_each(|(y, (symbol, position))| *y = symbol + position);
        }
    }

    fn backward(
        &mut self,
        _: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        grad_w: &mut [f32],
    ) {
        grad_w.fill(0.0);
        let tokens = passed.x.iter().enumerate();
        for ((token, symbol), grad) in tokens.zip(grad_y.chunks_exact(self.width)) {
            for at in self.at(token, *symbol) {
                let own = &mut grad_w[at..at + self.width];
                own.iter_mut()
                    .zip(grad)
                    .for_each(|(own, grad)| *own += grad);
            }
        }
        if let Some(grad_x) = grad_x {
            grad_x.fill(0.0);
        }
    }
}
