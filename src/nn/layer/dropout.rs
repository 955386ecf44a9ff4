//! Values that are left out at random.

use super::{Call, Op, Passed};
use crate::nn::network::Mode;
use kernels::dense::times;

/// `nn.Dropout(p)` (Srivastava et al. 2014; scaled in training, so that eval mode passes x as it is):
///
/// ```text
/// y = x·m/(1 − p)      m = 0 with probability p, else 1
/// ```
#[derive(Clone, Debug)]
pub struct Dropout {
    p: f32,
    /// m/(1 − p) of the last call; empty where nothing was dropped
    factors: Vec<f32>,
}

impl Dropout {
    pub fn new(p: f64) -> Self {
        Self {
            p: p as f32,
            factors: Vec::new(),
        }
    }
}

impl Op for Dropout {
    fn forward(&mut self, call: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        self.factors.clear();
        if call.mode != Mode::Train {
            y.copy_from_slice(x);
            return;
        }
        self.factors.resize(x.len(), 0.0);
        call.generator.fill_rand(&mut self.factors);
        let (p, kept) = (self.p, 1.0 / (1.0 - self.p));
        let factor = |u: f32| if u < p { 0.0 } else { kept };
        self.factors.iter_mut().for_each(|u| *u = factor(*u));
        times(x, &self.factors, y);
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
            Some(grad_x) if self.factors.is_empty() => grad_x.copy_from_slice(grad_y),
            Some(grad_x) => times(grad_y, &self.factors, grad_x),
            None => {}
        }
    }
}
