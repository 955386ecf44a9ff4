//! Files that are dropped on the page.

use crate::web::page::Page;
use leptos::ev::{dragleave, dragover, drop};
use leptos::prelude::*;
use web_sys::{DataTransfer, DragEvent, File, FileList};

/// Opens files that are dropped anywhere on the page.
pub fn listen(page: Page) {
    let over = page.files.are_over;
    window_event_listener(dragover, move |event: DragEvent| {
        if has_files(&event) {
            // Otherwise the browser leaves the page for the file.
            event.prevent_default();
            if !over.get_untracked() {
                over.set(true);
            }
        }
    });
    window_event_listener(dragleave, move |event: DragEvent| {
        // Within the page it leaves one element for another.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    window_event_listener(drop, move |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|transfer| transfer.files());
            page.files
                .open(page, files.as_ref().map(list).unwrap_or_default());
        }
    });
}

fn has_files(event: &DragEvent) -> bool {
    let holds = |transfer: DataTransfer| transfer.types().includes(&"Files".into(), 0);
    event.data_transfer().is_some_and(holds)
}

/// The files of a list.
pub fn list(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|k| files.get(k)).collect()
}
