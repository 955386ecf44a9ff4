//! The browser of the tests: a Chromium, and Node with the packages of `tests/web/package.json`.

use crate::command::{Outcome, command, output, read_bytes, root, run, step, write};
use crate::tools::npm;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node that Playwright runs on.
const NODE_MAJOR: u32 = 20;

const CHROMIUMS: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const MISSING: &str = "The browser tests need Chromium or Chrome: install one (Debian and Ubuntu: \
    apt-get install chromium fonts-noto-cjk), or name one in NORMSCOPE_CHROMIUM.";

/// Makes sure that there are a Node, its packages and a Chromium, and gives a `node` that knows them.
///
/// # Errors
/// One of them is missing and cannot be installed.
pub fn node() -> Outcome<Command> {
    ensure_node()?;
    install(
        "tests/web",
        "target/web",
        "playwright-core, axe-core and reveal.js",
    )?;
    let mut node = command("node");
    node.env("NORMSCOPE_CHROMIUM", ensure_chromium()?);
    Ok(node)
}

/// Whether a Node and a Chromium are there already.
pub fn is_present() -> bool {
    ensure_node().is_ok() && chromium().is_some()
}

fn ensure_node() -> Outcome {
    let version = output(command("node").arg("--version"));
    let major = version.as_deref().and_then(major);
    if major.is_some_and(|major| major >= NODE_MAJOR) {
        Ok(())
    } else {
        let found = version.map_or("there is none".to_owned(), |found| {
            format!("this one is {found}")
        });
        Err(format!(
            "The browser tests need Node {NODE_MAJOR} or newer; {found}: see https://nodejs.org."
        ))
    }
}

/// 20 of `v20.1.0`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the npm packages that the lock file in the folder `from` names into the folder `to`, where they are not yet there.
///
/// # Errors
/// They cannot be installed.
pub fn install(from: &str, to: &str, what: &str) -> Outcome {
    let (from, to) = (root().join(from), root().join(to));
    let wanted = read_bytes(&from.join("package-lock.json"))?;
    let installed = to.join("node_modules/.package-lock.json").exists();
    if installed && read_bytes(&to.join("package-lock.json")).is_ok_and(|lock| lock == wanted) {
        return Ok(());
    }
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        write(&to.join(file), read_bytes(&from.join(file))?)?;
    }
    step(&format!("installing {what} (once)"), || {
        run(npm()
            .args(["ci", "--no-audit", "--no-fund", "--prefix"])
            .arg(&to))
    })
}

fn ensure_chromium() -> Outcome<PathBuf> {
    if let Some(found) = chromium() {
        return Ok(found);
    }
    let is_root = output(command("id").arg("-u")).as_deref() == Some("0");
    if !is_root || output(command("apt-get").arg("--version")).is_none() {
        return Err(MISSING.to_owned());
    }
    step(
        "installing Chromium and a font with Korean letters (once)",
        || {
            run(apt_get().arg("update"))?;
            run(apt_get().args([
                "install",
                "-y",
                "--no-install-recommends",
                "chromium",
                "fonts-noto-cjk",
            ]))
        },
    )
    .ok()
    .and_then(|()| chromium())
    .ok_or(MISSING.to_owned())
}

fn apt_get() -> Command {
    let mut apt_get = command("apt-get");
    apt_get.arg("-q").env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
}

/// The Chromium named in NORMSCOPE_CHROMIUM, else the first that is found.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("NORMSCOPE_CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let known = CHROMIUMS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    named
        .into_iter()
        .chain(known)
        .find(|path| Path::is_file(path))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn major_is_the_first_number_of_nodes_answer() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}
