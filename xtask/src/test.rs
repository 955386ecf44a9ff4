//! `cargo xtask test`: everything that is checked before a change lands.

use crate::command::{Outcome, cargo, duration, root, run, step};
use crate::{browser, bundle, lessons, tools, torch, weight};
use std::path::PathBuf;
use std::time::Instant;

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
        run(cargo().arg("clippy").args(lessons::READER).args(warnings))
    })?;
    step("tests, native", || run(&mut native))?;
    step("the page, and as one file", bundle::bundle)?;
    step("weight of the first view", weight::check)?;
    step("tests, in Chromium", || {
        run(node.arg("--test").args(browser_tests()?))
    })?;
    println!("\nAll checks passed in {}.", duration(start));
    Ok(())
}

fn browser_tests() -> Outcome<Vec<PathBuf>> {
    let folder = root().join("tests/web");
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}
