//! The layer's own numbers: ε, γ, β, momentum.

use super::super::live::{heard, live, shown};
use crate::lab::explore::PerChannel;
use crate::state::Settings;
use crate::state::words::Label;
use crate::web::page::{first_words, label, page};
use leptos::prelude::*;

/// ε, γ, β and what belongs to the running averages.
#[component]
pub fn LayerControls() -> impl IntoView {
    let page = page();
    let can = page.part(|s| s.can_be_affine());
    let tracks = page.part(|s| s.tracks_running_stats());
    view! {
        <section class="group">
            <h2>{label(Label::Layer)}</h2>
            <Epsilon />
            {shown(move || can.get().0, move || view! {
                <Values name=Label::Weight read=|s| s.weight.clone() write=Settings::set_weight />
            })}
            {shown(move || can.get().1, move || view! {
                <Values name=Label::Bias read=|s| s.bias.clone() write=Settings::set_bias />
            })}
            {shown(move || tracks.get().is_some(), move || view! {
                <Running />
            })}
        </section>
    }
}

/// ε on a logarithmic slider, from 10⁻¹² to 10.
#[component]
fn Epsilon() -> impl IntoView {
    let page = page();
    let eps = page.part(|s| s.eps());
    let exponent = Signal::derive(move || (eps.get().log10() * 10.0).round() / 10.0);
    let slide = move |ev| {
        if let Ok(value) = event_target_value(&ev).parse() {
            let rounded = format!("{:.1e}", 10f64.powf(value)).parse();
            page.drag(|s| s.set_eps(rounded.unwrap_or(1e-5)));
        }
    };
    let receive = move |ev: web_sys::Event| {
        let target = event_target::<web_sys::HtmlInputElement>(&ev);
        if let Ok(value) = target.value().trim().parse() {
            page.change(|s| s.set_eps(value));
        }
        target.set_value(&short(eps.get_untracked()));
    };
    view! {
        <div class="slider">
            <span class="name" aria-hidden="true">{label(Label::Epsilon)} " ε"</span>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label=label(Label::Epsilon)
                prop:value=live(move || short(eps.get()))
                on:change=heard(receive)
            />
            <input
                type="range"
                aria-label=label(Label::Epsilon)
                aria-valuetext=live(move || short(eps.get()))
                style=live(move || format!("--filled: {:.2}%", (exponent.get() + 12.0) / 13.0 * 100.0))
                min="-12"
                max="1"
                step="0.1"
                prop:value=live(move || exponent.get().to_string())
                on:input=heard(slide)
                on:change=heard(move |_| page.settle())
            />
        </div>
    }
}

/// `0.00001` and the like as people write them in code.
fn short(value: f64) -> String {
    if (1e-3..1e4).contains(&value) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// One number or one per channel; empty is the initial value.
#[component]
fn Values(
    /// The name of the field
    name: Label,
    /// Its value
    read: fn(&Settings) -> Option<PerChannel>,
    /// What a change does
    write: fn(&mut Settings, Option<PerChannel>),
) -> impl IntoView {
    let page = page();
    let values = page.part(read);
    let text = move || match values.get() {
        None => String::new(),
        Some(PerChannel::One(value)) => value.to_string(),
        Some(PerChannel::Each(values)) => values
            .iter()
            .map(f32::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    };
    let receive = move |ev: web_sys::Event| {
        let target = event_target::<web_sys::HtmlInputElement>(&ev);
        let parsed: Result<Vec<f32>, _> = target
            .value()
            .split([',', ' '])
            .filter(|v| !v.is_empty())
            .map(str::parse)
            .collect();
        match parsed {
            Ok(numbers) if numbers.iter().all(|v| v.is_finite()) => page.change(|s| {
                let channels = s.shape()[1];
                write(s, per_channel(numbers, channels));
            }),
            _ => target.set_value(&text()),
        }
    };
    let placeholder = if name == Label::Weight { "1" } else { "0" };
    view! {
        <label class="field">
            <span>{label(name)}</span>
            <input
                type="text"
                autocomplete="off"
                placeholder=placeholder
                title=label(Label::PerChannelHint)
                prop:value=text
                on:change=heard(receive)
            />
        </label>
    }
}

/// None, one or as many numbers as channels; of another count, the last one goes on.
fn per_channel(mut numbers: Vec<f32>, channels: usize) -> Option<PerChannel> {
    match numbers.as_slice() {
        [] => None,
        [one] => Some(PerChannel::One(*one)),
        [.., last] => {
            let last = *last;
            numbers.resize(channels, last);
            Some(PerChannel::Each(numbers))
        }
    }
}

/// Whether running averages are kept, and how fast they move.
#[component]
fn Running() -> impl IntoView {
    let page = page();
    let tracks = page.part(|s| s.tracks_running_stats() == Some(true));
    let momentum = page.part(|s| s.momentum().flatten());
    let text = move || momentum.get().map_or_else(String::new, |m| m.to_string());
    let receive = move |ev: web_sys::Event| {
        let target = event_target::<web_sys::HtmlInputElement>(&ev);
        match target.value().trim() {
            "" => page.change(|s| s.set_momentum(None)),
            written => {
                if let Ok(value) = written.parse() {
                    page.change(|s| s.set_momentum(Some(value)));
                }
            }
        }
        target.set_value(&text());
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=live(move || tracks.get())
                on:change=heard(move |ev| page.change(|s| s.set_tracking(event_target_checked(&ev))))
            />
            <span>{label(Label::TrackRunningStats)}</span>
        </label>
        {shown(move || tracks.get(), move || view! {
            <label class="field">
                <span>{label(Label::Momentum)}</span>
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    placeholder="None"
                    title=live(move || page.with(|s| first_words().momentum_hint(&s.layer)))
                    prop:value=text
                    on:change=heard(receive)
                />
            </label>
        })}
    }
}
