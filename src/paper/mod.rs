//! Handouts: beats of a lesson, or what is shown outside of one, on paper.
//!
//! [`Work`] computes one [`Part`] step by step, so that a page need not stand still meanwhile, and
//! [`Handout::print`] writes parts as HTML. Figures are SVG and formulas MathML, so that they are sharp on paper,
//! all on white whatever the theme of the page. Nothing of it moves, and nothing needs a script.
//!
//! What is foreign, as the text of somebody's lesson, is escaped by the templates and stays text.

mod bitmap;
mod desk;
mod figure;
mod handout;
mod part;
mod prose;
mod question;

pub use desk::Known;
pub use figure::Figure;
pub use handout::{Handout, Size};
pub use part::{Part, Subject, Work};
pub use prose::Images;
pub use question::Audience;
