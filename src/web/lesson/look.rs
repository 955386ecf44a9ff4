//! The look of lessons and their experiments, which the first view does not need.

use leptos::prelude::document;
use std::cell::Cell;

const LOOK: &str = include_str!("../../../assets/lessons.css");

thread_local! {
    static IS_THERE: Cell<bool> = const { Cell::new(false) };
}

/// Gives the page the look of lessons, once.
pub fn look() {
    if IS_THERE.replace(true) {
        return;
    }
    let style = document().create_element("style").expect("a plain name");
    style.set_text_content(Some(LOOK));
    let head = document().head().expect("a page has a head");
    head.append_child(&style).expect("a head takes a style");
}
