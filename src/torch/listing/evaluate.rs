//! What an expression of a text stands for.

use super::reader::Reader;
use super::tensor::{Known, Tensor, Why, is_long, joined, literal, parts};
use crate::torch::grammar::{Argument, Expression, Node, ParseError, Subscript};
use crate::torch::program::{Given, Value, negative, operation, torch_path};

impl Reader {
    pub fn evaluate(&mut self, expression: &Expression) -> Result<Known, ParseError> {
        let fail = |message: String| ParseError::new(expression.at, message);
        match &expression.node {
            Node::Int(value) => Ok(Known::Plain(Value::Int(*value))),
            Node::Float(value) => Ok(Known::Plain(Value::Float(*value))),
            Node::Text(text) => Ok(Known::Plain(Value::Text(text.clone()))),
            Node::Bool(value) => Ok(Known::Plain(Value::Bool(*value))),
            Node::None => Ok(Known::Plain(Value::None)),
            Node::Name(name) => {
                let unknown = || {
                    let names: Vec<_> = self.names.keys().map(String::as_str).collect();
                    let near = crate::torch::grammar::nearest(name, &names);
                    let help =
                        near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    fail(format!("`{name}` is not defined{help}"))
                };
                self.names.get(name).cloned().ok_or_else(unknown)
            }
            Node::List(items) | Node::Tuple(items) => self.several(items),
            Node::Negative(inner) => {
                let value = self.evaluate(inner)?;
                self.unary(expression, inner, &value)
            }
            Node::Operation(left, operator, right) => {
                let (a, b) = (self.evaluate(left)?, self.evaluate(right)?);
                if let Some(why) = a.obstacle().or_else(|| b.obstacle()) {
                    return Ok(Known::Opaque(why, None));
                }
                let pair = a.value().zip(b.value()).expect("no obstacle");
                let is_tensor = matches!((&a, &b), (Known::Tensor(_), _) | (_, Known::Tensor(_)));
                if is_tensor && !operator.is_of_tensors() {
                    return Ok(Known::Opaque(Why::Computed, None));
                }
                let value = operation(pair.0, *operator, &pair.1).map_err(fail)?;
                let Value::Outline(outline) = value else {
                    return Ok(Known::Plain(value));
                };
                let sides = (a.written(left)?.into(), b.written(right)?.into());
                let node = Node::Operation(sides.0, *operator, sides.1);
                self.combined(expression, node, outline, &[&a, &b])
            }
            Node::Attribute(object, name) => match torch_path(expression) {
                Some(path) => Ok(Known::Plain(Value::Text(path))),
                None => {
                    let object = self.evaluate(object)?;
                    Ok(attribute(&object, name))
                }
            },
            Node::Call(function, arguments) => self.call(expression, function, arguments),
            Node::Index(object, subscripts) => {
                let object = self.evaluate(object)?;
                self.part(expression, object, subscripts)
            }
        }
    }

    fn several(&mut self, items: &[Expression]) -> Result<Known, ParseError> {
        let items = items.iter().map(|item| self.evaluate(item));
        let items: Vec<Known> = items.collect::<Result<_, _>>()?;
        let plain = items.iter().map(|item| match item {
            Known::Plain(value) => Some(value.clone()),
            _ => None,
        });
        Ok(match plain.collect::<Option<Vec<_>>>() {
            Some(values) => Known::Plain(Value::List(values)),
            None => Known::Several(items),
        })
    }

    fn unary(
        &mut self,
        of: &Expression,
        inner: &Expression,
        value: &Known,
    ) -> Result<Known, ParseError> {
        if let Some(why) = value.obstacle() {
            return Ok(Known::Opaque(why, None));
        }
        let plain = value.value().expect("no obstacle");
        match negative(plain).map_err(|message| ParseError::new(of.at, message))? {
            Value::Outline(outline) => {
                let node = Node::Negative(value.written(inner)?.into());
                self.combined(of, node, outline, &[value])
            }
            value => Ok(Known::Plain(value)),
        }
    }

    /// A tensor made of others, from left to right.
    pub fn combined(
        &self,
        of: &Expression,
        node: Node,
        outline: crate::torch::program::Outline,
        from: &[&Known],
    ) -> Result<Known, ParseError> {
        let opaque = |why| Ok(Known::Opaque(why, Some(outline.clone())));
        let mut draws = 0..0;
        let mut seeds = 0;
        let mut count = 1;
        for known in from {
            let Known::Tensor(tensor) = known else {
                count += 1;
                continue;
            };
            count += tensor.parts;
            let before = Tensor {
                draws,
                seeds,
                ..(**tensor).clone()
            };
            let Some(both) = joined(&before, tensor) else {
                return opaque(Why::Tangled);
            };
            (draws, seeds) = both;
        }
        if is_long(count) {
            return opaque(Why::Long);
        }
        // What nests too deeply for one expression is too long as well.
        let Ok(written) = Expression::new(of.start(), node) else {
            return opaque(Why::Long);
        };
        let parts = parts(&written);
        Ok(Known::Tensor(Box::new(Tensor {
            written,
            outline,
            draws,
            seeds,
            parts,
        })))
    }

    /// Arguments by position and by name; `None` if one is neither a number nor a tensor.
    pub fn given(
        &mut self,
        arguments: &[Argument],
    ) -> Result<Vec<(Option<String>, Known)>, ParseError> {
        let value =
            |argument: &Argument| Ok((argument.name.clone(), self.evaluate(&argument.value)?));
        arguments.iter().map(value).collect()
    }

    /// What stands between brackets may draw, or call a layer.
    pub fn subscripts(&mut self, subscripts: &[Subscript]) -> Result<(), ParseError> {
        for subscript in subscripts {
            for part in subscript.expressions() {
                self.evaluate(part)?;
            }
        }
        Ok(())
    }

    /// An item or a slice of a list; a part of a tensor cannot be written.
    fn part(
        &mut self,
        of: &Expression,
        object: Known,
        subscripts: &[Subscript],
    ) -> Result<Known, ParseError> {
        let fail = |message: &str| ParseError::new(of.at, message.to_string());
        let items = match object {
            Known::Plain(Value::List(items)) => items,
            Known::Opaque(why, _) => {
                self.subscripts(subscripts)?;
                return Ok(Known::Opaque(why, None));
            }
            Known::Tensor(_) => {
                self.subscripts(subscripts)?;
                return Ok(Known::Opaque(Why::Computed, None));
            }
            _ => return Err(fail("only a list or a tensor has parts")),
        };
        let length = items.len() as i64;
        let mut bound = |bound: &Expression| match self.evaluate(bound)? {
            Known::Plain(Value::Int(at)) => Ok(if at < 0 {
                at.saturating_add(length)
            } else {
                at
            }),
            _ => Err(fail("an index is a whole number")),
        };
        match subscripts {
            [Subscript::At(at)] => {
                let at = usize::try_from(bound(at)?).ok();
                let item = at.and_then(|at| items.get(at)).cloned();
                item.map(Known::Plain)
                    .ok_or_else(|| fail("list index out of range"))
            }
            [Subscript::Slice(from, to)] => {
                let from = from.as_ref().map(&mut bound).transpose()?.unwrap_or(0);
                let to = to.as_ref().map(&mut bound).transpose()?.unwrap_or(length);
                let (from, to) = (from.clamp(0, length), to.clamp(0, length));
                let part = items.get(from as usize..to.max(from) as usize);
                Ok(Known::Plain(Value::List(part.unwrap_or_default().to_vec())))
            }
            _ => Err(fail("a list has one index")),
        }
    }
}

/// Values by position and by name, where all are numbers or tensors.
pub(super) fn program_given(given: &[(Option<String>, Known)]) -> Option<Given> {
    let mut values = Vec::new();
    let mut named = Vec::new();
    for (name, known) in given {
        let value = known.value()?;
        match name {
            Some(name) => named.push((name.clone(), value)),
            None => values.push(value),
        }
    }
    Some(Given { values, named })
}

/// Arguments with their values in place of names.
pub(super) fn written(
    arguments: &[Argument],
    given: &[(Option<String>, Known)],
) -> Result<Vec<Argument>, ParseError> {
    let pairs = arguments.iter().zip(given);
    let argument = |(argument, (_, known)): (&Argument, &(Option<String>, Known))| {
        let value = match known {
            Known::Plain(value) => literal(value, &argument.value)?,
            known => known.written(&argument.value)?,
        };
        Ok(Argument {
            value,
            ..argument.clone()
        })
    };
    pairs.map(argument).collect()
}

fn attribute(object: &Known, name: &str) -> Known {
    let lengths = |shape: &[usize]| shape.iter().map(|n| Value::Int(*n as i64)).collect();
    match (name, object.outline()) {
        ("shape", Some(outline)) => Known::Plain(Value::List(lengths(&outline.shape))),
        ("ndim", Some(outline)) => Known::Plain(Value::Int(outline.shape.len() as i64)),
        ("data", _) => object.clone(),
        _ => Known::Opaque(Why::Computed, None),
    }
}
