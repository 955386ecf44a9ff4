//! A tensor that is written out: `arange(24).reshape(2,3,2,2)`, or made of one in a file.

use crate::torch::ParseError;
use crate::torch::grammar::Expression;
use crate::torch::program::{Outline, Value, outline};

use super::stored::DATA;
use super::{Source, Stored};

/// An expression of literals and of PyTorch's functions that make tensors, with a fixed shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As it stands in a link
    link: String,
    /// As it stands in a program, a tensor of `torch.float32`
    python: String,
    shape: Vec<usize>,
    stored: Option<Stored>,
}

impl Written {
    /// What an expression in PyTorch's own names writes.
    ///
    /// # Errors
    ///
    /// If it is no tensor, loads more than one file, or takes more than [`Source::MAX_ELEMENTS`] in all its steps.
    #[inline(never)]
    pub fn new(expression: &Expression) -> Result<Self, ParseError> {
        let (computed, stored) = with_data(expression)?;
        let known = stored.as_ref().map(|stored| (DATA, &stored.shape[..]));
        // What lies in a file is no step.
        let loaded = stored
            .as_ref()
            .map_or(0, |stored| stored.shape.iter().product());
        let most = Source::MAX_ELEMENTS.saturating_add(loaded);
        let Value::Outline(outline) = outline(&computed, known, most)? else {
            let message = "x is a name and its lengths, as in channels(4,6,4,4)";
            return Err(ParseError::new(expression.at, message));
        };
        let Outline {
            shape, is_whole, ..
        } = outline;
        Ok(Self {
            link: expression.unqualified().compact(),
            python: match stored {
                Some(_) => computed.python(),
                None => floated(expression, is_whole),
            },
            shape,
            stored,
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

    /// The tensor in a file that it is made of, which its program calls `data`.
    pub fn stored(&self) -> Option<&Stored> {
        self.stored.as_ref()
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

/// The expression with a name for what is in a file, and what that is.
fn with_data(expression: &Expression) -> Result<(Expression, Option<Stored>), ParseError> {
    let mut found = None;
    let computed = expression.rebuilt(&mut |part| {
        let Some(stored) = Stored::of(part)? else {
            return Ok(None);
        };
        if found.replace(stored).is_some() {
            let message = "x is made of one file here; several images are one load";
            return Err(ParseError::new(part.start(), message));
        }
        Ok(Some(Expression::name(part.at, DATA)))
    })?;
    Ok((computed, found))
}
