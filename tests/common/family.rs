//! Members of the family in the reference, with the parameters that the cases give them.

use super::reference::{Arrays, Outcome};
use ndarray::{Array4, ArrayD};
use normscope::lab::family::{Measure, Method, Quantity, State, Tiled};
use serde_json::Value;

/// Runs a case and compares y, its derivatives and its statistics; `None` if the op is not of the family.
pub fn compare(case: &Value, arrays: Arrays) -> Option<Outcome> {
    let shape = arrays("x").expect("a call has an x").shape().to_vec();
    let (shape, method) = method(case, &shape)?;
    let state = State::fresh(shape[1]);
    let array = |name: &str| arrays(name).expect("an array of the case");
    let four = |array: ArrayD<f64>| -> Array4<f64> {
        let array = array.into_shape_with_order(shape);
        array
            .expect("as many values")
            .into_dimensionality()
            .expect("rank 4")
    };
    let (x, grad_y) = (four(array("x")), four(array("grad_y")));
    let weight = arrays("weight").map(|weight| weight[0]);
    let method = match method {
        Method::Tiled(tiled) => Method::Tiled(Tiled {
            gain: weight.unwrap_or(1.0),
            ..tiled
        }),
        method => method,
    };
    let y = method.apply(&x, &state);
    let mut outcome = Outcome::default();
    let mut check = |name: &str, ours: Vec<f64>| {
        let expected = array(&format!("{name}_f64"));
        outcome.check(name, &ours, &expected, &case["tolerance"][name]);
    };
    check("y", y.iter().copied().collect());
    let loss = |x: &Array4<f64>| (method.apply(x, &state) * &grad_y).sum();
    check("grad_x", gradient(&x, loss));
    if let Some(weight) = weight {
        check("grad_weight", vec![(&y * &grad_y).sum() / weight]);
    }
    if let Method::Tiled(tiled) = &method {
        for (name, values) in statistics(&method, tiled, &x, &state) {
            check(name, values);
        }
    }
    Some(outcome)
}

/// The method, and the shape of four axes in which x is given to it.
fn method(case: &Value, shape: &[usize]) -> Option<([usize; 4], Method)> {
    let args = &case["args"];
    let number = |name: &str| args[name].as_f64().expect("a number");
    let eps = args["eps"].as_f64().unwrap_or(0.0);
    let longer = |axis: usize| shape.get(axis).copied().unwrap_or(1);
    let padded = [0, 1, 2, 3].map(longer);
    let tiled = |shape, block, measure| (shape, Method::Tiled(Tiled::new(block, measure)));
    Some(match case["op"].as_str()? {
        "LocalResponseNorm" => {
            let method = Method::Neighbours {
                size: args["size"].as_u64()? as usize,
                alpha: number("alpha"),
                beta: number("beta"),
                k: number("k"),
            };
            (padded, method)
        }
        "ScaleNorm" | "functional.normalize" if args["dim"] == -1 => {
            let length = *shape.last()?;
            let rows = shape.iter().product::<usize>() / length;
            tiled(
                [rows, 1, 1, length],
                [1, 1, 1, length],
                Measure::Norm { eps },
            )
        }
        "functional.normalize" => tiled(padded, [1, padded[1], 1, 1], Measure::Norm { eps }),
        "WeightStandardization" => {
            let measure = match args["variant"].as_str()? {
                "biased_eps_inside" => Measure::Variance { eps },
                _ => Measure::Deviation { eps },
            };
            let [_, i, h, w] = padded;
            tiled(padded, [1, i, h, w], measure)
        }
        _ => return None,
    })
}

/// Derivatives by central differences. Near 0 the step is so short that a norm stays below its ε.
fn gradient(x: &Array4<f64>, loss: impl Fn(&Array4<f64>) -> f64) -> Vec<f64> {
    let mut moved = x.clone();
    let slope = |(at, value): ((usize, usize, usize, usize), &f64)| {
        let step = if value.abs() < 1e-9 { 1e-20 } else { 1e-6 };
        let mut loss_at = |value: f64| {
            moved[at] = value;
            loss(&moved)
        };
        let (above, below) = (value + step, value - step);
        let slope = (loss_at(above) - loss_at(below)) / (above - below);
        moved[at] = *value;
        slope
    };
    x.indexed_iter().map(slope).collect()
}

/// What each box gave, by the names of the reference; its variances are biased.
fn statistics(
    method: &Method,
    tiled: &Tiled,
    x: &Array4<f64>,
    state: &State,
) -> Vec<(&'static str, Vec<f64>)> {
    let first_of_box = |at: &[usize; 4]| at.iter().zip(tiled.block).all(|(i, side)| i % side == 0);
    let all = x.indexed_iter().map(|(at, _)| at.into());
    let boxes: Vec<_> = all
        .filter(first_of_box)
        .map(|at| method.terms(x, at, state))
        .collect();
    let count = tiled.block.iter().product::<usize>() as f64;
    let named = |place: usize| {
        let values = boxes.iter().map(|terms| terms[place].value);
        match boxes[0][place].quantity {
            Quantity::Mean => ("mean", values.collect()),
            Quantity::Variance => ("var", values.collect()),
            Quantity::Deviation => {
                let biased = values.map(|s| s * s * (count - 1.0) / count);
                ("var", biased.collect())
            }
            Quantity::Norm => ("norm", values.collect()),
            other => panic!("the reference has no {other:?}"),
        }
    };
    (0..boxes[0].len()).map(named).collect()
}
