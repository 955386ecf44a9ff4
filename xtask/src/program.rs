//! Programs of WebAssembly besides the page, each with a memory of its own: made as the page is.

use crate::command::{Outcome, cargo, read_bytes, root, run, write};
use crate::finish::optimise;
use crate::{tools, wasm};

/// What runs the cases of training and of transformers in the tests of the browser, and is linted as such.
pub const CASES: [&str; 6] = [
    "--release",
    "--locked",
    "--package=normscope-cases",
    "--bin=cases",
    "--target",
    tools::TARGET,
];

/// Builds [`CASES`] where the browser's tests look for it.
///
/// # Errors
/// It does not compile.
pub fn cases() -> Outcome {
    program(&CASES, "cases", "cases/cases.wasm").map(|_| ())
}

/// Compiles what the arguments say, the program of this name, and makes it smaller; `into` is where it then lies in `target`.
///
/// # Errors
/// It does not compile.
pub fn program(arguments: &[&str], name: &str, into: &str) -> Outcome<Vec<u8>> {
    run(cargo().arg("build").args(arguments))?;
    let target = root().join("target");
    let built = target
        .join(tools::TARGET)
        .join(format!("release/{name}.wasm"));
    let lean = target.join(into);
    write(&lean, wasm::without_links(&read_bytes(&built)?))?;
    optimise(&lean)?;
    read_bytes(&lean)
}
