//! The lessons: read when the page is built, so that the page need not read Markdown and LaTeX;
//! and the program that reads those of others, which is loaded when one is opened.

use crate::command::{Outcome, cargo, read, read_bytes, root, run, write};
use crate::finish::{files, optimise};
use crate::{tools, wasm};
use normscope_lessons::{encode, read_lessons};
use std::path::PathBuf;

/// What is built as the program that reads lessons, and linted as such.
pub const READER: [&str; 7] = [
    "--release",
    "--locked",
    "--package=normscope-lessons",
    "--features=read",
    "--bin=lessons",
    "--target",
    tools::TARGET,
];

/// The lessons in the order of their files.
fn sources() -> Outcome<Vec<PathBuf>> {
    let mut files = files(&root().join("assets/lessons/en"), "md")?;
    files.sort();
    Ok(files)
}

/// All lessons, as the page takes them.
///
/// # Errors
/// One cannot be read, or something is wrong in it.
pub fn written() -> Outcome<Vec<u8>> {
    let mut texts = String::new();
    for file in sources()? {
        let text = read(&file)?;
        if let Some(fault) = read_lessons(&text).faults.first() {
            return Err(format!("{}: {fault}.", file.display()));
        }
        texts += &text;
        texts += "\n";
    }
    Ok(encode(&read_lessons(&texts)))
}

/// The program that reads lessons.
///
/// # Errors
/// It does not compile.
pub fn reader() -> Outcome<Vec<u8>> {
    run(cargo().arg("build").args(READER))?;
    let built = root().join("target").join(tools::TARGET);
    let lean = root().join("target/reader/reader.wasm");
    let code = wasm::without_links(&read_bytes(&built.join("release/lessons.wasm"))?);
    write(&lean, code)?;
    optimise(&lean)?;
    read_bytes(&lean)
}
