//! Tensors that are written out.
//!
//! What the first view does not run stays apart, so that it is loaded after it.

use ndarray::{ArcArray, ArrayD, IxDyn};

use super::given::{Given, lengths, sizes};
use super::operations::checked_len;
use super::outline::Outline;
use super::value::{Tensor, Value};

/// A tensor of numbers of one type.
pub(super) enum Numbers {
    Whole(Vec<i64>),
    Float(Vec<f32>),
}

impl Numbers {
    /// Whole numbers where all are, as PyTorch takes them; with `dtype=torch.float32` none is.
    pub fn new(values: &[Value], function: &str, is_float: bool) -> Result<Self, String> {
        let whole = values.iter().map(|value| match value {
            Value::Int(value) => Some(*value),
            _ => None,
        });
        if let (false, false, Some(whole)) =
            (is_float, values.is_empty(), whole.collect::<Option<_>>())
        {
            return Ok(Self::Whole(whole));
        }
        let number = |value: &Value| {
            let wrong = || format!("{function} takes numbers here, not {}", value.kind());
            value.number().map(|n| n as f32).ok_or_else(wrong)
        };
        values
            .iter()
            .map(number)
            .collect::<Result<_, _>>()
            .map(Self::Float)
    }

    /// In a shape that has as many elements.
    pub fn shaped(self, shape: &[usize]) -> Value {
        let fits = "one value per element";
        match self {
            Self::Whole(values) => {
                let array = ArcArray::from_shape_vec(IxDyn(shape), values);
                Value::Indices(array.expect(fits))
            }
            Self::Float(values) => {
                let array = ArcArray::from_shape_vec(IxDyn(shape), values);
                Value::Tensor(array.expect(fits))
            }
        }
    }
}

/// `torch.tensor` of a number, of lists within lists of numbers, or of a tensor.
pub(super) fn literal(value: Value, is_float: bool) -> Result<Value, String> {
    if let Value::Tensor(_) | Value::Outline(_) = value {
        return Ok(value);
    }
    let mut shape = Vec::new();
    let mut first = &value;
    while let Value::List(items) = first {
        shape.push(items.len());
        let Some(next) = items.first() else { break };
        first = next;
    }
    let mut values = Vec::new();
    flatten(value, &shape, &mut values)?;
    Ok(Numbers::new(&values, "torch.tensor", is_float)?.shaped(&shape))
}

/// The numbers of lists that are all of this shape.
fn flatten(value: Value, shape: &[usize], into: &mut Vec<Value>) -> Result<(), String> {
    match (value, shape) {
        (Value::List(items), [length, inner @ ..]) if items.len() == *length => items
            .into_iter()
            .try_for_each(|item| flatten(item, inner, into)),
        (Value::List(items), [length, ..]) => Err(format!(
            "expected sequence of length {length} at dim {}, got {}",
            0,
            items.len()
        )),
        (Value::List(_), []) | (_, [_, ..]) => {
            Err("torch.tensor takes lists that are as deep as one another".into())
        }
        (number, []) => {
            into.push(number);
            Ok(())
        }
    }
}

/// `torch.zeros(sizes)`, `torch.ones(sizes)`.
#[inline(never)]
pub(super) fn constant(value: f32, given: &Given, is_outlined: bool) -> Result<Value, String> {
    let shape = sizes(&given.values)?;
    if is_outlined {
        return Outline::new(shape, false).map(Value::Outline);
    }
    Ok(Value::Tensor(Tensor::from_elem(IxDyn(&shape), value)))
}

/// `torch.full((2, 3), 7)`: whole numbers for a whole number.
#[inline(never)]
pub(super) fn full(given: &Given, is_float: bool, is_outlined: bool) -> Result<Value, String> {
    let [size @ Value::List(_), value] = &given.values[..] else {
        return Err("torch.full takes a shape and a number, as in torch.full((2, 3), 7)".into());
    };
    let shape = sizes(std::slice::from_ref(size))?;
    let one = Numbers::new(std::slice::from_ref(value), "torch.full", is_float)?;
    if is_outlined {
        let is_whole = matches!(one, Numbers::Whole(_));
        return Outline::new(shape, is_whole).map(Value::Outline);
    }
    let len = shape.iter().product();
    Ok(match one {
        Numbers::Whole(one) => Numbers::Whole(vec![one[0]; len]),
        Numbers::Float(one) => Numbers::Float(vec![one[0]; len]),
    }
    .shaped(&shape))
}

/// `torch.arange(end)`, `(start, end)`, `(start, end, step)`: as many values as fit, the end not among them,
///
/// ```text
/// x_i = start + i·step,   i < ⌈(end − start)/step⌉
/// ```
#[inline(never)]
pub(super) fn arange(given: &Given, is_float: bool, is_outlined: bool) -> Result<Value, String> {
    let (start, end, step) = match &given.values[..] {
        [end] => (&Value::Int(0), end, &Value::Int(1)),
        [start, end] => (start, end, &Value::Int(1)),
        [start, end, step] => (start, end, step),
        _ => return Err("torch.arange takes an end, or a start, an end and a step".into()),
    };
    let bounds = [start, end, step];
    let number = |value: &Value| {
        let wrong = || format!("torch.arange takes numbers, not {}", value.kind());
        value.number().ok_or_else(wrong)
    };
    let [from, to, by] = [number(start)?, number(end)?, number(step)?];
    if by == 0.0 {
        return Err("step must be nonzero".into());
    }
    if (to - from) * by.signum() < 0.0 {
        return Err("upper bound and lower bound inconsistent with step sign".into());
    }
    let len = ((to - from) / by).ceil() as usize;
    checked_len(&[len])?;
    let whole = bounds.map(|value| match value {
        Value::Int(value) if !is_float => Some(*value),
        _ => None,
    });
    let is_whole = whole.iter().all(Option::is_some);
    if is_outlined {
        return Outline::new(vec![len], is_whole).map(Value::Outline);
    }
    let numbers = match whole {
        [Some(from), Some(_), Some(by)] => {
            let at = |i: usize| from.wrapping_add(by.wrapping_mul(i as i64));
            Numbers::Whole((0..len).map(at).collect())
        }
        _ => Numbers::Float((0..len).map(|i| (from + by * i as f64) as f32).collect()),
    };
    Ok(numbers.shaped(&[len]))
}

/// The order of the axes that `permute` is given; a negative one counts from the end.
#[inline(never)]
pub(super) fn order(rank: usize, given: &Given) -> Result<Vec<usize>, String> {
    let axes = lengths(&given.values)?;
    if axes.len() != rank {
        return Err(format!(
            "permute takes each of the {rank} axes once, and is given {}",
            axes.len()
        ));
    }
    let signed = rank as i64;
    let axis = |axis: &i64| match *axis {
        axis if (-signed..signed).contains(&axis) => Ok(axis.rem_euclid(signed) as usize),
        axis => Err(format!(
            "Dimension out of range (expected to be in range of [{}, {}], but got {axis})",
            -signed,
            signed - 1
        )),
    };
    let order: Vec<usize> = axes.iter().map(axis).collect::<Result<_, _>>()?;
    match (0..rank).all(|axis| order.contains(&axis)) {
        true => Ok(order),
        false => Err("permute(): duplicate dims are not allowed.".into()),
    }
}

/// A tensor of float32.
pub(super) fn tensor(array: ArrayD<f32>) -> Value {
    Value::Tensor(array.into())
}
