//! γ and β that a function is given.

use super::functional::Bound;
use super::tensor::{Known, Tensor};
use crate::norm::Layer;
use crate::torch::Generator;
use crate::torch::program::{Interpreter, Value};

/// γ and β, where they are given: along their first axis, beyond which they do not vary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// γ
    pub weight: Option<Vec<f32>>,
    /// β
    pub bias: Option<Vec<f32>>,
}

/// Most values that are computed for one, in all its parts: a text may have a thousand of them.
const MOST_VALUES: usize = 1 << 17;

impl Parameters {
    /// What a call is given, for this layer.
    ///
    /// # Errors
    ///
    /// In the end of a sentence, if it is not written out, or a link cannot hold it.
    pub(super) fn of(bound: &Bound, layer: &Layer) -> Result<Self, String> {
        let shape = layer.affine_shape().unwrap_or_default();
        let values = |name| bound.get(name).map(|known| values(name, known, &shape));
        Ok(Self {
            weight: values("weight").transpose()?,
            bias: values("bias").transpose()?,
        })
    }
}

fn values(name: &str, known: &Known, shape: &[i64]) -> Result<Vec<f32>, String> {
    let written = match known {
        Known::Tensor(tensor) if tensor.draws.is_empty() => computed(tensor),
        _ => None,
    };
    let unread = || {
        format!(
            "`{name}` is read where it is written out, as torch.ones(6) or torch.tensor([1., 2.])"
        )
    };
    let values = written.ok_or_else(unread)?;
    let lengths: Vec<_> = values.shape().iter().map(|n| *n as i64).collect();
    if lengths != shape {
        return Err(format!(
            "`{name}` has the shape {lengths:?} and not {shape:?}"
        ));
    }
    let first = |part: ndarray::ArrayViewD<f32>| {
        let first = part.first().copied().unwrap_or(0.0);
        part.iter().all(|value| *value == first).then_some(first)
    };
    let along: Option<Vec<_>> = values.outer_iter().map(first).collect();
    along.ok_or_else(|| format!("a link holds `{name}` where it varies along its first axis alone"))
}

fn computed(tensor: &Tensor) -> Option<ndarray::ArrayD<f32>> {
    if tensor.outline.len().saturating_mul(tensor.parts) > MOST_VALUES {
        return None;
    }
    let mut program = Interpreter::new(Generator::new(0));
    match program.evaluate(&tensor.written).ok()?.floated() {
        Value::Tensor(values) => Some(values.into_owned()),
        _ => None,
    }
}
