//! Values that need no names, and names that are PyTorch's.

use super::operations::{negative, operation};
use super::value::Value;
use crate::torch::grammar::{Expression, Node, ParseError};

/// Modules of PyTorch, under the names that its documentation imports them by.
const MODULES: [&str; 3] = ["torch", "nn", "F"];

/// The dotted name, if it is one of PyTorch's; its module of functions is called `F`.
pub(in crate::torch) fn torch_path(expression: &Expression) -> Option<String> {
    let path = expression.path()?;
    let (module, rest) = path.split_once('.')?;
    if !MODULES.contains(&module) {
        return None;
    }
    let inner = rest.strip_prefix("nn.").unwrap_or(rest);
    match inner.strip_prefix("functional.") {
        Some(name) => Some(format!("F.{name}")),
        None => Some(path),
    }
}

/// What `expression` is worth by itself, with no name or call in it.
///
/// # Errors
///
/// If there is one, or the arithmetic fails.
pub fn constant(expression: &Expression) -> Result<Value, ParseError> {
    if let Some(path) = torch_path(expression) {
        return Ok(Value::Text(path));
    }
    match &expression.node {
        Node::Name(_) | Node::Attribute(..) | Node::Call(..) | Node::Index(..) => {
            let name = expression
                .path()
                .map_or("this".into(), |path| format!("`{path}`"));
            let message = format!("a number, True, False or None stands here, not {name}");
            Err(ParseError::new(expression.at, message))
        }
        _ => compound(expression, &mut constant),
    }
}

/// Values, and what is made of other values by `evaluate`.
pub(super) fn compound(
    expression: &Expression,
    evaluate: &mut dyn FnMut(&Expression) -> Result<Value, ParseError>,
) -> Result<Value, ParseError> {
    let fail = |message| ParseError::new(expression.at, message);
    match &expression.node {
        Node::Int(value) => Ok(Value::Int(*value)),
        Node::Float(value) => Ok(Value::Float(*value)),
        Node::Text(text) => Ok(Value::Text(text.clone())),
        Node::Bool(value) => Ok(Value::Bool(*value)),
        Node::None => Ok(Value::None),
        Node::List(items) | Node::Tuple(items) => items
            .iter()
            .map(evaluate)
            .collect::<Result<_, _>>()
            .map(Value::List),
        Node::Negative(value) => negative(evaluate(value)?).map_err(fail),
        Node::Operation(left, operator, right) => {
            let (left, right) = (evaluate(left)?, evaluate(right)?);
            operation(left, *operator, &right).map_err(fail)
        }
        Node::Name(_) | Node::Attribute(..) | Node::Call(..) | Node::Index(..) => {
            unreachable!("the caller looks these up")
        }
    }
}
