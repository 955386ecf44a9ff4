//! Running a few lines of PyTorch.
//!
//! What the page shows is computed by the very lines that it prints.
//! They use little: random tensors, literals, arithmetic, a view, an index, a convolution.
//! Of what is written, an [`Outline`] tells the shape beforehand, without computing it.

mod constant;
mod convolution;
mod functions;
mod given;
mod index;
mod interpreter;
mod make;
mod operations;
mod outline;
mod value;

pub use constant::constant;
pub use functions::CONSTRUCTORS;
pub use interpreter::{Interpreter, outline};
pub use outline::Outline;
pub use value::{Tensor, Value};
