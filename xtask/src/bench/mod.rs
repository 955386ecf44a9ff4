//! `cargo xtask bench`: what the page weighs, how fast it starts and moves, and how long the layers and steps of training
//! take, natively and in a browser.

use crate::command::{Outcome, cargo, command, remove, root, run, step};
use crate::{browser, page, torch, weight};

/// How to measure.
#[derive(Clone, Copy, Default)]
pub struct Settings {
    /// Few rounds: to see that everything runs, not how fast.
    pub is_quick: bool,
    /// Also PyTorch beside the native layers.
    pub with_torch: bool,
}

/// What is measured of the page, and by which program; each can be run alone.
const OF_PAGE: [(&str, &str); 5] = [
    ("start of the page", "benches/page/start.mjs"),
    ("frames while the cube turns", "benches/page/frames.mjs"),
    ("drags of sliders", "benches/page/drags.mjs"),
    ("memory for a large tensor", "benches/page/memory.mjs"),
    ("networks that train", "benches/page/training.mjs"),
];

/// Prints weight and times, and writes them to `target/bench`.
///
/// # Errors
/// The page or a benchmark cannot be built, or something it needs is missing and cannot be had.
pub fn bench(settings: Settings) -> Outcome {
    page::build()?;
    weight::print()?;
    for (what, program) in OF_PAGE {
        step(what, || run(browser::node()?.arg(program)))?;
    }
    step("views of a large tensor, natively", || {
        run(cargo().args(["bench", "--quiet", "--locked", "--bench", "scenes"]))
    })?;
    step("layers, natively", || native(settings))?;
    step("training, natively", || training(settings))?;
    step(
        "layers and training in a browser, beside other libraries",
        || in_browser(settings),
    )
}

/// Criterion's measurements (`benches/layers.rs`), and PyTorch's beside them (`benches/pytorch.py`).
fn native(settings: Settings) -> Outcome {
    // Installed first, for that is no part of the measurement.
    let python = settings.with_torch.then(torch::python).transpose()?;
    // What an earlier run has left is none of this one's results.
    for left in ["target/criterion", "target/bench"] {
        remove(&root().join(left))?;
    }
    let mut layers = cargo();
    layers.args([
        "bench", "--quiet", "--locked", "--bench", "layers", "--", "--quiet",
    ]);
    if settings.is_quick {
        layers.arg("--quick");
    }
    run(&mut layers)?;
    match python {
        Some(python) => run(command(python)
            .arg("benches/pytorch.py")
            .args(quick(settings))),
        None => Ok(()),
    }
}

/// Steps of training (`benches/training.rs`), and PyTorch's beside them (`benches/pytorch_training.py`).
fn training(settings: Settings) -> Outcome {
    run(cargo()
        .args(["bench", "--quiet", "--locked", "--bench", "training", "--"])
        .args(quick(settings)))?;
    if settings.with_torch {
        run(command(torch::python()?)
            .arg("benches/pytorch_training.py")
            .args(quick(settings)))?;
    }
    Ok(())
}

fn in_browser(settings: Settings) -> Outcome {
    browser::install(
        "benches/web",
        "target/bench-web",
        "TensorFlow.js and ONNX Runtime",
    )?;
    for program in ["benches/web/run.mjs", "benches/web/training/run.mjs"] {
        run(browser::node()?.arg(program).args(quick(settings)))?;
    }
    Ok(())
}

fn quick(settings: Settings) -> Option<&'static str> {
    settings.is_quick.then_some("--quick")
}
