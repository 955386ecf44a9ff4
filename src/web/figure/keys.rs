//! The cube by keyboard.

use super::super::page::Page;
use super::pointer::{pin, zoom};
use leptos::prelude::*;

/// Degrees that one press of an arrow key turns the cube.
const TURN_PX: f64 = 12.0;

/// Arrow keys move the pinned cell, with Shift they turn the cube; plus and minus zoom.
pub fn pressed(page: Page, ev: &web_sys::KeyboardEvent) {
    // While the page is presented, some keys have another meaning: see state/stage/keys.rs.
    if ev.default_prevented() || ev.ctrl_key() || ev.alt_key() || ev.meta_key() {
        return;
    }
    let key = ev.key();
    // While cells are marked, the question keeps its pinned one; only the cube turns.
    let is_marking = page.lessons.marking.with_untracked(Option::is_some);
    if is_marking && !ev.shift_key() && !matches!(key.as_str(), "+" | "=" | "-") {
        return;
    }
    let arrow = match key.as_str() {
        "ArrowLeft" => Some([-1.0, 0.0]),
        "ArrowRight" => Some([1.0, 0.0]),
        "ArrowUp" => Some([0.0, -1.0]),
        "ArrowDown" => Some([0.0, 1.0]),
        _ => None,
    };
    match (arrow, key.as_str()) {
        (Some(way), _) if ev.shift_key() => {
            page.camera
                .update(|c| *c = c.orbited(way.map(|w| -w * TURN_PX)));
        }
        (Some([across, 0.0]), _) => step(page, Way::Across, across > 0.0),
        (Some([_, down]), _) => step(page, Way::Down, down > 0.0),
        (None, "PageUp") => step(page, Way::Depth, true),
        (None, "PageDown") => step(page, Way::Depth, false),
        (None, "+" | "=") => zoom(page, 1.25),
        (None, "-") => zoom(page, 0.8),
        (None, "Enter") => step(page, Way::Across, true),
        (None, "Escape") if page.pinned_untracked().is_some() => page.change(|s| s.pin(None)),
        _ => return,
    }
    ev.prevent_default();
}

/// The directions of the solid cube.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Across,
    Down,
    Depth,
}

/// Moves the pinned cell by one; the first press pins the first cell.
fn step(page: Page, way: Way, is_forward: bool) {
    let shape = page.settings.with_untracked(|s| s.shape().to_vec());
    let Some(mut index) = page.pinned_untracked() else {
        return pin(page, vec![0; shape.len()]);
    };
    let axes = match way {
        Way::Across => 1..2,
        Way::Depth => 0..1,
        Way::Down if shape.len() > 2 => 2..shape.len(),
        Way::Down => 0..1,
    };
    let lengths = &shape[axes.clone()];
    let flat = index[axes.clone()]
        .iter()
        .zip(lengths)
        .fold(0, |flat, (i, n)| flat * n + i);
    let last = lengths.iter().product::<usize>() - 1;
    let mut flat = if is_forward {
        (flat + 1).min(last)
    } else {
        flat.saturating_sub(1)
    };
    for axis in axes.rev() {
        index[axis] = flat % shape[axis];
        flat /= shape[axis];
    }
    pin(page, index);
}
