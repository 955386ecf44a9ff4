//! Methods of tensors and of layers.

use super::call::Arguments;
use super::evaluate::{program_given, written};
use super::reader::Reader;
use super::tensor::{Known, Why};
use crate::torch::grammar::{Argument, Expression, Node, ParseError};
use crate::torch::program::{Value, method, unknown};

/// Methods that leave a tensor as it is.
const SAME: [&str; 6] = [
    "detach",
    "clone",
    "contiguous",
    "cpu",
    "requires_grad_",
    "to",
];

/// Methods of a layer that are understood.
const OF_MODULES: [&str; 7] = [
    "train",
    "eval",
    "forward",
    "to",
    "cpu",
    "float",
    "requires_grad_",
];

/// Whether `to` is given no other type of numbers.
fn is_moved_alone(given: &Arguments) -> bool {
    let is_type = |(_, known): &(Option<String>, Known)| match known {
        Known::Plain(Value::Text(text)) => text.starts_with("torch."),
        _ => false,
    };
    !given.iter().any(is_type)
}

impl Reader {
    /// A method of a tensor, or of what is not followed.
    pub fn method(
        &mut self,
        of: &Expression,
        object: &Expression,
        value: Known,
        (name, arguments): (&str, &[Argument]),
        given: &Arguments,
    ) -> Result<Known, ParseError> {
        let lengths = |shape: &[usize]| shape.iter().map(|n| Value::Int(*n as i64)).collect();
        match (name, value.outline()) {
            ("size", Some(outline)) => match &given[..] {
                [] => return Ok(Known::Plain(Value::List(lengths(&outline.shape)))),
                [(_, Known::Plain(Value::Int(axis)))] => {
                    let rank = outline.shape.len() as i64;
                    let axis = usize::try_from(if *axis < 0 { axis + rank } else { *axis }).ok();
                    let length = axis.and_then(|axis| outline.shape.get(axis));
                    let wrong = || ParseError::new(of.start(), "x has no such axis");
                    return length
                        .map(|n| Known::Plain(Value::Int(*n as i64)))
                        .ok_or_else(wrong);
                }
                _ => {}
            },
            ("numel", Some(outline)) => return Ok(Known::Plain(Value::Int(outline.len() as i64))),
            ("dim", Some(outline)) => {
                return Ok(Known::Plain(Value::Int(outline.shape.len() as i64)));
            }
            _ => {}
        }
        if SAME.contains(&name) {
            return Ok(match is_moved_alone(given) {
                true => value,
                false => Known::Opaque(Why::Computed, value.outline().cloned()),
            });
        }
        if name.ends_with('_') || ["bernoulli", "multinomial"].contains(&name) {
            let message = format!("what `{name}` does to a tensor is not followed here");
            return Err(ParseError::new(of.start(), message));
        }
        let Known::Tensor(_) = value else {
            return Ok(match value {
                Known::Opaque(why, _) => Known::Opaque(why, None),
                _ => Known::Opaque(Why::Computed, None),
            });
        };
        let Some(values) = program_given(given)
            .filter(|_| ["view", "reshape", "permute", "float", "relu"].contains(&name))
        else {
            return Ok(Known::Opaque(Why::Computed, None));
        };
        let outline = method(&value.value().expect("a tensor"), name, values);
        let outline = outline.map_err(|message| ParseError::new(of.start(), message))?;
        let Value::Outline(outline) = outline else {
            return Ok(Known::Opaque(Why::Computed, None));
        };
        let object = Node::Attribute(value.written(object)?.into(), name.into());
        let Ok(callee) = Expression::new(of.at, object) else {
            return Ok(Known::Opaque(Why::Long, Some(outline)));
        };
        let node = Node::Call(callee.into(), written(arguments, given)?);
        self.combined(of, node, outline, &[&value])
    }

    /// A method of a layer.
    pub fn of_module(
        &mut self,
        of: &Expression,
        module: usize,
        name: &str,
        given: &Arguments,
    ) -> Result<Known, ParseError> {
        match (name, &given[..]) {
            ("train", []) => self.modules[module].is_training = true,
            ("train", [(_, Known::Plain(Value::Bool(mode)))]) => {
                self.modules[module].is_training = *mode;
            }
            ("eval", []) => self.modules[module].is_training = false,
            ("forward", _) => return self.module(of, module, given),
            _ if OF_MODULES.contains(&name) && is_moved_alone(given) => {}
            _ => {
                let message = unknown("method of a layer", name, &OF_MODULES);
                return Err(ParseError::new(of.start(), message));
            }
        }
        Ok(Known::Module(module))
    }
}
