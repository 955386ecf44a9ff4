//! `<html data-ready>`: present exactly while every view shows the answer to the present settings.

use leptos::prelude::{document, request_animation_frame};
use std::cell::Cell;

thread_local! {
    /// Changes so far; an older one's frames do not end the wait for a newer.
    static CHANGE: Cell<u32> = const { Cell::new(0) };
    /// Things that go on: the clock, the worker.
    static BUSY: Cell<u32> = const { Cell::new(0) };
}

/// Something changed: not ready until the views have been drawn anew.
pub fn wait() {
    CHANGE.set(CHANGE.get().wrapping_add(1));
    let root = document().document_element().expect("a page has a root");
    root.remove_attribute("data-ready").expect("a plain name");
    let change = CHANGE.get();
    // Effects run before the next frame, and what they draw is seen after it.
    request_animation_frame(move || request_animation_frame(move || show(change)));
}

/// Something begins that takes longer than a frame.
pub fn begin() {
    BUSY.set(BUSY.get() + 1);
    wait();
}

/// Something that began has ended.
pub fn end() {
    BUSY.set(BUSY.get().saturating_sub(1));
    wait();
}

fn show(change: u32) {
    if change == CHANGE.get() && BUSY.get() == 0 {
        let root = document().document_element().expect("a page has a root");
        root.set_attribute("data-ready", "").expect("a plain name");
    }
}
