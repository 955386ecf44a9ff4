//! Running a few lines of PyTorch.
//!
//! What the page shows is computed by the very lines that it prints.
//! They use little: random tensors, literals, arithmetic, a view, an index, a convolution.

mod functions;
mod index;
mod interpreter;
mod operations;
mod value;

pub use interpreter::{Interpreter, constant};
pub use value::{Tensor, Value};
