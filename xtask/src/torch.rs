//! PyTorch for the tests that compare with it, in a virtual environment under `target/`.

use crate::command::{Outcome, command, output, root, run, step};
use std::path::PathBuf;

const PACKAGES: [&str; 2] = ["torch", "numpy"];

/// Makes sure that there is a Python with torch, and gives it.
///
/// # Errors
/// Python is missing, or torch cannot be installed.
pub fn python() -> Outcome<PathBuf> {
    let folder = root().join("target/torch");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if output(command(&python).args(["-c", "import torch"])).is_some() {
        return Ok(python);
    }
    step("installing PyTorch (once, some minutes)", || {
        let system = if cfg!(windows) { "python" } else { "python3" };
        run(command(system).args(["-m", "venv"]).arg(&folder))?;
        run(command(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(PACKAGES))
    })?;
    Ok(python)
}
