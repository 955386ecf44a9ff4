//! A stack of transformer blocks: outputs, statistics of each sublayer, gradients.

use super::{Arrays, Results, given, list};
use ndarray::{Array1, Array2, ArrayD, Axis};
use normscope::nn::transformer::{
    Attention, Branch, BranchGradients, FeedForward, Gradients, Norm, Order, Pass, Sublayer,
    Transformer, squared_error,
};
use serde_json::Value;

/// Runs a case forward and backward: `y`, `loss`, `grad_x0`, mean and deviation of each token behind each sublayer and
/// branch, and the norms of the derivatives, block by block.
///
/// # Panics
///
/// If the case is none of transformers, or lacks an array.
pub fn stack(case: &Value, arrays: Arrays) -> Results {
    let stack = transformer(case, arrays);
    let [x, target] = ["x0", "target"].map(|name| rows(&given(arrays, name)));
    let tokens = case["args"]["T"].as_u64().expect("a length") as usize;
    let pass = stack.forward(&x, tokens);
    // The reference takes the mean over features too.
    let width = x.ncols() as f32;
    let (loss, grad_y) = squared_error(&pass.y, &target);
    let gradients = stack.backward(&x, &pass, &(grad_y / width));
    let mut results = Results::new();
    let mut add = |name: &str, ours: Vec<f64>| results.insert(name.to_owned(), list(ours));
    add("y", wide(&pass.y));
    add("loss", vec![loss / f64::from(width)]);
    add("grad_x0", wide(&gradients.x));
    for (what, matrices) in [("sub", after(&x, &pass)), ("branch", branches(&pass))] {
        let [mean, deviation] = statistics(&matrices);
        add(&format!("{what}_mean"), mean);
        add(&format!("{what}_std"), deviation);
    }
    for (name, norms) in gradient_norms(&gradients) {
        add(&format!("grad_norm_{name}"), norms);
    }
    results
}

fn transformer(case: &Value, arrays: Arrays) -> Transformer {
    let args = &case["args"];
    let number = |name: &str| args[name].as_u64().expect("a length") as usize;
    let order = match args["order"].as_str() {
        Some("post") => Order::Post,
        Some("pre") => Order::Pre,
        order => panic!("the order {order:?}"),
    };
    let matrix = |name: &str, block| rows(&of_block(&given(arrays, name), block));
    let list = |name: &str, block, len| match arrays(name) {
        Some(all) => vector(&of_block(&all, block)),
        None => Array1::zeros(len),
    };
    let (width, hidden) = (number("d_model"), number("dim_feedforward"));
    let sublayers = (0..number("depth")).flat_map(|block| {
        let attention = Attention {
            heads: number("nhead"),
            query: matrix("Wq", block),
            key: matrix("Wk", block),
            value: matrix("Wv", block),
            out: matrix("Wo", block),
        };
        let network = FeedForward {
            up: matrix("W1", block),
            up_bias: list("b1", block, hidden),
            down: matrix("W2", block),
            down_bias: list("b2", block, width),
        };
        let branches = [
            (Branch::Attention(attention), "ln1"),
            (Branch::FeedForward(network), "ln2"),
        ];
        branches.map(|(branch, name)| {
            let [weight, bias] = ["weight", "bias"]
                .map(|part| of_block(&given(arrays, &format!("{name}_{part}")), block));
            Sublayer {
                branch,
                norm: norm(&weight, &bias),
            }
        })
    });
    Transformer {
        order,
        sublayers: sublayers.collect(),
        last: arrays("lnf_weight").map(|weight| norm(&weight, &given(arrays, "lnf_bias"))),
    }
}

fn norm(weight: &ArrayD<f64>, bias: &ArrayD<f64>) -> Norm {
    let mut norm = Norm::new(weight.len());
    norm.set(vector(weight), vector(bias));
    norm
}

/// x, and what goes on after each sublayer.
fn after<'a>(x: &'a Array2<f32>, pass: &'a Pass) -> Vec<&'a Array2<f32>> {
    let steps = pass.steps.iter().map(|step| &step.x);
    std::iter::once(x).chain(steps).collect()
}

fn branches(pass: &Pass) -> Vec<&Array2<f32>> {
    pass.steps.iter().map(|step| &step.branch).collect()
}

/// Mean and biased standard deviation of each token.
fn statistics(matrices: &[&Array2<f32>]) -> [Vec<f64>; 2] {
    let tokens = matrices.iter().flat_map(|matrix| matrix.axis_iter(Axis(0)));
    let each = tokens.map(|token| {
        let token = token.mapv(f64::from);
        let mean = token.mean().expect("features");
        (
            mean,
            token
                .mapv(|v| (v - mean).powi(2))
                .mean()
                .expect("features")
                .sqrt(),
        )
    });
    let (means, deviations) = each.unzip();
    [means, deviations]
}

/// The Frobenius norms of the derivatives, block by block.
fn gradient_norms(gradients: &Gradients) -> [(&'static str, Vec<f64>); 6] {
    let names = ["Wq", "Wk", "Wv", "Wo", "W1", "W2"];
    let mut all = names.map(|name| (name, Vec::new()));
    for sublayer in &gradients.sublayers {
        let (from, matrices) = match sublayer {
            BranchGradients::Attention(g) => (0, vec![&g.query, &g.key, &g.value, &g.out]),
            BranchGradients::FeedForward(g) => (4, vec![&g.up, &g.down]),
        };
        for ((_, norms), matrix) in all[from..].iter_mut().zip(matrices) {
            norms.push(wide(matrix).iter().map(|v| v * v).sum::<f64>().sqrt());
        }
    }
    all
}

fn of_block(all: &ArrayD<f64>, block: usize) -> ArrayD<f64> {
    all.index_axis(Axis(0), block).to_owned()
}

/// All axes but the last as one.
fn rows(array: &ArrayD<f64>) -> Array2<f32> {
    let columns = *array.shape().last().expect("an axis");
    let values = array.iter().map(|value| *value as f32).collect();
    Array2::from_shape_vec((array.len() / columns, columns), values).expect("whole rows")
}

fn vector(array: &ArrayD<f64>) -> Array1<f32> {
    array.iter().map(|value| *value as f32).collect()
}

fn wide(array: &Array2<f32>) -> Vec<f64> {
    array.iter().copied().map(f64::from).collect()
}
