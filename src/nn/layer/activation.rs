//! Functions of single elements.

use super::{Call, Op, Passed};

/// What is done to each element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(0, x); what is no number stays none
    Relu,
    /// 1/(1 + e⁻ˣ)
    Sigmoid,
    /// The hyperbolic tangent
    Tanh,
}

impl Activation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Relu, Self::Sigmoid, Self::Tanh];
}

impl Op for Activation {
    fn forward(&mut self, _: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        match self {
            Self::Relu => map(x, y, |x| if x <= 0.0 { 0.0 } else { x }),
            Self::Sigmoid => map(x, y, |x| 1.0 / (1.0 + (-x).exp())),
            Self::Tanh => map(x, y, f32::tanh),
        }
    }

    fn backward(
        &mut self,
        _: &[f32],
        passed: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        _: &mut [f32],
    ) {
        let Some(grad_x) = grad_x else { return };
        match self {
            // Chosen, not multiplied: 0 times an infinite derivative would be no number.
            Self::Relu => back(
                passed.y,
                grad_y,
                grad_x,
                |y, grad| {
                    if y <= 0.0 { 0.0 } else { grad }
                },
            ),
            Self::Sigmoid => back(passed.y, grad_y, grad_x, |y, grad| y * (1.0 - y) * grad),
            Self::Tanh => back(passed.y, grad_y, grad_x, |y, grad| (1.0 - y * y) * grad),
        }
    }
}

fn map(x: &[f32], y: &mut [f32], f: impl Fn(f32) -> f32) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y = f(*x));
}

/// With the derivative as a function of y and of that with respect to it.
fn back(y: &[f32], grad_y: &[f32], grad_x: &mut [f32], chain: impl Fn(f32, f32) -> f32) {
    let pairs = y.iter().zip(grad_y);
    for (grad_x, (y, grad_y)) in grad_x.iter_mut().zip(pairs) {
        *grad_x = chain(*y, *grad_y);
    }
}
