//! The page's WebAssembly as it travels: packed with LZMA, and unpacked by the crate `unpack`, which the page carries.
//!
//! Hosts that compress WebAssembly at all mostly have gzip, which leaves a quarter more; the best that brotli
//! does leaves a little more, too. What it costs: the browser cannot compile while it loads, nor keep what it has compiled.
//! The whole program, which other pages import, stays as browsers know it.

use crate::base64::encode;
use crate::command::{Outcome, cargo, read, read_bytes, remove, root, run, write};
use crate::finish::{self, replace};
use crate::{page, tools, wasm};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::io::Write;
use std::path::PathBuf;

/// The ends of the names of what is packed, and of what it then is.
const PLAIN: &str = ".wasm";
const PACKED: &str = ".bin";

/// Before what the page carries stands the element that names the rest.
const PLACE: &str = "<script id=\"parts\"";

/// The attributes of the page that name its parts, and the one that says how long the first is.
const PARTS: [&str; 2] = ["data-wasm", "data-rest"];
const LENGTH: &str = "data-wasm-bytes";

/// What the page loads when it is asked for, and unpacks: the lessons of each language, and what reads those of others.
fn asked_for() -> Outcome<Vec<PathBuf>> {
    let mut paths = finish::files(&page::dist(), "bin")?;
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(page::LESSONS) || name == page::READER
    });
    Ok(paths)
}

/// Packs the parts that the page in dist names.
///
/// # Errors
/// A file cannot be read or written.
pub fn pack() -> Outcome {
    // What was packed before is another program's.
    remove(&folder())?;
    let index = page::dist().join("index.html");
    let mut html = read(&index)?;
    for part in PARTS {
        let Some(name) = value(&html, part) else {
            continue;
        };
        let plain = name.trim_start_matches("./").to_owned();
        let (stem, end) = (plain.trim_end_matches(PLAIN), format!("{part}=\"{name}\""));
        let path = page::dist().join(&plain);
        let module = read_bytes(&path)?;
        let packed = packed(&module)?;
        println!("{plain}: {} bytes, packed {}", module.len(), packed.len());
        if part == PARTS[0] {
            let [old, new] = [module.len(), packed.len()].map(|len| format!("{LENGTH}=\"{len}\""));
            html = replace(&html, &old, &new)?;
        }
        html = replace(&html, &end, &format!("{part}=\"./{stem}{PACKED}\""))?;
        write(&page::dist().join(format!("{stem}{PACKED}")), packed)?;
        write(&unpacked(&format!("{stem}{PACKED}")), module)?;
        if !plain.ends_with(page::WHOLE) {
            std::fs::remove_file(&path)
                .map_err(|error| format!("{} cannot be removed: {error}.", path.display()))?;
        }
    }
    for path in asked_for()? {
        let plain = read_bytes(&path)?;
        let packed = packed(&plain)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!("{name}: {} bytes, packed {}", plain.len(), packed.len());
        write(&path, packed)?;
    }
    let carried = format!(
        "<script id=\"part-unpack\" type=\"text/plain\">{}</script>",
        encode(&unpacker()?)
    );
    write(
        &index,
        replace(&html, PLACE, &format!("{carried}\n{PLACE}"))?,
    )
}

/// The program that unpacks.
fn unpacker() -> Outcome<Vec<u8>> {
    run(cargo().args([
        "build",
        "--release",
        "--locked",
        "--package",
        "normscope-unpack",
        "--target",
        tools::TARGET,
    ]))?;
    let built = root()
        .join("target")
        .join(tools::TARGET)
        .join("release/normscope_unpack.wasm");
    let lean = folder().join("unpack.wasm");
    write(&lean, wasm::without_links(&read_bytes(&built)?))?;
    finish::optimise(&lean)?;
    read_bytes(&lean)
}

/// Where the module is that was packed under this name, for whoever looks into it.
pub fn unpacked(name: &str) -> PathBuf {
    let stem = name.trim_end_matches(PACKED);
    folder().join(format!("{stem}{PLAIN}"))
}

fn folder() -> PathBuf {
    root().join("target/packed")
}

/// The module as a file of the kind `.lzma`, whose length is known.
fn packed(module: &[u8]) -> Outcome<Vec<u8>> {
    let options = LzmaOptions {
        dict_size: module.len().next_power_of_two() as u32,
        // Instructions have no fixed places, and depend on the byte before them: on its four high bits here.
        lc: 4,
        lp: 0,
        pb: 0,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        ..LzmaOptions::with_preset(9)
    };
    let pack = || {
        let len = Some(module.len() as u64);
        let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, len)?;
        writer.write_all(module)?;
        writer.finish()
    };
    pack().map_err(|error: std::io::Error| format!("The WebAssembly cannot be packed: {error}."))
}

/// What an attribute of the page says.
fn value(html: &str, attribute: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!(" {attribute}=\""))?;
    rest.split('"').next().map(str::to_owned)
}
