//! The cube by keyboard.

use super::super::page::{Page, words};
use super::SceneSignal;
use super::pointer::{pin, zoom};
use crate::scene::{Way, next_index, next_index_anywhere};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Degrees that one press of an arrow key turns the cube.
const TURN_PX: f64 = 12.0;

/// Arrow keys move the pinned cell, with Shift they turn the cube; plus and minus zoom.
pub fn pressed(page: Page, scene: SceneSignal, ev: &web_sys::KeyboardEvent) {
    // While the page is presented, some keys have another meaning: see state/stage/keys.rs.
    if ev.default_prevented() || ev.ctrl_key() || ev.alt_key() || ev.meta_key() {
        return;
    }
    let key = ev.key();
    let arrow = arrow(&key);
    let is_done = match (arrow, key.as_str()) {
        (Some(way), _) if ev.shift_key() => {
            page.camera
                .update(|c| *c = c.orbited(way.map(|w| -w * TURN_PX)));
            true
        }
        (None, "+" | "=") => {
            zoom(page, scene, 1.25);
            true
        }
        (None, "-") => {
            zoom(page, scene, 0.8);
            true
        }
        // The question keeps its pinned element.
        _ if page.lessons.marking.with_untracked(Option::is_some) => mark(page, &key),
        _ => select(page, &key),
    };
    if is_done {
        ev.prevent_default();
    }
}

/// Whether a key belongs to the cells that are marked in a cube, whatever else it means while the page is presented.
pub fn marks(page: Page, ev: &web_sys::KeyboardEvent) -> bool {
    let target = ev
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_cube = target.is_some_and(|target| target.class_list().contains("surface"));
    let key = ev.key();
    is_cube
        && page.lessons.marking.with_untracked(Option::is_some)
        && (arrow(&key).is_some() || matches!(key.as_str(), " " | "Enter"))
}

/// Right and down as an arrow key says it.
fn arrow(key: &str) -> Option<[f64; 2]> {
    match key {
        "ArrowLeft" => Some([-1.0, 0.0]),
        "ArrowRight" => Some([1.0, 0.0]),
        "ArrowUp" => Some([0.0, -1.0]),
        "ArrowDown" => Some([0.0, 1.0]),
        _ => None,
    }
}

/// The way that a key goes, and whether forward.
fn way(key: &str) -> Option<(Way, bool)> {
    match key {
        "ArrowLeft" => Some((Way::Across, false)),
        "ArrowRight" => Some((Way::Across, true)),
        "ArrowUp" => Some((Way::Down, false)),
        "ArrowDown" => Some((Way::Down, true)),
        "PageUp" => Some((Way::Depth, true)),
        "PageDown" => Some((Way::Depth, false)),
        _ => None,
    }
}

/// Moves the pinned cell by one, or unpins it; the first press pins the first cell. Tells whether the key means anything.
fn select(page: Page, key: &str) -> bool {
    let (way, is_forward) = match (key, way(key)) {
        (_, Some(way)) => way,
        ("Enter", _) => (Way::Across, true),
        ("Escape", _) if page.pinned_untracked().is_some() => {
            page.change(|s| s.pin(None));
            return true;
        }
        _ => return false,
    };
    let shape = shape(page);
    let index = match page.pinned_untracked() {
        Some(index) => next_index(&shape, &index, way, is_forward),
        None => vec![0; shape.len()],
    };
    pin(page, index);
    true
}

/// Moves the cursor by one, or marks what the brush reaches from it; the first press shows it.
/// Tells whether the key means anything.
fn mark(page: Page, key: &str) -> bool {
    let way = way(key);
    if way.is_none() && !matches!(key, " " | "Enter") {
        return false;
    }
    let shape = shape(page);
    let mut told = None;
    page.lessons.marking.update(|marking| {
        let Some(marking) = marking else { return };
        match (marking.cursor.clone(), way) {
            (None, _) => marking.show_cursor(shape.len()),
            (Some(at), Some((way, is_forward))) => {
                marking.cursor = Some(next_index_anywhere(&shape, &at, way, is_forward));
            }
            (Some(at), None) => marking.toggle(&shape, &at),
        }
        told = marking.at_cursor(&shape);
    });
    if let Some((index, is_marked)) = told {
        page.announcement.set(words().cursor(&index, is_marked));
    }
    true
}

fn shape(page: Page) -> Vec<usize> {
    page.settings.with_untracked(|s| s.shape().to_vec())
}
