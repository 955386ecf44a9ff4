//! A tree back to text.

use super::{Argument, Expression, Node, Operator, Subscript};

/// How a text is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// As people write a program
    Program,
    /// As it stands in a link: no space
    Link,
}

/// How tightly an expression holds together, loosest first; one with less than is asked for gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

impl Expression {
    /// The text as it stands in a program: `torch.randn(4, 6) * 5`.
    pub fn python(&self) -> String {
        text(self, Style::Program, Bond::Sum)
    }

    /// The text as it stands in a link, without spaces: `torch.randn(4,6)*5`.
    pub fn compact(&self) -> String {
        text(self, Style::Link, Bond::Sum)
    }
}

fn text(expression: &Expression, style: Style, least: Bond) -> String {
    let (bond, text) = bonded(expression, style);
    if bond < least {
        format!("({text})")
    } else {
        text
    }
}

fn bonded(expression: &Expression, style: Style) -> (Bond, String) {
    let list = |items: &[Expression]| joined(items, style, |item| text(item, style, Bond::Sum));
    let within = |part: &Expression| text(part, style, Bond::Atom);
    let atom = match &expression.node {
        Node::Int(value) => value.to_string(),
        Node::Float(value) => format!("{value:?}"),
        Node::Text(text) => quoted(text),
        Node::Bool(value) => if *value { "True" } else { "False" }.into(),
        Node::None => "None".into(),
        Node::Name(name) => name.clone(),
        Node::List(items) => format!("[{}]", list(items)),
        Node::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Node::Tuple(items) => format!("({})", list(items)),
        Node::Attribute(object, name) => format!("{}.{name}", within(object)),
        Node::Call(function, arguments) => {
            let arguments = joined(arguments, style, |given| argument(given, style));
            format!("{}({arguments})", within(function))
        }
        Node::Index(object, subscripts) => {
            let parts = joined(subscripts, style, |part| subscript(part, style));
            format!("{}[{parts}]", within(object))
        }
        Node::Negative(value) => {
            return (Bond::Sign, format!("-{}", text(value, style, Bond::Sign)));
        }
        Node::Operation(left, operator, right) => return operation(left, *operator, right, style),
    };
    (Bond::Atom, atom)
}

/// All operators but the power group from the left.
fn operation(
    left: &Expression,
    operator: Operator,
    right: &Expression,
    style: Style,
) -> (Bond, String) {
    let (bond, left_least, right_least) = match operator {
        Operator::Add | Operator::Subtract => (Bond::Sum, Bond::Sum, Bond::Product),
        Operator::Power => (Bond::Power, Bond::Atom, Bond::Sign),
        _ => (Bond::Product, Bond::Product, Bond::Sign),
    };
    let space = if style == Style::Program { " " } else { "" };
    let (left, right) = (
        text(left, style, left_least),
        text(right, style, right_least),
    );
    let symbol = operator.symbol();
    (bond, format!("{left}{space}{symbol}{space}{right}"))
}

fn argument(argument: &Argument, style: Style) -> String {
    let value = text(&argument.value, style, Bond::Sum);
    match &argument.name {
        Some(name) => format!("{name}={value}"),
        None => value,
    }
}

fn subscript(part: &Subscript, style: Style) -> String {
    let bound = |bound: &Option<Expression>| {
        let text = |bound| text(bound, style, Bond::Sum);
        bound.as_ref().map(text).unwrap_or_default()
    };
    match part {
        Subscript::At(index) => text(index, style, Bond::Sum),
        Subscript::Slice(from, to) => format!("{}:{}", bound(from), bound(to)),
    }
}

fn joined<T>(items: &[T], style: Style, print: impl Fn(&T) -> String) -> String {
    let comma = if style == Style::Program { ", " } else { "," };
    items.iter().map(print).collect::<Vec<_>>().join(comma)
}

/// What is read never holds both marks.
fn quoted(text: &str) -> String {
    let mark = if text.contains('"') { '\'' } else { '"' };
    format!("{mark}{text}{mark}")
}
