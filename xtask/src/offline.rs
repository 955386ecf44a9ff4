//! What the page needs to be there without a network: names that hold a hash of what they name, and the service worker
//! that keeps the files (assets/offline.js), told which they are.

use crate::command::{Outcome, read, read_bytes, root, write};
use crate::finish::replace;
use crate::{pack, page};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The service worker: under a name that stays, as browsers want it.
const WORKER: &str = "offline.js";

/// Digits of a hash in a name.
const DIGITS: usize = 12;

/// The attribute of the page that says of which build it is.
const BUILD: &str = "data-build";

/// Before what the page loads stands its build.
const PLACE: &str = "<script id=\"parts\"";

/// Gives each file that the page names, and whose name says nothing of what it holds, a name that does;
/// tells the page of which build it is, and writes the service worker.
///
/// # Errors
/// A file cannot be read or written, or the page names none.
pub fn finish() -> Outcome {
    let index = page::dist().join("index.html");
    let mut html = read(&index)?;
    for name in named(&html) {
        let bytes = read_bytes(&page::dist().join(&name))?;
        let new = name_of(&name, &bytes);
        if new != name {
            html = html.replace(&format!("\"./{name}\""), &format!("\"./{new}\""));
            let [from, to] = [&name, &new].map(|name| page::dist().join(name));
            rename(&from, &to)?;
            let [from, to] = [&name, &new].map(|name| pack::unpacked(name));
            if from.exists() {
                rename(&from, &to)?;
            }
        }
    }
    let build = sum(html.as_bytes())[..DIGITS].to_owned();
    let html = replace(&html, PLACE, &format!("{PLACE} {BUILD}=\"{build}\""))?;
    write(&index, &html)?;
    let mut files = vec![format!("  '': '{}',\n", sum(html.as_bytes()))];
    for name in named(&html) {
        let bytes = read_bytes(&page::dist().join(&name))?;
        files.push(format!("  '{name}': '{}',\n", sum(&bytes)));
    }
    let worker = read(&root().join("assets").join(WORKER))?;
    let worker = replace(
        &worker,
        "const BUILD = ''",
        &format!("const BUILD = '{build}'"),
    )?;
    let list = format!("const FILES = {{\n{}}}", files.concat());
    let worker = replace(&worker, "const FILES = {}", &list)?;
    write(&page::dist().join(WORKER), worker)
}

fn rename(from: &Path, to: &Path) -> Outcome {
    std::fs::rename(from, to)
        .map_err(|error| format!("{} cannot be renamed: {error}.", from.display()))
}

/// The names of the files that the page names, each once.
fn named(html: &str) -> Vec<String> {
    let names = html.split("=\"./").skip(1);
    let names = names.filter_map(|rest| rest.split('"').next());
    let mut names: Vec<String> = names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The same name with a hash of the file in it: before what its end tells, as in `normscope-…_rest.bin`.
fn name_of(name: &str, bytes: &[u8]) -> String {
    let end = name.rfind('_').or(name.rfind('.')).unwrap_or(name.len());
    let (stem, end) = name.split_at(end);
    format!("{stem}-{}{end}", &sum(bytes)[..DIGITS])
}

fn sum(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_it_names() {
        let [a, b] = [&b"a"[..], b"b"].map(|bytes| name_of("digits.bin", bytes));
        assert_ne!(a, b);
        assert_eq!(a, "digits-ca978112ca1b.bin");
        assert_eq!(
            name_of("normscope-1a_rest.bin", b"a"),
            "normscope-1a-ca978112ca1b_rest.bin"
        );
    }

    #[test]
    fn files_are_named_once() {
        let html = "<link href=\"./a.css\"><script id=\"parts\" data-glue=\"./b.js\" data-again=\"./a.css\">";
        assert_eq!(named(html), ["a.css", "b.js"]);
    }
}
