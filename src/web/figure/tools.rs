//! Buttons that turn the cube, and what its picture means.

use super::super::live::{live, shown, view_of};
use super::super::memo::Memo;
use super::super::page::{label, page};
use super::pointer::zoom;
use super::{SceneSignal, theme};
use crate::lab::number::short;
use crate::scene::Camera;
use crate::scene::colour::{Palette, SETS};
use crate::state::words::Label;
use crate::state::{Arrangement, Color, Cut};
use leptos::prelude::*;

/// Degrees of one press, in pixels of a drag.
const TURN_PX: f64 = 26.0;

/// Turn, tilt, zoom and reset, for those who do not drag.
#[component]
pub fn Tools(
    /// The scene that is zoomed
    scene: SceneSignal,
) -> impl IntoView {
    let page = page();
    let turn = move |by_px: [f64; 2]| page.camera.update(|c| *c = c.orbited(by_px));
    let button = move |name: Label, sign: &'static str, act: Box<dyn Fn()>| {
        view! {
            <button type="button" aria-label=label(name) title=label(name) on:click=move |_| act()>
                {sign}
            </button>
        }
    };
    view! {
        <div class="tools">
            <div class="pad">
                {button(Label::ZoomOut, "−", Box::new(move || zoom(page, scene, 0.8)))}
                {button(Label::TiltUp, "↑", Box::new(move || turn([0.0, TURN_PX])))}
                {button(Label::ZoomIn, "+", Box::new(move || zoom(page, scene, 1.25)))}
                {button(Label::TurnLeft, "←", Box::new(move || turn([TURN_PX, 0.0])))}
                {button(Label::TiltDown, "↓", Box::new(move || turn([0.0, -TURN_PX])))}
                {button(Label::TurnRight, "→", Box::new(move || turn([-TURN_PX, 0.0])))}
            </div>
            <button type="button" on:click=move |_| page.camera.set(Camera::default())>
                {label(Label::ResetView)}
            </button>
        </div>
    }
}

/// How the axes lie, what the colours mean, what is cut away.
#[component]
pub fn FigureFoot() -> impl IntoView {
    let page = page();
    view! {
        <div class="foot">
            <ArrangementControl />
            <ColorControl />
            <CutControl />
            {shown(move || page.is_without_webgl.get(), move || view! {
                <p class="hint">{label(Label::NoWebGl)}</p>
            })}
            <Legend />
        </div>
    }
}

#[component]
fn ArrangementControl() -> impl IntoView {
    let page = page();
    let axes = page.part(|s| s.axes());
    let chosen = page.part(|s| s.arrangement);
    let has_choice = move || axes.with(|axes| axes.len() > 3);
    let radio = move |of: Arrangement| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="axes"
                    prop:checked=live(move || chosen.get() == of)
                    on:change=move |_| page.change(|s| s.arrangement = of)
                />
                <span>{view_of(move || of.text(&axes.get()))}</span>
            </label>
        }
    };
    view! {
        {shown(has_choice, move || view! {
            <fieldset class="choices" role="radiogroup" aria-label=label(Label::Arrangement)>
                <legend>{label(Label::Arrangement)}</legend>
                {Arrangement::ALL.map(radio)}
            </fieldset>
        })}
    }
}

#[component]
fn ColorControl() -> impl IntoView {
    let page = page();
    let chosen = page.part(|s| s.color);
    let radio = move |of: Color, name: Label| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="color"
                    prop:checked=live(move || chosen.get() == of)
                    on:change=move |_| page.change(|s| s.color = of)
                />
                <span>{label(name)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices" role="radiogroup" aria-label=label(Label::Color)>
            <legend>{label(Label::Color)}</legend>
            {radio(Color::Value, Label::ByValue)}
            {radio(Color::Set, Label::BySet)}
        </fieldset>
    }
}

/// Nothing, or the first cells of one axis.
#[component]
fn CutControl() -> impl IntoView {
    let page = page();
    let state = page.part(|s| (s.axes(), s.shape().to_vec(), s.cut));
    let choose = move |ev| {
        let axis = event_target_value(&ev).parse::<usize>().ok();
        page.change(|s| {
            s.cut = axis.map(|axis| Cut {
                axis,
                from: s.shape()[axis] / 2,
            })
        });
    };
    let option = |(axis, letter): (usize, char), chosen: bool| {
        view! { <option value=axis.to_string() selected=chosen>{label(Label::CutAxis)} " " {letter.to_string()}</option> }
    };
    let options = move || {
        let (axes, shape, cut) = state.get();
        let long = axes.iter().enumerate().filter(|(axis, _)| shape[*axis] > 1);
        long.map(|(axis, name)| option((axis, name.letter()), cut.is_some_and(|c| c.axis == axis)))
            .collect_view()
    };
    let depth = move || {
        state
            .get()
            .2
            .map(|cut| (cut.from, state.get().1[cut.axis] - 1))
    };
    let slide = move |ev| {
        if let Ok(from) = event_target_value(&ev).parse::<usize>() {
            page.drag(|s| {
                s.cut = s.cut.map(|cut| Cut {
                    from: from.max(1),
                    ..cut
                })
            });
        }
    };
    view! {
        <label class="field cut">
            <span class="visually-hidden">{label(Label::Cut)}</span>
            <select on:change=choose>
                <option value="" selected=live(move || state.get().2.is_none())>{label(Label::NoCut)}</option>
                {options}
            </select>
        </label>
        {view_of(move || depth().map(|(from, last)| view! {
            <input
                type="range"
                class="cut-depth"
                aria-label=label(Label::Cut)
                min="1"
                max=last
                prop:value=from.to_string()
                on:input=slide
                on:change=move |_| page.settle()
            />
        }))}
    }
}

/// The end of the scale: as round as it is, and between two stages in as many digits as it is read with.
fn end(limit: f64) -> String {
    short(limit, 3)
}

/// The diverging scale as a style.
pub fn gradient(palette: &Palette) -> String {
    let stop = |k: i32| {
        let [r, g, b] = palette.value(f64::from(k) / 8.0, 1.0);
        format!("rgb({r} {g} {b})")
    };
    let stops: Vec<String> = (-8..=8).map(stop).collect();
    format!(
        "background: linear-gradient(to right, {})",
        stops.join(", ")
    )
}

/// The diverging scale of the values; by set, what it means that a colour comes again.
#[component]
fn Legend() -> impl IntoView {
    let page = page();
    let is_by_value = page.part(|s| s.color == Color::Value);
    let repeats = Memo::new(move |_| {
        let explore = page.explore.get();
        let sets = explore.and_then(|e| Some(e.plan()?.reach().set_count()));
        !is_by_value.get() && sets.is_some_and(|sets| sets > SETS.len())
    });
    let gradient = move || gradient(theme(page).palette());
    view! {
        {shown(move || repeats.get(), move || view! {
            <p class="hint">{label(Label::ColoursRepeat)}</p>
        })}
        {shown(move || is_by_value.get(), move || view! {
            <div class="legend">
                <span>{view_of(move || format!("≤ −{}", end(page.limit())))}</span>
                <i style=gradient></i>
                <span>{view_of(move || format!("≥ {}", end(page.limit())))}</span>
            </div>
        })}
    }
}
