//! What kind of values x has.

use super::{Recipe, Stored, Written};

/// A recipe, or what somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// In any shape that it fits
    Recipe(Recipe),
    /// In its own shape
    Written(Written),
}

impl Values {
    /// The recipe, if it is one.
    pub fn recipe(&self) -> Option<Recipe> {
        match self {
            Self::Recipe(recipe) => Some(*recipe),
            Self::Written(_) => None,
        }
    }

    /// The tensor in a file that they are made of, if they are.
    pub fn stored(&self) -> Option<&Stored> {
        match self {
            Self::Recipe(_) => None,
            Self::Written(written) => written.stored(),
        }
    }

    /// Products of two numbers that they take beyond a step for each element.
    pub fn work(&self) -> usize {
        match self {
            Self::Recipe(_) => 0,
            Self::Written(written) => written.work(),
        }
    }

    /// Whether some lengths are fixed.
    pub fn is_fixed(&self) -> bool {
        self.recipe().is_none_or(|recipe| {
            let lengths = recipe.fixed_lengths().unwrap_or_default();
            lengths.iter().any(Option::is_some)
        })
    }

    /// Whether the length of this axis is fixed.
    pub fn fixes(&self, axis: usize) -> bool {
        let Some(recipe) = self.recipe() else {
            return true;
        };
        let fixed = recipe.fixed_lengths();
        fixed.is_some_and(|lengths| lengths.get(axis).is_some_and(Option::is_some))
    }

    /// Whether they can be had in this shape.
    pub fn fits(&self, shape: &[usize]) -> bool {
        self.clamped(shape) == shape
    }

    /// The nearest shape that fits.
    pub fn clamped(&self, shape: &[usize]) -> Vec<usize> {
        match self {
            Self::Recipe(recipe) => recipe.clamped(shape),
            Self::Written(written) => written.shape().to_vec(),
        }
    }
}

impl From<Recipe> for Values {
    fn from(recipe: Recipe) -> Self {
        Self::Recipe(recipe)
    }
}
