//! Gradient descent on a least squares problem of two features: why inputs are normalized.
//!
//! ```text
//! ŷ = w₁ x₁ + w₂ x₂ + b,   L(θ) = 1/(2n) Σ (ŷ − y)²,   θ = (w₁, w₂, b)
//! θ ← θ − η ∇L(θ),   from θ = 0
//! ```
//!
//! The loss is a quadratic bowl with the Hessian H = DᵀD/n, where D = [x₁ x₂ 1] has a row for each of the
//! n = 100 samples ([`Problem`]). Along the eigenvectors of H each step is a multiplication of its own
//! ([`Bowl`]), so that steps are counted without being taken; the first ones are taken nevertheless ([`Step`]).

mod bowl;
mod eigen;
mod plane;
mod problem;
mod program;
mod setup;
mod walk;

pub use bowl::{Bowl, MOST_STEPS, Steps, TOLERANCE};
pub use eigen::{Axis, eigen};
pub use plane::Plane;
pub use problem::{Problem, SAMPLES};
pub use program::program;
pub use setup::{Data, RATES, SCALES, SHIFTS, Setup};
pub use walk::{MOST_WALKED, Step, walk};

/// What comes out of a setup.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// What was asked for
    pub setup: Setup,
    /// The bowl of its loss
    pub bowl: Bowl,
    /// The derivatives of the loss by w₁, w₂ and b where all of them are 0
    pub gradient: [f64; 3],
    /// When the loss is near its minimum
    pub steps: Steps,
    /// The first steps, the start before them
    pub walk: Vec<Step>,
    /// The two parameters in which the loss is drawn
    pub plane: Plane,
}

impl Descent {
    /// Draws the problem, takes the first steps and counts the rest.
    pub fn run(setup: &Setup, seed: u64) -> Self {
        let problem = Problem::draw(setup, seed);
        let bowl = Bowl::of(&problem);
        Self {
            setup: *setup,
            gradient: problem.gradient([0.0; 3]),
            steps: bowl.steps(setup.rate),
            walk: walk(&problem, &bowl, setup.rate),
            plane: Plane::of(&problem, &bowl),
            bowl,
        }
    }

    /// η, of which the setup has the multiple of 1/λmax.
    pub fn learning_rate(&self) -> f64 {
        self.setup.rate / self.bowl.largest()
    }
}
