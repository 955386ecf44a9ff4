//! One canvas, one renderer, one or more cubes.

use super::super::memo::Memo;
use super::super::page::{Page, page};
use super::{SceneSignal, theme};
use crate::scene::{ColourBy, Paint, Values};
use crate::state::Color;
use crate::web::cube::{Backend, Pane, Renderer};
use crate::web::{dom, ready};
use leptos::html::Canvas;
use leptos::prelude::*;
use std::sync::Arc;

/// The values of a cube, once per experiment.
pub type ValuesSignal = Memo<Option<Arc<Values>>>;

/// A cube on the canvas.
#[derive(Clone, Copy)]
pub struct Place {
    /// What is drawn
    pub scene: SceneSignal,
    /// The values of its cells
    pub values: ValuesSignal,
    /// Its left upper corner on the canvas, in CSS pixels
    pub at_px: Signal<[f64; 2]>,
}

/// Paints the canvas whenever something that it shows has changed.
///
/// All cubes of a page share a renderer, for a browser gives a page few WebGL contexts.
pub fn paint_on(canvas: NodeRef<Canvas>, size: Memo<(f64, f64)>, places: Vec<Place>) {
    let page = page();
    let painter = StoredValue::new_local(None::<Painter>);
    let redraw = RwSignal::new(());
    let is_by_set = page.part(|s| s.color == Color::Set);
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        match Renderer::new(canvas, move || redraw.set(())) {
            Ok(renderer) => {
                page.is_without_webgl
                    .set(renderer.backend() == Backend::Canvas);
                painter.set_value(Some(Painter {
                    renderer,
                    shown: Vec::new(),
                    is_sharp: true,
                }));
                redraw.set(());
            }
            Err(error) => leptos::logging::error!("the cube cannot be drawn: {error:?}"),
        }
    });
    Effect::new(move || {
        redraw.track();
        let paint = paint(page, is_by_set.get());
        let (width, height) = size.get();
        painter.update_value(|painter| {
            if let Some(painter) = painter {
                painter.renderer.resize(width, height, dom::pixel_ratio());
                painter.draw(&places, paint, redraw);
            }
        });
    });
}

/// A renderer, and the values it has.
struct Painter {
    renderer: Renderer,
    shown: Vec<Option<Arc<Values>>>,
    is_sharp: bool,
}

impl Painter {
    fn draw(&mut self, places: &[Place], paint: Paint, redraw: RwSignal<()>) {
        self.shown.resize(places.len(), None);
        let mut scenes = Vec::new();
        for (slot, place) in places.iter().enumerate() {
            let (Some(scene), Some(values)) = (place.scene.get(), place.values.get()) else {
                continue;
            };
            // For a moment after a change of shape one of them is the older.
            if scene.layout().shape().iter().product::<usize>() != values.len() {
                continue;
            }
            if !self.shown[slot]
                .as_ref()
                .is_some_and(|shown| Arc::ptr_eq(shown, &values))
            {
                self.renderer.set_values(slot, values.clone());
                self.shown[slot] = Some(values);
            }
            scenes.push((slot, place.at_px.get(), scene));
        }
        let panes: Vec<Pane> = scenes
            .iter()
            .map(|(slot, [left_px, top_px], scene)| Pane {
                left_px: *left_px,
                top_px: *top_px,
                scene,
                paint,
                slot: *slot,
            })
            .collect();
        match self.renderer.draw(&panes) {
            Ok(is_sharp) => self.sharpen(is_sharp, redraw),
            Err(error) => {
                leptos::logging::error!("the cube cannot be drawn: {error:?}");
                self.sharpen(true, redraw);
            }
        }
    }

    /// Draws again in the next frame as long as the picture is not sharp.
    fn sharpen(&mut self, is_sharp: bool, redraw: RwSignal<()>) {
        match (self.is_sharp, is_sharp) {
            (true, false) => ready::begin(),
            (false, true) => ready::end(),
            _ => {}
        }
        self.is_sharp = is_sharp;
        if !is_sharp {
            request_animation_frame(move || {
                // The page may show something else by then
                let _ = redraw.try_set(());
            });
        }
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        if !self.is_sharp {
            ready::end();
        }
    }
}

/// How the cubes are painted now.
pub fn paint(page: Page, is_by_set: bool) -> Paint {
    Paint {
        theme: theme(page),
        colour_by: if is_by_set {
            ColourBy::Set
        } else {
            ColourBy::Value
        },
        t: page.t(),
        limit: page.limit(),
        ..Paint::default()
    }
}
