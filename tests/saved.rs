//! What goes out of a training run as files: weights and activations as `.safetensors`, curves as a table.

mod common;

use normscope::lab::files::{Array, Values, activations, curves_table, safetensors, state_dict};
use normscope::lab::training::{Run, Session, Task, Watched};
use normscope::norm::Layer;
use serde_json::Value;
use std::collections::BTreeMap;

const SEED: u64 = 11;

fn session(words: &str, steps: usize) -> Session {
    let mut session = common::runs::session(words, Task::Digits, SEED);
    session.go_to(steps).expect("batches that are accepted");
    session
}

/// Shape and bytes of an array.
type Read = (Vec<u64>, Vec<u8>);

/// Shape and bytes of each array, by name, as the format says: a length, JSON, and values where that says that they are.
fn read(file: &[u8]) -> (Value, BTreeMap<String, Read>) {
    let (len, rest) = file.split_at(8);
    let len = u64::from_le_bytes(len.try_into().expect("eight bytes")) as usize;
    assert_eq!(len % 8, 0, "values lie where they may be mapped");
    let (header, values) = rest.split_at(len);
    let Value::Object(mut header) = serde_json::from_slice(header).expect("JSON") else {
        panic!("an object");
    };
    let notes = header.remove("__metadata__").unwrap_or_default();
    let mut end_of_all = 0;
    let array = |(name, of): (String, Value)| {
        let numbers = |list: &Value| -> Vec<u64> {
            let list = list.as_array().expect("a list").iter();
            list.map(|number| number.as_u64().expect("a length"))
                .collect()
        };
        let (shape, ends) = (numbers(&of["shape"]), numbers(&of["data_offsets"]));
        let size = if of["dtype"] == "I64" { 8 } else { 4 };
        assert_eq!(
            ends[1] - ends[0],
            size * shape.iter().product::<u64>(),
            "{name}"
        );
        assert_eq!(ends[0] % size, 0, "{name} lies at a multiple of its size");
        end_of_all = end_of_all.max(ends[1] as usize);
        (
            name,
            (shape, values[ends[0] as usize..ends[1] as usize].to_vec()),
        )
    };
    let arrays = header.into_iter().map(array).collect();
    assert_eq!(end_of_all, values.len(), "nothing lies behind the values");
    (notes, arrays)
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let words = bytes.as_chunks::<4>().0.iter();
    words.map(|word| f32::from_le_bytes(*word)).collect()
}

#[test]
fn weights_have_the_names_and_shapes_of_a_state_dict() {
    let session = session("cnn(4,8) relu norm=batch init=torch", 7);
    let network = session.trainer().network();
    let file = safetensors(
        state_dict(network),
        &[("format", "pt"), ("run", "a \"b\"\n")],
    );
    let (notes, arrays) = read(&file);
    assert_eq!(notes["run"], "a \"b\"\n");
    let shapes: Vec<_> = arrays
        .iter()
        .map(|(name, (shape, _))| (&name[..], &shape[..]))
        .collect();
    // As `nn.Module.state_dict()` has them for these layers, here in the order of the alphabet.
    let expected: [(&str, &[u64]); 14] = [
        ("conv1.weight", &[4, 1, 3, 3]),
        ("conv2.weight", &[8, 4, 3, 3]),
        ("fc.bias", &[10]),
        ("fc.weight", &[10, 8]),
        ("norm1.bias", &[4]),
        ("norm1.num_batches_tracked", &[]),
        ("norm1.running_mean", &[4]),
        ("norm1.running_var", &[4]),
        ("norm1.weight", &[4]),
        ("norm2.bias", &[8]),
        ("norm2.num_batches_tracked", &[]),
        ("norm2.running_mean", &[8]),
        ("norm2.running_var", &[8]),
        ("norm2.weight", &[8]),
    ];
    assert_eq!(shapes, expected);
    for parameter in &network.parameters().list {
        let (_, bytes) = &arrays[&parameter.name];
        assert_eq!(
            floats(bytes),
            network.parameters().of(parameter),
            "{}",
            parameter.name
        );
    }
    assert_eq!(arrays["norm1.num_batches_tracked"].1, 7_i64.to_le_bytes());
    let running = network.norms()[1].1.expect("averages");
    let stored = floats(&arrays["norm2.running_var"].1);
    assert_eq!(
        stored,
        running
            .var
            .iter()
            .map(|value| *value as f32)
            .collect::<Vec<_>>()
    );
}

#[test]
fn activations_are_those_of_the_next_batch_and_the_way_in_is_the_first_norm() {
    let session = session("cnn(4,8) relu norm=group(2) init=torch batch=5", 3);
    let looking = session.look();
    let (_, arrays) = read(&safetensors(activations(&looking), &[]));
    assert_eq!(arrays["x"].0, [5, 1, 8, 8]);
    assert_eq!(arrays["conv1"].0, [5, 4, 8, 8]);
    assert_eq!(arrays["conv2"].0, [5, 8, 4, 4]);
    assert_eq!(arrays["fc"].0, [5, 10]);
    let inside = session.run().inside(Task::Digits).expect("a norm");
    assert_eq!(
        (&inside.before[..], inside.norm.as_deref()),
        ("conv1", Some("norm1"))
    );
    let Layer::GroupNorm(norm) = &inside.layer else {
        panic!("{:?}", inside.layer)
    };
    assert_eq!((norm.num_groups, norm.num_channels), (2, 4));
    // What stands before the norm gives what stands behind it, by the definition.
    let [weight, bias] = inside
        .affine(looking.network())
        .map(|values| values.expect("learnt"));
    let (before, behind) = (floats(&arrays["conv1"].1), floats(&arrays["norm1"].1));
    for (set, values) in before.chunks(2 * 64).enumerate() {
        let mean = values.iter().map(|v| f64::from(*v)).sum::<f64>() / 128.0;
        let var = values
            .iter()
            .map(|v| (f64::from(*v) - mean).powi(2))
            .sum::<f64>()
            / 128.0;
        for (k, value) in values.iter().enumerate() {
            let channel = (2 * set + k / 64) % 4;
            let normalized = (f64::from(*value) - mean) / (var + 1e-5).sqrt();
            let y = normalized * f64::from(weight[channel]) + f64::from(bias[channel]);
            let found = f64::from(behind[128 * set + k]);
            assert!((y - found).abs() < 1e-5, "{y} and {found}");
        }
    }
}

#[test]
fn a_run_without_a_norm_is_entered_behind_its_first_map() {
    let run = Run::default();
    let inside = run.inside(Task::Digits).expect("a map");
    assert_eq!((&inside.before[..], inside.norm), ("fc1", None));
    assert!(matches!(inside.layer, Layer::BatchNorm(norm) if norm.num_features == 100));
}

#[test]
fn the_curves_are_a_table() {
    let runs = ["mlp(8,8) relu", "mlp(8,8) relu norm=batch"];
    let logs = runs.map(|words| (words.to_owned(), SEED, session(words, 30).log().clone()));
    let measured = [
        ("loss", Watched::Loss),
        ("accuracy", Watched::Accuracy),
        ("activations", Watched::Activations),
    ];
    let csv = curves_table(&logs, &measured, "https://example.org/?train=30");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("# https://example.org/?train=30"));
    assert_eq!(lines.next(), Some("run,seed,measured,line,step,value"));
    let mut losses = [Vec::new(), Vec::new()];
    for line in lines {
        let (run, rest) = line[1..].split_once("\",").expect("words in quotes");
        let cells: Vec<&str> = rest.split(',').collect();
        let k = runs.iter().position(|words| *words == run).expect("a run");
        assert_eq!(cells[0], "11");
        let value: f64 = cells[4].parse().expect("a number");
        if cells[1..3] == ["loss", "batch"] {
            assert_eq!(cells[3], losses[k].len().to_string());
            losses[k].push(value);
        }
    }
    assert_eq!(
        losses,
        logs.clone().map(|(_, _, log)| log.losses),
        "each loss to the last digit"
    );
    for line in [
        "accuracy,test",
        "accuracy,train",
        "activations,quantile_15",
        "activations,quantile_85",
        "accuracy,test_on_batch_statistics",
    ] {
        assert!(csv.contains(line), "{line}");
    }
}

#[test]
fn whole_numbers_come_first() {
    let array = |name: &str, values| Array {
        name: name.to_owned(),
        shape: vec![1],
        values,
    };
    let file = safetensors(
        vec![
            array("a", Values::Float32(vec![1.5])),
            array("b", Values::Int64(vec![-2])),
        ],
        &[],
    );
    let (_, arrays) = read(&file);
    assert_eq!(arrays["a"].1, 1.5_f32.to_le_bytes());
    assert_eq!(arrays["b"].1, (-2_i64).to_le_bytes());
}
