//! PyTorch's functions and a tensor's methods, as far as they are understood.
//!
//! Without a generator a function gives the outline of its tensor.

use ndarray::{ArcArray, ArrayD, IxDyn};

use super::convolution::conv2d;
use super::given::{Given, lengths, sizes};
use super::make::{arange, constant, full, literal, order, tensor};
use super::operations::checked_len;
use super::outline::Outline;
use super::value::{Tensor, Value};
use crate::torch::Generator;
use crate::torch::grammar::nearest;

/// Functions that are understood.
const FUNCTIONS: [&str; 12] = [
    "torch.manual_seed",
    "torch.randn",
    "torch.rand",
    "torch.tensor",
    "torch.zeros",
    "torch.ones",
    "torch.full",
    "torch.arange",
    "torch.relu",
    "F.relu",
    "torch.conv2d",
    "F.conv2d",
];

/// Methods of a tensor that are understood.
const METHODS: [&str; 8] = [
    "view", "reshape", "permute", "float", "relu", "repeat", "long", "clamp",
];

/// Functions that give a tensor, and need no `torch.` in front where x is written.
pub const CONSTRUCTORS: [&str; 8] = [
    "randn", "rand", "zeros", "ones", "full", "arange", "tensor", "conv2d",
];

/// Calls a function by its dotted name.
pub(in crate::torch) fn function(
    path: &str,
    mut given: Given,
    generator: Option<&mut Generator>,
) -> Result<Value, String> {
    let is_float = given.take_float32()?;
    if is_float && ["torch.conv2d", "F.conv2d", "torch.relu", "F.relu"].contains(&path) {
        return Err(format!("{path} has no argument `dtype` here"));
    }
    let result = match (path, generator) {
        ("torch.tensor", generator) => {
            let written = literal(given.only(path)?, is_float)?;
            if generator.is_some() {
                written
            } else {
                written.outlined()
            }
        }
        ("torch.zeros", generator) => constant(0.0, &given, generator.is_none())?,
        ("torch.ones", generator) => constant(1.0, &given, generator.is_none())?,
        ("torch.full", generator) => full(&given, is_float, generator.is_none())?,
        ("torch.arange", generator) => arange(&given, is_float, generator.is_none())?,
        ("torch.randn" | "torch.rand", None) => {
            Value::Outline(Outline::new(sizes(&given.values)?, false)?)
        }
        ("torch.randn", Some(generator)) => tensor(generator.randn(&sizes(&given.values)?)),
        ("torch.rand", Some(generator)) => tensor(generator.rand(&sizes(&given.values)?)),
        ("torch.relu" | "F.relu", _) => relu(given.only(path)?)?,
        ("torch.manual_seed", Some(generator)) => {
            let [Value::Int(seed)] = given.values[..] else {
                return Err("a seed is a whole number".into());
            };
            // PyTorch takes the bits of a negative seed.
            *generator = Generator::new(seed as u64);
            Value::None
        }
        ("torch.conv2d" | "F.conv2d", _) => return conv2d(given),
        _ => return Err(unknown("function", path, &FUNCTIONS)),
    };
    given.done(path)?;
    Ok(result)
}

/// Calls a method of a tensor.
pub(in crate::torch) fn method(object: &Value, name: &str, given: Given) -> Result<Value, String> {
    given.done(name)?;
    match (name, object) {
        ("view" | "reshape", Value::Tensor(tensor)) => reshaped(tensor, &given).map(Value::Tensor),
        ("permute", Value::Tensor(tensor)) => permuted(tensor, &given).map(Value::Tensor),
        ("view" | "reshape" | "permute", Value::Indices(tensor)) => {
            of_whole(tensor, name, &given).map(Value::Indices)
        }
        ("view" | "reshape" | "permute", Value::Outline(outline)) => {
            rearranged(outline, name, &given).map(Value::Outline)
        }
        ("float", Value::Tensor(_) | Value::Indices(_) | Value::Outline(_)) => {
            Ok(object.clone().floated())
        }
        ("relu", Value::Tensor(_) | Value::Outline(_)) => relu(object.clone()),
        ("repeat", Value::Tensor(tensor)) => repeat(tensor, &sizes(&given.values)?),
        // A conversion to whole numbers cuts the fraction off.
        ("long", Value::Tensor(tensor)) => Ok(Value::Indices(tensor.mapv(|x| x as i64).into())),
        (
            "clamp",
            Value::Tensor(_)
            | Value::Outline(Outline {
                is_whole: false, ..
            }),
        ) => clamp(object.clone(), &given),
        (_, Value::Tensor(_) | Value::Indices(_) | Value::Outline(_)) => {
            Err(unknown("method of a tensor", name, &METHODS))
        }
        _ => {
            let kind = object.kind();
            Err(format!("`{name}` belongs to a tensor, not to {kind}"))
        }
    }
}

/// That there is no such thing, and the nearest that there is.
#[inline(never)]
pub(in crate::torch) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", known.join(", ")),
    };
    format!("there is no {what} `{name}` here; {help}")
}

#[inline(never)]
fn relu(value: Value) -> Result<Value, String> {
    match value {
        // A comparison keeps NaN, as PyTorch does.
        Value::Tensor(tensor) => Ok(Value::Tensor(
            tensor.mapv(|x| if x < 0.0 { 0.0 } else { x }).into(),
        )),
        Value::Outline(outline) => Ok(Value::Outline(Outline { work: 0, ..outline })),
        other => Err(format!("a tensor is wanted here, not {}", other.kind())),
    }
}

/// `tensor.clamp(least, most)`.
#[inline(never)]
fn clamp(value: Value, given: &Given) -> Result<Value, String> {
    let bounds: Vec<_> = given.values.iter().map(Value::number).collect();
    let [Some(least), Some(most)] = bounds[..] else {
        return Err("a tensor is clamped between two numbers here, as in x.clamp(0, 1)".into());
    };
    let (least, most) = (least as f32, most as f32);
    // Comparisons keep NaN, and the upper bound wins over the lower one, as in PyTorch.
    let clamped = |x| {
        let x = if x < least { least } else { x };
        if x > most { most } else { x }
    };
    Ok(match value {
        Value::Tensor(tensor) => Value::Tensor(tensor.mapv(clamped).into()),
        Value::Outline(outline) => Value::Outline(Outline { work: 0, ..outline }),
        other => other,
    })
}

/// `view` or `reshape` of a tensor that is there.
fn reshaped<T: Clone>(
    tensor: &ArcArray<T, IxDyn>,
    given: &Given,
) -> Result<ArcArray<T, IxDyn>, String> {
    let shape = shape_of(tensor.len(), &lengths(&given.values)?)?;
    let reshaped = tensor.to_shape(shape).expect("it has as many elements");
    Ok(reshaped.into_owned().into())
}

#[inline(never)]
fn permuted<T: Clone>(
    tensor: &ArcArray<T, IxDyn>,
    given: &Given,
) -> Result<ArcArray<T, IxDyn>, String> {
    Ok(tensor.clone().permuted_axes(order(tensor.ndim(), given)?))
}

/// Both, of whole numbers.
#[inline(never)]
fn of_whole(
    tensor: &ArcArray<i64, IxDyn>,
    name: &str,
    given: &Given,
) -> Result<ArcArray<i64, IxDyn>, String> {
    match name {
        "permute" => permuted(tensor, given),
        _ => reshaped(tensor, given),
    }
}

/// Likewise of one that is described.
#[inline(never)]
fn rearranged(outline: &Outline, name: &str, given: &Given) -> Result<Outline, String> {
    let of = |shape, is_permuted| Outline {
        shape,
        is_permuted,
        work: 0,
        ..*outline
    };
    if name == "permute" {
        let order = order(outline.shape.len(), given)?;
        return Ok(of(
            order.iter().map(|axis| outline.shape[*axis]).collect(),
            true,
        ));
    }
    if name == "view" && outline.is_permuted {
        return Err("after `permute` a tensor has no `view` here; write `reshape`".into());
    }
    let shape = shape_of(outline.len(), &lengths(&given.values)?)?;
    Ok(of(shape, outline.is_permuted))
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

/// `tensor.repeat(k)` of a tensor of one axis.
#[inline(never)]
fn repeat(tensor: &Tensor, times: &[usize]) -> Result<Value, String> {
    let (&[times], 1) = (times, tensor.ndim()) else {
        return Err("a tensor of one axis is repeated here, by one whole number".into());
    };
    checked_len(&[tensor.len(), times])?;
    let values: Vec<f32> = (0..times).flat_map(|_| tensor.iter().copied()).collect();
    Ok(Value::Tensor(
        ArrayD::from_shape_vec(vec![values.len()], values)
            .expect("one axis")
            .into(),
    ))
}
