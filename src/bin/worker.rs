//! The page's worker: computes beside the page, so that the page never freezes.

#[cfg(target_arch = "wasm32")]
fn main() {
    use normscope::web::{job, worker};
    worker::entry(job::run);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("The worker is started by the page: cargo xtask serve");
}
