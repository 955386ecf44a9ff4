//! Tensors that functions make.

use super::call::Arguments;
use super::evaluate::{program_given, written};
use super::reader::Reader;
use super::tensor::{Known, Tensor, literal};
use crate::torch::grammar::{Argument, Expression, Node, ParseError};
use crate::torch::program::{CONSTRUCTORS, Outline, Value, function, unknown};

/// What gives no tensor, but is understood as well.
const OTHERS: [&str; 2] = ["relu", "manual_seed"];

impl Reader {
    /// A call of a function that makes a tensor, and draws if it is one that draws.
    pub fn constructed(
        &mut self,
        of: &Expression,
        path: &str,
        arguments: &[Argument],
        given: Arguments,
    ) -> Result<Known, ParseError> {
        let fail = |message: String| ParseError::new(of.start(), message);
        let name = path.strip_prefix("torch.").or(path.strip_prefix("F."));
        let known = [&CONSTRUCTORS[..], &OTHERS].concat();
        let Some(name) = name.filter(|name| known.contains(name)) else {
            let known: Vec<_> = known.iter().map(|name| format!("torch.{name}")).collect();
            let known: Vec<_> = known.iter().map(String::as_str).collect();
            return Err(fail(unknown("function", path, &known)));
        };
        let (kept, given) = kept(arguments, given)?;
        let draws = ["randn", "rand"].contains(&name);
        let obstacle = given.iter().find_map(|(_, known)| known.obstacle());
        match obstacle {
            Some(_) if draws => {
                return Err(fail("how many numbers are drawn here is not known".into()));
            }
            Some(why) => return Ok(Known::Opaque(why, None)),
            None => {}
        }
        let values = program_given(&given).expect("no obstacle");
        let value = function(&format!("torch.{name}"), values, None).map_err(fail)?;
        let Value::Outline(outline) = value else {
            return Ok(Known::Plain(value));
        };
        if draws {
            return self.drawn(of, name, outline);
        }
        let call = Node::Call(torch(of, name)?.into(), written(&kept, &given)?);
        let from: Vec<_> = given.iter().map(|(_, known)| known).collect();
        self.combined(of, call, outline, &from)
    }

    /// The next draw of the generator.
    fn drawn(
        &mut self,
        of: &Expression,
        name: &str,
        outline: Outline,
    ) -> Result<Known, ParseError> {
        let length = |n: &usize| {
            let value = literal(&Value::Int(*n as i64), of)?;
            Ok(Argument {
                at: of.at,
                name: None,
                value,
            })
        };
        let mut lengths: Vec<_> = outline
            .shape
            .iter()
            .map(length)
            .collect::<Result<_, ParseError>>()?;
        if lengths.is_empty() {
            let value = Expression::new(of.at, Node::List(Vec::new()))?;
            lengths.push(Argument {
                at: of.at,
                name: None,
                value,
            });
        }
        let parts = lengths.len() + 2;
        let written = Expression::new(of.start(), Node::Call(torch(of, name)?.into(), lengths))?;
        let seeds = self.drawn.len() - 1;
        let drawn = &mut self.drawn[seeds].1;
        drawn.push(written.unqualified().compact());
        let draws = drawn.len() - 1..drawn.len();
        Ok(Known::Tensor(Box::new(Tensor {
            written,
            outline,
            draws,
            seeds,
            parts,
        })))
    }
}

/// `torch.name`, where `of` stands.
fn torch(of: &Expression, name: &str) -> Result<Expression, ParseError> {
    let torch = Expression::new(of.start(), Node::Name("torch".into()))?;
    Expression::new(of.start(), Node::Attribute(torch.into(), name.into()))
}

/// Without `requires_grad`, which changes no value, and `device`, where it is the CPU: another one draws other numbers.
fn kept(
    arguments: &[Argument],
    given: Arguments,
) -> Result<(Vec<Argument>, Arguments), ParseError> {
    let (mut kept, mut values) = (Vec::new(), Vec::new());
    for (argument, (name, value)) in arguments.iter().zip(given) {
        match (name.as_deref(), &value) {
            (Some("requires_grad"), _) => {}
            (Some("device"), Known::Plain(Value::Text(text))) if text == "cpu" => {}
            (Some("device"), _) => {
                let message = "here every `device` is cpu; leave it out";
                return Err(ParseError::new(argument.at, message));
            }
            _ => {
                kept.push(argument.clone());
                values.push((name, value));
            }
        }
    }
    Ok((kept, values))
}
