//! PyTorch's names in an expression, with and without its own name in front.

use super::syntax::too_deep;
use super::{Argument, Expression, Node, ParseError, Position};

/// PyTorch's own name.
const TORCH: &str = "torch";

impl Expression {
    /// The same with `torch.` before each of `names` that stands without it.
    ///
    /// # Errors
    ///
    /// If it then nests too deeply.
    pub fn qualified(&self, names: &[&str]) -> Result<Self, ParseError> {
        self.rebuilt(&mut |part| match &part.node {
            Node::Name(name) if names.contains(&name.as_str()) || name == "float32" => {
                let torch = Self::new(part.at, Node::Name(TORCH.into()))?;
                Self::new(part.at, Node::Attribute(torch.into(), name.clone())).map(Some)
            }
            _ => Ok(None),
        })
    }

    /// The same without `torch.`, but where the name alone is another's: `relu`.
    pub fn unqualified(&self) -> Self {
        let short = self.rebuilt(&mut |part| match &part.node {
            Node::Attribute(object, name) if name != "relu" && object.is_torch() => {
                Self::new(part.at, Node::Name(name.clone())).map(Some)
            }
            _ => Ok(None),
        });
        short.expect("it does not nest more deeply")
    }

    fn is_torch(&self) -> bool {
        matches!(&self.node, Node::Name(name) if name == TORCH)
    }

    /// Where its text begins.
    pub fn start(&self) -> Position {
        let children = self.children();
        let first = children.iter().map(|child| child.start());
        first.fold(self.at, Position::min)
    }

    /// The dotted name that it calls, if it is a call.
    pub fn called(&self) -> Option<String> {
        match &self.node {
            Node::Call(function, _) => function.path(),
            _ => None,
        }
    }

    /// `count` where it is `range(count)`.
    pub fn counted(&self) -> Option<Self> {
        match &self.node {
            Node::Call(function, arguments) if function.path()? == "range" => {
                match &arguments[..] {
                    [
                        Argument {
                            name: None, value, ..
                        },
                    ] => Some(value.clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The same call with other arguments; what is no call stays.
    ///
    /// # Errors
    ///
    /// If it then nests too deeply.
    pub fn with_arguments(&self, arguments: Vec<Argument>) -> Result<Self, ParseError> {
        let node = match &self.node {
            Node::Call(function, _) => Node::Call(function.clone(), arguments),
            other => other.clone(),
        };
        Self::new(self.at, node)
    }

    /// The text of a call of a method of it.
    pub fn method_text(&self, call: &str) -> String {
        match self.node {
            Node::Operation(..) | Node::Negative(_) => format!("({}).{call}", self.python()),
            _ => format!("{}.{call}", self.python()),
        }
    }

    /// A copy in which `replace` may give another expression for each part.
    ///
    /// # Errors
    ///
    /// If `replace` fails, or it then nests too deeply.
    pub fn rebuilt(
        &self,
        replace: &mut dyn FnMut(&Self) -> Result<Option<Self>, ParseError>,
    ) -> Result<Self, ParseError> {
        if let Some(other) = replace(self)? {
            return Ok(other);
        }
        let node = match &self.node {
            Node::List(items) => Node::List(all(items, replace)?),
            Node::Tuple(items) => Node::Tuple(all(items, replace)?),
            Node::Negative(value) => Node::Negative(value.rebuilt(replace)?.into()),
            Node::Attribute(object, name) => {
                Node::Attribute(object.rebuilt(replace)?.into(), name.clone())
            }
            Node::Operation(left, operator, right) => Node::Operation(
                left.rebuilt(replace)?.into(),
                *operator,
                right.rebuilt(replace)?.into(),
            ),
            Node::Call(function, arguments) => {
                let function = function.rebuilt(replace)?;
                let argument = |given: &Argument| {
                    let value = given.value.rebuilt(replace)?;
                    Ok(Argument {
                        value,
                        ..given.clone()
                    })
                };
                Node::Call(
                    function.into(),
                    arguments.iter().map(argument).collect::<Result<_, _>>()?,
                )
            }
            // Parts of tensors are not written for x.
            leaf => leaf.clone(),
        };
        Self::new(self.at, node).map_err(|_| too_deep(self.at))
    }
}

fn all(
    items: &[Expression],
    replace: &mut dyn FnMut(&Expression) -> Result<Option<Expression>, ParseError>,
) -> Result<Vec<Expression>, ParseError> {
    items.iter().map(|item| item.rebuilt(replace)).collect()
}
