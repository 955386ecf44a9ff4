//! A stack of transformer blocks of the reference against ours: outputs, statistics of each sublayer, gradients.

use super::reference::{Arrays, Outcome};
use normscope_cases::stack;
use serde_json::Value;

/// Runs a case forward and backward and compares every array that has a float64 twin.
pub fn compare(case: &Value, arrays: Arrays) -> Outcome {
    let mut outcome = Outcome::default();
    for (name, ours) in stack(case, arrays) {
        let expected = arrays(&format!("{name}_f64"));
        let expected = expected.unwrap_or_else(|| panic!("{name} of the reference"));
        let ours: Vec<f64> = ours.into_iter().collect();
        outcome.check(&name, &ours, &expected, &case["tolerance"][&name]);
    }
    outcome
}
