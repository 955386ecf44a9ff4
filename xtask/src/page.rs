//! The page in `dist`: built by trunk, and only when something it is made of has changed.

use crate::command::{Outcome, output, root, run, step, write};
use crate::{browser, offline, pack, split, tools};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What the page is made of.
const SOURCES: [&str; 13] = [
    "src",
    "kernels",
    "lessons",
    "unpack",
    "tests/web/browser.mjs",
    "assets",
    "xtask/src",
    "index.html",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
];

/// The README's picture, which shows the page and is no part of it.
pub const PICTURE: &str = "assets/readme.png";

/// What other pages import, and the page itself does not load.
pub const MODULE: &str = "normscope.js";

/// How the names of the lessons begin, before the language; and the program that reads those of others.
pub const LESSONS: &str = "lessons-";
pub const READER: &str = "reader.bin";

/// The end of the name of the whole program, which other pages import.
pub const WHOLE: &str = "_bg.wasm";

/// The folder that a host serves.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release page, where it is missing or older than what it is made of.
///
/// Where there is a browser to see what the first view runs, it is loaded before the rest.
///
/// # Errors
/// A tool is missing and cannot be had, or the build fails.
pub fn build() -> Outcome {
    if is_fresh() && (split::is_split() || !browser::is_present()) {
        println!("The page in dist is up to date.");
        return Ok(());
    }
    tools::ensure()?;
    tools::ensure_wasm_opt()?;
    // What is changed while it is built may not be in it.
    let begun = SystemTime::now();
    step("building the page (release)", || {
        run(trunk().args(["build", "--release"]))
    })?;
    if browser::is_present() {
        step("what the first view needs, before the rest", || {
            split::split(&mut browser::node()?)
        })?;
    } else {
        println!(
            "Node or Chromium is missing: the first view waits until all of the page is loaded."
        );
    }
    step("packing the WebAssembly", pack::pack)?;
    offline::finish()?;
    // Trunk empties dist, so that a page from another build carries no stamp.
    write(&stamp(), [])?;
    let stamped = File::options().write(true).open(stamp());
    stamped
        .and_then(|stamp| stamp.set_modified(begun))
        .map_err(|error| format!("The stamp of dist cannot be dated: {error}"))
}

/// The trunk that fits, in the project's root.
pub fn trunk() -> Command {
    let mut trunk = tools::tool("trunk");
    // Trunk 0.21 takes NO_COLOR=1 for a bad argument.
    trunk.env_remove("NO_COLOR");
    trunk
}

fn stamp() -> PathBuf {
    dist().join(".release")
}

fn is_fresh() -> bool {
    let Some(built) = changed(&stamp()) else {
        return false;
    };
    let newest = SOURCES
        .iter()
        .filter_map(|source| newest(&root().join(source)))
        .max();
    newest.is_some_and(|newest| newest < built)
}

/// When the file, or the newest file under the folder, was last changed; a removed file changes its folder.
fn newest(path: &Path) -> Option<SystemTime> {
    if path.ends_with(PICTURE) {
        return None;
    }
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
    let newest_inside = inside.filter_map(|entry| newest(&entry.path())).max();
    changed(path).max(newest_inside)
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

/// The commit the page was built from, for the reader of a measurement.
pub fn commit() -> String {
    output(crate::command::command("git").args(["describe", "--always", "--dirty"]))
        .unwrap_or_else(|| "no commit".to_owned())
}
