//! The browser: components, canvases, worker.

/// Shows the page.
pub fn start() {
    console_error_panic_hook::set_once();
}
