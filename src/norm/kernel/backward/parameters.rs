//! Derivatives with respect to γ and β.

use crate::norm::Statistics;
use crate::norm::kernel::drive::{NOTHING, Runs};
use crate::norm::kernel::given::Given;
use crate::norm::kernel::lanes::Real;
use crate::norm::kernel::walk::Walk;

/// ∑ ∂L/∂y and ∑ ∂L/∂y · x̂ over the elements that share a parameter, of every parameter.
#[derive(Default)]
pub(super) struct ParameterSums {
    bias: Vec<f64>,
    weight: Vec<f64>,
}

impl ParameterSums {
    pub fn zeros(len: usize) -> Self {
        Self {
            bias: vec![0.0; len],
            weight: vec![0.0; len],
        }
    }

    pub fn add(&mut self, parameter: usize, [bias, weight]: [f64; 2]) {
        self.bias[parameter] += bias;
        self.weight[parameter] += weight;
    }

    pub fn write(&self, weight: Option<&mut [f32]>, bias: Option<&mut [f32]>) {
        write(&self.weight, weight);
        write(&self.bias, bias);
    }
}

fn write(sums: &[f64], into: Option<&mut [f32]>) {
    for (into, sum) in into.into_iter().flatten().zip(sums) {
        *into = *sum as f32;
    }
}

/// Writes the derivatives where the elements of a run each have γ and β of their own, but lie in one set.
pub(super) fn by_parameter(
    given: Given,
    used: &Statistics,
    grad: &[f32],
    weight: Option<&mut [f32]>,
    bias: Option<&mut [f32]>,
) {
    if weight.is_none() && bias.is_none() {
        return;
    }
    let statistics = used.mean.iter().zip(&used.var);
    let mut lines = statistics.map(|(&mean, &var)| given.line(mean, var));
    match !given.in_double() && lines.all(|line| line.is_safe()) {
        true => sums::<f32>(given, used, grad, weight, bias),
        false => sums::<f64>(given, used, grad, weight, bias),
    }
}

fn sums<T: Real>(
    given: Given,
    used: &Statistics,
    grad: &[f32],
    mut weight: Option<&mut [f32]>,
    mut bias: Option<&mut [f32]>,
) {
    let walk = Walk::by_parameter(given.plan);
    let [mut biases, mut weights] = [Vec::new(), Vec::new()];
    walk.tiles(|tile| {
        for sums in [&mut biases, &mut weights] {
            sums.clear();
            sums.resize(tile.len, NOTHING);
        }
        let mut runs = Runs::new();
        walk.strips(tile, |strip, place| {
            let line = given.line(used.mean[place.set], used.var[place.set]);
            let values = [&grad[strip.clone()], &given.x[strip]];
            runs.push((line.to::<T>(), values), [], [&mut biases, &mut weights]);
        });
        runs.finish::<T, 0>([], [&mut biases, &mut weights]);
        write(
            &biases,
            bias.as_mut().map(|bias| &mut bias[tile.parameters()]),
        );
        write(
            &weights,
            weight.as_mut().map(|weight| &mut weight[tile.parameters()]),
        );
    });
}
