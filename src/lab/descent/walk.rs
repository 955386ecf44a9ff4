//! The first steps, taken one by one on the samples.

use super::{Bowl, Problem};

/// Steps that are taken at most.
pub const MOST_WALKED: usize = 500;

/// Parts of the excess loss at the start between which it is worth going on.
const WORTH: (f64, f64) = (1e-9, 1e4);

/// Where descent is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// w₁, w₂, b
    pub theta: [f64; 3],
    /// The loss there
    pub loss: f64,
}

/// Gradient descent from θ = 0 with the learning rate `rate`/λmax; the start first.
///
/// It ends after [`MOST_WALKED`] steps, at the minimum, or when it is far away.
pub fn walk(problem: &Problem, bowl: &Bowl, rate: f64) -> Vec<Step> {
    let learning_rate = rate / bowl.largest();
    let least = problem.loss(bowl.minimum());
    let at = |theta| Step {
        theta,
        loss: problem.loss(theta),
    };
    let start = at([0.0; 3]);
    let next = |step: &Step| {
        let part = (step.loss - least) / (start.loss - least);
        let is_worth = (WORTH.0..WORTH.1).contains(&part);
        is_worth.then(|| {
            let slope = problem.gradient(step.theta);
            at([0, 1, 2].map(|k| step.theta[k] - learning_rate * slope[k]))
        })
    };
    let steps = std::iter::successors(Some(start), next);
    steps.take(MOST_WALKED + 1).collect()
}
