//! What the page weighs until its first view: the files it loads for that, as a host compresses them.

use crate::command::{Outcome, output, read, read_bytes, root};
use crate::{page, tools, wasm};
use std::path::{Path, PathBuf};

/// Most that the first view may weigh, in bytes after `gzip -9`.
const LIMIT: usize = 260_000;

/// What index.html names, but the page loads only when it is asked for.
const LATER: [&str; 1] = ["digits.bin"];

/// Kinds of code and single functions that are named.
const NAMED: usize = 10;

/// Prints the weight of each file of the first view, and what makes the WebAssembly heavy.
///
/// # Errors
/// There is no page in `dist`.
pub fn print() -> Outcome {
    println!("{}", table()?);
    Ok(())
}

/// Checks that the first view is light enough.
///
/// # Errors
/// It is not: the sentence names what weighs most. Or there is no page, or no Node to compress it.
pub fn check() -> Outcome {
    let packed = files()?
        .iter()
        .map(|file| gzip(file))
        .sum::<Option<usize>>();
    match packed.ok_or("Node is missing: the page cannot be weighed.")? {
        0..=LIMIT => Ok(()),
        packed => Err(format!(
            "{}\nThe first view weighs {packed} bytes after gzip -9, {} more than it may.",
            table()?,
            packed - LIMIT
        )),
    }
}

/// The page and what it names, heaviest first.
fn files() -> Outcome<Vec<PathBuf>> {
    let index = page::dist().join("index.html");
    let html = read(&index)?;
    let named = html.split("=\"./").skip(1);
    let named = named.filter_map(|rest| rest.split('"').next());
    let mut files: Vec<PathBuf> = named
        .filter(|name| !LATER.contains(name))
        .map(|name| page::dist().join(name))
        .chain([index.clone()])
        .collect();
    files.sort_by_key(|file| std::cmp::Reverse(gzip(file)));
    Ok(files)
}

fn table() -> Outcome<String> {
    let mut lines = vec![
        format!("Weight of the first view at {}, in bytes", page::commit()),
        format!("{:>10} {:>10}  file", "raw", "gzip -9"),
    ];
    let (mut raw, mut packed) = (0, Some(0));
    for file in files()? {
        let (bytes, gzip) = (read_bytes(&file)?, gzip(&file));
        raw += bytes.len();
        packed = packed.zip(gzip).map(|(sum, bytes)| sum + bytes);
        lines.push(line(bytes.len(), gzip, &name_of(&file)));
        if file.extension().is_some_and(|end| end == "wasm") {
            let sections = wasm::sections(&bytes);
            lines.extend(
                sections
                    .iter()
                    .map(|(name, len)| line(*len, None, &format!("  {name}"))),
            );
        }
    }
    lines.push(line(
        raw,
        packed,
        &format!("together; after gzip at most {LIMIT}"),
    ));
    lines.extend(heaviest());
    Ok(lines.join("\n"))
}

fn line(raw: usize, gzip: Option<usize>, what: &str) -> String {
    let gzip = gzip.map_or(String::new(), |bytes| bytes.to_string());
    format!("{raw:>10} {gzip:>10}  {what}")
}

/// The functions that weigh most, by crate and one by one, before wasm-opt, which takes their names away.
fn heaviest() -> Vec<String> {
    let named = root().join("target/wasm-bindgen/release/normscope_bg.wasm");
    let Ok(bytes) = read_bytes(&named) else {
        return Vec::new();
    };
    let functions = wasm::functions(&bytes);
    let mut lines = vec!["Its functions before wasm-opt, by crate and one by one".to_owned()];
    for group in [wasm::crate_of, wasm::plain] {
        let sums = wasm::sums(&functions, group);
        lines.extend(
            sums.iter()
                .take(NAMED)
                .map(|(name, len)| line(*len, None, name)),
        );
    }
    lines
}

/// The file's length as hosts send it, by Node's zlib; `None` without Node.
fn gzip(path: &Path) -> Option<usize> {
    let program = "const fs = require('fs'), zlib = require('zlib');\
        console.log(zlib.gzipSync(fs.readFileSync(process.argv[1]), { level: 9 }).length)";
    output(tools::tool("node").args(["-e", program]).arg(path))?
        .parse()
        .ok()
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
