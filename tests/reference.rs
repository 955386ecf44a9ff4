//! Every reference case, forward and backward, against its float64 twin.
//!
//! `NORMSCOPE_REFERENCE=DIR cargo test --test reference` reads another folder of the same format;
//! `-- --nocapture` shows how many cases of each op were compared and skipped.

mod common;

use common::reference::{compare, read_npz};
use common::{family, folder, read_json, transformer};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

/// Cases of an op.
#[derive(Default)]
struct Count {
    compared: usize,
    skipped: usize,
    arrays: usize,
}

/// Ops of the reference that another test compares: `training`.
const ELSEWHERE: [&str; 2] = ["train_cnn", "train_mlp"];

#[test]
fn every_case_agrees_with_its_float64_twin() {
    let folder = folder();
    let manifest = read_json(&folder.join("manifest.json"));
    let cases = manifest["cases"].as_array().expect("a list of cases");
    let mut counts = BTreeMap::<&str, Count>::new();
    let mut failures = Vec::new();
    let mut worst = (0.0, String::new());
    for case in cases {
        let op = case["op"].as_str().expect("a case has an op");
        let id = case["id"].as_str().expect("a case has an id");
        let count = counts.entry(op).or_default();
        if ELSEWHERE.contains(&op) {
            count.skipped += 1;
            continue;
        }
        let file = folder.join(case["file"].as_str().expect("a case has a file"));
        let opened = File::open(&file);
        let opened = opened.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let arrays = read_npz(opened);
        let arrays = arrays.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let asked = RefCell::new(BTreeSet::new());
        let array = |name: &str| {
            asked.borrow_mut().insert(name.to_string());
            arrays.get(name).cloned()
        };
        let outcome = match op {
            "transformer" => Some(transformer::compare(case, &array)),
            _ => compare(case, &array).or_else(|| family::compare(case, &array)),
        };
        let twins = arrays.keys().filter(|name| name.contains("_f64"));
        let missed = twins.filter(|&name| !asked.borrow().contains(name));
        failures.extend(missed.map(|name| format!("{id}: {name} was not compared")));
        match outcome {
            None => {
                count.skipped += 1;
                failures.push(format!(
                    "{id}: skipped, and {op} is not among the ops that may be"
                ));
            }
            Some(outcome) => {
                count.compared += 1;
                count.arrays += outcome.compared;
                failures.extend(
                    outcome
                        .failures
                        .iter()
                        .map(|failure| format!("{id}: {failure}")),
                );
                if outcome.worst.0 > worst.0 {
                    worst = (outcome.worst.0, format!("{id}, {}", outcome.worst.1));
                }
            }
        }
    }
    for (op, count) in &counts {
        let Count {
            compared,
            skipped,
            arrays,
        } = count;
        println!("{op}: {compared} cases compared ({arrays} arrays), {skipped} skipped");
    }
    println!(
        "largest difference: {:.3} of what is allowed ({})",
        worst.0, worst.1
    );
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let compared: usize = counts.values().map(|count| count.compared).sum();
    assert!(compared > 0, "no case was compared in {}", folder.display());
}
