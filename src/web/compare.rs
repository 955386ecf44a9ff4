//! Batch, layer, instance and group normalization of the same x, as in figure 2 of Wu & He (2018).

use super::dom;
use super::figure::{
    FigureFoot, Overlay, Place, SceneSignal, Surface, Tools, ValuesSignal, paint_on, scene_of,
    values_of,
};
use super::headline::Headline;
use super::live::{heard, view_of};
use super::memo::Memo;
use super::page::{first_words, label, page, words};
use super::time::Timeline;
use crate::lab::explore::Explore;
use crate::lab::number::count;
use crate::state::Method;
use crate::state::words::{Label, Shown};
use leptos::html::{Canvas, Div, H2};
use leptos::prelude::*;
use std::sync::Arc;

/// Below this width the four stand one below the other.
const NARROW_PX: f64 = 640.0;

/// One of the four.
#[derive(Clone, Copy)]
struct Panel {
    method: Method,
    explore: Signal<Option<Arc<Explore>>>,
    scene: SceneSignal,
    values: ValuesSignal,
    /// Its name and what its sets are, above the cube
    heading: NodeRef<H2>,
}

/// The four cubes, one selection through all of them.
#[component]
pub fn Compare() -> impl IntoView {
    let page = page();
    let holder = NodeRef::<Div>::new();
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(holder);
    let headings = [(); 4].map(|()| NodeRef::<H2>::new());
    // They are all as high.
    let heading_size = dom::size_of(headings[0]);
    let heading_px = move || heading_size.get().1;
    let cell_of = move |columns: usize| {
        let (width, height) = size.get();
        let columns = columns as f64;
        (width / columns, height * columns / 4.0 - heading_px())
    };
    let columns = Memo::new(move |_| {
        let shorter = |columns: usize| {
            let (width, height) = cell_of(columns);
            width.min(height)
        };
        match size.get().0 < NARROW_PX {
            true => 1,
            false if shorter(4) >= shorter(2) => 4,
            false => 2,
        }
    });
    let cell_size = Memo::new(move |_| cell_of(columns.get()));
    let panels = [0, 1, 2, 3].map(|k| {
        let explore = Signal::derive(move || page.compared.with(|all| all.get(k).cloned()));
        let scene = scene_of(page, explore, cell_size);
        Panel {
            method: Method::FIGURE[k],
            explore,
            scene,
            values: values_of(page, explore),
            heading: headings[k],
        }
    });
    let place = |(k, panel): (usize, &Panel)| Place {
        scene: panel.scene,
        values: panel.values,
        at_px: Signal::derive(move || {
            let ((width, height), columns) = (cell_size.get(), columns.get());
            let (row, column) = ((k / columns) as f64, (k % columns) as f64);
            [column * width, row * (height + heading_px()) + heading_px()]
        }),
    };
    paint_on(canvas, size, panels.iter().enumerate().map(place).collect());
    let first = panels[0].scene;
    let style = move || format!("--columns: {}", columns.get());
    let sentences = page.part(|s| {
        let subtitle = words().compare_subtitle(&s.axes(), s.shape(), s.at.is_some());
        [words().compare_headline().to_owned(), subtitle]
    });
    view! {
        <main class="compare">
            <Headline sentences />
            <div class="four" node_ref=holder style=style>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                {panels.map(|panel| view! { <Cell panel=panel /> })}
            </div>
            <Tools scene=first />
            <FigureFoot />
            <Timeline />
        </main>
    }
}

/// Name, set and surface of one cube.
#[component]
fn Cell(
    /// The cube
    panel: Panel,
) -> impl IntoView {
    let page = page();
    let sentences = move || {
        let explore = panel.explore.get();
        page.with(|settings| {
            let Some(explore) = explore else {
                return (String::new(), String::new());
            };
            let axes = settings.axes();
            let shown = Shown {
                layer: &explore.setup.layer,
                mode: settings.mode,
                axes: &axes,
                shape: explore.x.shape(),
                plan: explore.plan(),
            };
            let error = explore.call.as_ref().err().map(ToString::to_string);
            let headline = error.unwrap_or_else(|| first_words().headline(&shown));
            (headline, first_words().figure(&shown, None))
        })
    };
    let count = move || {
        let explore = panel.explore.get();
        let len = explore.and_then(|e| Some(e.plan()?.reach().set_len()));
        len.map(|len| {
            let words = first_words();
            let counted = words.counted(Label::ValuesPerSet, len);
            format!("{}{}{counted}", count(len), words.gap())
        })
    };
    let choose = move |_| {
        page.change(|s| {
            s.set_method(panel.method);
            s.view = crate::state::View::Explore;
        })
    };
    let heading_id = format!(
        "four-{}",
        first_words().method(panel.method).replace(' ', "-")
    );
    let id = heading_id.clone();
    view! {
        <section class="cell" aria-labelledby=heading_id>
            <h2 id=id node_ref=panel.heading>
                <button type="button" class="quiet" title=label(Label::OpenInExplore) on:click=heard(choose)>
                    {first_words().method(panel.method)}
                </button>
                <small class="sentence">{view_of(move || sentences().0)}</small>
                <small class="count">{count}</small>
            </h2>
            <div class="stage">
                <Surface scene=panel.scene description=Signal::derive(move || sentences().1) />
                <Overlay scene=panel.scene explore=panel.explore />
            </div>
        </section>
    }
}
