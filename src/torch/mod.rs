//! PyTorch's words: its layer calls, its random numbers, and short programs in them.
//!
//! - [`Generator`]: the random numbers of a CPU
//! - [`grammar`]: Python text to a tree, for the small part of Python that is understood
//! - [`parse_layer`], [`python`]: a layer from `GroupNorm(3,6)`, and back
//! - [`listing`]: pasted programs: every call of a normalization, and its x
//! - [`program`]: running a few lines such as `x = torch.randn(4, 6) * s + m`

mod box_muller;
mod generator;
pub mod grammar;
mod layer;
pub mod listing;
pub mod program;

pub use generator::Generator;
pub use grammar::{ParseError, Position};
pub use layer::{parse_layer, python};
