//! A slider with its number beside it.

use super::live::{heard, live};
use leptos::prelude::*;

/// Where a value comes from: a drag goes on until it settles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One of many values of a drag
    Drag,
    /// The last value
    Settled,
}

/// A slider and a number field of the same value.
#[component]
pub fn Slider(
    /// Name of both
    #[prop(into)]
    name: Signal<String>,
    /// The value
    #[prop(into)]
    value: Signal<f64>,
    /// Smallest and largest value
    #[prop(into)]
    range: Signal<(f64, f64)>,
    /// Whether equal ways on the track multiply the value by equal factors
    #[prop(optional)]
    is_logarithmic: bool,
    /// Distance of two values, of whole numbers by default; on a logarithmic track a part of a power of ten
    #[prop(default = 1.0)]
    step: f64,
    /// Values that are marked on the track
    #[prop(into, default = Signal::stored(Vec::new()))]
    ticks: Signal<Vec<f64>>,
    /// Whether the value cannot be changed
    #[prop(into, default = Signal::stored(false))]
    is_fixed: Signal<bool>,
    /// Called with each value; what becomes of it is shown
    on_input: impl Fn(f64, Input) + Copy + 'static,
) -> impl IntoView {
    let on_track = move |value: f64| match is_logarithmic {
        true => value.log10(),
        false => value,
    };
    let receive = move |target: web_sys::HtmlInputElement, input| {
        if let Ok(number) = target.value().parse() {
            on_input(number, input);
        }
        // The control shows what became of the value, also where that is the old one.
        target.set_value(&value.get_untracked().to_string());
    };
    let slide = move |target: web_sys::HtmlInputElement, input| {
        if let Ok(number) = target.value().parse::<f64>() {
            on_input(
                if is_logarithmic {
                    power_of_ten(number)
                } else {
                    number
                },
                input,
            );
        }
        target.set_value(&on_track(value.get_untracked()).to_string());
    };
    let list = format!(
        "ticks-{}",
        name.get_untracked().replace(' ', "-").to_ascii_lowercase()
    );
    let list_id = list.clone();
    let options = move || {
        ticks
            .get()
            .into_iter()
            .map(|tick| view! { <option value=on_track(tick).to_string()></option> })
            .collect_view()
    };
    let filled = move || {
        let (low, high) = range.get();
        let (low, high) = (on_track(low), on_track(high));
        let part = if high > low {
            (on_track(value.get()) - low) / (high - low)
        } else {
            1.0
        };
        format!("--filled: {:.2}%", 100.0 * part.clamp(0.0, 1.0))
    };
    view! {
        <div class="slider">
            <span class="name" aria-hidden="true">{name}</span>
            <input
                type="number"
                aria-label=name
                disabled=live(move || is_fixed.get())
                prop:value=live(move || value.get().to_string())
                min=live(move || range.get().0)
                max=live(move || range.get().1)
                step=if is_logarithmic { "any".to_owned() } else { step.to_string() }
                on:change=heard(move |ev| receive(event_target(&ev), Input::Settled))
            />
            <input
                type="range"
                aria-label=name
                disabled=live(move || is_fixed.get())
                style=filled
                list=list
                min=live(move || on_track(range.get().0))
                max=live(move || on_track(range.get().1))
                step=step
                prop:value=live(move || on_track(value.get()).to_string())
                on:input=heard(move |ev| slide(event_target(&ev), Input::Drag))
                on:change=heard(move |ev| slide(event_target(&ev), Input::Settled))
            />
            <datalist id=list_id>{options}</datalist>
        </div>
    }
}

/// A power of ten in two digits, as they are read beside a track.
fn power_of_ten(exponent: f64) -> f64 {
    let value = 10_f64.powf(exponent);
    format!("{value:.1e}").parse().unwrap_or(value)
}
