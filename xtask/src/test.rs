//! `cargo xtask test`: everything that is checked before a change lands.

use crate::command::{Outcome, cargo, duration, root, run, step};
use crate::{browser, bundle, lessons, program, tools, torch, weight};
use std::path::PathBuf;
use std::process::Command;
use std::thread::available_parallelism;
use std::time::Instant;

/// Browser tests that have the machine to themselves: they look at what happens within moments, or go through the whole
/// course in one test, within minutes.
const ALONE: [&str; 5] = ["lessons", "loading", "processors", "redraws", "worker"];

/// Checks format and lints and runs the tests, natively and in a browser; with torch also against an installed PyTorch.
///
/// # Errors
/// The first check that fails, or something it needs is missing and cannot be had.
pub fn test(with_torch: bool) -> Outcome {
    let start = Instant::now();
    let mut node = browser::node()?;
    tools::ensure()?;
    let mut native = cargo();
    native.args(["test", "--workspace", "--locked"]);
    if with_torch {
        native.env(torch::VARIABLE, torch::python()?);
    }
    step("format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    step("lints, native", || {
        run(cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    step("lints, in the browser's build", || {
        // In the release profile, which shares macros and build scripts with the page that is built below.
        run(cargo().args([
            "clippy",
            "--release",
            "--locked",
            "--target",
            tools::TARGET,
            "--",
            "-D",
            "warnings",
        ]))?;
        let warnings = ["--", "-D", "warnings"];
        run(cargo().arg("clippy").args(lessons::READER).args(warnings))?;
        run(cargo().arg("clippy").args(program::CASES).args(warnings))
    })?;
    step("tests, native", || run(&mut native))?;
    step("the page, and as one file", bundle::bundle)?;
    step("weight of the first view", weight::check)?;
    step("the cases of training, for a browser", program::cases)?;
    let (alone, together) = browser_tests()?;
    // Both are run, lest a failure among the many hide one among the few.
    let together = step("tests, in Chromium", || {
        run(node_test(&mut node, processes()).args(together))
    });
    let alone = step("tests, in Chromium, one file at a time", || {
        run(node_test(&mut browser::node()?, 1).args(alone))
    });
    together.and(alone)?;
    println!("\nAll checks passed in {}.", duration(start));
    Ok(())
}

/// A browser waits about as often as it computes, so that even two processors have enough for two files at a time.
fn processes() -> usize {
    available_parallelism().map_or(1, |processors| processors.get().saturating_sub(1).max(2))
}

fn node_test(node: &mut Command, processes: usize) -> &mut Command {
    node.arg("--test")
        .arg(format!("--test-concurrency={processes}"))
}

/// The files of the browser tests: those that run alone, and the others.
fn browser_tests() -> Outcome<(Vec<PathBuf>, Vec<PathBuf>)> {
    let folder = root().join("tests/web");
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    let name = |path: &PathBuf| {
        path.file_name()
            .map(|name| name.to_string_lossy().replace(".test.mjs", ""))
    };
    Ok(files
        .into_iter()
        .partition(|path| name(path).is_some_and(|name| ALONE.contains(&name.as_str()))))
}
