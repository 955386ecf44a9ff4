//! Members of the family in the reference, with the parameters that the cases give them.

use super::reference::{Arrays, Outcome};
use ndarray::{Array4, ArrayD, Axis};
use normscope::lab::family::{Measure, Method, Quantity, State, Tiled};
use serde_json::Value;

/// Runs a case and compares y, its derivatives and its statistics; `None` if the op is not of the family.
pub fn compare(case: &Value, arrays: Arrays) -> Option<Outcome> {
    if case["op"] == "WSConv2d" {
        return Some(standardized_convolution(case, arrays));
    }
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

/// A convolution whose kernel is standardized: the kernel by the family, the convolution by loops.
fn standardized_convolution(case: &Value, arrays: Arrays) -> Outcome {
    let four = |name: &str| -> Array4<f64> {
        let array = arrays(name).expect("an array of the case");
        array.into_dimensionality().expect("rank 4")
    };
    let [x, kernel, grad_y] = ["x", "weight", "grad_y"].map(four);
    let bias = arrays("bias").expect("a bias");
    let args = &case["args"];
    let padding = args["padding"].as_u64().expect("a padding") as usize;
    assert_eq!(
        (args["stride"].as_u64(), args["variant"].as_str()),
        (Some(1), Some("biased_eps_inside"))
    );
    let eps = args["eps"].as_f64().expect("an ε");
    let (_, i, h, w) = kernel.dim();
    let tiled = Tiled::new([1, i, h, w], Measure::Variance { eps });
    let (method, state) = (Method::Tiled(tiled), State::fresh(i));
    let call = |x: &Array4<f64>, kernel: &Array4<f64>| {
        let y = convolution(x, &method.apply(kernel, &state), padding);
        Array4::from_shape_fn(y.dim(), |at| y[at] + bias[at.1])
    };
    let mut outcome = Outcome::default();
    let mut check = |name: &str, ours: Vec<f64>| {
        let expected = arrays(&format!("{name}_f64")).expect("a twin");
        outcome.check(name, &ours, &expected, &case["tolerance"][name]);
    };
    check("y", call(&x, &kernel).iter().copied().collect());
    check(
        "grad_x",
        gradient(&x, |x| (call(x, &kernel) * &grad_y).sum()),
    );
    let of_kernel = |kernel: &Array4<f64>| (call(&x, kernel) * &grad_y).sum();
    check("grad_weight", gradient(&kernel, of_kernel));
    let of_channel = |c| grad_y.index_axis(Axis(1), c).sum();
    check("grad_bias", (0..bias.len()).map(of_channel).collect());
    for (name, values) in statistics(&method, &tiled, &kernel, &state) {
        check(name, values);
    }
    outcome
}

/// y of `nn.functional.conv2d` with a stride of 1 and zeros around x.
fn convolution(x: &Array4<f64>, kernel: &Array4<f64>, padding: usize) -> Array4<f64> {
    let ((n, _, h, w), (o, i, down, across)) = (x.dim(), kernel.dim());
    let shape = [
        n,
        o,
        h + 2 * padding + 1 - down,
        w + 2 * padding + 1 - across,
    ];
    let at = |n: usize, c: usize, row: usize, column: usize| {
        let (row, column) = (row.checked_sub(padding)?, column.checked_sub(padding)?);
        x.get([n, c, row, column])
    };
    Array4::from_shape_fn(shape, |(n, o, row, column)| {
        let each = ndarray::indices((i, down, across)).into_iter();
        let products = each
            .filter_map(|(c, r, s)| Some(kernel[[o, c, r, s]] * at(n, c, row + r, column + s)?));
        products.sum::<f64>()
    })
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
