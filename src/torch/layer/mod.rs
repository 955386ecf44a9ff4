//! Layers as PyTorch writes them.

mod arguments;
mod free_box;
mod parse;
mod print;

pub use parse::parse_layer;
pub use print::python;
