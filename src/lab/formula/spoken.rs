//! What a formula says, for somebody who hears it: in English by itself, in another language by its words.

use std::fmt;

/// What is said of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A statistic over the values of a set, so many
    Over(Quantity, usize),
    /// x̂ of x, in general
    Normalized {
        /// Whether the mean is taken away
        is_centered: bool,
        /// Whether the statistics are the running averages
        is_running: bool,
    },
    /// y of x̂, in general
    Output {
        /// Whether there is a γ
        has_weight: bool,
        /// Whether there is a β
        has_bias: bool,
    },
    /// x̂ of an element, in numbers
    NormalizedNumbers {
        /// x
        x: String,
        /// μ, where it is taken away
        mean: Option<String>,
        /// σ², or the mean square
        variance: String,
        /// ε
        eps: String,
        /// x̂
        normalized: String,
    },
    /// y of an element, in numbers
    OutputNumbers {
        /// γ
        weight: Option<String>,
        /// x̂
        normalized: String,
        /// β
        bias: Option<String>,
        /// y
        output: String,
    },
}

/// A statistic of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// μ
    Mean,
    /// σ²
    Variance,
    /// The mean of x²
    MeanSquare,
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let behind = |sign: &str, value: &Option<String>| match value {
            Some(value) => format!(" {sign} {value}"),
            None => String::new(),
        };
        match self {
            Self::Over(quantity, m) => {
                let quantity = match quantity {
                    Quantity::Mean => "mean",
                    Quantity::Variance => "variance",
                    Quantity::MeanSquare => "mean square",
                };
                write!(f, "the {quantity} over the {m} values of the set")
            }
            Self::Normalized {
                is_centered,
                is_running,
            } => {
                let running = if *is_running { "running " } else { "" };
                match is_centered {
                    true => write!(
                        f,
                        "x hat is x minus the {running}mean, divided by the root of the {running}variance plus epsilon"
                    ),
                    false => f.write_str(
                        "x hat is x, divided by the root of the mean square plus epsilon",
                    ),
                }
            }
            Self::Output {
                has_weight,
                has_bias,
            } => {
                let gamma = if *has_weight { "gamma times " } else { "" };
                let beta = if *has_bias { " plus beta" } else { "" };
                write!(f, "y is {gamma}x hat{beta}")
            }
            Self::NormalizedNumbers {
                x,
                mean,
                variance,
                eps,
                normalized,
            } => write!(
                f,
                "{x}{}, divided by the root of {variance} plus {eps}, is {normalized}",
                behind("minus", mean)
            ),
            Self::OutputNumbers {
                weight,
                normalized,
                bias,
                output,
            } => {
                let weight = weight.as_ref().map(|weight| format!("{weight} times "));
                let weight = weight.unwrap_or_default();
                write!(
                    f,
                    "y is {weight}{normalized}{}, is {output}",
                    behind("plus", bias)
                )
            }
        }
    }
}
