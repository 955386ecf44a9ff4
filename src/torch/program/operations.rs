//! Arithmetic on numbers and tensors, as Python and PyTorch do it.

use ndarray::{ArcArray, IxDyn, Zip};

use super::outline::{self, Outline};
use super::value::{MAX_ELEMENTS, Tensor, Value};
use crate::torch::grammar::Operator;

/// `-value`.
pub(in crate::torch) fn negative(value: Value) -> Result<Value, String> {
    match value {
        Value::Int(value) => value.checked_neg().map(Value::Int).ok_or_else(too_large),
        Value::Float(value) => Ok(Value::Float(-value)),
        Value::Tensor(tensor) => Ok(Value::Tensor(tensor.mapv(|x| -x).into())),
        Value::Indices(tensor) => Ok(Value::Indices(tensor.mapv(i64::wrapping_neg).into())),
        Value::Outline(outline) => Ok(Value::Outline(Outline { work: 0, ..outline })),
        other => Err(format!("{} has no sign", other.kind())),
    }
}

/// `left operator right`; a tensor's operations are of float32, one rounding each.
pub(in crate::torch) fn operation(
    left: Value,
    operator: Operator,
    right: &Value,
) -> Result<Value, String> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) if operator != Operator::Divide => {
            integers(left, operator, *right)
        }
        (left, right) if left.is_outline() || right.is_outline() => {
            outline::operation(&left, operator, right)
        }
        (left, right) if left.is_tensor() || right.is_tensor() => {
            if let (Some(left), Some(right)) = (whole(&left), whole(right))
                && operator != Operator::Divide
            {
                return whole_numbers(left, operator, &right).map(Value::Indices);
            }
            let combine = of_floats(operator)?;
            let (left, right) = (as_tensor(left)?, as_tensor(right.clone())?);
            elementwise(left, combine, &right).map(Value::Tensor)
        }
        (left, right) => {
            let number = |value: &Value| {
                let message = || format!("{} is no number to compute with", value.kind());
                value.number().ok_or_else(message)
            };
            floats(number(&left)?, operator, number(right)?)
        }
    }
}

fn too_large() -> String {
    "the result is too large".into()
}

fn integers(left: i64, operator: Operator, right: i64) -> Result<Value, String> {
    if right == 0 && matches!(operator, Operator::FloorDivide | Operator::Modulo) {
        return Err("division by zero".into());
    }
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        // Python rounds down, so that the remainder has the divisor's sign.
        Operator::FloorDivide => left.checked_rem(right).and_then(|rest| {
            let down = i64::from(rest != 0 && (rest < 0) != (right < 0));
            Some(left.checked_div(right)? - down)
        }),
        Operator::Modulo => left.checked_rem(right).map(|rest| {
            if rest != 0 && (rest < 0) != (right < 0) {
                rest + right
            } else {
                rest
            }
        }),
        Operator::Power if right < 0 => return floats(left as f64, operator, right as f64),
        Operator::Power => u32::try_from(right)
            .ok()
            .and_then(|right| left.checked_pow(right)),
        Operator::Divide => return floats(left as f64, operator, right as f64),
    };
    result.map(Value::Int).ok_or_else(too_large)
}

fn floats(left: f64, operator: Operator, right: f64) -> Result<Value, String> {
    if right == 0.0
        && matches!(
            operator,
            Operator::Divide | Operator::FloorDivide | Operator::Modulo
        )
    {
        return Err("division by zero".into());
    }
    let result = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::FloorDivide => (left / right).floor(),
        Operator::Modulo => left - right * (left / right).floor(),
        Operator::Power => left.powf(right),
    };
    if result.is_finite() {
        Ok(Value::Float(result))
    } else {
        Err(too_large())
    }
}

/// A tensor of float32; PyTorch rounds a number to the tensor's type before it computes.
fn as_tensor(value: Value) -> Result<Tensor, String> {
    match value.floated() {
        Value::Tensor(tensor) => Ok(tensor),
        value => {
            let number = value.number().ok_or_else(|| {
                format!(
                    "a tensor is combined with a number or a tensor, not with {}",
                    value.kind()
                )
            })?;
            Ok(Tensor::from_elem(IxDyn(&[]), number as f32))
        }
    }
}

/// A tensor of whole numbers, if it is one or a whole number.
fn whole(value: &Value) -> Option<ArcArray<i64, IxDyn>> {
    match value {
        Value::Indices(tensor) => Some(tensor.clone()),
        Value::Int(value) => Some(ArcArray::from_elem(IxDyn(&[]), *value)),
        _ => None,
    }
}

/// `left operator right` of whole numbers, which recipes do not have: it is loaded after the first view.
#[inline(never)]
fn whole_numbers(
    left: ArcArray<i64, IxDyn>,
    operator: Operator,
    right: &ArcArray<i64, IxDyn>,
) -> Result<ArcArray<i64, IxDyn>, String> {
    elementwise(left, of_whole(operator)?, right)
}

fn of_floats(operator: Operator) -> Result<fn(f32, f32) -> f32, String> {
    match operator {
        Operator::Add => Ok(|a, b| a + b),
        Operator::Subtract => Ok(|a, b| a - b),
        Operator::Multiply => Ok(|a, b| a * b),
        Operator::Divide => Ok(|a, b| a / b),
        _ => Err(NO_TENSORS.into()),
    }
}

/// PyTorch's whole numbers wrap around.
fn of_whole(operator: Operator) -> Result<fn(i64, i64) -> i64, String> {
    match operator {
        Operator::Add => Ok(i64::wrapping_add),
        Operator::Subtract => Ok(i64::wrapping_sub),
        Operator::Multiply => Ok(i64::wrapping_mul),
        _ => Err(NO_TENSORS.into()),
    }
}

/// What is said of the operators that combine numbers alone.
pub(super) const NO_TENSORS: &str = "tensors are combined by +, -, * and / here";

/// The result takes the left one's memory where nothing else holds it.
fn elementwise<T: Copy>(
    left: ArcArray<T, IxDyn>,
    combine: fn(T, T) -> T,
    right: &ArcArray<T, IxDyn>,
) -> Result<ArcArray<T, IxDyn>, String> {
    let shape = broadcast(left.shape(), right.shape())?;
    let grown = "the common shape was derived from both";
    let mut result = match left.shape() == shape {
        true => left,
        false => left
            .broadcast(shape.as_slice())
            .expect(grown)
            .to_owned()
            .into(),
    };
    let right = right.broadcast(shape.as_slice()).expect(grown);
    Zip::from(&mut result)
        .and(right)
        .for_each(|a, &b| *a = combine(*a, b));
    Ok(result)
}

/// The shape that both take on, aligned at their last axes.
pub(super) fn broadcast(left: &[usize], right: &[usize]) -> Result<Vec<usize>, String> {
    let rank = left.len().max(right.len());
    let length = |shape: &[usize], axis: usize| {
        (axis + shape.len())
            .checked_sub(rank)
            .map_or(1, |axis| shape[axis])
    };
    let common = |axis| match (length(left, axis), length(right, axis)) {
        (1, other) | (other, 1) => Ok(other),
        (a, b) if a == b => Ok(a),
        (a, b) => Err(format!(
            "The size of tensor a ({a}) must match the size of tensor b ({b}) \
             at non-singleton dimension {axis}"
        )),
    };
    let shape: Vec<usize> = (0..rank).map(common).collect::<Result<_, _>>()?;
    checked_len(&shape)?;
    Ok(shape)
}

/// Elements of a tensor of `shape`, if there is room for it; an empty axis makes no room for the others.
pub(super) fn checked_len(shape: &[usize]) -> Result<usize, String> {
    let full = shape.iter().filter(|n| **n > 0);
    let room = full.copied().try_fold(1, usize::checked_mul);
    let fits = room.is_some_and(|len| len <= MAX_ELEMENTS);
    fits.then(|| shape.iter().product())
        .ok_or_else(|| format!("a tensor here has at most {MAX_ELEMENTS} elements"))
}
