//! Derivatives with respect to γ and β.

use crate::lanes::round;

/// ∑ ∂L/∂y and ∑ ∂L/∂y · x̂ over the elements that share a parameter, of every parameter, on their way
/// to where the derivatives go.
pub(super) struct ParameterSums<'a> {
    weight: Option<&'a mut [f32]>,
    bias: Option<&'a mut [f32]>,
    /// As long as they are added to; empty if each is known at once
    sums: &'a mut [Vec<f64>; 2],
}

impl<'a> ParameterSums<'a> {
    /// Of `len` parameters. If `at_once`, the sums of a parameter are complete when they are added.
    pub fn new(
        weight: Option<&'a mut [f32]>,
        bias: Option<&'a mut [f32]>,
        len: usize,
        at_once: bool,
        sums: &'a mut [Vec<f64>; 2],
    ) -> Self {
        for sums in &mut *sums {
            sums.clear();
            sums.resize(if at_once { 0 } else { len }, 0.0);
        }
        Self { weight, bias, sums }
    }

    /// Adds ∑ ∂L/∂y and ∑ ∂L/∂y · x̂ of the parameters from `first` on.
    pub fn add(&mut self, first: usize, [biases, weights]: [&[f64]; 2]) {
        let places = first..first + biases.len();
        if self.sums[0].is_empty() {
            if let Some(weight) = &mut self.weight {
                round(weights, &mut weight[places.clone()]);
            }
            if let Some(bias) = &mut self.bias {
                round(biases, &mut bias[places]);
            }
            return;
        }
        for (sums, more) in self.sums.iter_mut().zip([biases, weights]) {
            for (sum, more) in sums[places.clone()].iter_mut().zip(more) {
                *sum += more;
            }
        }
    }

    /// Writes what was added up.
    pub fn finish(self) {
        let [biases, weights] = self.sums;
        if let (Some(weight), false) = (self.weight, weights.is_empty()) {
            round(weights, weight);
        }
        if let (Some(bias), false) = (self.bias, biases.is_empty()) {
            round(biases, bias);
        }
    }
}
