//! A tensor that is written out: `arange(24).reshape(2,3,2,2)`, or made of one in a file.

use crate::torch::ParseError;
use crate::torch::grammar::{Expression, Node};
use crate::torch::program::{Outline, Value, outline};

use super::stored::DATA;
use super::{Source, Stored};

/// An expression of literals and of PyTorch's functions that make tensors, with a fixed shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As it stands in a link
    link: String,
    /// What is drawn once, before the first batch
    setup: Option<String>,
    /// As it stands in a program, a tensor of `torch.float32`
    python: String,
    shape: Vec<usize>,
    work: usize,
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
            shape,
            is_whole,
            work,
            ..
        } = outline;
        let (setup, batch) = with_filters(&computed)?;
        Ok(Self {
            link: expression.unqualified().compact(),
            setup,
            python: match stored {
                Some(_) => batch.python(),
                None => floated(&batch, is_whole),
            },
            shape,
            work,
            stored,
        })
    }

    /// As it stands in a link, without spaces and without `torch.`.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The line that draws what is the same in all batches.
    pub fn setup(&self) -> Option<&str> {
        self.setup.as_deref()
    }

    /// As it stands in a program, after [`setup`](Self::setup).
    pub fn python(&self) -> &str {
        &self.python
    }

    /// The tensor in a file that it is made of, which its program calls `data`.
    pub fn stored(&self) -> Option<&Stored> {
        self.stored.as_ref()
    }

    /// Products of two numbers that it takes beyond a step for each element.
    pub fn work(&self) -> usize {
        self.work
    }

    /// The shape that it is written in.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }
}

/// The name of the filters of a convolution.
const FILTERS: &str = "filters";

/// A network has one set of filters for all batches: where a convolution draws its filters, and they come first,
/// the line that draws them, and the expression with a name for them.
fn with_filters(expression: &Expression) -> Result<(Option<String>, Expression), ParseError> {
    let Node::Call(function, arguments) = &expression.node else {
        return Ok((None, expression.clone()));
    };
    let [input, weight, ..] = &arguments[..] else {
        return Ok((None, expression.clone()));
    };
    let is_it = function.path().as_deref() == Some("torch.conv2d");
    if !is_it || draws(&input.value) || !draws(&weight.value) {
        return Ok((None, expression.clone()));
    }
    let line = format!("{FILTERS} = {}", weight.value.python());
    let mut arguments = arguments.clone();
    arguments[1].value = Expression::name(weight.at, FILTERS);
    let batch = expression.with_arguments(arguments)?;
    Ok((Some(line), batch))
}

/// Whether there are random numbers in it.
fn draws(expression: &Expression) -> bool {
    let called = expression.called();
    let is_draw = called.is_some_and(|path| ["torch.randn", "torch.rand"].contains(&&*path));
    is_draw || expression.children().into_iter().any(draws)
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
