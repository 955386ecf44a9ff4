//! PyTorch's functions and a tensor's methods, as far as they are understood.

use ndarray::{ArcArray, Array4, ArrayD, Ix4, IxDyn, s};

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

/// The arguments of one call: by position, and by name.
pub(super) struct Given {
    pub values: Vec<Value>,
    pub named: Vec<(String, Value)>,
}

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

impl Given {
    /// The whole number given under `name`, if any.
    fn take(&mut self, name: &str) -> Result<Option<usize>, String> {
        let Some(at) = self.named.iter().position(|(given, _)| given == name) else {
            return Ok(None);
        };
        match self.named.remove(at).1 {
            Value::Int(value @ 0..=1024) => Ok(Some(value as usize)),
            _ => Err(format!("`{name}` is a small whole number")),
        }
    }

    fn take_float32(&mut self) -> Result<(), String> {
        let Some(at) = self.named.iter().position(|(given, _)| given == "dtype") else {
            return Ok(());
        };
        match self.named.remove(at).1 {
            Value::Text(text) if text == "torch.float32" => Ok(()),
            _ => Err("here every `dtype` is torch.float32".into()),
        }
    }

    fn only(&mut self, function: &str) -> Result<Value, String> {
        match (self.values.pop(), self.values.len()) {
            (Some(value), 0) => Ok(value),
            _ => Err(format!("{function} takes one value here")),
        }
    }

    fn done(&self, function: &str) -> Result<(), String> {
        match self.named.first() {
            None => Ok(()),
            Some((name, _)) => Err(format!("{function} has no argument `{name}` here")),
        }
    }
}

/// Lengths as PyTorch takes them: one by one, or in one list.
fn lengths(values: &[Value]) -> Result<Vec<i64>, String> {
    let values = match values {
        [Value::List(list)] => list,
        _ => values,
    };
    let length = |value: &Value| match value {
        Value::Int(length) => Ok(*length),
        other => Err(format!("a length is a whole number, not {}", other.kind())),
    };
    values.iter().map(length).collect()
}

fn sizes(values: &[Value]) -> Result<Vec<usize>, String> {
    let lengths = lengths(values)?;
    let size = |length: &i64| {
        usize::try_from(*length)
            .map_err(|_| format!("Trying to create tensor with negative dimension {length}"))
    };
    let sizes: Vec<usize> = lengths.iter().map(size).collect::<Result<_, _>>()?;
    checked_len(&sizes)?;
    Ok(sizes)
}

/// A shape for `len` elements, in which one length may be −1: what is left.
fn shape_of(len: usize, lengths: &[i64]) -> Result<Vec<usize>, String> {
    let invalid = || format!("shape '{lengths:?}' is invalid for input of size {len}");
    let known = lengths.iter().filter(|length| **length != -1);
    let known = known.map(|length| usize::try_from(*length).map_err(|_| invalid()));
    let known = checked_len(&known.collect::<Result<Vec<_>, _>>()?)?;
    let left = len.checked_div(known).unwrap_or(0);
    let length = |length: &i64| usize::try_from(*length).unwrap_or(left);
    let shape: Vec<usize> = lengths.iter().map(length).collect();
    let free = lengths.iter().filter(|length| **length == -1).count();
    if free < 2 && shape.iter().product::<usize>() == len {
        Ok(shape)
    } else {
        Err(invalid())
    }
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

/// The convolution of a neural network (no kernel is flipped), with stride 1:
///
/// ```text
/// y[n, o, h, w] = Σ_{i, k, l} x[n, i, h + k − p, w + l − p] · weight[o, i, k, l]
/// ```
fn conv2d(input: &Tensor, weight: &Tensor, padding: usize) -> Result<ArrayD<f32>, String> {
    let four = |tensor: &Tensor| tensor.clone().into_dimensionality::<Ix4>();
    let (Ok(input), Ok(weight)) = (four(input), four(weight)) else {
        return Err("F.conv2d takes tensors with four axes".into());
    };
    let (batch, channels, height, width) = input.dim();
    let (filters, of, rows, columns) = weight.dim();
    let fits = |length: usize, kernel: usize| {
        (length + 2 * padding)
            .checked_sub(kernel)
            .map(|steps| steps + 1)
    };
    let (Some(out_height), Some(out_width)) = (fits(height, rows), fits(width, columns)) else {
        return Err("the kernel is larger than the padded input".into());
    };
    if channels != of {
        return Err(format!(
            "the weight is for {of} channels, and the input has {channels}"
        ));
    }
    let padded = [batch, channels, height + 2 * padding, width + 2 * padding];
    checked_len(&padded)?;
    let shape = [batch, filters, out_height, out_width];
    checked_len(&shape)?;
    let mut frame = Array4::zeros(padded);
    let inner = (padding..padding + height, padding..padding + width);
    frame.slice_mut(s![.., .., inner.0, inner.1]).assign(&input);
    let kernel = weight.shape();
    let value = |(n, o, h, w)| {
        let window = frame.slice(s![n, .., h..h + kernel[2], w..w + kernel[3]]);
        let filter = weight.index_axis(ndarray::Axis(0), o);
        // The sum of float32 products in double precision: PyTorch's own order is not fixed.
        let products = window
            .iter()
            .zip(filter.iter())
            .map(|(a, b)| f64::from(*a) * f64::from(*b));
        products.sum::<f64>() as f32
    };
    Ok(Array4::from_shape_fn(shape, value).into_dyn())
}
