//! What a call is given.

use super::operations::checked_len;
use super::value::Value;

/// The arguments of one call: by position, and by name.
pub(in crate::torch) struct Given {
    pub values: Vec<Value>,
    pub named: Vec<(String, Value)>,
}

impl Given {
    /// The whole number given under `name`, if any.
    pub fn take(&mut self, name: &str) -> Result<Option<usize>, String> {
        let Some(at) = self.named.iter().position(|(given, _)| given == name) else {
            return Ok(None);
        };
        match self.named.remove(at).1 {
            Value::Int(value @ 0..=1024) => Ok(Some(value as usize)),
            _ => Err(format!("`{name}` is a small whole number")),
        }
    }

    /// Whether `dtype=torch.float32` is given; no other can be.
    pub fn take_float32(&mut self) -> Result<bool, String> {
        let Some(at) = self.named.iter().position(|(given, _)| given == "dtype") else {
            return Ok(false);
        };
        match self.named.remove(at).1 {
            Value::Text(text) if text == "torch.float32" => Ok(true),
            _ => Err("here every `dtype` is torch.float32".into()),
        }
    }

    pub fn only(&mut self, function: &str) -> Result<Value, String> {
        match (self.values.pop(), self.values.len()) {
            (Some(value), 0) => Ok(value),
            _ => Err(format!("{function} takes one value here")),
        }
    }

    pub fn done(&self, function: &str) -> Result<(), String> {
        match self.named.first() {
            None => Ok(()),
            Some((name, _)) => Err(format!("{function} has no argument `{name}` here")),
        }
    }
}

/// Lengths as PyTorch takes them: one by one, or in one list.
pub(in crate::torch) fn lengths(values: &[Value]) -> Result<Vec<i64>, String> {
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

pub(super) fn sizes(values: &[Value]) -> Result<Vec<usize>, String> {
    let lengths = lengths(values)?;
    let size = |length: &i64| {
        usize::try_from(*length)
            .map_err(|_| format!("Trying to create tensor with negative dimension {length}"))
    };
    let sizes: Vec<usize> = lengths.iter().map(size).collect::<Result<_, _>>()?;
    checked_len(&sizes)?;
    Ok(sizes)
}
