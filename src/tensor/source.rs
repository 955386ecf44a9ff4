//! Values and a shape.

use std::fmt;

use super::{Draw, Recipe, Sampler, Script, Values};
use crate::torch::Generator;

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
    /// What the generator drew before
    pub before: Vec<Draw>,
    /// What kind of values
    pub values: Values,
    /// Lengths of the axes
    pub shape: Vec<usize>,
}

/// Why x cannot have a shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Too few or too many axes
    #[error("x has 2 to 5 axes here, as in {name}(4,6,4,4); {shape:?} has {}", shape.len())]
    Rank {
        /// A name that would work
        name: &'static str,
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
    /// More drawn before it than is drawn for nothing
    #[error(
        "before x at most {} draws and {} values are drawn",
        Draw::MOST,
        Draw::MOST_VALUES
    )]
    Before,
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

impl SourceError {
    /// That the recipe does not fit the shape, and why.
    #[inline(never)]
    fn unfit(recipe: Recipe, shape: &[usize]) -> Self {
        Self::Unfit {
            recipe: recipe.name(),
            limits: recipe.limits().expect("a recipe fits where it has none"),
            fitting: recipe.clamped(shape),
        }
    }
}

impl Source {
    /// Most elements that x may have: 2²⁵, some more than the largest example of PyTorch's documentation,
    /// `20×100×35×45×10`.
    pub const MAX_ELEMENTS: usize = 1 << 25;

    /// Values in a shape, the first that are drawn.
    ///
    /// # Errors
    ///
    /// If x cannot have this shape, or the recipe cannot be drawn in it.
    pub fn new(values: impl Into<Values>, shape: Vec<usize>) -> Result<Self, SourceError> {
        let values = values.into();
        let recipe = values.recipe();
        if !(2..=5).contains(&shape.len()) {
            let name = recipe.map_or("randn", Recipe::name);
            return Err(SourceError::Rank { name, shape });
        }
        if shape.contains(&0) {
            return Err(SourceError::Empty { shape });
        }
        let len = shape.iter().try_fold(1_usize, |len, n| len.checked_mul(*n));
        if len.is_none_or(|len| len > Self::MAX_ELEMENTS) {
            return Err(SourceError::Large { shape });
        }
        match recipe {
            Some(recipe) if !recipe.fits(&shape) => Err(SourceError::unfit(recipe, &shape)),
            _ => Ok(Self {
                before: Vec::new(),
                shape: values.clamped(&shape),
                values,
            }),
        }
    }

    /// The same after these draws.
    ///
    /// # Errors
    ///
    /// If these are more than [`Draw::MOST`], or of more than [`Draw::MOST_VALUES`].
    pub fn after(mut self, before: Vec<Draw>) -> Result<Self, SourceError> {
        self.before = before;
        let fits = self.before.len() <= Draw::MOST && self.drawn_before() <= Draw::MOST_VALUES;
        fits.then_some(self).ok_or(SourceError::Before)
    }

    /// Values that were drawn before.
    pub fn drawn_before(&self) -> usize {
        let lengths = self.before.iter().map(Draw::len);
        lengths.fold(0, usize::saturating_add)
    }

    /// Whether its first batch is the first samples of that of `longer`, from the same seed.
    ///
    /// It is where both differ in N alone, and one call draws all of x, sample after sample.
    pub fn begins(&self, longer: &Self) -> bool {
        let [len, of] = [self, longer].map(|source| source.shape.iter().product());
        self.values.recipe().is_some_and(Recipe::is_one_draw)
            && (&self.values, &self.before) == (&longer.values, &longer.before)
            && self.shape[1..] == longer.shape[1..]
            && Generator::begins(len, of)
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

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for draw in &self.before {
            write!(f, "{draw};")?;
        }
        match &self.values {
            Values::Recipe(recipe) => write!(f, "{}({})", recipe.name(), list(&self.shape)),
            Values::Written(written) => f.write_str(written.link()),
        }
    }
}

fn list(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    lengths.join(",")
}
