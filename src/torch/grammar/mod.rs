//! The small part of Python that is understood: text to a tree, and precise errors.
//!
//! Nothing is executed here. Any text at all gives a tree or an error, never a panic.

mod cursor;
mod error;
mod listing;
mod names;
mod parser;
mod print;
mod syntax;
mod token;

pub(crate) use error::nearest;
pub use error::{ParseError, Position};
pub use listing::{Line, parse_listing};
pub use parser::{parse_expression, parse_expressions, parse_program};
pub use syntax::{Argument, Expression, Node, Operator, Statement, Subscript};
