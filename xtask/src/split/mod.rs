//! The page's WebAssembly in two: what the first view runs, and the rest, which is loaded after it.
//!
//! Which functions the first view runs is seen, not said: the page is opened with marks in its functions.
//! So nobody has to keep a list, and new code weighs on the first view only where the first view runs it.
//! A function that is wrongly in the rest costs time and nothing else: where it is called early, the rest is loaded at once.
//! See `assets/loader.js` for how the two are joined.

mod constants;
mod cut;
mod first;
mod linked;
mod marked;
mod numbers;
mod parts;
mod reach;
mod rest;
mod sections;
mod segment;
#[cfg(test)]
mod tests;

use crate::command::{Outcome, output, read, read_bytes, root, write};
use crate::finish::replace;
use crate::page::{self, WHOLE};
use constants::Constants;
use cut::Halves;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

/// Where the glue gives the program what it imports.
const IMPORTS: &str = "\"./normscope_bg.js\": import0,";

/// What it gives to the first module besides, where [`cut::LOAD`] is found: see `assets/loader.js`.
///
/// The functions that the rest imports from the first module stand in a table: see [`cut::SHARED`].
const GATES: &str = "rest: { load: () => normscope.load({ glue: import0, first: new Proxy(wasm, \
    { get: (first, name) => first[name] ?? first.shared.get(name) }) }, wasm) },";

/// Where the glue ends with what it is, and what the whole of it is besides:
/// a way to give the rest what it imports where the first module was started by another glue.
const END: &str = "return Object.assign(__wbg_init, { initSync }, exports);";
const ADOPT: &str = "exports.adopt = (first) => {\nwasm = first;\n\
    return __wbg_get_imports()['./normscope_bg.js'];\n};";

/// The program as the linker leaves it.
const LINKED: &str = "target/wasm32-unknown-unknown/release/normscope.wasm";

/// The ends of the names of its two pieces, before that which tells whether they are packed.
const FIRST: &str = "_first";
pub const REST: &str = "_rest";
const PLAIN: &str = ".wasm";
const GLUE: &str = ".js";
const NEW_GLUE: &str = "_glue.js";

/// Whether the page in dist is in two.
pub fn is_split() -> bool {
    read(&page::dist().join("index.html")).is_ok_and(|html| html.contains(" data-rest="))
}

/// Cuts the page in dist in two; `node` is Node, and knows a browser.
///
/// # Errors
/// The page cannot be opened, or has something that is not known here.
pub fn split(node: &mut Command) -> Outcome {
    let dist = page::dist();
    let html = read(&dist.join("index.html"))?;
    let name = html
        .split_once("data-wasm=\"./")
        .and_then(|(_, rest)| rest.split_once(&format!("{WHOLE}\"")))
        .map(|(name, _)| name)
        .ok_or("index.html names no WebAssembly: see Trunk.toml.")?;
    let whole = read_bytes(&dist.join(format!("{name}{WHOLE}")))?;
    let marked = root().join("target/profile/marked.wasm");
    write(&marked, marked::marked(&whole)?)?;
    let constants = Constants::of(&read_bytes(&root().join(LINKED))?)?;
    let halves = cut::cut(&whole, &constants, &first_view(node, &marked)?)?;
    let glue = dist.join(format!("{name}{GLUE}"));
    let whole_glue = joined(&read(&glue)?, &halves.imports)?;
    let lean_glue = lean(&whole_glue, &halves)?;
    let new = named(&halves, &whole_glue);
    let parts = |glue: &str, name: &str, wasm: &str, len: usize, rest: &str| {
        format!(
            "data-glue=\"./{name}{glue}\" data-wasm=\"./{name}{wasm}\" data-wasm-bytes=\"{len}\"{rest}"
        )
    };
    let [first, rest] = [FIRST, REST].map(|end| format!("{end}{PLAIN}"));
    let named_rest = format!(" data-rest=\"./{new}{rest}\" data-more=\"./{new}{REST}{NEW_GLUE}\"");
    let html = replace(
        &html,
        &parts(GLUE, name, WHOLE, whole.len(), ""),
        &parts(NEW_GLUE, &new, &first, halves.first.len(), &named_rest),
    )?;
    println!(
        "WebAssembly: {} bytes for the first view, {} after it",
        halves.first.len(),
        halves.rest.len()
    );
    write(&dist.join(format!("{new}{first}")), halves.first)?;
    write(&dist.join(format!("{new}{rest}")), halves.rest)?;
    write(&dist.join(format!("{new}{NEW_GLUE}")), lean_glue)?;
    write(&dist.join(format!("{new}{REST}{NEW_GLUE}")), whole_glue)?;
    std::fs::remove_file(&glue)
        .map_err(|error| format!("{} cannot be removed: {error}.", glue.display()))?;
    write(&dist.join("index.html"), html)
}

/// A name that says what is in the files: halves of two cuts do not fit together,
/// and what a browser or host has kept under a name must be the same.
fn named(halves: &Halves, glue: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (&halves.first, &halves.rest, glue).hash(&mut hasher);
    format!("normscope-{:016x}", hasher.finish())
}

/// The glue, which gives either module what it imports.
fn joined(glue: &str, imports: &[String]) -> Outcome<String> {
    let mut glue = replace(glue, IMPORTS, &format!("{IMPORTS}\n{GATES}"))?;
    glue = replace(&glue, END, &format!("{ADOPT}\n{END}"))?;
    for (place, name) in imports.iter().enumerate() {
        glue = replace(&glue, &format!("\n{name}: "), &format!("\n{place}: "))?;
    }
    Ok(glue)
}

/// The same for the first module alone: without the functions that it does not import.
fn lean(glue: &str, halves: &Halves) -> Outcome<String> {
    let start = "const import0 = {\n__proto__: null,\n";
    let end = "\n};\nreturn {\n__proto__: null,\n";
    let parts = glue.split_once(start).and_then(|(before, rest)| {
        let (functions, after) = rest.split_once(end)?;
        Some((before, functions, after))
    });
    let (before, functions, after) = parts.ok_or("The glue is not as wasm-bindgen wrote it.")?;
    // A function begins with its name, and ends where the next one begins.
    let name = |line: &str| line.split_once(": function(")?.0.parse::<u32>().ok();
    let mut is_imported = false;
    let kept = functions.lines().filter(|line| {
        is_imported = name(line).map_or(is_imported, |name| halves.imported.contains(&name));
        is_imported
    });
    let kept = kept.collect::<Vec<_>>().join("\n");
    Ok(format!("{before}{start}{kept}{end}{after}"))
}

/// The functions that the first view runs.
fn first_view(node: &mut Command, marked: &Path) -> Outcome<BTreeSet<u32>> {
    let numbers = output(node.arg("xtask/src/split/profile.mjs").arg(marked).arg(IMPORTS))
        .ok_or("The page with marks in its functions cannot be opened: try `node xtask/src/split/profile.mjs target/profile/marked.wasm`.")?;
    let numbers = numbers.split_whitespace().map(str::parse);
    numbers
        .collect::<Result<_, _>>()
        .map_err(|_| "The page with marks in its functions gives no numbers.".to_owned())
}
