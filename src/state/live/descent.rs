//! What is said of gradient descent on two features.

use super::{Format, Live};
use crate::lab::descent::{Bowl, Problem, Steps};
use crate::state::Settings;

/// Each of them in well below a millisecond: a few hundred numbers are drawn, and no step is taken.
pub const VALUES: &[Live] = &[
    // The condition number λmax/λmin of the Hessian H = [x₁ x₂ 1]ᵀ[x₁ x₂ 1]/n (definition).
    Live::new("kappa", Format::Significant(3), |s| {
        Some(bowl(s).condition())
    }),
    // The largest eigenvalue of H: how fast the gradient grows on the way up the steepest direction.
    Live::new("lambda_max", Format::Significant(3), |s| {
        Some(bowl(s).largest())
    }),
    // The smallest eigenvalue of H: the same in the flattest direction.
    Live::new("lambda_min", Format::Significant(3), |s| {
        Some(bowl(s).smallest())
    }),
    // 2/λmax: with any larger learning rate gradient descent leaves the minimum (|1 − ηλ| < 1 for all λ).
    Live::new("largest_step", Format::Significant(3), |s| {
        Some(bowl(s).largest_step())
    }),
    // The first k with L(θₖ) − min L ≤ (L(θ₀) − min L)/1000, from θ₀ = 0 with η = rate/λmax;
    // none where it diverges or takes more than ten million.
    Live::new("descent_steps", Format::Count, |s| {
        match bowl(s).steps(s.descent.rate) {
            Steps::Within(steps) => Some(steps as f64),
            Steps::Beyond | Steps::Never => None,
        }
    }),
    // |∂L/∂w₂| / |∂L/∂w₁| at θ = 0, where ∂L/∂wⱼ = 1/n Σ (ŷ − y) xⱼ.
    Live::new("gradient_ratio", Format::Significant(2), |s| {
        let [first, second, _] = problem(s).gradient([0.0; 3]);
        Some((second / first).abs())
    }),
];

fn problem(settings: &Settings) -> Problem {
    Problem::draw(&settings.descent, settings.seed)
}

fn bowl(settings: &Settings) -> Bowl {
    Bowl::of(&problem(settings))
}
