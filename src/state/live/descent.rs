//! What is said of gradient descent on two features.

use super::{Format, Live};
use crate::lab::descent::{Bowl, Problem, Steps};
use crate::state::Settings;

/// Each of them in well below a millisecond: a few hundred numbers are drawn, and no step is taken.
pub const VALUES: &[Live] = &[
    // The condition number λmax/λmin of the Hessian H = [x₁ x₂ 1]ᵀ[x₁ x₂ 1]/n (definition).
    Live {
        name: "kappa",
        format: Format::Significant(3),
        value: |s| Some(bowl(s).condition()),
    },
    // The largest eigenvalue of H: how fast the gradient grows on the way up the steepest direction.
    Live {
        name: "lambda_max",
        format: Format::Significant(3),
        value: |s| Some(bowl(s).largest()),
    },
    // The smallest eigenvalue of H: the same in the flattest direction.
    Live {
        name: "lambda_min",
        format: Format::Significant(3),
        value: |s| Some(bowl(s).smallest()),
    },
    // 2/λmax: with any larger learning rate gradient descent leaves the minimum (|1 − ηλ| < 1 for all λ).
    Live {
        name: "largest_step",
        format: Format::Significant(3),
        value: |s| Some(bowl(s).largest_step()),
    },
    // The first k with L(θₖ) − min L ≤ (L(θ₀) − min L)/1000, from θ₀ = 0 with η = rate/λmax;
    // none where it diverges or takes more than ten million.
    Live {
        name: "descent_steps",
        format: Format::Count,
        value: |s| match bowl(s).steps(s.descent.rate) {
            Steps::Within(steps) => Some(steps as f64),
            Steps::Beyond | Steps::Never => None,
        },
    },
    // |∂L/∂w₂| / |∂L/∂w₁| at θ = 0, where ∂L/∂wⱼ = 1/n Σ (ŷ − y) xⱼ.
    Live {
        name: "gradient_ratio",
        format: Format::Significant(2),
        value: |s| {
            let [first, second, _] = problem(s).gradient([0.0; 3]);
            Some((second / first).abs())
        },
    },
];

fn problem(settings: &Settings) -> Problem {
    Problem::draw(&settings.descent, settings.seed)
}

fn bowl(settings: &Settings) -> Bowl {
    Bowl::of(&problem(settings))
}
