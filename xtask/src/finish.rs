//! What trunk leaves to do, called by its hook (Trunk.toml) before the new page replaces the old one.
//!
//! WebAssembly is made smaller where wasm-opt is there; trunk itself would insist on it, and fetch it from one host.
//! The worker's files get names that change with their content, so that no cache gives a new page an old worker.

use crate::command::{Outcome, read, read_bytes, run, write};
use crate::tools;
use std::hash::{DefaultHasher, Hash, Hasher};
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

/// Finishes the page in the folder that trunk names.
///
/// # Errors
/// Not called by trunk, or a file cannot be read or written.
pub fn finish() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`finish` is called by trunk: run `trunk build`.")?;
    if std::env::var("TRUNK_PROFILE").as_deref() == Ok("release") {
        optimise(&staging)?;
    }
    let mut html = read(&staging.join("index.html"))?;
    for name in ["worker.js", "worker_bg.wasm"] {
        let hashed = rename(&staging, name)?;
        html = replace(&html, &format!("/{name}\""), &format!("/{hashed}\""))?;
    }
    let wasm = wasm_files(&staging)?
        .into_iter()
        .find(|path| name_of(path).starts_with("normscope"))
        .ok_or("trunk wrote no normscope_bg.wasm.")?;
    let bytes = read_bytes(&wasm)?.len();
    html = replace(
        &html,
        "data-wasm-bytes=\"\"",
        &format!("data-wasm-bytes=\"{bytes}\""),
    )?;
    write(&staging.join("index.html"), html)
}

fn optimise(staging: &Path) -> Outcome {
    for wasm in wasm_files(staging)? {
        let Some(mut wasm_opt) = tools::wasm_opt() else {
            println!("wasm-opt is missing: the page works, but is heavier than it could be.");
            return Ok(());
        };
        let before = read_bytes(&wasm)?.len();
        run(wasm_opt
            .args(FEATURES)
            .arg("-Oz")
            .arg(&wasm)
            .arg("-o")
            .arg(&wasm))?;
        let after = read_bytes(&wasm)?.len();
        println!("{}: {before} bytes, after wasm-opt {after}", name_of(&wasm));
    }
    Ok(())
}

/// Puts a hash of the file's content into its name, and gives the new name.
fn rename(folder: &Path, name: &str) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    let old = folder.join(name);
    read_bytes(&old)?.hash(&mut hasher);
    let (stem, end) = name
        .split_once(['.', '_'])
        .expect("the worker's files have an end");
    let between = &name[stem.len()..name.len() - end.len()];
    let new = format!("{stem}-{:016x}{between}{end}", hasher.finish());
    std::fs::rename(&old, folder.join(&new))
        .map_err(|error| format!("{name} cannot be renamed: {error}."))?;
    Ok(new)
}

fn replace(html: &str, old: &str, new: &str) -> Outcome<String> {
    if html.matches(old).count() == 1 {
        Ok(html.replace(old, new))
    } else {
        Err(format!(
            "index.html should hold {old} once: see Trunk.toml."
        ))
    }
}

fn wasm_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    Ok(paths
        .filter(|path| name_of(path).ends_with(".wasm"))
        .collect())
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
