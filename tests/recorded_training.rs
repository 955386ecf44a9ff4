//! What PyTorch began networks with, shuffled and learnt, as tests/data/training.py recorded it.

mod common;

use normscope::nn::{
    Activation, Architecture, Behind, Blocks, Course, Data, Init, Kind, Loss, Named, Network,
    Normalizer, Optimizer, Order, Schedule, Targets, Trainer, transformer,
};
use normscope::torch::{Generator, parse_layer};
use serde_json::Value;

/// PyTorch's float32 stands as far from its float64 as roundings take it, some 10⁻⁷; ours, which rounds in other
/// places, may stand this many times as far.
const APART: f64 = 4.0;

const CLASSES: usize = 3;

fn recorded(name: &str) -> Vec<Value> {
    let record: Value = serde_json::from_str(include_str!("data/training.json")).expect("JSON");
    record[name].as_array().expect("a list").clone()
}

fn text<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry[name].as_str().expect("a text")
}

fn integer(entry: &Value, name: &str) -> u64 {
    entry[name].as_u64().expect("a whole number")
}

fn number(entry: &Value, name: &str) -> f64 {
    entry[name].as_f64().expect("a number")
}

fn numbers(entry: &Value, name: &str) -> Vec<f64> {
    let numbers = entry[name].as_array().expect("a list").iter();
    numbers
        .map(|value| value.as_f64().expect("a number"))
        .collect()
}

fn linear(out: usize, bias: bool) -> Kind {
    Kind::Linear { out, bias }
}

fn network(input: &[usize], kinds: Vec<Kind>) -> Network {
    let input = input.to_vec();
    let layers = named(kinds);
    Network::new(&Architecture { input, layers }).expect("layers that fit")
}

fn named(kinds: Vec<Kind>) -> Vec<Named> {
    let named = |(k, kind)| Named::new(format!("layer{k}"), kind);
    kinds.into_iter().enumerate().map(named).collect()
}

/// The network of the script, before it is drawn, and how it is.
fn beginning(init: &str) -> (Network, Init) {
    if let Some(lengths) = init.strip_prefix("Embedding") {
        let lengths = lengths.trim_matches(['(', ')']).split(',');
        let lengths: Vec<usize> = lengths.map(|n| n.parse().expect("a length")).collect();
        let &[symbols, width, tokens] = &lengths[..] else {
            panic!("three lengths of {init}");
        };
        let embedding = Kind::Embedding { symbols, width };
        return (network(&[tokens], vec![embedding]), Init::PyTorch);
    }
    let conv = |out, kernel, bias| Kind::Conv2d {
        out,
        kernel,
        stride: 1,
        padding: 0,
        bias,
    };
    let network = network(
        &[2, 4, 6],
        vec![
            conv(3, 3, true),
            conv(2, 2, false),
            linear(2, true),
            linear(9, false),
            linear(17, true),
        ],
    );
    let init = match init {
        "PyTorch" => Init::PyTorch,
        "xavier_uniform_" => Init::Xavier,
        "normal_" => Init::Normal(0.02),
        _ => panic!("{init} draws a network"),
    };
    (network, init)
}

/// Uniform ones to the last bit. Normal ones within two units of it, or of that of their deviation: PyTorch's sine,
/// cosine and logarithm of float32 are less exact than ours.
#[test]
fn parameters_begin_as_those_of_pytorch() {
    let entries = recorded("beginnings");
    assert_eq!(entries.len(), 6);
    for entry in entries {
        let name = text(&entry, "init");
        let (mut network, init) = beginning(name);
        network.draw(init, &mut Generator::new(integer(&entry, "seed")));
        let deviation = match init {
            Init::Normal(deviation) => deviation,
            _ if name.starts_with("Embedding") => 1.0,
            _ => 0.0,
        };
        let expected = numbers(&entry, "values");
        let ours = &network.parameters().values;
        assert_eq!(ours.len(), expected.len());
        for (k, (ours, expected)) in ours.iter().zip(expected).enumerate() {
            let off = (f64::from(*ours) - f64::from(expected as f32)).abs();
            let allowed = match deviation {
                0.0 => 0.0,
                _ => 2.0 * f64::from(f32::EPSILON) * expected.abs().max(deviation),
            };
            assert!(
                off <= allowed,
                "{name}, value {k}: {ours} is not {expected}"
            );
        }
    }
}

#[test]
fn orders_are_those_of_pytorch() {
    let entries = recorded("permutations");
    assert_eq!(entries.len(), 10);
    for entry in entries {
        let (seed, n) = (integer(&entry, "seed"), integer(&entry, "n") as usize);
        let mut generator = Generator::new(seed);
        let order = generator.randperm(n);
        let list = |name| {
            let numbers = numbers(&entry, name).into_iter();
            numbers.map(|number| number as usize).collect::<Vec<_>>()
        };
        let some = n.min(20);
        assert_eq!(order[..some], list("first"), "{n} from {seed}");
        assert_eq!(order[n - some..], list("last"), "{n} from {seed}");
        let weighted = (1..)
            .zip(&order)
            .map(|(place, k)| k * (place * place % 65_521));
        assert_eq!(weighted.sum::<usize>() as u64, integer(&entry, "sum"));
        let next = numbers(&entry, "next")[0] as f32;
        assert_eq!(generator.rand(&[1])[0], next, "what is drawn after {n}");
    }
}

fn optimizer(name: &str) -> (Optimizer, f64) {
    let sgd = |momentum, weight_decay| Optimizer::Sgd {
        momentum,
        weight_decay,
    };
    match name {
        "SGD" => (Optimizer::SGD, 0.3),
        "SGD with momentum" => (sgd(0.9, 0.0), 0.1),
        "SGD with decay" => (sgd(0.9, 0.01), 0.1),
        "Adam" => (Optimizer::ADAM, 0.02),
        "Adam with decay" => {
            let adam = Optimizer::Adam {
                betas: [0.8, 0.95],
                eps: 1e-3,
                weight_decay: 0.01,
            };
            (adam, 0.02)
        }
        _ => panic!("the optimizer {name}"),
    }
}

fn schedule(name: &str) -> Schedule {
    let (warm_up, drops) = match name {
        "constant" => (0, None),
        "steps" => (0, Some((7, 0.3))),
        "warm-up" | "linear" => (8, None),
        "warm-up and steps" => (8, Some((7, 0.3))),
        _ => panic!("the schedule {name}"),
    };
    Schedule { warm_up, drops }
}

fn classes(count: usize) -> Targets {
    Targets::Classes((0..count).map(|k| (k * k % CLASSES) as u8).collect())
}

/// Trains a network as an entry says, and compares losses, rates and what was learnt.
fn compare(
    entry: &Value,
    mut network: Network,
    data: &Data,
    rate: f64,
    optimizer: Optimizer,
    schedule: Schedule,
) {
    let name = text(entry, "name");
    network.draw(Init::PyTorch, &mut Generator::new(integer(entry, "seed")));
    let course = Course {
        loss: Loss::CrossEntropy,
        optimizer,
        rate,
        schedule,
        batch: integer(entry, "batch") as usize,
        accumulated: 1,
        order: Order::InTurn,
        seed: 0,
    };
    let mut trainer = Trainer::new(network, course).expect("batches that are accepted");
    let check = |what: &str, ours: f64, expected: f64, apart: f64| {
        let off = (ours - expected).abs();
        assert!(
            off <= APART * apart,
            "{name}: {what} is {ours}, not {expected}"
        );
    };
    let apart = number(entry, "losses_apart");
    for (expected, rate) in numbers(entry, "losses")
        .into_iter()
        .zip(numbers(entry, "rates"))
    {
        let trained = trainer.step(data);
        check("a loss", trained.score.loss, expected, apart);
        let off = (trained.rate / rate - 1.0).abs();
        assert!(off < 1e-12, "{name}: the rate {}, not {rate}", trained.rate);
    }
    let (learnt, apart) = (numbers(entry, "learnt"), number(entry, "learnt_apart"));
    let ours = &trainer.network().parameters().values;
    assert_eq!(ours.len(), learnt.len());
    for (ours, expected) in ours.iter().zip(learnt) {
        check("a parameter", f64::from(*ours), expected, apart);
    }
}

#[test]
fn small_courses_go_as_those_of_pytorch() {
    let entries = recorded("courses");
    assert_eq!(entries.len(), 13);
    for entry in entries {
        let (by, along) = text(&entry, "name").split_once(", ").expect("both names");
        let behind = Behind {
            normalizer: Normalizer::None,
            noise: None,
            activation: Some(Activation::Tanh),
        };
        let perceptron = Architecture::perceptron(&[5], &[8], CLASSES, |_| behind);
        let network = Network::new(&perceptron).expect("layers that fit");
        let x = (0..20 * 5).map(|k| ((k * 37 % 101) as f32 - 50.0) / 32.0);
        let data = Data {
            shape: vec![5],
            x: x.collect(),
            targets: classes(20),
        };
        let (optimizer, rate) = optimizer(by);
        assert_eq!(numbers(&entry, "losses").len(), 30);
        compare(&entry, network, &data, rate, optimizer, schedule(along));
    }
}

/// Two blocks, each of attention and a network of one hidden layer, with their normalizations.
fn flattened(is_pre: bool) -> Network {
    let norm = || Kind::Norm(parse_layer("LayerNorm(8)").expect("a layer"));
    let relu = Kind::Activation(Activation::Relu);
    let branches = [
        vec![Kind::Attention { heads: 2 }],
        vec![linear(12, true), relu, linear(8, true)],
    ];
    let mut kinds = vec![Kind::Embedding {
        symbols: 7,
        width: 8,
    }];
    for mut branch in [branches.clone(), branches].concat() {
        if is_pre {
            branch.insert(0, norm());
        }
        kinds.push(Kind::Residual(named(branch)));
        if !is_pre {
            kinds.push(norm());
        }
    }
    kinds.extend([Kind::Flatten, linear(CLASSES, true)]);
    network(&[6], kinds)
}

fn sentences() -> Data {
    Data {
        shape: vec![6],
        x: (0..12 * 6).map(|k| (k * k % 11 % 7) as f32).collect(),
        targets: classes(12),
    }
}

#[test]
fn small_transformers_learn_as_those_of_pytorch() {
    let entries = recorded("transformers");
    assert_eq!(entries.len(), 4);
    for entry in entries {
        let (order, by) = text(&entry, "name").split_once(", ").expect("both names");
        let (optimizer, rate) = match by {
            "SGD" => (Optimizer::SGD, 0.1),
            _ => (Optimizer::ADAM, 0.01),
        };
        assert_eq!(numbers(&entry, "losses").len(), 10);
        compare(
            &entry,
            flattened(order == "pre"),
            &sentences(),
            rate,
            optimizer,
            Schedule::default(),
        );
    }
}

#[test]
fn encoders_warm_up_as_those_of_pytorch() {
    let entries = recorded("encoders");
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let order = match text(&entry, "name") {
            "pre, Adam, warm-up" => transformer::Order::Pre,
            "post, Adam, warm-up" => transformer::Order::Post,
            name => panic!("the course {name}"),
        };
        let size = transformer::Size {
            depth: 2,
            width: 8,
            heads: 2,
            hidden: 4 * 8,
        };
        let activation = Some(Activation::Relu);
        let blocks = Blocks {
            order,
            size,
            activation,
        };
        let encoder = Architecture::transformer([6, 7], blocks, CLASSES, |_| Normalizer::Layer);
        let network = Network::new(&encoder).expect("layers that fit");
        assert_eq!(numbers(&entry, "losses").len(), 20);
        let (adam, along) = (Optimizer::ADAM, schedule("warm-up"));
        compare(&entry, network, &sentences(), 0.01, adam, along);
    }
}
