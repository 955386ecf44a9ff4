//! A recipe and a shape.

use std::fmt;

use super::{Recipe, Sampler, Script};
use crate::torch::Generator;
use crate::torch::grammar::{Argument, Expression, Node, ParseError, nearest, parse_expression};
use crate::torch::program::{Value, constant};

/// Where x comes from: `channels(4,6,4,4)`.
///
/// ```
/// use normscope::tensor::Source;
/// let source = Source::parse("torch.randn(4, 6, 4, 4)")?;
/// assert_eq!(source.to_string(), "randn(4,6,4,4)");
/// let x = source.sampler(42).next_batch();
/// assert!((x[[0, 0, 0, 0]] - 1.9269153).abs() < 1e-6);
/// # Ok::<(), normscope::torch::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What kind of values
    pub recipe: Recipe,
    /// Lengths of the axes
    pub shape: Vec<usize>,
}

/// Why x cannot have a shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Too few or too many axes
    #[error("x has 2 to 5 axes here, as in {recipe}(4,6,4,4); {shape:?} has {}", shape.len())]
    Rank {
        /// Name of the recipe
        recipe: &'static str,
        /// The shape
        shape: Vec<usize>,
    },
    /// An axis of length 0
    #[error("every axis of x has at least length 1; {shape:?} has an empty one")]
    Empty {
        /// The shape
        shape: Vec<usize>,
    },
    /// More elements than are shown
    #[error(
        "x has at most 2²⁵ = {} elements; {shape:?} has more",
        Source::MAX_ELEMENTS
    )]
    Large {
        /// The shape
        shape: Vec<usize>,
    },
    /// The recipe fixes some lengths
    #[error("{limits}, as in {recipe}({})", list(fitting))]
    Unfit {
        /// Name of the recipe
        recipe: &'static str,
        /// [`Recipe::limits`]
        limits: &'static str,
        /// A shape that fits
        fitting: Vec<usize>,
    },
}

impl Source {
    /// Most elements that x may have: 2²⁵, some more than the largest example of PyTorch's documentation,
    /// `20×100×35×45×10`.
    pub const MAX_ELEMENTS: usize = 1 << 25;

    /// A recipe in a shape.
    ///
    /// # Errors
    ///
    /// If x cannot have this shape, or the recipe cannot be drawn in it.
    pub fn new(recipe: Recipe, shape: Vec<usize>) -> Result<Self, SourceError> {
        if !(2..=5).contains(&shape.len()) {
            return Err(SourceError::Rank {
                recipe: recipe.name(),
                shape,
            });
        }
        if shape.contains(&0) {
            return Err(SourceError::Empty { shape });
        }
        let len = shape.iter().try_fold(1_usize, |len, n| len.checked_mul(*n));
        if len.is_none_or(|len| len > Self::MAX_ELEMENTS) {
            return Err(SourceError::Large { shape });
        }
        match recipe.limits() {
            Some(limits) if !recipe.fits(&shape) => Err(SourceError::Unfit {
                recipe: recipe.name(),
                limits,
                fitting: recipe.clamped(&shape),
            }),
            _ => Ok(Self { recipe, shape }),
        }
    }

    /// A source from its text, as printed or as PyTorch has it: `torch.randn(4, 6, 4, 4)`.
    ///
    /// # Errors
    ///
    /// If the text is no such call, or x cannot be so; the sentence says where, and what would work.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let call = parse_expression(text)?;
        let (recipe, arguments) = recipe_of(&call)?;
        let mut shape = Vec::new();
        for argument in arguments {
            lengths(argument, &mut shape)?;
        }
        let at = arguments.first().map_or(call.at, |argument| argument.at);
        Self::new(recipe, shape).map_err(|error| ParseError::new(at, error.to_string()))
    }

    /// The lines of PyTorch that draw x and give it the name `variable`.
    pub fn script(&self, variable: &str) -> Script {
        Script::of(self, variable)
    }

    /// Draws x with a generator of its own, as after `torch.manual_seed(seed)`.
    ///
    /// # Panics
    ///
    /// If the recipe does not fit the shape, which [`Source::new`] rules out.
    pub fn sampler(&self, seed: u64) -> Sampler {
        Sampler::new(self, Generator::new(seed))
    }
}

fn recipe_of(call: &Expression) -> Result<(Recipe, &[Argument]), ParseError> {
    let (function, arguments): (_, &[Argument]) = match &call.node {
        Node::Call(function, arguments) => (&**function, arguments),
        _ => (call, &[]),
    };
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
    let names = Recipe::ALL.map(Recipe::name);
    let unknown = || {
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

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}({})", self.recipe.name(), list(&self.shape))
    }
}

fn list(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    lengths.join(",")
}
