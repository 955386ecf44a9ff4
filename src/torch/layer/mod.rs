//! Layers as PyTorch writes them.

mod arguments;
mod free_box;
mod parse;
mod print;

pub use parse::parse_layer;
pub(in crate::torch) use parse::{is_class, layer_of};
pub use print::python;
