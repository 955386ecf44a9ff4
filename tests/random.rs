//! Random numbers are those that PyTorch draws on a CPU.

use normscope::torch::Generator;
use serde_json::Value;

/// What PyTorch drew, with the generator that recorded it named inside.
const RECORDED: &str = include_str!("data/randn.json");

fn floats(value: &Value) -> Vec<f64> {
    let floats = value.as_array().expect("a list");
    floats
        .iter()
        .map(|x| x.as_f64().expect("a number"))
        .collect()
}

fn assert_close(actual: &[f32], expected: &[f64], atol: f64, call: &str) {
    for (i, (a, e)) in actual.iter().zip(expected).enumerate() {
        assert!(
            (f64::from(*a) - e).abs() <= atol,
            "{call}, value {i}: {a} is not {e}"
        );
    }
}

#[test]
fn sequences_of_calls_equal_pytorch() {
    let recorded: Value = serde_json::from_str(RECORDED).expect("JSON");
    let atol = recorded["atol"].as_f64().expect("a number");
    let cases = recorded["cases"].as_array().expect("a list");
    let mut compared = 0;
    for case in cases {
        let mut generator = Generator::new(case["seed"].as_u64().expect("a seed"));
        for result in case["results"].as_array().expect("a list") {
            let call = result["call"].as_str().expect("a call");
            let shape: Vec<usize> = floats(&result["shape"])
                .iter()
                .map(|n| *n as usize)
                .collect();
            let x = match call.starts_with("torch.randn") {
                true => generator.randn(&shape),
                false => generator.rand(&shape),
            };
            let values = x.as_slice().expect("in C order");
            let (first, last) = (floats(&result["first"]), floats(&result["last"]));
            assert_close(&values[..first.len()], &first, atol, call);
            assert_close(&values[values.len() - last.len()..], &last, atol, call);
            let sum: f64 = values.iter().map(|x| f64::from(*x)).sum();
            let squares: f64 = values.iter().map(|x| f64::from(*x).powi(2)).sum();
            let allowed = atol * values.len() as f64;
            assert!(
                (sum - result["sum"].as_f64().expect("a sum")).abs() <= allowed,
                "{call}"
            );
            let expected = result["sum_of_squares"].as_f64().expect("a sum");
            assert!(
                (squares - expected).abs() <= 2.0 * allowed,
                "{call}: {squares} {expected}"
            );
            compared += 1;
        }
    }
    assert!(
        cases.len() == 13 && compared > 13,
        "{compared} calls in {} cases",
        cases.len()
    );
}

#[test]
fn an_empty_tensor_draws_nothing() {
    let mut generator = Generator::new(7);
    assert_eq!(generator.randn(&[0, 3]).shape(), [0, 3]);
    assert_eq!(generator.rand(&[5]), Generator::new(7).rand(&[5]));
}
