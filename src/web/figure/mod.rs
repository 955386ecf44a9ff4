//! The cube: a canvas with dimension lines and digits over it.

mod cursor;
mod keys;
mod labels;
mod overlay;
mod painter;
mod pointer;
mod tools;

use super::dom;
use super::lesson::say;
use super::live::live;
use super::memo::Memo;
use super::page::{Page, label, page};
use crate::lab::explore::Explore;
use crate::norm::Partition;
use crate::scene::{
    Focus, Layout, Marks, Scene, Values, View, Viewport, colour, layout_of, reach_of, scene_cut,
};
use crate::state::words::{Label, LessonLabel};
pub use keys::marks;
use leptos::html::{Canvas, Section};
use leptos::prelude::*;
pub use overlay::Overlay;
pub use painter::{Place, ValuesSignal, paint, paint_on};
use std::sync::Arc;
pub use tools::{FigureFoot, Tools, gradient};

/// The scene of the present settings, the hover and the camera.
pub type SceneSignal = Memo<Option<Arc<Scene>>>;

/// Where the cells lie, and which belong together.
type Placed = (Arc<Layout>, Arc<Partition>);

/// The cube of the page's experiment.
#[component]
pub fn Figure() -> impl IntoView {
    let page = page();
    let holder = NodeRef::<Section>::new();
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(holder);
    Effect::new(move || page.figure_px.set(Some(size.get())));
    on_cleanup(move || page.figure_px.set(None));
    let scene = scene_of(page, page.explore.into(), size);
    let values = values_of(page, page.explore.into());
    let place = Place {
        scene,
        values,
        at_px: Signal::stored([0.0, 0.0]),
    };
    paint_on(canvas, size, vec![place]);
    let description = Signal::derive(move || {
        if page.lessons.marking.with(Option::is_some) {
            return say(LessonLabel::MarkingHeadline).to_owned();
        }
        let ranges = page.pinned().and_then(|at| page.ranges(&at));
        page.tell(&|words, shown| words.figure(shown, ranges.as_deref()))
    });
    view! {
        <section class="stage" aria-label=label(Label::Tensor) node_ref=holder>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
            <Surface scene=scene description=description />
            <Overlay scene=scene explore=page.explore />
            <Tools scene=scene />
        </section>
        <FigureFoot />
    }
}

/// What takes mouse, touch and keys over a cube, and says what the cube shows.
#[component]
pub fn Surface(
    /// The scene below
    scene: SceneSignal,
    /// The figure in words
    description: Signal<String>,
) -> impl IntoView {
    let page = page();
    view! {
        <div
            class="surface"
            tabindex="0"
            role="application"
            aria-label=description
            aria-description=live(move || keys_of(page))
            data-projection=move || scene.get().map(|scene| published(&scene))
            on:pointerdown=move |ev| pointer::down(page, &ev)
            on:pointermove=move |ev| pointer::moved(page, scene, &ev)
            on:pointerup=move |ev| pointer::up(page, scene, &ev)
            on:pointercancel=move |_| pointer::cancel()
            on:pointerleave=move |_| page.hover.set(None)
            on:wheel=move |ev| pointer::wheel(page, scene, &ev)
            on:keydown=move |ev| keys::pressed(page, scene, &ev)
        ></div>
    }
}

/// What the keys do, in words.
fn keys_of(page: Page) -> &'static str {
    match page.lessons.marking.with(Option::is_some) {
        true => say(LessonLabel::MarkingKeys),
        false => label(Label::FigureKeys),
    }
}

/// The scene of one experiment in a canvas of `size` px.
pub fn scene_of(
    page: Page,
    explore: Signal<Option<Arc<Explore>>>,
    size: Memo<(f64, f64)>,
) -> SceneSignal {
    let looks = page.part(|s| (s.axes(), s.arrangement, s.at.clone(), s.cut));
    let layout = Memo::always(move || -> Option<Placed> {
        let explore = explore.get()?;
        let (axes, arrangement, ..) = looks.get();
        Some((
            Arc::new(layout_of(&explore, &axes, arrangement)?),
            Arc::new(reach_of(&explore)),
        ))
    });
    let make = move || {
        let (layout, partition) = layout.get()?;
        let (_, _, pinned, cut) = looks.get();
        let (width_px, height_px) = size.get();
        if width_px < 8.0 || height_px < 8.0 {
            return None;
        }
        let text_px = match page.presenting.get() {
            true => page.type_px.get(),
            false if width_px < 500.0 => 13.0,
            false => 16.0,
        };
        let viewport = Viewport {
            width_px,
            height_px,
            text_px,
        };
        let view = View::new(&layout, page.camera.get(), viewport);
        let is_inside = |index: &Vec<usize>| {
            index.len() == partition.shape().len()
                && index.iter().zip(partition.shape()).all(|(i, n)| i < n)
        };
        let hovered = page.hover.get().filter(is_inside);
        // While cells are marked, nothing tells which are the right ones.
        let is_open = page.lessons.marking.with(Option::is_none);
        let hovered = hovered.filter(|_| is_open);
        let pinned = pinned.filter(|at| is_open && is_inside(at));
        let focus = Focus {
            partition: &partition,
            pinned: pinned.as_deref(),
            hovered: hovered.as_deref(),
            cut: cut.map(|cut| scene_cut(&layout, cut)),
        };
        Some(Arc::new(Scene::new(&layout, view, &focus)))
    };
    // A scene is made anew because something in it changed; comparing two would cost more.
    Memo::always(make)
}

/// The values of the four stages as the renderer takes them.
/// Cells that are marked by hand are marked, or what a bar of the distributions or a symbol points at, otherwise what a poke moved.
pub fn values_of(page: Page, explore: Signal<Option<Arc<Explore>>>) -> ValuesSignal {
    let make = move || {
        let explore = explore.get()?;
        let values = Values::new(explore.clone());
        let by_hand = page.lessons.marking.get();
        let marks: Option<Marks> = match (by_hand, page.lit.get()) {
            (Some(marking), _) => Some(Arc::new(move |flat| marking.cells.contains(&flat))),
            (None, Some(lit)) => Some(Arc::new(move |flat| lit.contains(&explore, flat))),
            (None, None) if explore.poked.is_some() => {
                Some(Arc::new(move |flat| explore.moved(flat)))
            }
            (None, None) => None,
        };
        Some(Arc::new(match marks {
            Some(marks) => values.with_marks(marks),
            None => values,
        }))
    };
    // Marks cannot be compared.
    Memo::always(make)
}

/// The palette's theme.
pub fn theme(page: Page) -> colour::Theme {
    match (page.presenting.get(), page.is_dark.get()) {
        (false, false) => colour::Theme::Light,
        (false, true) => colour::Theme::Dark,
        (true, false) => colour::Theme::Projector,
        (true, true) => colour::Theme::DarkProjector,
    }
}

/// The projection as tests read it.
pub fn published(scene: &Scene) -> String {
    let view = scene.view();
    let matrix = view.clip_from_world().map(|v| format!("{v:.9}")).join(",");
    format!("[{matrix}]")
}
