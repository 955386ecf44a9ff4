//! Running averages filling up.

use super::chart::draw_on;
use super::dom;
use super::page::{Page, label, page};
use crate::chart::Style;
use crate::chart::running::{Average, Averages};
use crate::state::words::Label;
use leptos::html::Canvas;
use leptos::prelude::*;

/// The chart of a running average, that of the pinned channel among them; `None` where the layer keeps none.
pub fn averages_of(
    page: Page,
    average: Average,
    size_px: (f64, f64),
    style: Style,
) -> Option<Averages> {
    let explore = page.explore.get()?;
    let history = explore.history.as_ref()?;
    let channel = pinned_channel(page);
    Some(Averages::new(history, average, channel, size_px, style))
}

/// The channel of the pinned element.
pub fn pinned_channel(page: Page) -> Option<usize> {
    page.with(|s| {
        let axis = crate::state::channel_axis(&s.axes())?;
        s.at.as_ref().and_then(|at| at.get(axis).copied())
    })
}

/// A running average filling up, batch by batch.
#[component]
pub fn Running(
    /// Which
    average: Average,
    /// What it is called
    name: Label,
) -> impl IntoView {
    let page = page();
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        averages_of(page, average, size_px, style).map_or(Ok(()), |averages| {
            averages.draw(area).map_err(|error| error.to_string())
        })
    });
    view! {
        <section class="distribution" aria-label=label(name)>
            <h3>{label(name)}</h3>
            <canvas node_ref=canvas class="running" role="img" aria-label=label(name)></canvas>
        </section>
    }
}
