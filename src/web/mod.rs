//! The browser: components, canvases, worker.

pub mod cube;
pub mod worker;

/// Shows the page.
pub fn start() {
    console_error_panic_hook::set_once();
    let document = || web_sys::window()?.document();
    let root = move || document()?.document_element();
    // The app takes the place of the loading page.
    if let Some(loading) = document().and_then(|document| document.get_element_by_id("loading")) {
        loading.remove();
    }
    let report = move |report| {
        let word = match report {
            worker::Report::Done { answer, .. } => format!("{:?}", answer.numbers),
            other => format!("{other:?}"),
        };
        if let Some(root) = root() {
            root.set_attribute("data-ready", &word).ok();
        }
    };
    let worker = worker::Worker::start(report);
    worker.post("a job that a newer one replaces");
    worker.post("normscope");
    std::mem::forget(worker);
}
