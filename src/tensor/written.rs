//! A tensor that is written out: `arange(24).reshape(2,3,2,2)`.

use crate::torch::ParseError;
use crate::torch::grammar::Expression;
use crate::torch::program::{Outline, Value, outline};

use super::Source;

/// An expression of literals and of PyTorch's functions that make tensors, with a fixed shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As it stands in a link
    link: String,
    /// As it stands in a program, a tensor of `torch.float32`
    python: String,
    shape: Vec<usize>,
}

impl Written {
    /// What an expression in PyTorch's own names writes.
    ///
    /// # Errors
    ///
    /// If it is no tensor, or takes more than [`Source::MAX_ELEMENTS`] in all its steps.
    #[inline(never)]
    pub fn new(expression: &Expression) -> Result<Self, ParseError> {
        let Value::Outline(outline) = outline(expression, Source::MAX_ELEMENTS)? else {
            let message = "x is a name and its lengths, as in channels(4,6,4,4)";
            return Err(ParseError::new(expression.at, message));
        };
        let Outline {
            shape, is_whole, ..
        } = outline;
        Ok(Self {
            link: expression.unqualified().compact(),
            python: floated(expression, is_whole),
            shape,
        })
    }

    /// As it stands in a link, without spaces and without `torch.`.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// As it stands in a program.
    pub fn python(&self) -> &str {
        &self.python
    }

    /// The shape that it is written in.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }
}

/// Layers take tensors of float32 alone.
fn floated(expression: &Expression, is_whole: bool) -> String {
    match is_whole {
        true => expression.method_text("float()"),
        false => expression.python(),
    }
}
