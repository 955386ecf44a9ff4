//! The tree that a text becomes.

use super::{ParseError, Position};

/// Brackets within brackets, and operations in one expression, that are followed.
/// More is no text that somebody wrote, and would exhaust the stack.
pub(super) const MAX_HEIGHT: usize = 100;

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// Where it begins; for an operation, where the operator stands
    pub at: Position,
    /// What it is
    pub node: Node,
    /// Longest way down to a leaf, limited so that nothing that walks the tree runs out of stack
    pub(super) height: usize,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `6`
    Int(i64),
    /// `1e-5`
    Float(f64),
    /// `"cpu"`
    Text(String),
    /// `True`, `False`
    Bool(bool),
    /// `None`
    None,
    /// `x`
    Name(String),
    /// `[6, 4, 4]`
    List(Vec<Expression>),
    /// `(6, 4, 4)`, or `a, b` without brackets
    Tuple(Vec<Expression>),
    /// `-x`
    Negative(Box<Expression>),
    /// `a + b`
    Operation(Box<Expression>, Operator, Box<Expression>),
    /// `torch.randn`
    Attribute(Box<Expression>, String),
    /// `f(a, b=c)`
    Call(Box<Expression>, Vec<Argument>),
    /// `x[0, :]`
    Index(Box<Expression>, Vec<Subscript>),
}

/// Between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `//`
    FloorDivide,
    /// `%`
    Modulo,
    /// `**`
    Power,
}

impl Operator {
    /// Whether it combines tensors here, and not numbers alone.
    pub fn is_of_tensors(self) -> bool {
        matches!(
            self,
            Self::Add | Self::Subtract | Self::Multiply | Self::Divide
        )
    }

    /// How it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::FloorDivide => "//",
            Self::Modulo => "%",
            Self::Power => "**",
        }
    }
}

/// What a call is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Where it begins, with its name
    pub at: Position,
    /// `eps` in `eps=1e-3`
    pub name: Option<String>,
    /// The value
    pub value: Expression,
}

/// What stands between square brackets, per axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Subscript {
    /// `0`, or a tensor of indices
    At(Expression),
    /// `:`, `2:`, `:5`, `2:5`
    Slice(Option<Expression>, Option<Expression>),
}

/// One line of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// `import torch`, `from torch import nn`: nothing has to be done
    Import,
    /// `target = value`
    Assign(Expression, Expression),
    /// A value by itself
    Expression(Expression),
}

impl Expression {
    /// Puts a node on top of its parts.
    pub(in crate::torch) fn new(at: Position, node: Node) -> Result<Self, ParseError> {
        let mut expression = Expression {
            at,
            node,
            height: 0,
        };
        let below = expression
            .children()
            .iter()
            .map(|child| child.height + 1)
            .max();
        expression.height = below.unwrap_or(0);
        if expression.height > MAX_HEIGHT {
            return Err(too_deep(at));
        }
        Ok(expression)
    }

    /// A name by itself.
    pub fn name(at: Position, name: &str) -> Self {
        Expression {
            at,
            node: Node::Name(name.into()),
            height: 0,
        }
    }

    /// The dotted name it is, as `torch.randn`.
    pub fn path(&self) -> Option<String> {
        match &self.node {
            Node::Name(name) => Some(name.clone()),
            Node::Attribute(object, name) => Some(format!("{}.{name}", object.path()?)),
            _ => None,
        }
    }

    /// The expressions directly within it.
    pub fn children(&self) -> Vec<&Expression> {
        match &self.node {
            Node::Int(_) | Node::Float(_) | Node::Text(_) | Node::Bool(_) => Vec::new(),
            Node::None | Node::Name(_) => Vec::new(),
            Node::List(items) | Node::Tuple(items) => items.iter().collect(),
            Node::Negative(value) | Node::Attribute(value, _) => vec![value],
            Node::Operation(left, _, right) => vec![left, right],
            Node::Call(function, arguments) => {
                let values = arguments.iter().map(|argument| &argument.value);
                std::iter::once(&**function).chain(values).collect()
            }
            Node::Index(object, subscripts) => {
                let within = subscripts.iter().flat_map(Subscript::expressions);
                std::iter::once(&**object).chain(within).collect()
            }
        }
    }
}

impl Subscript {
    pub(in crate::torch) fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::At(index) => vec![index],
            Self::Slice(from, to) => from.iter().chain(to).collect(),
        }
    }
}

/// The error for a text that nests too deeply.
pub(super) fn too_deep(at: Position) -> ParseError {
    ParseError::new(
        at,
        format!("more than {MAX_HEIGHT} operations lie within one another"),
    )
}
