//! One reference case against our layers. It opens no file, so that any build can run it.

use ndarray::{ArrayD, ArrayViewD, IxDyn, OwnedRepr};
use ndarray_npy::{NpzReader, ReadNpzError};
use normscope::norm::{Forward, Gradients, Module, Running, Source, Statistic};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Rounding of a float32.
const ROUNDING: f64 = 1.0 / (1u64 << 23) as f64;

/// A named array of the case, widened to float64; `None` if the case has none of that name.
pub type Arrays<'a> = &'a dyn Fn(&str) -> Option<ArrayD<f64>>;

/// Every array of an `.npz`, widened to float64.
pub fn read_npz<R: Read + Seek>(reader: R) -> Result<BTreeMap<String, ArrayD<f64>>, ReadNpzError> {
    let mut file = NpzReader::new(reader)?;
    let names = file.names()?;
    names
        .into_iter()
        .map(|name| Ok((name.clone(), read_array(&mut file, &name)?)))
        .collect()
}

/// An array of float32, float64 or int64.
fn read_array<R: Read + Seek>(
    file: &mut NpzReader<R>,
    name: &str,
) -> Result<ArrayD<f64>, ReadNpzError> {
    if let Ok(array) = file.by_name::<OwnedRepr<f32>, IxDyn>(name) {
        return Ok(array.mapv(f64::from));
    }
    if let Ok(array) = file.by_name::<OwnedRepr<i64>, IxDyn>(name) {
        return Ok(array.mapv(|value| value as f64));
    }
    file.by_name::<OwnedRepr<f64>, IxDyn>(name)
}

/// What a comparison found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Arrays compared
    pub compared: usize,
    /// Largest |difference| as a fraction of what was allowed, with the array's name
    pub worst: (f64, String),
    /// What differs, one sentence each
    pub failures: Vec<String>,
}

/// Runs a case of `manifest.json` forward and backward and compares every array that has a float64 twin.
///
/// Returns `None` if the op is not one of ours.
pub fn compare(case: &Value, arrays: Arrays) -> Option<Outcome> {
    let op = case["op"].as_str().expect("a case has an op");
    let layer = super::layer(op, &case["args"])?;
    let mut module = Module::new(layer).expect("a reference layer can be constructed");
    set_up(&mut module, arrays);
    let mut outcome = Outcome::default();
    match case["steps"].as_array() {
        None => call(&mut module, &case["mode"], "", case, arrays, &mut outcome),
        Some(steps) => {
            for (k, step) in steps.iter().enumerate() {
                let suffix = format!("_step{k}");
                call(
                    &mut module,
                    &step["mode"],
                    &suffix,
                    case,
                    arrays,
                    &mut outcome,
                );
            }
        }
    }
    equal(case, arrays, &mut outcome);
    Some(outcome)
}

fn set_up(module: &mut Module, arrays: Arrays) {
    let parameter = |name: &str| arrays(name).map(|array| narrow(&array));
    if let Some(weight) = parameter("weight") {
        module.set_weight(weight);
    }
    if let Some(bias) = parameter("bias") {
        module.set_bias(bias);
    }
    if let Some(mean) = arrays("running_mean_init") {
        let var = arrays("running_var_init").expect("a variance beside the mean");
        let batches = arrays("num_batches_tracked_init").map_or(0, |count| count[0] as u64);
        module.set_running(Running {
            mean: list(mean),
            var: list(var),
            batches,
        });
    }
}

/// One call in `mode`, forward and backward; the names of its arrays end in `suffix`.
fn call(
    module: &mut Module,
    mode: &Value,
    suffix: &str,
    case: &Value,
    arrays: Arrays,
    outcome: &mut Outcome,
) {
    let input = |name: &str| arrays(&format!("{name}{suffix}")).map(|array| narrow(&array));
    let x = input("x").expect("a call has an x");
    let grad_y = input("grad_y").expect("a call has a gradient");
    module.train(mode == "train");
    let forward = module
        .forward(x.view())
        .expect("a reference call is accepted");
    let gradients = module.backward(x.view(), &forward.plan, &forward.used, grad_y.view());
    let largest = largest_of_sets(&forward, x.view());
    let mut check = |name: &str, ours: Vec<f64>, allowed: Allowed| {
        let twin = arrays(&format!("{name}_f64{suffix}"));
        let Some(expected) = twin else {
            return outcome
                .failures
                .push(format!("{name}{suffix} has no float64 twin"));
        };
        let name = format!("{name}{suffix}");
        let tolerance = &case["tolerance"][&name];
        let limits = allowed.limits(&expected, tolerance);
        let found = difference(&ours, &list(expected), &limits);
        let either = tolerance["compare"] == "float32_or_float64";
        let found = match (found, arrays(&name)) {
            (Err(_), Some(float32)) if either => difference(&ours, &list(float32), &limits),
            (found, _) => found,
        };
        outcome.note(name, found);
    };
    check("y", wide(&forward.y), Allowed::Tolerance);
    for (name, gradient) in named(&gradients) {
        check(name, wide(gradient), Allowed::Tolerance);
    }
    let used = forward.used.clone();
    match forward.plan.statistic {
        Statistic::MeanSquare => check("mean_square", used.var, Allowed::Rounding(&largest)),
        Statistic::MeanVariance => {
            check("mean", used.mean, Allowed::Rounding(&largest));
            check("var", used.var, Allowed::Rounding(&[]));
        }
    }
    if let Some(running) = module.running() {
        check("running_mean", running.mean.clone(), Allowed::Rounding(&[]));
        check("running_var", running.var.clone(), Allowed::Rounding(&[]));
        let expected = arrays(&format!("num_batches_tracked{suffix}"));
        if expected.map(|count| count[0] as u64) != Some(running.batches) {
            outcome
                .failures
                .push(format!("{} batches are tracked", running.batches));
        }
    }
}

/// The layer that the case is equal to, in float32, on the same x.
fn equal(case: &Value, arrays: Arrays, outcome: &mut Outcome) {
    let Some(op) = case["equal_to"]["op"].as_str() else {
        return;
    };
    let layer = super::layer(op, &case["equal_to"]["args"]).expect("an equal layer of ours");
    let mut module = Module::new(layer).expect("an equal layer can be constructed");
    let x = narrow(&arrays("x").expect("a call has an x"));
    let ours = wide(
        &module
            .forward(x.view())
            .expect("an equal call is accepted")
            .y,
    );
    let expected = arrays("y_equal").expect("the output of the equal layer");
    let limits = Allowed::Tolerance.limits(&expected, &case["tolerance"]["y"]);
    outcome.note(
        "y_equal".into(),
        difference(&ours, &list(expected), &limits),
    );
}

impl Outcome {
    /// Compares an array with its float64 twin, within the tolerance of the manifest.
    pub fn check(&mut self, name: &str, ours: &[f64], expected: &ArrayD<f64>, tolerance: &Value) {
        let limits = Allowed::Tolerance.limits(expected, tolerance);
        let expected: Vec<f64> = expected.iter().copied().collect();
        self.note(name.to_string(), difference(ours, &expected, &limits));
    }

    fn note(&mut self, name: String, found: Result<f64, String>) {
        self.compared += 1;
        match found {
            Ok(ratio) if ratio > self.worst.0 => self.worst = (ratio, name),
            Ok(_) => {}
            Err(sentence) => self.failures.push(format!("{name}: {sentence}")),
        }
    }
}

/// How far a value may be from its float64 twin.
enum Allowed<'a> {
    /// `atol_strict` of the manifest where given, otherwise `atol`
    Tolerance,
    /// One rounding of float32, also of the set's largest magnitude where a mean near zero lost its digits to it
    Rounding(&'a [f64]),
}

impl Allowed<'_> {
    fn limits(&self, expected: &ArrayD<f64>, tolerance: &Value) -> Vec<f64> {
        match self {
            Self::Tolerance => {
                let atol = tolerance["atol_strict"]
                    .as_f64()
                    .or(tolerance["atol"].as_f64());
                vec![atol.expect("a tolerance in the manifest"); expected.len()]
            }
            Self::Rounding(largest) => {
                let near_zero = |set| {
                    let largest: f64 = largest.get(set).copied().unwrap_or(0.0);
                    ROUNDING * ROUNDING * largest
                };
                let expected = expected.iter().enumerate();
                expected
                    .map(|(set, value)| ROUNDING * value.abs() + near_zero(set))
                    .collect()
            }
        }
    }
}

/// Largest |difference| as a fraction of its limit, or what is wrong.
fn difference(ours: &[f64], expected: &[f64], limits: &[f64]) -> Result<f64, String> {
    if ours.len() != expected.len() {
        return Err(format!("{} values, not {}", ours.len(), expected.len()));
    }
    let mut worst = 0.0_f64;
    for (i, ((&ours, &expected), &limit)) in ours.iter().zip(expected).zip(limits).enumerate() {
        let same = ours == expected || (ours.is_nan() && expected.is_nan());
        if same {
            continue;
        }
        let distance = (ours - expected).abs();
        if distance.is_nan() || distance > limit {
            return Err(format!(
                "{ours:e} is not {expected:e} within {limit:e} at {i}"
            ));
        }
        worst = worst.max(distance / limit);
    }
    Ok(worst)
}

/// Largest magnitude in each set of x; none where the statistics are not of x.
fn largest_of_sets(forward: &Forward, x: ArrayViewD<f32>) -> Vec<f64> {
    let partition = &forward.plan.partition;
    let mut largest = vec![0.0_f64; partition.set_count()];
    if forward.plan.source == Source::Batch {
        for (index, &value) in x.indexed_iter() {
            let index: Vec<_> = (0..x.ndim()).map(|axis| index[axis]).collect();
            let set = partition.set_of(&index);
            largest[set] = largest[set].max(f64::from(value).abs());
        }
    }
    largest
}

fn named(gradients: &Gradients) -> impl Iterator<Item = (&'static str, &ArrayD<f32>)> {
    let weight = gradients
        .weight
        .iter()
        .map(|weight| ("grad_weight", weight));
    let bias = gradients.bias.iter().map(|bias| ("grad_bias", bias));
    std::iter::once(("grad_x", &gradients.x))
        .chain(weight)
        .chain(bias)
}

fn narrow(array: &ArrayD<f64>) -> ArrayD<f32> {
    // The arrays that are narrowed were float32 in the file.
    ArrayD::from_shape_fn(IxDyn(array.shape()), |index| array[index] as f32)
}

fn wide(array: &ArrayD<f32>) -> Vec<f64> {
    array.iter().copied().map(f64::from).collect()
}

fn list(array: ArrayD<f64>) -> Vec<f64> {
    array.into_iter().collect()
}
