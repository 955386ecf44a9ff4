//! Running a few lines of PyTorch.
//!
//! What the page shows is computed by the very lines that it prints.
//! They use little: random tensors, literals, arithmetic, a view, an index, a convolution.

mod constant;
mod convolution;
mod functions;
mod given;
mod index;
mod interpreter;
mod operations;
mod value;

pub use constant::constant;
pub use interpreter::Interpreter;
pub use value::{Tensor, Value};
