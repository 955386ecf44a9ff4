//! The formula of a layer as MathML: in general, and with the numbers of one element.
//!
//! Each symbol that stands for something in the picture carries its id in `data-term`,
//! so that symbol and thing can light up together.

mod mathml;
mod spoken;

pub use spoken::{Quantity, Spoken};

use super::explore::{Explore, Stage};
use super::number::{READ, short, significant};
use super::region::flat_of;
use crate::norm::{Call, Plan, Source, Statistic};
use mathml::{fence, fraction, math, number, result, signed, signed_short, term, x_hat};

/// Ids of the symbols that stand for something that is shown elsewhere.
pub const TERMS: [&str; 9] = ["x", "mu", "var", "eps", "xhat", "gamma", "beta", "y", "m"];

/// A formula, and the same in words for somebody who hears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// `<math>` elements, between which a line may end
    pub mathml: String,
    /// The same in words
    pub spoken: Spoken,
}

/// The symbols that the general form is written in.
struct Symbols {
    mean: String,
    variance: String,
    is_centered: bool,
}

impl Symbols {
    fn of(plan: &Plan) -> Self {
        let script = |base: String| match plan.source {
            Source::Batch => base,
            Source::Running => format!("<msub>{base}<mtext>run</mtext></msub>"),
        };
        let square = |base: &str| format!("<msup><mi>{base}</mi><mn>2</mn></msup>");
        let is_centered = plan.statistic == Statistic::MeanVariance;
        let variance = match (is_centered, plan.source) {
            (false, _) => format!("<mover>{}<mo stretchy=\"true\">¯</mo></mover>", square("x")),
            (true, Source::Batch) => square("σ"),
            (true, Source::Running) => {
                "<msubsup><mi>σ</mi><mtext>run</mtext><mn>2</mn></msubsup>".to_string()
            }
        };
        Self {
            mean: term("mu", &script("<mi>μ</mi>".to_string())),
            variance: term("var", &variance),
            is_centered,
        }
    }
}

/// `x̂ = (x − μ) / √(σ² + ε)`, `y = γ·x̂ + β`, in the symbols of this plan.
pub fn general(plan: &Plan, has_weight: bool, has_bias: bool) -> [Formula; 2] {
    let symbols = Symbols::of(plan);
    let x = term("x", "<mi>x</mi>");
    let numerator = if symbols.is_centered {
        format!("{x}<mo>−</mo>{}", symbols.mean)
    } else {
        x
    };
    let root = format!(
        "{}<mo>+</mo>{}",
        symbols.variance,
        term("eps", "<mi>ε</mi>")
    );
    let normalized = format!("{}<mo>=</mo>{}", x_hat(), fraction(&numerator, &root));
    let mut output = format!("{}<mo>=</mo>", term("y", "<mi>y</mi>"));
    if has_weight {
        output += &(term("gamma", "<mi>γ</mi>") + "<mo>·</mo>");
    }
    output += &x_hat();
    if has_bias {
        output += &format!("<mo>+</mo>{}", term("beta", "<mi>β</mi>"));
    }
    [
        Formula {
            mathml: math(&normalized),
            spoken: Spoken::Normalized {
                is_centered: symbols.is_centered,
                is_running: plan.source == Source::Running,
            },
        },
        Formula {
            mathml: math(&output),
            spoken: Spoken::Output {
                has_weight,
                has_bias,
            },
        },
    ]
}

/// `μ = 1/m ∑ x_k` and `σ² = 1/m ∑ (x_k − μ)²` over the set, with its size m;
/// nothing where running averages are used.
pub fn definition(plan: &Plan) -> Vec<Formula> {
    if plan.source == Source::Running {
        return Vec::new();
    }
    let symbols = Symbols::of(plan);
    let m = plan.partition.set_len();
    let count = term("m", &format!("<mn>{m}</mn>"));
    let sum = |what: &str, of: &str| {
        format!(
            "{what}<mo>=</mo><mfrac><mn>1</mn>{count}</mfrac><munder><mo movablelimits=\"false\">∑</mo><mi>S</mi></munder>{of}"
        )
    };
    let square = |base: &str| format!("<msup>{base}<mn>2</mn></msup>");
    let x = term("x", "<mi>x</mi>");
    let formula = |what: Quantity, mathml: String| Formula {
        mathml: math(&mathml),
        spoken: Spoken::Over(what, m),
    };
    if !symbols.is_centered {
        return vec![formula(
            Quantity::MeanSquare,
            sum(&symbols.variance, &square(&x)),
        )];
    }
    let difference = format!(
        "<mrow>{}{x}<mo>−</mo>{}{}</mrow>",
        fence("("),
        symbols.mean,
        fence(")"),
    );
    vec![
        formula(Quantity::Mean, sum(&symbols.mean, &x)),
        formula(
            Quantity::Variance,
            sum(&symbols.variance, &square(&difference)),
        ),
    ]
}

/// The general form with the numbers of the element at `index`, and what comes out.
pub fn with_numbers(explore: &Explore, call: &Call, index: &[usize]) -> [Formula; 2] {
    let plan = &call.plan;
    let set = plan.partition.set_of(index);
    let is_centered = plan.statistic == Statistic::MeanVariance;
    let read = |value: f64| significant(value, READ);
    let (x, mean) = (read(f64::from(explore.x[index])), call.used.mean[set]);
    let (variance, eps) = (read(call.used.var[set]), short(plan.eps, READ));
    let flat = flat_of(explore.x.shape(), index).expect("an element of x");
    let value = |stage| f64::from(explore.value(stage, flat).expect("an accepted call"));
    let normal = value(Stage::Normalized);
    let (normalized, output) = (read(normal), read(value(Stage::Output)));

    let mut top = number("x", &x);
    if is_centered {
        top += &format!("<mo>−</mo>{}", signed("mu", mean));
    }
    let root = format!(
        "{}<mo>+</mo>{}",
        number("var", &variance),
        number("eps", &eps)
    );
    let first = format!("{}<mo>=</mo>{}", x_hat(), fraction(&top, &root));
    let mut second = format!("{}<mo>=</mo>", term("y", "<mi>y</mi>"));
    let weight = parameter(
        explore.module.as_ref().and_then(|m| m.weight()),
        plan,
        index,
    );
    let weight = weight.map(|weight| short(weight, READ));
    if let Some(weight) = &weight {
        second += &format!("{}<mo>·</mo>", number("gamma", weight));
    }
    let learns = explore.module.as_ref().is_some_and(|m| m.learnt_len() > 0);
    second += &match learns {
        true => signed("xhat", normal),
        // Alone it needs no brackets, and no second time its value.
        false => x_hat(),
    };
    let bias = parameter(explore.module.as_ref().and_then(|m| m.bias()), plan, index);
    if let Some(bias) = bias {
        second += &format!("<mo>+</mo>{}", signed_short("beta", bias));
    }
    [
        Formula {
            mathml: math(&first) + &result("xhat", &normalized),
            spoken: Spoken::NormalizedNumbers {
                x,
                mean: is_centered.then(|| read(mean)),
                variance,
                eps,
                normalized: normalized.clone(),
            },
        },
        Formula {
            mathml: math(&second) + &result("y", &output),
            spoken: Spoken::OutputNumbers {
                weight,
                normalized,
                bias: bias.map(|bias| short(bias, READ)),
                output,
            },
        },
    ]
}

/// The γ or β of the element at `index`.
fn parameter(values: Option<&ndarray::ArrayD<f32>>, plan: &Plan, index: &[usize]) -> Option<f64> {
    values.map(|values| f64::from(values[&index[plan.affine_axes.clone()]]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::explore::{Mode, Setup};
    use crate::tensor::Source as Values;

    fn explore(layer: &str, mode: Mode) -> Explore {
        Explore::run(&Setup {
            mode,
            steps: 1,
            ..Setup::new(
                Values::parse("randn(4,6,4,4)").expect("a source of our own"),
                crate::torch::parse_layer(layer).expect("a layer of our own"),
            )
        })
    }

    fn call(explore: &Explore) -> &Call {
        explore.call.as_ref().expect("a call that PyTorch accepts")
    }

    #[test]
    fn every_tag_is_closed_and_every_term_is_known() {
        for layer in [
            "GroupNorm(3,6)",
            "BatchNorm2d(6)",
            "RMSNorm([6,4,4])",
            "InstanceNorm2d(6)",
        ] {
            for mode in [Mode::Train, Mode::Eval] {
                let explore = explore(layer, mode);
                let plan = &call(&explore).plan;
                let mut formulas = definition(plan);
                formulas.extend(general(plan, true, true));
                formulas.extend(with_numbers(&explore, call(&explore), &[0, 2, 1, 1]));
                for Formula { mathml, .. } in formulas {
                    let tags = |start: &str| mathml.matches(start).count();
                    assert_eq!(tags("<m") - tags("/>"), tags("</m"), "{mathml}");
                    for id in mathml.split("data-term=\"").skip(1) {
                        let id = id.split('"').next().expect("a split has a first part");
                        assert!(TERMS.contains(&id), "{id}");
                    }
                }
            }
        }
    }

    #[test]
    fn eval_speaks_of_running_averages_and_rms_of_no_mean() {
        let running = explore("BatchNorm2d(6)", Mode::Eval);
        assert!(definition(&call(&running).plan).is_empty());
        assert!(
            general(&call(&running).plan, true, true)[0]
                .mathml
                .contains("run")
        );
        let rms = explore("RMSNorm([6,4,4])", Mode::Train);
        assert!(
            !general(&call(&rms).plan, true, false)[0]
                .mathml
                .contains("\"mu\"")
        );
    }

    #[test]
    fn the_numbers_give_the_result() {
        let explore = explore("GroupNorm(3,6)", Mode::Train);
        let at = [1, 3, 2, 0];
        let spoken = with_numbers(&explore, call(&explore), &at)[0]
            .spoken
            .to_string();
        let numbers: Vec<f64> = spoken
            .replace('−', "-")
            .split([' ', ','])
            .filter_map(|word| word.parse().ok())
            .collect();
        let [x, mean, variance, eps, result] = numbers[..] else {
            panic!("{spoken}")
        };
        assert!(
            ((x - mean) / (variance + eps).sqrt() - result).abs() < 2e-3,
            "{spoken}"
        );
    }
}
