//! Courses of training and stacks of transformer blocks, as `manifest.json` of the reference has them, run by `nn`.
//!
//! What is run natively is the same that is run in a browser; whoever asks for it compares.

mod stack;
mod training;

pub use stack::stack;
pub use training::{architecture, train};

use ndarray::{ArrayD, IxDyn};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A named array of a case; `None` if there is none of that name.
pub type Arrays<'a> = &'a dyn Fn(&str) -> Option<ArrayD<f64>>;

/// What came of a case, by the names of the reference.
pub type Results = BTreeMap<String, ArrayD<f64>>;

/// Runs a case; `data` are the samples of a course.
///
/// # Panics
///
/// If the case is none of training or of transformers, or lacks an array.
pub fn run(case: &Value, arrays: Arrays, data: Arrays) -> Results {
    match case["op"].as_str() {
        Some("transformer") => stack(case, arrays),
        _ => train(case, arrays, data),
    }
}

/// Runs `{"case": …, "arrays": {name: {"shape": […], "data": […]}}, "data": …}` in JSON; what came of it is laid out as
/// the arrays are.
///
/// # Panics
///
/// As [`run`] does, and if it is no such text.
pub fn run_json(text: &str) -> String {
    let asked: Value = serde_json::from_str(text).expect("JSON");
    let of = |part: &'static str| {
        let all = &asked[part];
        move |name: &str| all.get(name).map(read)
    };
    let results = run(&asked["case"], &of("arrays"), &of("data"));
    let written = results.into_iter().map(|(name, array)| {
        let data: Vec<f64> = array.iter().copied().collect();
        (name, json!({ "shape": array.shape(), "data": data }))
    });
    Value::Object(written.collect::<Map<_, _>>()).to_string()
}

fn read(array: &Value) -> ArrayD<f64> {
    let numbers = |part: &str| array[part].as_array().expect("a list").iter();
    let shape: Vec<usize> = numbers("shape").map(integer).collect();
    let data = numbers("data").map(|value| value.as_f64().expect("a number"));
    ArrayD::from_shape_vec(IxDyn(&shape), data.collect()).expect("a value for each place")
}

fn integer(value: &Value) -> usize {
    value.as_u64().expect("a whole number") as usize
}

fn given(arrays: Arrays, name: &str) -> ArrayD<f64> {
    arrays(name).unwrap_or_else(|| panic!("{name} of the reference"))
}

/// Values in a list.
fn list(values: Vec<f64>) -> ArrayD<f64> {
    ArrayD::from_shape_vec(IxDyn(&[values.len()]), values).expect("a value for each place")
}
