//! The cube by mouse and touch: a drag turns it, a click pins, two fingers zoom and move.

use super::super::page::{Page, label};
use super::SceneSignal;
use crate::lab::number::{READ, significant};
use crate::lab::region::flat_of;
use crate::scene::{Scene, Viewport};
use crate::state::words::Label;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A press that moves less than this is a click.
const CLICK_PX: f64 = 5.0;

/// A finger or the mouse, as it is held down.
#[derive(Clone, Copy)]
struct Held {
    id: i32,
    at_px: [f64; 2],
    has_moved: bool,
}

thread_local! {
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

/// Something presses.
pub fn down(page: Page, ev: &web_sys::PointerEvent) {
    if let Some(target) = ev
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    {
        // Refused only where the pointer is gone already.
        let _ = target.set_pointer_capture(ev.pointer_id());
    }
    page.hover.set(None);
    let held = Held {
        id: ev.pointer_id(),
        at_px: point(ev),
        has_moved: false,
    };
    HELD.with_borrow_mut(|all| all.push(held));
}

/// Something moves: pressed it turns the cube, otherwise it points.
pub fn moved(page: Page, scene: SceneSignal, ev: &web_sys::PointerEvent) {
    let now = point(ev);
    let Some(scene) = scene.get_untracked() else {
        return;
    };
    let gesture = HELD.with_borrow_mut(|all| gesture(all, ev, now));
    match gesture {
        Gesture::Point => {
            let hit = scene.pick(now).map(|hit| hit.index);
            if hit != page.hover.get_untracked() {
                page.hover.set(hit);
            }
        }
        Gesture::Still => {}
        Gesture::Turn(by_px) => page.camera.update(|c| *c = c.orbited(by_px)),
        Gesture::Move(by_px) => page
            .camera
            .update(|c| *c = c.panned(by_px, viewport(&scene))),
        Gesture::Pinch {
            by_px,
            factor,
            at_px,
        } => page.camera.update(|c| {
            *c = c
                .panned(by_px, viewport(&scene))
                .zoomed(factor, at_px, viewport(&scene));
        }),
    }
}

enum Gesture {
    Point,
    Still,
    Turn([f64; 2]),
    Move([f64; 2]),
    Pinch {
        by_px: [f64; 2],
        factor: f64,
        at_px: [f64; 2],
    },
}

fn gesture(all: &mut [Held], ev: &web_sys::PointerEvent, now: [f64; 2]) -> Gesture {
    let others: Vec<[f64; 2]> = all
        .iter()
        .filter(|h| h.id != ev.pointer_id())
        .map(|h| h.at_px)
        .collect();
    let Some(held) = all.iter_mut().find(|held| held.id == ev.pointer_id()) else {
        return Gesture::Point;
    };
    let by_px = [now[0] - held.at_px[0], now[1] - held.at_px[1]];
    if !held.has_moved && by_px[0].hypot(by_px[1]) < CLICK_PX {
        return Gesture::Still;
    }
    let before = std::mem::replace(&mut held.at_px, now);
    held.has_moved = true;
    let is_moving = ev.shift_key() || ev.buttons() & 0b110 != 0;
    match others.first() {
        Some(other) => {
            let distance = |a: [f64; 2]| (a[0] - other[0]).hypot(a[1] - other[1]).max(1.0);
            Gesture::Pinch {
                by_px: by_px.map(|d| d / 2.0),
                factor: distance(now) / distance(before),
                at_px: [0, 1].map(|k| (now[k] + other[k]) / 2.0),
            }
        }
        None if is_moving => Gesture::Move(by_px),
        None => Gesture::Turn(by_px),
    }
}

/// The press ends; where it did not move, it pins the element there, or unpins it.
pub fn up(page: Page, scene: SceneSignal, ev: &web_sys::PointerEvent) {
    let held = HELD.with_borrow_mut(|all| {
        let place = all.iter().position(|held| held.id == ev.pointer_id())?;
        Some(all.remove(place))
    });
    let is_click = held.is_some_and(|held| !held.has_moved) && HELD.with_borrow(Vec::is_empty);
    let (true, Some(scene)) = (is_click, scene.get_untracked()) else {
        return;
    };
    match scene.pick(point(ev)) {
        hit if page.lessons.marking.with_untracked(Option::is_some) => {
            if let Some(hit) = hit {
                mark(page, &hit.index);
            }
        }
        Some(hit) if page.pinned_untracked().as_ref() != Some(&hit.index) => pin(page, hit.index),
        _ => page.change(|s| s.pin(None)),
    }
}

/// Marks what a question asks for.
fn mark(page: Page, index: &[usize]) {
    let shape = page.settings.with_untracked(|s| s.shape().to_vec());
    page.lessons.marking.update(|marking| {
        if let Some(marking) = marking {
            marking.toggle(&shape, index);
        }
    });
}

/// The press is taken away, as when the page scrolls.
pub fn cancel() {
    HELD.with_borrow_mut(Vec::clear);
}

/// The wheel zooms at the pointer.
pub fn wheel(page: Page, scene: SceneSignal, ev: &web_sys::WheelEvent) {
    let Some(scene) = scene.get_untracked() else {
        return;
    };
    ev.prevent_default();
    let at_px = [f64::from(ev.offset_x()), f64::from(ev.offset_y())];
    let factor = (-ev.delta_y() * 0.0015).exp();
    page.camera
        .update(|c| *c = c.zoomed(factor, at_px, viewport(&scene)));
}

/// Zooms at the pinned element, so that whoever does not drag comes near any part; without one, at the middle.
pub fn zoom(page: Page, scene: SceneSignal, factor: f64) {
    let Some(scene) = scene.get_untracked() else {
        return;
    };
    let layout = scene.layout();
    let pinned = page.pinned_untracked();
    let pinned = pinned.filter(|at| flat_of(layout.shape(), at).is_some());
    let at_px = match pinned {
        Some(at) => {
            let world = layout.world_of_cell(layout.cell_of_index(&at)).centre();
            scene.view().screen_px_from_world(world)
        }
        None => viewport(&scene).centre_px(),
    };
    page.camera
        .update(|c| *c = c.zoomed(factor, at_px, viewport(&scene)));
}

/// Pins an element and tells a screen reader its values, and what its set is.
pub fn pin(page: Page, index: Vec<usize>) {
    page.change(|s| s.pin(Some(index.clone())));
    let ranges = page.ranges(&index);
    let sentence = page.tell(&|words, shown| words.subtitle(shown, ranges.as_deref()));
    let values = values_of(page, &index);
    page.announcement.set(format!("{values}. {sentence}"));
}

/// An element and its values: `Element [0, 2, 1, 1]: x 0.1234, x̂ 0.5678, y 0.5678`.
fn values_of(page: Page, index: &[usize]) -> String {
    let place: Vec<String> = index.iter().map(usize::to_string).collect();
    let element = format!("{} [{}]", label(Label::Element), place.join(", "));
    let explore = page.explore.get_untracked();
    let found = explore.and_then(|explore| {
        let [x, _, x_hat, y] = explore.stages_of(flat_of(explore.x.shape(), index)?);
        let named = [("x", x), ("x̂", x_hat), ("y", y)].into_iter();
        let known = named.filter_map(|(name, value)| Some((name, f64::from(value?))));
        let told = known.map(|(name, value)| format!("{name} {}", significant(value, READ)));
        Some(told.collect::<Vec<_>>().join(", "))
    });
    format!("{element}: {}", found.unwrap_or_default())
}

fn viewport(scene: &Arc<Scene>) -> Viewport {
    scene.view().viewport
}

fn point(ev: &web_sys::PointerEvent) -> [f64; 2] {
    [f64::from(ev.offset_x()), f64::from(ev.offset_y())]
}
