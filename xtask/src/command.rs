//! Running other programs, and saying how long they took.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a step gives: nothing, or one sentence that says what went wrong.
pub type Outcome<T = ()> = Result<T, String>;

/// The root of the project.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask
        .parent()
        .expect("xtask lies in the project's root")
        .to_owned()
}

/// A program to run in the project's root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs it to its end; its output goes where ours goes.
///
/// # Errors
/// The program is missing or reports a failure.
pub fn run(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|error| format!("{} cannot be started: {error}.", words(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("This failed: {}", words(command)))
    }
}

/// What it prints, trimmed; `None` where it is missing or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Says what is done, does it, and says how long it took.
///
/// # Errors
/// Those of the work.
pub fn step<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n--- {what}");
    let start = Instant::now();
    let result = work()?;
    println!("--- {what}: {}", duration(start));
    Ok(result)
}

/// The time since then, as in `3 min 12 s`.
pub fn duration(since: Instant) -> String {
    let secs = since.elapsed().as_secs_f64();
    if secs < 60.0 {
        format!("{secs:.1} s")
    } else {
        format!("{} min {:.0} s", (secs / 60.0).floor(), secs % 60.0)
    }
}

fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

/// The text of a file.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| cannot("read", path, &error))
}

/// The bytes of a file.
///
/// # Errors
/// The file cannot be read.
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| cannot("read", path, &error))
}

/// Writes a file, and its folder where that is missing.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    let folder = path.parent().expect("a file lies in a folder");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|error| cannot("written", path, &error))
}

/// Removes a folder, if it is there.
///
/// # Errors
/// It cannot be removed.
pub fn remove(folder: &Path) -> Outcome {
    match std::fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => Err(cannot("removed", folder, &error)),
        _ => Ok(()),
    }
}

fn cannot(done: &str, path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be {done}: {error}.", path.display())
}
