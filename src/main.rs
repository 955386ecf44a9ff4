//! The page; natively it prints the command to run.

#[cfg(target_arch = "wasm32")]
fn main() {
    normscope::web::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Normscope runs in the browser: cargo xtask serve");
}
