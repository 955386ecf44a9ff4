//! What the page weighs until its first view: the files it loads for that, as a host compresses them.

use crate::command::{Outcome, output, read, read_bytes, root};
use crate::{pack, page, split, tools, wasm};
use std::path::{Path, PathBuf};

/// What the first view may weigh, in bytes after `gzip -9`.
const LIMIT: usize = 260_000;

/// Pieces of the names of what index.html names, but the page loads after the first view, or when it is asked for.
const LATER: [&str; 5] = ["digits-", page::LESSONS, "rest-", "reader-", split::REST];

/// Kinds of code and single functions that are named.
const NAMED: usize = 10;

/// A file of the first view.
struct File {
    path: PathBuf,
    raw: usize,
    /// As hosts send it; `None` where there is no Node to tell
    packed: Option<usize>,
}

/// Prints the weight of each file of the first view, and what makes the WebAssembly heavy.
///
/// # Errors
/// There is no page in `dist`.
pub fn print() -> Outcome {
    println!("{}", table(&files()?)?);
    Ok(())
}

/// Checks that the first view is light enough.
///
/// # Errors
/// It is not: the sentence names what weighs most. Or there is no page, or no Node to compress it.
pub fn check() -> Outcome {
    let files = files()?;
    match packed(&files).ok_or("Node is missing: the page cannot be weighed.")? {
        0..=LIMIT => Ok(()),
        packed => Err(format!(
            "{}\nThe first view weighs {packed} bytes after gzip -9, {} more than it may.",
            table(&files)?,
            packed - LIMIT
        )),
    }
}

fn packed(files: &[File]) -> Option<usize> {
    files.iter().map(|file| file.packed).sum()
}

/// The page and what it names, heaviest first.
fn files() -> Outcome<Vec<File>> {
    let html = read(&page::dist().join("index.html"))?;
    let named = html.split("=\"./").skip(1);
    let named = named.filter_map(|rest| rest.split('"').next());
    let is_later = |name: &&str| LATER.iter().any(|end| name.contains(end));
    let names = named.filter(|name| !is_later(name));
    let file = |name| {
        let path = page::dist().join(name);
        Ok(File {
            raw: read_bytes(&path)?.len(),
            packed: gzip(&path),
            path,
        })
    };
    let mut files: Vec<File> = names
        .chain(["index.html"])
        .map(file)
        .collect::<Outcome<_>>()?;
    files.sort_by_key(|file| std::cmp::Reverse(file.packed));
    Ok(files)
}

fn table(files: &[File]) -> Outcome<String> {
    let mut lines = vec![
        format!("Weight of the first view at {}, in bytes", page::commit()),
        format!("{:>10} {:>10}  file", "raw", "gzip -9"),
    ];
    for file in files {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        lines.push(line(file.raw, file.packed, &name));
        if let Ok(module) = read_bytes(&pack::unpacked(&name)) {
            let sections = wasm::sections(&module);
            let line = |(name, len): &(&str, usize)| line(*len, None, &format!("  {name}"));
            lines.extend(sections.iter().map(line));
        }
    }
    let raw = files.iter().map(|file| file.raw).sum();
    let together = format!("together; it may be {LIMIT}");
    lines.push(line(raw, packed(files), &together));
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
