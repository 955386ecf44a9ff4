//! What the page weighs.

use crate::command::{Outcome, output, read_bytes};
use crate::{page, tools};
use std::path::Path;

/// Prints the weight of each of the page's files, as written and as a host compresses it.
///
/// # Errors
/// The page is not there.
pub fn weight() -> Outcome {
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
    println!("{raw:>10} {shown:>10}  together");
    Ok(())
}

/// The file's length as hosts send it, by Node's zlib.
fn gzip(path: &Path) -> Option<usize> {
    let program = "const fs = require('fs'), zlib = require('zlib');\
        console.log(zlib.gzipSync(fs.readFileSync(process.argv[1]), { level: 9 }).length)";
    output(tools::tool("node").args(["-e", program]).arg(path))?
        .parse()
        .ok()
}
