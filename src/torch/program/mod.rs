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
pub(in crate::torch) use constant::torch_path;
pub use functions::CONSTRUCTORS;
pub(in crate::torch) use functions::{function, method, unknown};
pub(in crate::torch) use given::{Given, lengths};
pub use interpreter::{Interpreter, outline};
pub(in crate::torch) use operations::{negative, operation};
pub use outline::Outline;
pub use value::{Tensor, Value};
