//! Every call that PyTorch rejects is rejected, with its sentence, and every similar one accepted.
//!
//! Reads `errors.json` and `accepted.json` of the folder in `NORMSCOPE_REFERENCE`
//! (default: the project's own copy), and those of `tests/data/calls`, which `record.py` there made.

mod common;

use common::folder;
use ndarray::ArrayD;
use normscope::norm::{ErrorKind, Module, NormError};
use serde_json::Value;
use std::path::Path;

/// Where PyTorch's sentence is an accident of its internals, ours says the rule:
/// a fragment of PyTorch's, and the beginning of ours.
const ACCIDENTS: [(&str, &str); 6] = [
    // Python divides to see whether the groups divide the channels.
    (
        "integer modulo by zero",
        "num_groups must not be 0, got num_groups=",
    ),
    // γ is looked at before an empty tensor is returned.
    (
        "select(): index 0 out of range",
        "a layer with 0 weights cannot be called on an empty tensor",
    ),
    // Instance norm hides its samples among the channels: the numbers are N·C, or those of an empty average.
    (
        "running_mean should contain",
        "expected 1 running mean for each channel",
    ),
    (
        "is invalid for input of size",
        "expected 1 running mean for each channel",
    ),
    (
        "must match the size of tensor b",
        "expected 1 running mean for each channel",
    ),
    (
        "doesn't match the broadcast shape",
        "expected 1 running mean for each channel",
    ),
];

/// Why a call is not one that a layer of ours could be asked; `None` if it is.
fn left_out(call: &Value) -> Option<&'static str> {
    let op = call["op"].as_str().expect("a call has an op");
    if op.starts_with("functional.") || op == "LocalResponseNorm" {
        return Some("not built");
    }
    if call["input_dtype"] != "float32" && !call["input_dtype"].is_null() {
        return Some("our tensors are float32, so another type cannot be passed");
    }
    let counts = ["num_features", "num_channels", "num_groups"];
    if counts.iter().any(|name| call["args"][name].is_f64()) {
        return Some("our counts are integers, so another number cannot be passed");
    }
    None
}

#[test]
fn rejected_calls_are_rejected_with_the_sentence() {
    each_call("errors.json", |call| {
        let message = call["message"].as_str().expect("a rejection has a message");
        let kind = match call["raised_in"].as_str() {
            Some("construct") => ErrorKind::Construction,
            _ => ErrorKind::Call,
        };
        match run(call) {
            Ok(_) => Err(format!("accepted, but PyTorch: {message}")),
            Err(error) if error.kind() != kind => Err(format!("{:?}, not {kind:?}", error.kind())),
            Err(error) => same_sentence(call, message, &error.to_string()),
        }
    });
}

#[test]
fn accepted_calls_are_accepted_with_the_same_places_of_nan() {
    each_call("accepted.json", |call| {
        let result = &call["result"];
        match run(call) {
            Err(error) => Err(format!("rejected: {error}")),
            Ok(None) if result.is_null() => Ok(()),
            Ok(None) => Err("constructed, but not called".into()),
            Ok(Some(y)) => same_result(result, &y),
        }
    });
}

#[test]
fn a_typed_number_never_asks_for_more_memory_than_there_is() {
    let calls = [
        (
            "LayerNorm",
            serde_json::json!({"normalized_shape": [1_i64 << 40, 1_i64 << 40]}),
        ),
        (
            "RMSNorm",
            serde_json::json!({"normalized_shape": 1_i64 << 40}),
        ),
        (
            "BatchNorm1d",
            serde_json::json!({"num_features": 1_i64 << 40, "affine": false}),
        ),
        (
            "GroupNorm",
            serde_json::json!({"num_groups": -1, "num_channels": i64::MIN}),
        ),
    ];
    for (op, args) in calls {
        let layer = common::layer(op, &args).expect("a layer of ours");
        let error = Module::new(layer).expect_err("too large");
        assert_eq!(error.kind(), ErrorKind::Construction, "{op}: {error}");
    }
}

/// Applies `check` to every call of ours and panics with all that failed.
fn each_call(file: &str, check: impl Fn(&Value) -> Result<(), String>) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/calls");
    let mut failures = Vec::new();
    let mut checked = 0;
    for folder in [folder(), own] {
        let calls = common::read_json(&folder.join(file));
        for call in calls.as_array().expect("a list of calls") {
            let code = call["code"].as_str().expect("a call has code");
            match left_out(call) {
                Some(why) => println!("left out ({why}): {code}"),
                None => {
                    checked += 1;
                    failures.extend(
                        check(call)
                            .err()
                            .map(|failure| format!("{code}: {failure}")),
                    );
                }
            }
        }
    }
    println!("{file}: {checked} calls checked");
    assert!(
        failures.is_empty(),
        "{} failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(checked > 0, "no call in {file}");
}

/// Constructs, and calls with x[i] = (i mod 7) − 3 if there is an input.
fn run(call: &Value) -> Result<Option<ArrayD<f32>>, NormError> {
    let op = call["op"].as_str().expect("a call has an op");
    let layer = common::layer(op, &call["args"]);
    let mut module = Module::new(layer.unwrap_or_else(|| panic!("{op} is a layer of ours")))?;
    module.train(call["mode"] != "eval");
    let Some(shape) = call["input_shape"].as_array() else {
        return Ok(None);
    };
    let shape: Vec<_> = shape
        .iter()
        .map(|length| length.as_u64().expect("a length") as usize)
        .collect();
    let values = (0..shape.iter().product()).map(|i: usize| (i % 7) as f32 - 3.0);
    let x = ArrayD::from_shape_vec(shape, values.collect()).expect("as many values as elements");
    Ok(Some(module.forward(x.view())?.y))
}

/// Whether our sentence has every number and shape of PyTorch's, in the same order, or says the rule of the table.
fn same_sentence(call: &Value, message: &str, ours: &str) -> Result<(), String> {
    let ours_in_order = words(ours);
    let mut ours_left = ours_in_order.iter();
    let missing: Vec<_> = words(message)
        .into_iter()
        .filter(|word| !ours_left.any(|ours| ours == word))
        .collect();
    let instance_norm = call["op"]
        .as_str()
        .is_some_and(|op| op.starts_with("InstanceNorm"));
    let accident = ACCIDENTS.iter().find(|(fragment, _)| {
        let batch_norms_own = fragment.starts_with("running_mean") && !instance_norm;
        message.contains(fragment) && !batch_norms_own
    });
    match accident {
        Some((_, rule)) if ours.starts_with(rule) => Ok(()),
        Some((_, rule)) => Err(format!("{ours:?} does not begin {rule:?}")),
        None if missing.is_empty() => Ok(()),
        None => Err(format!("{ours:?} lacks {missing:?} of {message:?}")),
    }
}

/// The shapes (what stands in brackets) and the numbers of a sentence.
fn words(sentence: &str) -> Vec<String> {
    let mut words: Vec<String> = sentence
        .split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .map(|(shape, _)| format!("[{shape}]"))
        .collect();
    let in_number = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    let numbers = sentence
        .split(|c| !in_number(c))
        .map(|word| word.trim_end_matches('.'));
    // `2D` counts as a number, as do `-1e-05` and `1-dimensional`.
    let first_digit = |word: &str| {
        word.trim_start_matches('-')
            .starts_with(|c: char| c.is_ascii_digit())
    };
    words.extend(numbers.filter(|word| first_digit(word)).map(str::to_string));
    words
}

fn same_result(expected: &Value, y: &ArrayD<f32>) -> Result<(), String> {
    let count = |test: fn(f32) -> bool| y.iter().filter(|&&value| test(value)).count();
    let ours = serde_json::json!({
        "shape": y.shape(),
        "nan": count(f32::is_nan),
        "posinf": count(|value| value == f32::INFINITY),
        "neginf": count(|value| value == f32::NEG_INFINITY),
    });
    match ours == *expected {
        true => Ok(()),
        false => Err(format!("{ours} is not {expected}")),
    }
}
