//! `cargo xtask serve`: the page at a local address.

use crate::command::{Outcome, duration, run};
use crate::{page, server, tools};
use std::net::TcpListener;
use std::time::Instant;

/// The port of the documented address.
pub const PORT: u16 = 8080;

/// Builds the page and serves it until interrupted.
///
/// # Errors
/// The port is taken, or the page cannot be built.
pub fn serve(port: u16) -> Outcome {
    let start = Instant::now();
    // Taken first: a taken port is said now, not after a build of some minutes.
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        format!(
            "Port {port} of 127.0.0.1 cannot be used ({error}): \
             stop the program that uses it, or take another with `cargo xtask serve --port {}`.",
            port.wrapping_add(1)
        )
    })?;
    page::build()?;
    println!(
        "\nNormscope is at http://127.0.0.1:{port} (ready after {}; Ctrl+C stops it)",
        duration(start)
    );
    server::answer(&listener, &page::dist());
    Ok(())
}

/// Lets trunk serve a quick build, and build and reload after every change.
///
/// # Errors
/// A tool is missing and cannot be had, or trunk ends with a failure.
pub fn watch() -> Outcome {
    tools::ensure()?;
    run(page::trunk().args(["serve", "--dist", "target/watch"]))
}
