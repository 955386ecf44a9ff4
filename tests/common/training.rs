//! A course of training of the reference against ours: losses, first derivatives, what was learnt.

use super::reference::{Arrays, Outcome};
use ndarray::ArrayD;
use normscope::nn::Kind;
use normscope::norm::Layer;
use normscope_cases::{architecture, train};
use serde_json::{Value, json};

/// Trains the network of a case from its stored weights and compares every array that has a float64 twin, and the
/// derivatives of the first step, which PyTorch gives in float32.
pub fn compare(case: &Value, arrays: Arrays, data: Arrays) -> Outcome {
    constructed(case);
    let mut outcome = Outcome::default();
    for (name, ours) in train(case, arrays, data) {
        let values: Vec<f64> = ours.iter().copied().collect();
        let expected = match (name.as_str(), name.strip_prefix("final.")) {
            ("loss", _) => {
                loss(&values, arrays, &mut outcome);
                continue;
            }
            ("accuracy", _) => {
                accuracy(case, values[0], &mut outcome);
                continue;
            }
            ("eval_loss", _) => "eval_loss_f64".to_owned(),
            (_, Some(learnt)) => format!("final_f64.{learnt}"),
            _ => name.clone(),
        };
        let expected = arrays(&expected).unwrap_or_else(|| panic!("{expected} of the reference"));
        if name != "eval_loss" {
            assert_eq!(ours.shape(), expected.shape(), "{name}");
        }
        outcome.check(&name, &values, &expected, &case["tolerance"][&name]);
    }
    outcome
}

/// A sample may be counted otherwise where the loss at the end is hardly known, after chaotic growth.
fn accuracy(case: &Value, ours: f64, outcome: &mut Outcome) {
    let allowed = case["tolerance"]["eval_loss"]["atol"]
        .as_f64()
        .expect("a tolerance");
    let of = |name: &str| {
        case["train_accuracy_after"][name]
            .as_f64()
            .expect("an accuracy")
    };
    let [float32, float64] = ["float32", "float64"].map(of);
    if allowed < 1e-3 && ![float32, float64].contains(&ours) {
        let sentence = format!("accuracy {}, not {float64}", ours);
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

/// The normalizations are those that PyTorch constructed for the case.
fn constructed(case: &Value) {
    let input = case["input_shape"].as_array().expect("a shape")[1..].iter();
    let input: Vec<usize> = input
        .map(|length| length.as_u64().expect("a length") as usize)
        .collect();
    let architecture = architecture(case, &input);
    let ours: Vec<Layer> = architecture
        .layers
        .iter()
        .filter_map(|layer| match &layer.kind {
            Kind::Norm(layer) => Some(layer.clone()),
            _ => None,
        })
        .collect();
    let theirs = case["norm_args"].as_array().into_iter().flatten();
    let theirs: Vec<Layer> = theirs
        .map(|norm| super::layer(norm["op"].as_str().expect("an op"), &norm["args"]).expect("ours"))
        .collect();
    assert_eq!(ours, theirs, "the layers of the case");
}
