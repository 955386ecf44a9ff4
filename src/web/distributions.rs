//! How the values are distributed before, and at the stage that is shown.

use super::chart::{draw_on, style};
use super::dom;
use super::live::{heard, live, shown, view_of};
use super::memo::Memo;
use super::page::{Page, first_words, label, page};
use super::time::stage_name;
use crate::chart::running::{Average, Averages};
use crate::chart::{Ridges, Style, Under};
use crate::lab::histogram::{Distribution, Group};
use crate::lab::lit::Lit;
use crate::lab::region::flat_of;
use crate::state::By;
use crate::state::words::Label;
use leptos::html::Canvas;
use leptos::prelude::*;
use std::sync::Arc;

/// The bar under the pointer, of which chart.
type Pointed = RwSignal<Option<Under>>;

/// Before, after, and the running averages where there are any.
#[component]
pub fn Distributions() -> impl IntoView {
    let page = page();
    let distribution = Memo::new(move |_| distribution_of(page).map(Arc::new));
    let has_history = Memo::new(move |_| {
        page.explore
            .with(|e| e.as_ref().is_some_and(|e| e.history.is_some()))
    });
    let notes = move || {
        distribution.with(|d| {
            let Some(d) = d else { return Vec::new() };
            let all = [
                (!d.moves(), Label::BarsStep),
                (!d.axis.is_common(), Label::AxisRescales),
                (!d.shows_every_group(), Label::TooManyRows),
            ];
            all.into_iter()
                .filter(|(holds, _)| *holds)
                .map(|(_, note)| note)
                .collect()
        })
    };
    let note = |note| view! { <p class="hint">{label(note)}</p> };
    view! {
        <section class="panel">
            <div class="row">
                <h2>{label(Label::Distributions)}</h2>
                <RowsControl />
            </div>
            <Ridge name=Label::DistributionBefore distribution=distribution t=Signal::stored(0.0) />
            <Ridge name=Label::DistributionAfter distribution=distribution t=Signal::derive(move || page.t()) />
            {view_of(move || notes().into_iter().map(note).collect_view())}
            {shown(move || has_history.get(), move || view! {
                <Running average=Average::Mean name=Label::RunningMean />
                <Running average=Average::Variance name=Label::RunningVariance />
            })}
        </section>
    }
}

/// The distributions of the present answer, the pinned element's set among them.
pub fn distribution_of(page: Page) -> Option<Distribution> {
    let (explore, groups) = (page.explore.get()?, page.groups.get()?);
    let selected = page.with(|s| flat_of(explore.x.shape(), s.at.as_ref()?));
    Some(Distribution::of(&explore, &groups, selected))
}

/// Their chart; `None` for a moment after the axes of x have changed.
pub fn ridges_of(
    page: Page,
    distribution: &Distribution,
    t: f64,
    size_px: (f64, f64),
    style: Style,
) -> Option<Ridges> {
    let names = row_names(page, distribution)?;
    Some(Ridges::new(distribution, t, &names, size_px, style))
}

/// What its rows are called; `None` for a moment after the axes of x have changed.
pub fn row_names(page: Page, distribution: &Distribution) -> Option<Vec<String>> {
    let axes = page.with(|s| s.axes());
    let axes: Vec<String> = axes.iter().map(|a| a.letter().to_string()).collect();
    let names: Vec<&str> = axes.iter().map(String::as_str).collect();
    let groups = &distribution.groups;
    let is_current = groups
        .iter()
        .all(|group| group.region.shape().len() == names.len());
    let name = |group: &Group| row_name(group.label(&names));
    is_current.then(|| groups.iter().map(name).collect())
}

/// How high the chart has to be for all of its rows.
pub fn height_px(rows: usize, text_px: f64) -> f64 {
    text_px * (5.0 + 1.4 * rows as f64).clamp(8.0, 20.0)
}

/// What a row is: a set, a channel, a sample.
#[component]
fn RowsControl() -> impl IntoView {
    let page = page();
    let by = page.part(|s| s.by);
    let all = [By::Set, By::Channel, By::Sample];
    let choose = move |ev| {
        let chosen = event_target_value(&ev);
        let found = all.into_iter().find(|by| first_words().by(*by) == chosen);
        page.change(|s| s.by = found.unwrap_or_default());
    };
    let option = move |of: By| {
        view! { <option value=first_words().by(of) selected=live(move || by.get() == of)>{first_words().by(of)}</option> }
    };
    view! {
        <label class="field rows">
            <span>{label(Label::By)}</span>
            <select on:change=heard(choose)>{all.map(option)}</select>
        </label>
    }
}

/// One ridge plot; bars and cells light one another up.
#[component]
fn Ridge(
    /// What it is called
    name: Label,
    /// What it shows
    distribution: Memo<Option<Arc<Distribution>>>,
    /// At which stage
    t: Signal<f64>,
) -> impl IntoView {
    let page = page();
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    let pointed: Pointed = RwSignal::new(None);
    let ridges =
        move |size_px, style| ridges_of(page, &*distribution.get()?, t.get(), size_px, style);
    let lit = move || {
        pointed
            .get()
            .or_else(|| bar_of_hovered(page, &*distribution.get()?, t.get()))
    };
    draw_on(canvas, size, move |area, size_px, style| {
        let Some(ridges) = ridges(size_px, style) else {
            return Ok(());
        };
        ridges.draw(area, lit()).map_err(|error| error.to_string())
    });
    let point = move |ev: web_sys::PointerEvent| {
        let at = (f64::from(ev.offset_x()), f64::from(ev.offset_y()));
        let under = untrack(|| ridges(size.get(), style(page))).and_then(|ridges| ridges.under(at));
        if under != pointed.get_untracked() {
            pointed.set(under);
            page.lit.set(untrack(|| {
                let (distribution, under) = (distribution.get()?, under?);
                let held = distribution.groups[under.group].held(t.get(), under.bar)?;
                Some(Arc::new(Lit::Bar(Box::new(held))))
            }));
        }
    };
    let leave = move |_| {
        pointed.set(None);
        page.lit.set(None);
    };
    let height = move || {
        let rows = distribution.with(|d| d.as_ref().map_or(1, |d| d.groups.len()));
        format!("height: {:.0}px", height_px(rows, style(page).font_px))
    };
    let heading = move || format!("{}: {}", label(name), stage_name(page, t.get()));
    view! {
        <section class="distribution" aria-label=label(name)>
            <h3>{heading}</h3>
            <canvas
                node_ref=canvas
                role="img"
                aria-label=heading
                style=height
                data-bars=live(move || bars_json(distribution.get().as_deref(), t.get()))
                on:pointermove=heard(point)
                on:pointerleave=heard(leave)
            ></canvas>
        </section>
    }
}

/// The row of all values has no place of its own, but a name.
fn row_name(place: String) -> String {
    if place.is_empty() {
        label(Label::AllValues).to_string()
    } else {
        place
    }
}

/// The bar that holds the element under the pointer in the cube.
fn bar_of_hovered(page: Page, distribution: &Distribution, t: f64) -> Option<Under> {
    let explore = page.explore.get()?;
    let flat = flat_of(explore.x.shape(), &page.hover.get()?)?;
    let mut groups = distribution.groups.iter().enumerate();
    groups.find_map(|(group, of)| {
        Some(Under {
            group,
            bar: of.bar_of(&explore, t, flat)?,
        })
    })
}

/// The bars as tests read them: for each group its bars as low, high, count.
fn bars_json(distribution: Option<&Distribution>, t: f64) -> String {
    let groups = distribution.map(|d| &d.groups[..]).unwrap_or_default();
    let group = |group: &Group| {
        let bars = group.bars_at(t).bars;
        let bars = bars
            .iter()
            .map(|bar| format!("[{},{},{}]", bar.low, bar.high, bar.count));
        format!("[{}]", bars.collect::<Vec<_>>().join(","))
    };
    format!(
        "[{}]",
        groups.iter().map(group).collect::<Vec<_>>().join(",")
    )
}

/// The chart of a running average, that of the pinned channel among them; `None` where the layer keeps none.
pub fn averages_of(
    page: Page,
    average: Average,
    size_px: (f64, f64),
    style: Style,
) -> Option<Averages> {
    let explore = page.explore.get()?;
    let history = explore.history.as_ref()?;
    let channel = page.with(|s| {
        let axis = crate::state::channel_axis(&s.axes())?;
        s.at.as_ref().and_then(|at| at.get(axis).copied())
    });
    Some(Averages::new(history, average, channel, size_px, style))
}

/// A running average filling up, batch by batch.
#[component]
fn Running(
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
