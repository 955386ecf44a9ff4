//! A course of training: from stored weights, in batches of stored samples.

use super::{Arrays, Results, given, integer, list};
use ndarray::{ArrayD, IxDyn};
use normscope::nn::{
    Activation, Architecture, Behind, Course, Data, Loss, Mode, Network, Normalizer, Optimizer,
    Order, Parameter, Schedule, Targets, Trainer,
};
use normscope::norm::Running;
use serde_json::Value;

/// Classes of the reference's samples.
const CLASSES: usize = 10;

/// Trains the network of a case: the `loss` of each step, the derivatives of the first, `grad0.…`, what was learnt,
/// `final.…`, and `eval_loss` and `accuracy` on all samples at the end.
///
/// # Panics
///
/// If the case is none of training, or lacks an array.
pub fn train(case: &Value, arrays: Arrays, data: Arrays) -> Results {
    let data = samples(case, data);
    let network = network(case, &data.shape, arrays);
    let mut trainer = Trainer::new(network, course(case)).expect("batches that are accepted");
    let mut results = Results::new();
    let mut losses = Vec::new();
    for step in 0..integer(&case["args"]["steps"]) {
        losses.push(trainer.step(&data).score.loss);
        if step == 0 {
            // They are there after it: the parameters moved, they did not.
            let network = trainer.network();
            results.extend(named("grad0", network, network.gradients()));
        }
    }
    results.insert("loss".to_owned(), list(losses));
    let network = trainer.network();
    results.extend(named("final", network, &network.parameters().values));
    for (k, running) in (1..).zip(network.running()) {
        if let Some(Running { mean, var, .. }) = running {
            results.insert(format!("final.norm{k}.running_mean"), list(mean));
            results.insert(format!("final.norm{k}.running_var"), list(var));
        }
    }
    let score = trainer.evaluate(&data, Mode::Eval);
    results.insert("eval_loss".to_owned(), list(vec![score.loss]));
    results.insert("accuracy".to_owned(), list(vec![score.accuracy()]));
    results
}

/// A value for each parameter, array by array.
fn named(prefix: &str, network: &Network, values: &[f32]) -> Results {
    let array = |of: &Parameter| {
        let own = values[of.place.clone()].iter().copied().map(f64::from);
        let array = ArrayD::from_shape_vec(IxDyn(&of.shape), own.collect());
        let name = format!("{prefix}.{}", of.name);
        (name, array.expect("a value for each place"))
    };
    network.parameters().list.iter().map(array).collect()
}

/// The layers of a case, on samples of this shape.
///
/// # Panics
///
/// If the case is none of training.
pub fn architecture(case: &Value, input: &[usize]) -> Architecture {
    let behind = |_| Behind {
        normalizer: normalizer(case),
        noise: None,
        activation: Some(Activation::Relu),
    };
    match case["op"].as_str() {
        Some("train_cnn") => {
            let channels = integers(&case["args"]["channels"]);
            let image = input.try_into().expect("images");
            Architecture::convolutional(image, &channels[1..], CLASSES, behind)
        }
        Some("train_mlp") => {
            let widths = integers(&case["args"]["widths"]);
            let (outputs, widths) = widths.split_last().expect("widths");
            Architecture::perceptron(&widths[..1], &widths[1..], *outputs, behind)
        }
        op => panic!("the op {op:?}"),
    }
}

fn network(case: &Value, input: &[usize], arrays: Arrays) -> Network {
    let mut network = Network::new(&architecture(case, input)).expect("layers that fit");
    for parameter in network.parameters().list.clone() {
        let name = format!("init.{}", parameter.name);
        let begin = given(arrays, &name);
        assert_eq!(begin.shape(), parameter.shape, "{name}");
        let own = &mut network.values_mut()[parameter.place];
        own.iter_mut()
            .zip(&begin)
            .for_each(|(own, begin)| *own = *begin as f32);
    }
    network.set_running(&running(network.running(), arrays));
    network
}

/// The averages that PyTorch began with.
fn running(own: Vec<Option<Running>>, arrays: Arrays) -> Vec<Option<Running>> {
    let of = |(k, own): (usize, Option<Running>)| {
        own.map(|_| {
            let list = |name: &str| {
                let values = given(arrays, &format!("init.norm{k}.{name}"));
                values.into_iter().collect::<Vec<f64>>()
            };
            Running {
                mean: list("running_mean"),
                var: list("running_var"),
                batches: list("num_batches_tracked")[0] as u64,
            }
        })
    };
    (1..).zip(own).map(of).collect()
}

fn normalizer(case: &Value) -> Normalizer {
    match case["args"]["norm"].as_str().expect("a norm") {
        "none" => Normalizer::None,
        "bn" => Normalizer::Batch,
        "ln" => Normalizer::Layer,
        "in" => Normalizer::Instance,
        norm => {
            let groups = norm
                .strip_prefix("gn")
                .and_then(|groups| groups.parse().ok());
            Normalizer::Group(groups.unwrap_or_else(|| panic!("the norm {norm}")))
        }
    }
}

fn course(case: &Value) -> Course {
    let args = &case["args"];
    Course {
        loss: Loss::CrossEntropy,
        optimizer: Optimizer::Sgd {
            momentum: args["momentum"].as_f64().expect("a momentum"),
            weight_decay: 0.0,
        },
        rate: args["lr"].as_f64().expect("a rate"),
        schedule: Schedule::default(),
        batch: integer(&args["batch_size"]),
        accumulated: 1,
        order: Order::InTurn,
        seed: 0,
    }
}

fn samples(case: &Value, arrays: Arrays) -> Data {
    let [images, labels] = ["images", "labels"].map(|name| given(arrays, name));
    let shape = match case["op"].as_str() {
        Some("train_mlp") => vec![images.shape()[1..].iter().product()],
        _ => images.shape()[1..].to_vec(),
    };
    Data {
        shape,
        x: images.iter().map(|pixel| *pixel as f32).collect(),
        targets: Targets::Classes(labels.iter().map(|label| *label as u8).collect()),
    }
}

fn integers(value: &Value) -> Vec<usize> {
    let list = value.as_array().expect("a list").iter();
    list.map(integer).collect()
}
