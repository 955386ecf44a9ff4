//! The program of the browser's tests, which has a memory of its own: a case in JSON goes in, and what came of it comes out.
#![cfg_attr(target_arch = "wasm32", no_main)]

#[cfg(target_arch = "wasm32")]
mod page;

/// Natively it runs the case that it reads.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::io::Result<()> {
    let text = std::io::read_to_string(std::io::stdin())?;
    println!("{}", normscope_cases::run_json(&text));
    Ok(())
}
