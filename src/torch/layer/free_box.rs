//! The free choice of box: `Norm(N=1, C=C/3, H=H, W=W)`.

use std::fmt;

use super::parse::EPS;
use crate::norm::{BoxNorm, Side};
use crate::torch::grammar::{Argument, Expression, Node, Operator, ParseError, Position};
use crate::torch::program::{Value, constant};

/// The name of the call.
pub(super) const NAME: &str = "Norm";

/// A call that works, for errors.
const EXAMPLE: &str = "Norm(N=1,C=C/3,H=H,W=W)";

/// Names of the axes of sentences, which are read as well.
const SENTENCE: [&str; 3] = ["N", "T", "D"];

/// Names of the axes, by rank; of ranks that have none, `None`.
pub(super) fn letters(rank: usize) -> Option<&'static [&'static str]> {
    match rank {
        2 => Some(&["N", "C"]),
        3 => Some(&["N", "C", "L"]),
        4 => Some(&["N", "C", "H", "W"]),
        5 => Some(&["N", "C", "D", "H", "W"]),
        _ => None,
    }
}

/// The layer that the arguments describe, one per axis, and perhaps `eps`.
pub(super) fn from_call(at: Position, arguments: &[Argument]) -> Result<BoxNorm, ParseError> {
    let mut eps = EPS;
    let mut sides: Vec<(&str, Side)> = Vec::new();
    for (place, argument) in arguments.iter().enumerate() {
        let name = argument.name.as_deref();
        if arguments[..place]
            .iter()
            .any(|earlier| earlier.name.as_deref() == name)
        {
            let message = format!("{NAME} is given `{}` twice", name.unwrap_or_default());
            return Err(ParseError::new(argument.at, message));
        }
        match name {
            Some("eps") => eps = number(&argument.value)?,
            Some(letter @ ("N" | "C" | "L" | "T" | "D" | "H" | "W")) => {
                sides.push((letter, side(letter, &argument.value)?));
            }
            _ => {
                let message = format!("{NAME} names each axis of x, as in {EXAMPLE}");
                return Err(ParseError::new(argument.at, message));
            }
        }
    }
    Ok(BoxNorm {
        sides: in_order(at, &sides)?,
        eps,
    })
}

fn number(value: &Expression) -> Result<f64, ParseError> {
    match constant(value)? {
        Value::Int(eps) => Ok(eps as f64),
        Value::Float(eps) => Ok(eps),
        other => {
            let message = format!(
                "`eps` of {NAME} is a number such as 1e-5, not {}",
                other.kind()
            );
            Err(ParseError::new(value.at, message))
        }
    }
}

fn in_order(at: Position, sides: &[(&str, Side)]) -> Result<Vec<Side>, ParseError> {
    let chosen = |letter: &&str| sides.iter().find(|(name, _)| name == letter).map(|s| s.1);
    let all = |axes: &[&str]| -> Option<Vec<Side>> { axes.iter().map(chosen).collect() };
    let ordered = letters(sides.len()).and_then(all);
    let ordered = ordered.or_else(|| all(&SENTENCE).filter(|found| found.len() == sides.len()));
    ordered.ok_or_else(|| {
        let message = format!(
            "{NAME} takes the axes N, C or N, C, L or N, T, D or N, C, H, W or N, C, D, H, W, as in {EXAMPLE}"
        );
        ParseError::new(at, message)
    })
}

fn side(letter: &str, value: &Expression) -> Result<Side, ParseError> {
    match &value.node {
        Node::Int(1) => return Ok(Side::Kept),
        Node::Name(name) if name == letter => return Ok(Side::Shared),
        Node::Operation(length, Operator::Divide | Operator::FloorDivide, groups) => {
            let own = length.path().is_some_and(|name| name == letter);
            if let (true, Node::Int(groups)) = (own, &groups.node)
                && let Ok(groups) = usize::try_from(*groups)
                && groups > 0
            {
                return Ok(Side::Split(groups));
            }
        }
        _ => {}
    }
    let message = format!("`{letter}` is 1 (kept), {letter} (shared) or {letter}/2 (split in 2)");
    Err(ParseError::new(value.at, message))
}

/// Prints one axis as it is parsed.
pub(super) struct Axis<'a>(pub &'a str, pub Side);

impl fmt::Display for Axis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self(letter, side) = self;
        match side {
            Side::Kept => write!(f, "{letter}=1"),
            Side::Shared => write!(f, "{letter}={letter}"),
            Side::Split(groups) => write!(f, "{letter}={letter}/{groups}"),
        }
    }
}
