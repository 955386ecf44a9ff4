//! `cargo xtask bench`: what the page weighs, and how long the layers take.

use crate::command::{Outcome, cargo, output, read_bytes, run};
use crate::{page, tools};
use std::path::Path;

/// Prints the weight of each of the page's files, as written and as a host compresses it, and the time of each layer.
///
/// # Errors
/// The page or the benchmark cannot be built.
pub fn bench() -> Outcome {
    page::build()?;
    println!("\nWeight of the page at {}, in bytes", page::commit());
    println!("{:>10} {:>10}  file", "raw", "gzip -9");
    let (mut raw, mut packed) = (0, Some(0));
    for path in page::files()? {
        let bytes = read_bytes(&path)?.len();
        let gzip = gzip(&path);
        let shown = gzip.map_or("no Node".to_owned(), |bytes| bytes.to_string());
        println!(
            "{bytes:>10} {shown:>10}  {}",
            path.file_name().unwrap_or_default().display()
        );
        raw += bytes;
        packed = packed.zip(gzip).map(|(sum, bytes)| sum + bytes);
    }
    let shown = packed.map_or("no Node".to_owned(), |bytes| bytes.to_string());
    println!("{raw:>10} {shown:>10}  together\n");
    run(cargo().args(["bench", "--quiet", "--locked", "--bench", "layers"]))
}

/// The file's length as hosts send it, by Node's zlib.
fn gzip(path: &Path) -> Option<usize> {
    let program = "const fs = require('fs'), zlib = require('zlib');\
        console.log(zlib.gzipSync(fs.readFileSync(process.argv[1]), { level: 9 }).length)";
    output(tools::tool("node").args(["-e", program]).arg(path))?
        .parse()
        .ok()
}
