//! From the text of a link to where x comes from.

use super::stored::LOAD;
use super::{Draw, Recipe, Source, Values, Written};
use crate::torch::Position;
use crate::torch::grammar::{Argument, Expression, Node, ParseError, nearest, parse_expressions};
use crate::torch::program::{CONSTRUCTORS, Value, constant};

impl Source {
    /// A source from its text, as printed or as PyTorch has it: `torch.randn(4, 6, 4, 4)`.
    ///
    /// ```text
    /// x    = { draw ";" } last
    /// draw = randn(lengths) | rand(lengths)
    /// last = recipe(lengths)
    ///      | literals and randn, rand, zeros, ones, full, arange, tensor([…]), conv2d(input, weight, padding=1),
    ///        with .reshape, .view, .permute, .float, and + - * /
    ///      | the same of load("file", lengths): see [`Stored`](super::Stored)
    /// ```
    ///
    /// each with or without `torch.` in front.
    ///
    /// # Errors
    ///
    /// If the text is none, or x cannot be so; the sentence says where, and what would work.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut expressions = parse_expressions(text)?;
        let last = expressions.pop().expect("one at least");
        let before = expressions
            .iter()
            .map(draw)
            .collect::<Result<Vec<_>, _>>()?;
        let (values, shape, at) = values(last)?;
        let source = Self::new(values, shape);
        let source = source.and_then(|source| source.after(before));
        source.map_err(|error| ParseError::new(at, error.to_string()))
    }
}

/// What x is like, its shape, and where that is written.
fn values(last: Expression) -> Result<(Values, Vec<usize>, Position), ParseError> {
    if !is_recipe(&last) {
        return written(last);
    }
    let (recipe, arguments) = recipe_of(&last)?;
    let at = arguments.first().map_or(last.at, |argument| argument.at);
    Ok((Values::Recipe(recipe), shape_of(arguments)?, at))
}

/// What is written out, which the first view seldom is.
#[inline(never)]
fn written(last: Expression) -> Result<(Values, Vec<usize>, Position), ParseError> {
    let last = last.qualified(&CONSTRUCTORS)?;
    let written = Written::new(&last)?;
    let shape = written.shape().to_vec();
    Ok((Values::Written(written), shape, last.start()))
}

/// Whether the text is that of a recipe, or means to be one.
fn is_recipe(call: &Expression) -> bool {
    let (function, arguments) = parts(call);
    let Some(path) = function.path() else {
        return matches!(call.node, Node::List(_));
    };
    let name = path.strip_prefix("torch.").unwrap_or(&path);
    let holds_call = |argument: &Argument| matches!(argument.value.node, Node::Call(..));
    let is_written =
        name == LOAD || CONSTRUCTORS.contains(&name) && !["randn", "rand"].contains(&name);
    !is_written && (path != "torch.relu" || !arguments.iter().any(holds_call))
}

fn parts(call: &Expression) -> (&Expression, &[Argument]) {
    match &call.node {
        Node::Call(function, arguments) => (function, arguments),
        _ => (call, &[]),
    }
}

fn recipe_of(call: &Expression) -> Result<(Recipe, &[Argument]), ParseError> {
    let (function, arguments) = parts(call);
    let Some(path) = function.path() else {
        let message = "x is a name and its lengths, as in channels(4,6,4,4)";
        return Err(ParseError::new(call.at, message));
    };
    let found = match path.strip_prefix("torch.") {
        Some("randn") => Some(Recipe::Randn),
        Some("rand") => Some(Recipe::Rand),
        Some(_) => None,
        None => Recipe::from_name(&path),
    };
    let unknown = || {
        let names = [
            &Recipe::ALL.map(Recipe::name)[..],
            &CONSTRUCTORS[2..],
            &[LOAD],
        ]
        .concat();
        let help = match nearest(&path, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", names.join(", ")),
        };
        ParseError::new(
            call.at,
            format!("there is no recipe `{path}` for x; {help}"),
        )
    };
    Ok((found.ok_or_else(unknown)?, arguments))
}

/// A draw whose values nobody sees.
#[inline(never)]
fn draw(call: &Expression) -> Result<Draw, ParseError> {
    let (function, arguments) = parts(call);
    let path = function.path().unwrap_or_default();
    let is_normal = match path.strip_prefix("torch.").unwrap_or(&path) {
        "randn" => true,
        "rand" => false,
        _ => {
            let message = "before the last `;` stand draws alone, as in randn(20,100)";
            return Err(ParseError::new(call.start(), message));
        }
    };
    let shape = shape_of(arguments)?;
    Ok(Draw { is_normal, shape })
}

/// The lengths that arguments give: whole numbers, or a list of them.
fn shape_of(arguments: &[Argument]) -> Result<Vec<usize>, ParseError> {
    let mut shape = Vec::new();
    for argument in arguments {
        lengths(argument, &mut shape)?;
    }
    Ok(shape)
}

/// Adds the lengths that one argument gives: a whole number, or a list of them.
fn lengths(argument: &Argument, shape: &mut Vec<usize>) -> Result<(), ParseError> {
    let fail = |message: String| ParseError::new(argument.at, message);
    if let Some(name) = &argument.name {
        return Err(fail(format!(
            "the lengths of x have no names, such as `{name}`"
        )));
    }
    let values = match constant(&argument.value)? {
        Value::List(values) => values,
        value => vec![value],
    };
    for value in values {
        let Value::Int(length) = value else {
            return Err(fail(format!(
                "a length is a whole number, not {}",
                value.kind()
            )));
        };
        let length = usize::try_from(length).map_err(|_| {
            fail(format!(
                "Trying to create tensor with negative dimension {length}"
            ))
        })?;
        shape.push(length);
    }
    Ok(())
}
