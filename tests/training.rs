//! Every course of training of the reference, and every stack of transformer blocks, against PyTorch.
//!
//! `NORMSCOPE_REFERENCE=DIR cargo test --test training` reads another folder of the same format;
//! `-- --nocapture` shows how many cases were compared.

mod common;

use common::reference::{Outcome, read_npz};
use common::{folder, read_json, training, transformer};
use ndarray::ArrayD;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

/// What is trained, or taken the derivatives of, and how many cases there are at least.
const OPS: [&str; 3] = ["train_cnn", "train_mlp", "transformer"];

type Read = BTreeMap<String, ArrayD<f64>>;

#[test]
fn every_case_agrees_with_pytorch() {
    let folder = folder();
    let manifest = read_json(&folder.join("manifest.json"));
    let cases = manifest["cases"].as_array().expect("a list of cases");
    let mut failures = Vec::new();
    for op in OPS {
        let of = cases.iter().filter(|case| case["op"] == op);
        let found: Vec<_> = of.map(|case| compare(&folder, case)).collect();
        let arrays: usize = found.iter().map(|(_, outcome)| outcome.compared).sum();
        println!("{op}: {} cases compared ({arrays} arrays)", found.len());
        if found.is_empty() {
            failures.push(format!("no case of {op} in {}", folder.display()));
        }
        for (id, outcome) in found {
            let (ratio, name) = &outcome.worst;
            println!("  {id}: largest difference {ratio:.3} of what is allowed ({name})");
            failures.extend(
                outcome
                    .failures
                    .iter()
                    .map(|failure| format!("{id}: {failure}")),
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn compare(folder: &Path, case: &Value) -> (String, Outcome) {
    let id = case["id"].as_str().expect("a case has an id");
    let read = read(folder, &case["file"]);
    let asked = RefCell::new(BTreeSet::new());
    let array = |name: &str| {
        asked.borrow_mut().insert(name.to_string());
        read.get(name).cloned()
    };
    let mut outcome = match case["op"].as_str() {
        Some("transformer") => transformer::compare(case, &array),
        _ => {
            let data = self::read(folder, &case["data_file"]);
            training::compare(case, &array, &|name| data.get(name).cloned())
        }
    };
    let twins = read
        .keys()
        .filter(|name| name.contains("_f64") || name.starts_with("grad0."));
    let missed = twins.filter(|&name| !asked.borrow().contains(name));
    let missed = missed.map(|name| format!("{name} was not compared"));
    outcome.failures.extend(missed);
    (id.to_owned(), outcome)
}

fn read(folder: &Path, file: &Value) -> Read {
    let file = folder.join(file.as_str().expect("a case has a file"));
    let opened = File::open(&file);
    let opened = opened.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    read_npz(opened).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
