//! A course of training of the reference against ours: losses, first derivatives, what was learnt.

use super::reference::{Arrays, Outcome};
use ndarray::ArrayD;
use normscope::nn::{
    Activation, Architecture, Behind, Course, Data, Loss, Mode, Network, Normalizer, Optimizer,
    Order, Schedule, Score, Targets, Trainer,
};
use normscope::norm::{Layer, Running};
use serde_json::{Value, json};

/// Classes of the reference's samples.
const CLASSES: usize = 10;

/// Trains the network of a case from its stored weights and compares every array that has a float64 twin, and the
/// derivatives of the first step, which PyTorch gives in float32.
pub fn compare(case: &Value, arrays: Arrays, data: Arrays) -> Outcome {
    let data = samples(case, data);
    let network = network(case, &data.shape, arrays);
    let mut trainer = Trainer::new(network, course(case)).expect("batches that are accepted");
    let steps = integer(&case["args"]["steps"]);
    let mut outcome = Outcome::default();
    let mut losses = Vec::new();
    for step in 0..steps {
        losses.push(trainer.step(&data).score.loss);
        if step == 0 {
            derivatives(case, arrays, &trainer, &mut outcome);
        }
    }
    loss(&losses, arrays, &mut outcome);
    learnt(case, arrays, trainer.network(), &mut outcome);
    let evaluated = trainer.evaluate(&data, Mode::Eval);
    let expected = arrays("eval_loss_f64").expect("a loss at the end");
    let tolerance = &case["tolerance"]["eval_loss"];
    outcome.check("eval_loss", &[evaluated.loss], &expected, tolerance);
    accuracy(case, evaluated, &mut outcome);
    outcome
}

/// A sample may be counted otherwise where the loss at the end is hardly known, after chaotic growth.
fn accuracy(case: &Value, ours: Score, outcome: &mut Outcome) {
    let allowed = case["tolerance"]["eval_loss"]["atol"]
        .as_f64()
        .expect("a tolerance");
    let of = |name: &str| {
        case["train_accuracy_after"][name]
            .as_f64()
            .expect("an accuracy")
    };
    let [float32, float64] = ["float32", "float64"].map(of);
    if allowed < 1e-3 && ![float32, float64].contains(&ours.accuracy()) {
        let sentence = format!("accuracy {}, not {float64}", ours.accuracy());
        outcome.failures.push(sentence);
    }
}

/// The losses, each within its own tolerance.
fn loss(losses: &[f64], arrays: Arrays, outcome: &mut Outcome) {
    let [expected, allowed] = ["loss_f64", "loss_atol"].map(|name| arrays(name).expect("losses"));
    assert_eq!(losses.len(), expected.len(), "a loss for each step");
    for (step, ours) in losses.iter().enumerate() {
        let expected = ArrayD::from_elem(vec![1], expected[step]);
        let tolerance = json!({ "atol": allowed[step] });
        outcome.check(
            &format!("loss at step {step}"),
            &[*ours],
            &expected,
            &tolerance,
        );
    }
}

/// The derivatives of the first step are there after it: the parameters moved, they did not.
fn derivatives(case: &Value, arrays: Arrays, trainer: &Trainer, outcome: &mut Outcome) {
    let network = trainer.network();
    for parameter in &network.parameters().list {
        let name = format!("grad0.{}", parameter.name);
        let expected = arrays(&name).unwrap_or_else(|| panic!("{name} of the reference"));
        let ours = wide(&network.gradients()[parameter.place.clone()]);
        assert_eq!(expected.shape(), parameter.shape, "{name}");
        outcome.check(&name, &ours, &expected, &case["tolerance"][&name]);
    }
}

fn learnt(case: &Value, arrays: Arrays, network: &Network, outcome: &mut Outcome) {
    let mut check = |name: &str, ours: &[f64]| {
        let expected = arrays(&format!("final_f64.{name}"));
        let expected = expected.unwrap_or_else(|| panic!("{name} of the reference"));
        let tolerance = &case["tolerance"][&format!("final.{name}")];
        outcome.check(&format!("final.{name}"), ours, &expected, tolerance);
    };
    let parameters = network.parameters();
    for parameter in &parameters.list {
        check(&parameter.name, &wide(parameters.of(parameter)));
    }
    for (k, running) in (1..).zip(network.running()) {
        if let Some(running) = running {
            check(&format!("norm{k}.running_mean"), &running.mean);
            check(&format!("norm{k}.running_var"), &running.var);
        }
    }
}

fn network(case: &Value, input: &[usize], arrays: Arrays) -> Network {
    let behind = |_| Behind {
        normalizer: normalizer(case),
        noise: None,
        activation: Some(Activation::Relu),
    };
    let architecture = match case["op"].as_str() {
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
    };
    let mut network = Network::new(&architecture).expect("layers that fit");
    constructed(case, &architecture);
    for parameter in network.parameters().list.clone() {
        let name = format!("init.{}", parameter.name);
        let begin = arrays(&name).unwrap_or_else(|| panic!("{name} of the reference"));
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
                let values = arrays(&format!("init.norm{k}.{name}")).expect("averages");
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

/// The normalizations are those that PyTorch constructed for the case.
fn constructed(case: &Value, architecture: &Architecture) {
    let ours: Vec<Layer> = architecture
        .layers
        .iter()
        .filter_map(|layer| match &layer.kind {
            normscope::nn::Kind::Norm(layer) => Some(layer.clone()),
            _ => None,
        })
        .collect();
    let theirs = case["norm_args"].as_array().into_iter().flatten();
    let theirs: Vec<Layer> = theirs
        .map(|norm| super::layer(norm["op"].as_str().expect("an op"), &norm["args"]).expect("ours"))
        .collect();
    assert_eq!(ours, theirs, "the layers of the case");
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
    let images = arrays("images").expect("images");
    let labels = arrays("labels").expect("labels");
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

fn integer(value: &Value) -> usize {
    value.as_u64().expect("a whole number") as usize
}

fn integers(value: &Value) -> Vec<usize> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(integer)
        .collect()
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}
