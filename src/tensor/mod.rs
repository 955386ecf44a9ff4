//! Where x comes from: recipes with a seed, images of digits.
//!
//! - [`Recipe`]: what kind of values
//! - [`Source`]: a recipe and a shape, as the link holds them: `channels(4,6,4,4)`
//! - [`Script`]: the lines of PyTorch that draw x; the page runs these very lines
//! - [`Sampler`]: draws one batch after another

mod digits;
mod recipe;
mod sampler;
mod script;
mod source;

pub use digits::{has_digits, take_digits};
pub use recipe::Recipe;
pub use sampler::Sampler;
pub use script::Script;
pub use source::{Source, SourceError};
