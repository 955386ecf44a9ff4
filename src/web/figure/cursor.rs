//! Where cells are marked by keyboard: the cell that is next, seen through all others.

use super::super::memo::Memo;
use super::super::page::{page, words};
use super::SceneSignal;
use crate::scene::Scene;
use leptos::prelude::*;

/// So far beside the cell its name stands.
const BESIDE_PX: f64 = 14.0;

/// The edges of the cell, and its index with whether it is marked.
#[component]
pub fn Cursor(
    /// The scene below
    scene: SceneSignal,
) -> impl IntoView {
    let page = page();
    let cursor = Memo::new(move |_| {
        let scene = scene.get()?;
        let shape = scene.layout().shape();
        let (index, is_marked) = page
            .lessons
            .marking
            .with(|marking| marking.as_ref()?.at_cursor(shape))?;
        let ([x, y], edges) = outline(&scene, &index);
        Some((x, y, edges, words().cursor(&index, is_marked)))
    });
    move || {
        cursor.get().map(|(x, y, edges, told)| {
            let place = format!("left: {:.1}px; top: {:.1}px", x + BESIDE_PX, y + BESIDE_PX);
            view! {
                <svg class="cursor" aria-hidden="true">
                    <path class="halo" d=edges.clone() />
                    <path d=edges />
                </svg>
                <p class="cursor-told" aria-hidden="true" style=place>{told}</p>
            }
        })
    }
}

/// The middle of a cell on the screen, and its twelve edges as a path.
fn outline(scene: &Scene, index: &[usize]) -> ([f64; 2], String) {
    let layout = scene.layout();
    let world = layout.world_of_cell(layout.cell_of_index(index));
    let px = |at| scene.view().screen_px_from_world(at);
    let mut edges = String::new();
    for from in 0..8 {
        for side in (0..3).map(|axis| 1 << axis).filter(|side| from & side == 0) {
            let [[x1, y1], [x2, y2]] = [from, from | side].map(|bits| px(world.corner(bits)));
            edges += &format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
        }
    }
    (px(world.centre()), edges)
}
