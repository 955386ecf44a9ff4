//! The tools that make the page: what is installed is used where its version fits, the rest is built into `target/tools`.

use crate::command::{Outcome, cargo, command, output, read, remove, root, run, step};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The newest trunk that Rust 1.90 builds.
const TRUNK: &str = "0.21.14";
/// The optimiser of WebAssembly, as npm has it: run by Node, the same on every system.
const BINARYEN: &str = "132.0.0";
/// The runner of libFuzzer.
const CARGO_FUZZ: &str = "0.13.2";
/// What the page is compiled to.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Where the tools are installed: `target/tools`.
pub fn folder() -> PathBuf {
    root().join("target/tools")
}

/// `PATH` with our own tools before the rest.
pub fn path() -> OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder().join("bin")).chain(std::env::split_paths(&inherited));
    std::env::join_paths(folders).unwrap_or(inherited)
}

/// A program to run in the project's root that finds our tools first.
pub fn tool(program: &str) -> Command {
    let own = folder().join("bin").join(exe(program));
    let mut command = if own.exists() {
        command(own)
    } else {
        command(program)
    };
    command.env("PATH", path());
    command
}

fn exe(program: &str) -> String {
    format!("{program}{}", std::env::consts::EXE_SUFFIX)
}

/// Makes sure that the page can be built: the target, trunk, and wasm-bindgen of the version in Cargo.lock.
///
/// # Errors
/// One of them is missing and cannot be installed.
pub fn ensure() -> Outcome {
    ensure_target()?;
    let bindgen = locked_version("wasm-bindgen")?;
    let missing = [
        ("trunk", "trunk", TRUNK, "turns the crate into a page"),
        (
            "wasm-bindgen",
            "wasm-bindgen-cli",
            &bindgen,
            "joins Rust and JavaScript",
        ),
    ];
    for (program, package, version, why) in missing {
        ensure_program(program, package, version, why)?;
    }
    remove(&scratch())
}

/// Makes sure that cargo-fuzz is there.
///
/// # Errors
/// It is missing and cannot be installed.
pub fn ensure_cargo_fuzz() -> Outcome {
    let why = "looks for input that a program does not bear";
    ensure_program("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ, why)?;
    remove(&scratch())
}

fn ensure_program(program: &str, package: &str, version: &str, why: &str) -> Outcome {
    if has(program, version) {
        return Ok(());
    }
    step(
        &format!("installing {program} {version}, which {why} (once, some minutes)"),
        || install(program, package, version),
    )
}

fn ensure_target() -> Outcome {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc is missing: install Rust from https://rustup.rs.")?;
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        return Ok(());
    }
    step(
        &format!("installing Rust's target {TARGET}, in which the page is written"),
        || run(command("rustup").args(["target", "add", TARGET])),
    )
    .map_err(|_| {
        format!(
            "The target {TARGET} is missing and cannot be added: try `rustup target add {TARGET}`."
        )
    })
}

/// Whether the program answers with this version; the version is its second word.
fn has(program: &str, version: &str) -> bool {
    let answer = output(tool(program).arg("--version")).unwrap_or_default();
    answer.split_whitespace().nth(1) == Some(version)
}

/// Builds a tool quickly rather than well: without optimisation, debug information and features the project does not use.
fn install(program: &str, package: &str, version: &str) -> Outcome {
    let attempt = |locked: &[&str]| {
        let features: &[&str] = match program {
            "trunk" => &["--no-default-features"],
            _ => &[],
        };
        run(cargo()
            .args(["install", package, "--version", version, "--debug"])
            .args(locked)
            .args(features)
            .arg("--root")
            .arg(folder())
            .env("CARGO_TARGET_DIR", scratch())
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0"))
    };
    attempt(&["--locked"])
        .or_else(|_| {
            println!(
                "A version in {program}'s lock file could not be had: trying with the newest ones."
            );
            attempt(&[])
        })
        .map_err(|_| {
            format!(
                "{program} {version} could not be installed: see above, then try again, \
                 or install it yourself with `cargo install {package} --version {version}`."
            )
        })
}

fn scratch() -> PathBuf {
    folder().join("build")
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Outcome<String> {
    let lock = read(&root().join("Cargo.lock"))?;
    version_in(&lock, package)
        .map(str::to_owned)
        .ok_or(format!("Cargo.lock names no {package}."))
}

fn version_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, entry) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    entry.split('"').next()
}

/// Makes sure that wasm-opt is there, where Node is; without Node the page is built without it, some tenths heavier.
///
/// # Errors
/// Node is there, but wasm-opt cannot be installed.
pub fn ensure_wasm_opt() -> Outcome {
    if wasm_opt().is_some() {
        return Ok(());
    }
    if output(npm().arg("--version")).is_none() {
        println!("Node is missing: the page is built without wasm-opt and will be heavier.");
        return Ok(());
    }
    let package = format!("binaryen@{BINARYEN}");
    step(
        "installing wasm-opt, which makes the page smaller (once)",
        || {
            run(npm()
                .args([
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--no-save",
                    "--prefix",
                ])
                .arg(folder().join("npm"))
                .arg(&package))
        },
    )
    .map_err(|_| format!("wasm-opt could not be installed: try `npm install {package}`."))
}

/// How to start wasm-opt: ours, else the one on `PATH`; `None` where there is none.
pub fn wasm_opt() -> Option<Command> {
    let own = folder().join("npm/node_modules/binaryen/bin/wasm-opt");
    let found = || {
        if own.exists() {
            let mut node = command("node");
            node.arg(&own);
            node
        } else {
            command("wasm-opt")
        }
    };
    output(found().arg("--version")).map(|_| found())
}

/// Node's package manager.
pub fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn version_is_that_of_the_package_itself() {
        let lock = "\
[[package]]
name = \"wasm-bindgen-macro\"
version = \"0.2.1\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
";
        assert_eq!(version_in(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(lock, "trunk"), None);
    }
}
