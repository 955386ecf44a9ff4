//! The lessons: read when the page is built, so that the page need not read Markdown and LaTeX;
//! and the program that reads those of others, which is loaded when one is opened.

use crate::command::{Outcome, read, root};
use crate::finish::files;
use crate::program::program;
use crate::tools;
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

/// The languages that the page speaks: each has its words in a file of its name.
///
/// # Errors
/// The folder cannot be read.
pub fn languages() -> Outcome<Vec<String>> {
    let files = files(&root().join("src/state/words"), "rs")?;
    let names = files.iter().filter_map(|file| file.file_stem()?.to_str());
    let mut codes: Vec<_> = names
        .filter(|name| name.len() == 2)
        .map(str::to_owned)
        .collect();
    codes.sort();
    Ok(codes)
}

/// The lessons in the order of their files; one that is not there in a language is in English.
fn sources(language: &str) -> Outcome<Vec<PathBuf>> {
    let lessons = root().join("assets/lessons");
    let mut english = files(&lessons.join("en"), "md")?;
    english.sort();
    let own = |file: &PathBuf| {
        let own = lessons.join(language).join(file.file_name()?);
        own.exists().then_some(own)
    };
    let sources = english.into_iter().map(|file| own(&file).unwrap_or(file));
    Ok(sources.collect())
}

/// All lessons in a language, as the page takes them.
///
/// # Errors
/// One cannot be read, or something is wrong in it.
pub fn written(language: &str) -> Outcome<Vec<u8>> {
    let mut texts = String::new();
    for file in sources(language)? {
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
    program(&READER, "lessons", "reader/reader.wasm")
}
