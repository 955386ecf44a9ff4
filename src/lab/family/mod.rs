//! The family of methods: which elements decide one y, by which statistics, with how many learnt numbers.
//!
//! Nearly all do the same: they measure boxes of x, and make y of the element and of what was measured.
//! So a [`Method`] is three small functions: the boxes of an element, the [`Term`]s that they give, and y of these.
//! All is float64 and at the parameters that the source of a [`Member`] begins with, and no table says
//! which elements count: [`run`] moves each x in turn and looks whether y moves.

mod boxes;
mod call;
mod experiment;
mod member;
mod method;
mod moments;
mod outcome;
mod program;
mod refusal;
mod setup;
mod singular;
mod state;
mod term;
mod value;

pub use boxes::Ranges;
pub use experiment::{Experiment, Family, LONGEST, Run};
pub use member::{Member, Shared, Statistic};
pub use method::{Measure, Method, Tiled};
pub use outcome::{Outcome, run};
pub use program::program;
pub use refusal::Refusal;
pub use setup::Setup;
pub use state::{RATE, State};
pub use term::{Of, Quantity, Term};

use ndarray::Array4;

/// Most elements of x: each is moved on its own.
pub const LIMIT: usize = 1024;

/// What a member makes of x of shape (N, C, H, W), or of a kernel (O, I, kh, kw).
///
/// ```
/// use ndarray::array;
/// use normscope::lab::family::{Member, State, apply};
/// let x = array![[[[3.0]], [[4.0]]]];
/// let y = apply(Member::WeightNorm, &x, &State::fresh(2));
/// assert_eq!(y, array![[[[0.6]], [[0.8]]]]);
/// ```
///
/// # Panics
///
/// If the state is of another number of channels.
pub fn apply(member: Member, x: &Array4<f64>, state: &State) -> Array4<f64> {
    let shape = x.dim();
    Method::of(member, shape.into(), state).apply(x, state)
}
