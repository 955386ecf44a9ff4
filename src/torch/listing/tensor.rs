//! Tensors as a text writes them.

use std::ops::Range;

use crate::torch::grammar::{Expression, Node, ParseError};
use crate::torch::program::{Outline, Value};

/// Most parts of what is written for one tensor.
const MOST_PARTS: usize = 1000;

/// A tensor that can be written out for x.
#[derive(Clone, Debug)]
pub(super) struct Tensor {
    /// In PyTorch's own names alone
    pub written: Expression,
    pub outline: Outline,
    /// Which of the draws after a seed are its own; empty for one that is not random
    pub draws: Range<usize>,
    /// Seeds that were set before its draws
    pub seeds: usize,
    /// How many parts are written
    pub parts: usize,
}

/// Why a value cannot be x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// What a layer gave
    Output,
    /// Its draws are not one after another, or are used twice
    Tangled,
    /// Computed by what x cannot be written with
    Computed,
    /// More than [`MOST_PARTS`]
    Long,
}

impl Why {
    /// The end of a sentence that begins with the value.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Output => {
                "is the output of another layer, and one layer is shown at a time; paste its call on an input that is drawn or written out"
            }
            Self::Tangled => {
                "uses random numbers twice or not in the order of their draws, which one expression for x cannot"
            }
            Self::Computed => {
                "is computed in a way that x cannot be written in; known are reshape, view, permute and + - * / of tensors that are drawn or written out"
            }
            Self::Long => "is too long to be written for x",
        }
    }
}

/// What a name or an expression stands for.
#[derive(Clone, Debug)]
pub(super) enum Known {
    Plain(Value),
    Tensor(Box<Tensor>),
    /// A layer, by its number
    Module(usize),
    /// `nn.Identity()`
    Identity,
    Opaque(Why, Option<Outline>),
    /// A tuple or list that holds more than numbers
    Several(Vec<Known>),
}

impl Known {
    pub fn outline(&self) -> Option<&Outline> {
        match self {
            Self::Tensor(tensor) => Some(&tensor.outline),
            Self::Opaque(_, outline) => outline.as_ref(),
            _ => None,
        }
    }

    /// As a program's value, where a tensor is its outline; `None` for what is neither number nor tensor.
    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Plain(value) => Some(value.clone()),
            Self::Tensor(tensor) => Some(Value::Outline(tensor.outline.clone())),
            _ => None,
        }
    }

    /// Why it cannot be a part of a tensor for x, if it cannot.
    pub fn obstacle(&self) -> Option<Why> {
        match self {
            Self::Plain(_) | Self::Tensor(_) => None,
            Self::Opaque(why, _) => Some(*why),
            _ => Some(Why::Computed),
        }
    }

    /// What is written for it.
    pub fn written(&self, of: &Expression) -> Result<Expression, ParseError> {
        match self {
            Self::Tensor(tensor) => Ok(tensor.written.clone()),
            Self::Plain(value) => literal(value, of),
            _ => Ok(of.clone()),
        }
    }
}

/// The draws of two values that one expression uses from left to right.
pub(super) fn joined(left: &Tensor, right: &Tensor) -> Option<(Range<usize>, usize)> {
    match (left.draws.is_empty(), right.draws.is_empty()) {
        (_, true) => Some((left.draws.clone(), left.seeds)),
        (true, _) => Some((right.draws.clone(), right.seeds)),
        _ => {
            let follows = left.seeds == right.seeds && left.draws.end == right.draws.start;
            follows.then_some((left.draws.start..right.draws.end, left.seeds))
        }
    }
}

/// Whether so many parts can be written.
pub(super) fn is_long(parts: usize) -> bool {
    parts > MOST_PARTS
}

/// How many parts an expression has.
pub(super) fn parts(expression: &Expression) -> usize {
    let below: usize = expression.children().into_iter().map(parts).sum();
    below + 1
}

/// A number, or a list of them, as it is written; it stands where `of` stands.
pub(super) fn literal(value: &Value, of: &Expression) -> Result<Expression, ParseError> {
    let new = |node| Expression::new(of.at, node);
    match value {
        Value::Int(i64::MIN) | Value::Record(_) | Value::Function(_) => Ok(of.clone()),
        Value::Int(value) if *value < 0 => new(Node::Negative(new(Node::Int(-value))?.into())),
        Value::Float(value) if *value < 0.0 => {
            new(Node::Negative(new(Node::Float(-value))?.into()))
        }
        Value::Int(value) => new(Node::Int(*value)),
        Value::Float(value) => new(Node::Float(*value)),
        Value::Bool(value) => new(Node::Bool(*value)),
        Value::None => new(Node::None),
        Value::Text(text) => match text.strip_prefix("torch.") {
            Some(name) => {
                let torch = new(Node::Name("torch".into()))?;
                new(Node::Attribute(torch.into(), name.into()))
            }
            None => new(Node::Text(text.clone())),
        },
        Value::List(items) => {
            let items = items.iter().map(|item| literal(item, of));
            new(Node::List(items.collect::<Result<_, _>>()?))
        }
        Value::Tensor(_) | Value::Indices(_) | Value::Outline(_) => Ok(of.clone()),
    }
}
