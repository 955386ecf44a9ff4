//! The pen: lines over the page, which stay while what they were drawn on does.

use super::brush::Brush;
use super::{SheetMemo, say, stage, turn};
use crate::state::View;
use crate::state::stage::{Frame, Ink, Point, Stroke, sheet_of};
use crate::state::words::StageLabel;
use crate::web::dom;
use crate::web::live::{heard, live};
use crate::web::memo::Memo;
use crate::web::page::{Page, page};
use leptos::html::Canvas;
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, PointerEvent};

thread_local! {
    /// The finger, pen or mouse that draws
    static DRAWS: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Where the figure is.
pub fn frame() -> Frame {
    let found = [".figure-side > .stage", "main", "body"]
        .iter()
        .find_map(|selector| document().query_selector(selector).ok().flatten());
    let rect = found.map(|element| element.get_bounding_client_rect());
    Frame::of(rect.map_or([0.0; 4], |r| [r.left(), r.top(), r.width(), r.height()]))
}

/// Takes the pen up or puts it down. What it drew stays.
pub fn take_up(page: Page, is_drawing: bool) {
    let stage = stage();
    if stage.is_drawing.get_untracked() == is_drawing
        || is_drawing && !page.presenting.get_untracked()
    {
        return;
    }
    stage.is_drawing.set(is_drawing);
    DRAWS.set(None);
    let said = match is_drawing {
        true => StageLabel::PenUp,
        false => StageLabel::PenDown,
    };
    page.announcement.set(say(said).to_owned());
}

/// Takes the last line back.
pub fn undo() {
    take_away(Ink::undo);
}

/// Takes all lines away.
pub fn clear() {
    if stage().has_ink.get_untracked() {
        take_away(Ink::clear);
    }
}

fn take_away(what: fn(&mut Ink)) {
    let stage = stage();
    DRAWS.set(None);
    stage.ink.update_value(what);
    turn(stage.has_ink, !stage.ink.with_value(Ink::is_empty));
    stage.redraws.notify();
}

/// Lines go with what they were drawn on, for as long as the page lives.
pub fn keep_up(page: Page) {
    let sheet: SheetMemo = Memo::new(move |_| {
        let has_ink = stage().has_ink.get();
        has_ink.then(|| {
            let is_cube = page.with(|s| matches!(s.view, View::Explore | View::Compare));
            (page.with(sheet_of), is_cube.then(|| page.camera.get()))
        })
    });
    Effect::new(move |before: Option<_>| {
        let sheet = sheet.get();
        if let (Some(Some(before)), Some(now)) = (&before, &sheet)
            && before != now
        {
            clear();
        }
        sheet
    });
}

/// What is drawn on: above the page, and open to the pointer while the pen is taken up.
#[component]
pub fn InkSheet() -> impl IntoView {
    let page = page();
    let stage = stage();
    let canvas = NodeRef::<Canvas>::new();
    let resized = window_event_listener(leptos::ev::resize, move |_| stage.redraws.notify());
    on_cleanup(move || resized.remove());
    Effect::new(move || {
        stage.redraws.track();
        let is_dark = page.is_dark.get();
        if let Some(canvas) = canvas.get() {
            draw_all(&canvas, is_dark);
        }
    });
    let draw = move |ev: &PointerEvent, how: fn(&PointerEvent, &Brush)| {
        if let Some(brush) = canvas
            .get_untracked()
            .and_then(|c| Brush::of(&c, page.is_dark.get_untracked()))
        {
            how(ev, &brush);
        }
    };
    let class = move || match stage.is_drawing.get() {
        true => "ink drawing",
        false => "ink",
    };
    view! {
        <canvas
            class=live(class)
            aria-hidden="true"
            node_ref=canvas
            on:pointerdown=heard(move |ev| draw(&ev, down))
            on:pointermove=heard(move |ev| draw(&ev, moved))
            on:pointerup=heard(move |ev| draw(&ev, up))
            on:pointercancel=heard(move |ev| draw(&ev, up))
        ></canvas>
    }
}

fn down(ev: &PointerEvent, brush: &Brush) {
    // The first finger draws, and the main button of a mouse.
    if DRAWS.get().is_some() || ev.button() != 0 {
        return;
    }
    ev.prevent_default();
    DRAWS.set(Some(ev.pointer_id()));
    if let Some(target) = ev
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    {
        // Refused only where the pointer is gone already.
        let _ = target.set_pointer_capture(ev.pointer_id());
    }
    let stage = stage();
    let (color, frame) = (stage.color.get_untracked(), frame());
    stage
        .ink
        .update_value(|ink| ink.begin(color, point(ev), frame));
    turn(stage.has_ink, true);
    brush.draw_newest(Stroke::newest_dab);
}

fn moved(ev: &PointerEvent, brush: &Brush) {
    if DRAWS.get() != Some(ev.pointer_id()) {
        return;
    }
    // What the pointer did between two frames, where the browser tells it.
    let has_all = js_sys::Reflect::has(ev, &"getCoalescedEvents".into()).unwrap_or(false);
    let between = match has_all {
        true => ev.get_coalesced_events(),
        false => js_sys::Array::new(),
    };
    if between.length() == 0 {
        between.push(ev);
    }
    let frame = frame();
    for event in between
        .iter()
        .filter_map(|e| e.dyn_into::<PointerEvent>().ok())
    {
        let ink = stage().ink;
        let is_new = ink.try_update_value(|ink| ink.go_on(point(&event), frame));
        if is_new == Some(true) {
            brush.draw_newest(Stroke::newest_dab);
        }
    }
}

fn up(ev: &PointerEvent, brush: &Brush) {
    if DRAWS.get() == Some(ev.pointer_id()) {
        DRAWS.set(None);
        brush.draw_newest(Stroke::last_dab);
    }
}

fn point(ev: &PointerEvent) -> Point {
    let pressure = match ev.pointer_type().as_str() {
        "pen" if ev.pressure() > 0.0 => f64::from(ev.pressure()),
        // Mouse and finger press with one force, whatever they tell.
        _ => 0.5,
    };
    Point {
        at_px: [ev.client_x(), ev.client_y()].map(f64::from),
        pressure,
    }
}

/// Gives the canvas the device's pixels, and draws all lines.
fn draw_all(canvas: &HtmlCanvasElement, is_dark: bool) {
    let ratio = dom::pixel_ratio();
    let rect = canvas.get_bounding_client_rect();
    // A canvas that gets its size is empty.
    canvas.set_width((rect.width() * ratio).round() as u32);
    canvas.set_height((rect.height() * ratio).round() as u32);
    let Some(brush) = Brush::of(canvas, is_dark) else {
        return;
    };
    let frame = frame();
    stage().ink.with_value(|ink| {
        for stroke in ink.strokes() {
            let dabs = stroke.dabs(frame).into_iter().chain(stroke.last_dab(frame));
            dabs.for_each(|dab| brush.draw(stroke.color, dab));
        }
    });
}
