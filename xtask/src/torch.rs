//! PyTorch for the tests that compare with it: one that is installed, else in a virtual environment under `target/`.

use crate::command::{Outcome, command, output, root, run, step};
use std::path::{Path, PathBuf};

/// The variable that names a Python with torch, for us and for the tests.
pub const VARIABLE: &str = "NORMSCOPE_TORCH_PYTHON";

/// What the programs import: the images of digits are scikit-learn's; people's own files are read with the last two.
const PACKAGES: [&str; 5] = ["torch", "numpy", "scikit-learn", "safetensors", "pandas"];

const SYSTEM: &str = if cfg!(windows) { "python" } else { "python3" };

/// Makes sure that there is a Python with torch, and gives it.
///
/// # Errors
/// Python is missing, or torch cannot be installed.
pub fn python() -> Outcome<PathBuf> {
    let folder = root().join("target/torch");
    let own = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let candidates = named.into_iter().chain([SYSTEM.into(), own.clone()]);
    if let Some(found) = candidates.into_iter().find(|python| has_torch(python)) {
        return Ok(found);
    }
    step(
        "installing PyTorch under target/ (once; several minutes, and several GB where its package brings CUDA)",
        || {
            run(command(SYSTEM).args(["-m", "venv"]).arg(&folder))?;
            run(command(&own)
                .args(["-m", "pip", "install", "--quiet"])
                .args(PACKAGES))
        },
    )?;
    Ok(own)
}

fn has_torch(python: &Path) -> bool {
    output(command(python).args(["-c", "import torch, numpy, sklearn, safetensors, pandas"]))
        .is_some()
}
