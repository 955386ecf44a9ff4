//! What trunk leaves to do, called by its hook (Trunk.toml) before the new page replaces the old one.
//!
//! WebAssembly is made smaller where wasm-opt is there; trunk itself would insist on it, and fetch it from one host.
//! The page is told how long its WebAssembly then is, for the progress bar.
//! What the page has of text loses its comments. Other pages get a module to import, under a name that stays.

use crate::command::{Outcome, read, read_bytes, run, write};
use crate::{lessons, page, tools, wasm};
use std::path::{Path, PathBuf};

/// The proposals that rustc's output may use; older versions of wasm-opt want them named.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// What other pages import.
const EXPORTS: [&str; 7] = [
    "normalize",
    "normalize_backward",
    "ResidentLayer",
    "train",
    "alloc",
    "free",
    "values",
];

/// Less is more: hosts compress what they send, and code that is much alike packs best.
/// So expressions that occur twice stay as they are, and functions of one kind stand side by side.
///
/// No address lies in the first kilobyte, since there the stack would end.
/// So what is added to an address becomes part of the load or store, which makes the kernels faster by a tenth.
const PASSES: [&str; 7] = [
    "-Oz",
    "--low-memory-unused",
    "--skip-pass=local-cse",
    "--skip-pass=inlining-optimizing",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-target-features",
];

/// Finishes the page in the folder that trunk names.
///
/// # Errors
/// Not called by trunk, or a file cannot be read or written.
pub fn finish() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`finish` is called by trunk: run `trunk build`.")?;
    let wasm = files(&staging, "wasm")?;
    let wasm = wasm.first().ok_or("trunk wrote no WebAssembly.")?;
    write(wasm, wasm::without_links(&read_bytes(wasm)?))?;
    if std::env::var("TRUNK_PROFILE").as_deref() == Ok("release") {
        optimise(wasm)?;
    }
    let bytes = read_bytes(wasm)?.len();
    let html = replace(
        &read(&staging.join("index.html"))?,
        "data-wasm-bytes=\"\"",
        &format!("data-wasm-bytes=\"{bytes}\""),
    )?;
    let html = replace(&html, "data-lessons=\"\"", &with_lessons(&staging)?)?;
    write(&staging.join("index.html"), without_comments(&html)?)?;
    write(&staging.join(page::READER), lessons::reader()?)?;
    for style in files(&staging, "css")? {
        write(&style, without_comments(&read(&style)?)?)?;
    }
    let name = wasm.file_name().unwrap_or_default().to_string_lossy();
    let path = staging.join(name.replace("_bg.wasm", ".js"));
    let glue = without_comments(&read(&path)?)?;
    write(&path, &glue)?;
    let module = module(&glue, &name)?;
    write(&staging.join(page::MODULE), module)
}

/// Writes the lessons of each language, and gives the attributes that name them.
fn with_lessons(staging: &Path) -> Outcome<String> {
    let mut named = Vec::new();
    for language in lessons::languages()? {
        let part = format!("{}{language}", page::LESSONS);
        write(
            &staging.join(format!("{part}.bin")),
            lessons::written(&language)?,
        )?;
        named.push(format!("data-{part}=\"./{part}.bin\""));
    }
    Ok(named.join(" "))
}

/// A text of the page without its comments and indentation, which are a fifth of what it weighs.
///
/// # Errors
/// A comment does not end with its line, as those of wasm-bindgen do.
fn without_comments(text: &str) -> Outcome<String> {
    let mut is_comment = false;
    let mut lean = Vec::new();
    for line in text.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if is_comment {
            match line.find("*/") {
                Some(end) if end + 2 < line.len() => {
                    return Err(format!("There is code after a comment: {line}"));
                }
                end => is_comment = end.is_none(),
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            lean.push(line);
        }
    }
    Ok(lean.join("\n"))
}

/// The glue, a classic script that declares `wasm_bindgen`, as a module that knows where its WebAssembly is.
fn module(glue: &str, wasm: &str) -> Outcome<String> {
    for name in EXPORTS {
        if !glue.contains(&format!("exports.{name} = ")) {
            return Err(format!("The program exports no {name}: see src/web/api."));
        }
    }
    Ok(format!(
        "// The functions for other pages: see README.md.\n{glue}\n\
         export const {{ {} }} = wasm_bindgen;\n\
         export default () => wasm_bindgen({{ module_or_path: new URL('./{wasm}', import.meta.url) }});\n",
        EXPORTS.join(", ")
    ))
}

/// Makes WebAssembly smaller, if wasm-opt is there.
///
/// # Errors
/// The file cannot be read or written, or wasm-opt fails.
pub fn optimise(wasm: &Path) -> Outcome {
    let Some(mut wasm_opt) = tools::wasm_opt() else {
        println!("wasm-opt is missing: the page works, but is heavier than it could be.");
        return Ok(());
    };
    let before = read_bytes(wasm)?.len();
    run(wasm_opt
        .args(FEATURES)
        .args(PASSES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm))?;
    let after = read_bytes(wasm)?.len();
    println!("WebAssembly: {before} bytes, after wasm-opt {after}");
    Ok(())
}

/// The text of a part of the page, with `new` for `old`, which must stand in it once.
pub fn replace(text: &str, old: &str, new: &str) -> Outcome<String> {
    match text.matches(old).count() {
        1 => Ok(text.replace(old, new)),
        times => Err(format!(
            "The page should hold {old} once, not {times} times: see Trunk.toml and xtask/src/finish.rs."
        )),
    }
}

/// The files in a folder whose names end so.
pub fn files(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    Ok(paths
        .filter(|path| path.extension().is_some_and(|of| of == ending))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_code_stays() {
        let glue = "/* a */\n  let a = 1; // one\n\n/**\n * b\n */\n// c\n  call('https://example.org');\n/*\n d */\nend();\n";
        let lean = "let a = 1; // one\ncall('https://example.org');\nend();";
        assert_eq!(without_comments(glue).as_deref(), Ok(lean));
        assert!(without_comments("/* a */ let a = 1;").is_err());
    }
}
