//! The spotlight: all but a circle around the pointer is dimmed. What lies below is used as ever.

use super::{say, stage};
use crate::state::words::StageLabel;
use crate::web::live::live;
use crate::web::page::Page;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// Smallest and largest radius, in shorter sides of the window.
const RADII: (f64, f64) = (0.05, 0.6);
/// The radius in the beginning.
const RADIUS: f64 = 0.18;
/// What one press of a key, or one notch of a wheel, makes of the radius.
const GROWTH: f64 = 1.15;
/// How far one press of a key moves it, in shorter sides of the window.
const SHIFT: f64 = 0.04;
/// Pixels of one notch of a wheel.
const NOTCH_PX: f64 = 100.0;

/// Where the light is: in CSS pixels of the window, and how large, in its shorter sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    at_px: [f64; 2],
    radius: f64,
}

/// Width and height of the window.
fn window_px() -> [f64; 2] {
    [window().inner_width(), window().inner_height()].map(|length| {
        length
            .ok()
            .and_then(|length| length.as_f64())
            .unwrap_or(1.0)
    })
}

fn side_px() -> f64 {
    let [width, height] = window_px();
    width.min(height)
}

/// Turns it on, at the middle of the figure, or off.
pub fn toggle(page: Page) {
    let spot = stage().spot;
    let is_on = spot.with_untracked(Option::is_some);
    if !is_on && !page.presenting.get_untracked() {
        return;
    }
    let begun = || Spot {
        at_px: super::ink::frame().middle_px,
        radius: RADIUS,
    };
    spot.set((!is_on).then(begun));
    let said = match is_on {
        true => StageLabel::SpotlightOff,
        false => StageLabel::SpotlightOn,
    };
    page.announcement.set(say(said).to_owned());
}

/// Makes it larger by so many presses of a key.
pub fn grow(presses: f64) {
    change(|spot| {
        spot.radius = (spot.radius * GROWTH.powf(presses)).clamp(RADII.0, RADII.1);
    });
}

/// Moves it by so many presses to the right and down.
pub fn shift(presses: [f64; 2]) {
    let (side, window) = (side_px(), window_px());
    change(|spot| {
        for k in [0, 1] {
            let moved = spot.at_px[k] + presses[k] * SHIFT * side;
            spot.at_px[k] = moved.clamp(0.0, window[k]);
        }
    });
}

fn change(change: impl FnOnce(&mut Spot)) {
    stage().spot.update(|spot| {
        if let Some(spot) = spot {
            change(spot);
        }
    });
}

/// The shade around the light.
#[component]
pub fn Spotlight() -> impl IntoView {
    let to_pointer = |ev: web_sys::PointerEvent| {
        let at_px = [ev.client_x(), ev.client_y()].map(f64::from);
        change(|spot| spot.at_px = at_px);
    };
    let moved = window_event_listener(leptos::ev::pointermove, to_pointer);
    let pressed = window_event_listener(leptos::ev::pointerdown, to_pointer);
    let wheel = listen_to_wheel();
    on_cleanup(move || {
        moved.remove();
        pressed.remove();
        wheel();
    });
    let style = move || {
        let Some(spot) = stage().spot.get() else {
            return String::new();
        };
        let [x, y] = spot.at_px;
        format!(
            "--x: {x}px; --y: {y}px; --radius: {:.1}px",
            spot.radius * side_px()
        )
    };
    view! { <div class="spotlight" aria-hidden="true" style=live(style)></div> }
}

/// The wheel changes its size, and nothing else meanwhile; gives what ends that.
fn listen_to_wheel() -> impl FnOnce() + Send + Sync {
    let turned = Closure::<dyn FnMut(web_sys::WheelEvent)>::new(|ev: web_sys::WheelEvent| {
        ev.prevent_default();
        ev.stop_propagation();
        grow((-ev.delta_y() / NOTCH_PX).clamp(-2.0, 2.0));
    });
    let options = web_sys::AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(false);
    window()
        .add_event_listener_with_callback_and_add_event_listener_options(
            "wheel",
            turned.as_ref().unchecked_ref(),
            &options,
        )
        .expect("a window has events");
    let kept = StoredValue::new_local(Some(turned));
    move || {
        kept.update_value(|turned| {
            if let Some(turned) = turned.take() {
                // It was added, so it can be removed.
                let _ = window().remove_event_listener_with_callback_and_bool(
                    "wheel",
                    turned.as_ref().unchecked_ref(),
                    true,
                );
            }
        });
    }
}
