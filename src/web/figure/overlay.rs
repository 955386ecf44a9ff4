//! What stands over the canvas: dimension lines, digits in the cells, the card of the element pointed at.

use super::super::live::shown;
use super::super::memo::Memo;
use super::super::page::{label, page, words};
use super::cursor::Cursor;
use super::labels::SetLabels;
use super::{SceneSignal, theme};
use crate::lab::explore::Explore;
use crate::lab::number::{COMPARED, READ, significant};
use crate::lab::region::flat_of;
use crate::scene::colour::{Palette, css};
use crate::scene::digits::{TEXT_PX, in_cell};
use crate::scene::{Anchor, CellFace, Dimension, dimensions};
use crate::state::Color;
use crate::state::words::Label;
use leptos::prelude::*;
use std::sync::Arc;

/// Dimension lines, digits, labels and the card.
#[component]
pub fn Overlay(
    /// The scene below
    scene: SceneSignal,
    /// Whose values the cells have
    #[prop(into)]
    explore: Signal<Option<Arc<Explore>>>,
) -> impl IntoView {
    let page = page();
    let lines = Memo::new(move |_| {
        scene
            .get()
            .map(|scene| dimensions(scene.layout(), scene.view()))
            .unwrap_or_default()
    });
    let text_px =
        Memo::new(move |_| scene.with(|s| s.as_ref().map_or(0.0, |s| s.view().viewport.text_px)));
    let type_size = move || format!("font-size: {}px", text_px.get());
    view! {
        <svg aria-hidden="true" style=type_size>
            <g class="dimension">{move || lines.get().into_iter().map(dimension_line).collect_view()}</g>
            <Digits scene=scene explore=explore />
            <SetLabels scene=scene />
        </svg>
        <Labels lines=lines text_px=text_px />
        <Card scene=scene explore=explore />
        {shown(move || page.lessons.marking.with(Option::is_some), move || view! { <Cursor scene=scene /> })}
    }
}

fn dimension_line(line: Dimension) -> impl IntoView {
    let ([x1, y1], [x2, y2]) = (line.from_px, line.to_px);
    view! {
        <line x1=x1 y1=y1 x2=x2 y2=y2 />
        <circle cx=x1 cy=y1 r="2.5" />
        <circle cx=x2 cy=y2 r="2.5" />
    }
}

/// Names and lengths of the axes; each opens a sentence on what the axis is.
#[component]
fn Labels(
    /// The dimension lines
    lines: Memo<Vec<Dimension>>,
    /// Size of their type
    text_px: Memo<f64>,
) -> impl IntoView {
    let page = page();
    let open = RwSignal::new(None::<usize>);
    let meaning = move |group: usize| {
        let lines = lines.get();
        let name = lines
            .iter()
            .find(|line| line.group == group)
            .map(|line| line.name.clone());
        let axes = page.with(|s| s.axes());
        let of_line = axes
            .into_iter()
            .filter(|a| name.as_ref().is_some_and(|n| n.contains(a.letter())));
        of_line
            .map(|axis| words().axis_meaning(axis))
            .collect::<Vec<_>>()
            .join(". ")
    };
    let button = move |line: Dimension| {
        let group = line.group;
        let [x, y] = line.label_px;
        let shift = match line.anchor {
            Anchor::Start => "0",
            Anchor::Middle => "-50%",
            Anchor::End => "-100%",
        };
        let is_open = move || open.get() == Some(group);
        view! {
            <button
                type="button"
                class="axis-label"
                style=move || format!(
                    "left: {x:.1}px; top: {y:.1}px; transform: translate({shift}, -50%); font-size: {}px",
                    text_px.get(),
                )
                aria-expanded=move || is_open().to_string()
                on:click=move |_| open.set(if is_open() { None } else { Some(group) })
            >
                {line.label.clone()}
            </button>
        }
    };
    view! {
        {move || lines.get().into_iter().map(button).collect_view()}
        {move || open.get().map(|group| view! { <p class="card meaning" role="status">{meaning(group)}</p> })}
    }
}

/// The value in each cell that is large enough to read it; where cells are coloured by set, these have labels instead.
#[component]
fn Digits(
    /// The scene below
    scene: SceneSignal,
    /// Whose values are written
    explore: Signal<Option<Arc<Explore>>>,
) -> impl IntoView {
    let page = page();
    let is_by_value = page.part(|s| s.color == Color::Value);
    let faces = Memo::new(move |_| {
        let scene = scene.get().filter(|_| is_by_value.get())?;
        let text_px = match page.presenting.get() {
            true => scene.view().viewport.text_px,
            false => TEXT_PX,
        };
        Some(scene.legible(text_px))
    });
    let digit = move |face: CellFace| {
        let value = explore.with(|e| e.as_ref().and_then(|e| e.value_at(page.t(), face.flat)));
        let [x, y] = face.centre_px;
        let text = value.map_or_else(String::new, in_cell);
        let ground = theme(page)
            .palette()
            .value(value.unwrap_or(0.0), page.limit());
        let fill = css(Palette::ink_on(ground));
        view! { <text class="digit" x=x y=y fill=fill>{text}</text> }
    };
    move || faces.get().into_iter().flatten().map(digit).collect_view()
}

/// Index and values of the element pointed at.
#[component]
fn Card(
    /// The scene below
    scene: SceneSignal,
    /// Whose values are written
    explore: Signal<Option<Arc<Explore>>>,
) -> impl IntoView {
    let page = page();
    let place = move |at: &[usize]| {
        let scene = scene.get()?;
        let world = scene
            .layout()
            .world_of_cell(scene.layout().cell_of_index(at))
            .centre();
        Some(scene.view().screen_px_from_world(world))
    };
    let card = move || {
        let at = page.hover.get()?;
        let explore = explore.get()?;
        let flat = flat_of(explore.x.shape(), &at)?;
        let [left, top] = place(&at)?;
        let index = at
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        let show = |value: f32| significant(f64::from(value), COMPARED);
        let [x, _, x_hat, y] = explore.stages_of(flat);
        let named = [("x", x), ("x̂", x_hat), ("y", y)].into_iter();
        let mut rows: Vec<_> = named
            .filter_map(|(name, value)| Some((name, show(value?))))
            .collect();
        let now = explore.value_at(page.t(), flat);
        if page.t().fract() != 0.0 {
            rows.extend(now.map(|now| ("now", significant(now, READ))));
        }
        let row = |(name, value): (&'static str, String)| view! { <dt>{name}</dt><dd>{value}</dd> };
        let style = format!("left: {:.0}px; top: {:.0}px", left + 24.0, top + 16.0);
        Some(view! {
            <div class="card" style=style>
                <b>{label(Label::Element)} " [" {index} "]"</b>
                <dl>{rows.into_iter().map(row).collect_view()}</dl>
            </div>
        })
    };
    view! { {card} }
}
