//! Where x comes from: recipes with a seed, images of digits.
//!
//! - [`Recipe`]: what kind of values
//! - [`Written`]: values that are written out, with a shape of their own: `arange(24).reshape(2,3,2,2)`
//! - [`Stored`]: what lies in a file of the reader's: `load("acts.npy",4,6,4,4)`
//! - [`Draw`]: what was drawn before x by the same generator
//! - [`Source`]: values, a shape, and what was drawn before, as the link holds them: `channels(4,6,4,4)`
//! - [`Script`]: the lines of PyTorch that draw x; the page runs these very lines
//! - [`Sampler`]: draws one batch after another
//! - [`file`]: people's own tensors, out of `.npy`, `.npz`, `.safetensors` and tables

mod digits;
mod draw;
pub mod file;
mod held;
mod read;
mod recipe;
mod sampler;
mod scenes;
mod script;
mod source;
mod stored;
mod values;
mod written;

pub use digits::{COUNT as DIGITS, has_digits, labelled_digits, take_digits};
pub use draw::Draw;
pub use held::{hold, is_held, let_go};
pub use recipe::Recipe;
pub use sampler::Sampler;
pub use script::Script;
pub use source::{Source, SourceError};
pub use stored::{Stored, is_image, speakable};
pub use values::Values;
pub use written::Written;
