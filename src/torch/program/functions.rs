//! PyTorch's functions and a tensor's methods, as far as they are understood.

use ndarray::{ArcArray, ArrayD, IxDyn};

use super::convolution::conv2d;
use super::given::{Given, lengths, sizes};
use super::operations::checked_len;
use super::value::{Tensor, Value};
use crate::torch::Generator;
use crate::torch::grammar::nearest;

/// Functions that are understood.
const FUNCTIONS: [&str; 7] = [
    "torch.manual_seed",
    "torch.randn",
    "torch.rand",
    "torch.tensor",
    "torch.relu",
    "F.relu",
    "F.conv2d",
];

/// Methods of a tensor that are understood.
const METHODS: [&str; 5] = ["view", "reshape", "repeat", "long", "relu"];

/// Calls a function by its dotted name.
pub(super) fn function(
    path: &str,
    mut given: Given,
    generator: &mut Generator,
) -> Result<Value, String> {
    let result = match path {
        "torch.manual_seed" => {
            let [Value::Int(seed)] = given.values[..] else {
                return Err("a seed is a whole number".into());
            };
            // PyTorch takes the bits of a negative seed.
            *generator = Generator::new(seed as u64);
            Value::None
        }
        "torch.randn" => tensor(generator.randn(&sizes(&given.values)?)),
        "torch.rand" => tensor(generator.rand(&sizes(&given.values)?)),
        "torch.tensor" => {
            given.take_float32()?;
            literal(given.only("torch.tensor")?)?
        }
        "torch.relu" | "F.relu" => relu(&of_floats(given.only(path)?)?),
        "F.conv2d" => {
            let padding = given.take("padding")?.unwrap_or(0);
            let [Value::Tensor(input), Value::Tensor(weight)] = &given.values[..] else {
                return Err("F.conv2d takes an input, a weight and padding=1 here".into());
            };
            tensor(conv2d(input, weight, padding)?)
        }
        _ => return Err(unknown("function", path, &FUNCTIONS)),
    };
    given.done(path)?;
    Ok(result)
}

/// Calls a method of a tensor.
pub(super) fn method(object: &Value, name: &str, given: Given) -> Result<Value, String> {
    let tensor = match object {
        Value::Tensor(tensor) => tensor,
        other => {
            return Err(format!(
                "`{name}` belongs to a tensor, not to {}",
                other.kind()
            ));
        }
    };
    given.done(name)?;
    match name {
        "view" | "reshape" => {
            let shape = shape_of(tensor.len(), &lengths(&given.values)?)?;
            let reshaped = tensor.to_shape(shape).expect("it has as many elements");
            Ok(Value::Tensor(reshaped.into_owned().into()))
        }
        "repeat" => repeat(tensor, &sizes(&given.values)?),
        // A conversion to whole numbers cuts the fraction off.
        "long" => Ok(Value::Indices(tensor.mapv(|x| x as i64).into())),
        "relu" => Ok(relu(tensor)),
        _ => Err(unknown("method of a tensor", name, &METHODS)),
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", known.join(", ")),
    };
    format!("there is no {what} `{name}` here; {help}")
}

fn tensor(array: ArrayD<f32>) -> Value {
    Value::Tensor(array.into())
}

fn relu(tensor: &Tensor) -> Value {
    // A comparison keeps NaN, as PyTorch does.
    Value::Tensor(tensor.mapv(|x| if x < 0.0 { 0.0 } else { x }).into())
}

fn of_floats(value: Value) -> Result<Tensor, String> {
    match value {
        Value::Tensor(tensor) => Ok(tensor),
        other => Err(format!("a tensor is wanted here, not {}", other.kind())),
    }
}

/// A shape for `len` elements, in which one length may be −1: what is left.
fn shape_of(len: usize, lengths: &[i64]) -> Result<Vec<usize>, String> {
    let invalid = || format!("shape '{lengths:?}' is invalid for input of size {len}");
    let known = lengths.iter().filter(|length| **length != -1);
    if known.clone().count() + 1 < lengths.len() {
        return Err("only one dimension can be inferred".into());
    }
    let known = known.map(|length| usize::try_from(*length).map_err(|_| invalid()));
    let known = checked_len(&known.collect::<Result<Vec<_>, _>>()?)?;
    let left = len.checked_div(known).unwrap_or(0);
    let length = |length: &i64| usize::try_from(*length).unwrap_or(left);
    let shape: Vec<usize> = lengths.iter().map(length).collect();
    let fits = shape.iter().product::<usize>() == len;
    fits.then_some(shape).ok_or_else(invalid)
}

/// `torch.tensor` of a number, of a list of numbers, or of a tensor.
fn literal(value: Value) -> Result<Value, String> {
    let number = |value: &Value| {
        let message = || {
            format!(
                "torch.tensor takes a list of numbers here, not {}",
                value.kind()
            )
        };
        value
            .number()
            .map(|number| number as f32)
            .ok_or_else(message)
    };
    match value {
        Value::Tensor(copy) => Ok(Value::Tensor(copy)),
        Value::List(items) => {
            let items: Vec<f32> = items.iter().map(number).collect::<Result<_, _>>()?;
            Ok(Value::Tensor(ArcArray::from(items).into_dyn()))
        }
        other => Ok(Value::Tensor(Tensor::from_elem(
            IxDyn(&[]),
            number(&other)?,
        ))),
    }
}

/// `tensor.repeat(k)` of a tensor of one axis.
fn repeat(tensor: &Tensor, times: &[usize]) -> Result<Value, String> {
    let (&[times], 1) = (times, tensor.ndim()) else {
        return Err("a tensor of one axis is repeated here, by one whole number".into());
    };
    checked_len(&[tensor.len(), times])?;
    let values: Vec<f32> = (0..times).flat_map(|_| tensor.iter().copied()).collect();
    Ok(Value::Tensor(ArcArray::from(values).into_dyn()))
}
