//! The timeline: x → x − μ → x̂ → γ·x̂ + β, played, stepped and scrubbed.

use super::live::{heard, live, view_of};
use super::memo::Memo;
use super::page::{Page, label, page};
use super::ready;
use crate::norm::Statistic;
pub use crate::state::named_stage;
use crate::state::words::Label;
use crate::state::{Clock, LAST_STAGE, Speed, short_stage, stage_text};
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    /// Runs so far: a newer one ends an older one.
    static RUN: Cell<u32> = const { Cell::new(0) };
    /// The clock that runs here.
    static CLOCK: Cell<Option<Clock>> = const { Cell::new(None) };
}

/// Runs the clock, or stands still at its end where motion is not wanted.
pub fn run(page: Page, clock: Clock) {
    stop(page);
    if prefers_reduced_motion() {
        return page.change(|s| s.set_stage(clock.end()));
    }
    RUN.set(RUN.get().wrapping_add(1));
    CLOCK.set(Some(clock));
    ready::begin();
    frame(page, clock, RUN.get(), now_secs());
}

/// Stops the clock where it is.
pub fn stop(page: Page) {
    if let Some(t) = page.running.get_untracked() {
        RUN.set(RUN.get().wrapping_add(1));
        finish(page, t);
    }
}

fn frame(page: Page, clock: Clock, run: u32, start_secs: f64) {
    if RUN.get() != run {
        return;
    }
    match clock.stage(now_secs() - start_secs) {
        Some(t) => {
            page.running.set(Some(t));
            request_animation_frame(move || frame(page, clock, run, start_secs));
        }
        None => finish(page, clock.end()),
    }
}

/// Stops the clock where it is, and gives what would go on from there; `None` where nothing ran here.
pub fn pause(page: Page) -> Option<Clock> {
    let clock = CLOCK.get()?;
    stop(page);
    Some(clock.resumed(page.settings.with_untracked(|s| s.t)))
}

/// Shows the stage of a clock that runs elsewhere, or that it stands; what runs here ends where it is.
pub fn mirror(page: Page, t: Option<f64>) {
    let was_running = page.running.get_untracked().is_some();
    RUN.set(RUN.get().wrapping_add(1));
    CLOCK.set(None);
    match (was_running, t.is_some()) {
        (false, true) => ready::begin(),
        (true, false) => ready::end(),
        _ => {}
    }
    if was_running || t.is_some() {
        page.running.set(t);
    }
}

fn finish(page: Page, t: f64) {
    CLOCK.set(None);
    page.running.set(None);
    page.change(|s| s.set_stage((t * 100.0).round() / 100.0));
    ready::end();
}

fn now_secs() -> f64 {
    window()
        .performance()
        .map_or_else(js_sys::Date::now, |performance| performance.now())
        / 1e3
}

fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Plays from the present stage, or stops.
pub fn toggle(page: Page) {
    if page.running.get_untracked().is_some() {
        return stop(page);
    }
    let t = page.settings.with_untracked(|s| s.t);
    run(page, Clock::play(t, page.speed.get_untracked()));
}

/// Goes on to the next whole stage.
pub fn step(page: Page) {
    let t = page
        .running
        .get_untracked()
        .unwrap_or_else(|| page.settings.with_untracked(|s| s.t));
    run(page, Clock::step(t, page.speed.get_untracked()));
}

/// Buttons and slider of the stage.
#[component]
pub fn Timeline() -> impl IntoView {
    let page = page();
    let is_running = Memo::new(move |_| page.running.with(Option::is_some));
    let play_label = move || {
        label(if is_running.get() {
            Label::Pause
        } else {
            Label::Play
        })
    };
    let scrub = move |ev| {
        stop(page);
        if let Ok(t) = event_target_value(&ev).parse() {
            page.drag(|s| s.set_stage(t));
        }
    };
    let filled = move || format!("--filled: {:.2}%", page.t() / LAST_STAGE * 100.0);
    view! {
        <section class="time" aria-label=label(Label::Stage)>
            <div class="row">
                <button type="button" class="main" on:click=heard(move |_| toggle(page))>{play_label}</button>
                <button type="button" on:click=heard(move |_| step(page))>{label(Label::Step)}</button>
            </div>
            <div class="rail">
                <input
                    type="range"
                    aria-label=label(Label::Stage)
                    aria-valuetext=live(move || stage_name(page, page.t()))
                    style=filled
                    min="0"
                    max=LAST_STAGE
                    step="0.01"
                    prop:value=live(move || page.t().to_string())
                    on:input=heard(scrub)
                    on:change=heard(move |_| page.settle())
                />
                <Stops />
            </div>
            <SpeedControl />
        </section>
    }
}

/// The four stages below the rail; a click goes there.
#[component]
fn Stops() -> impl IntoView {
    let page = page();
    let has_mean = Memo::new(move |_| has_mean(page));
    let stop_at = move |k: usize| {
        let at = k as f64;
        let is_here = move || (page.t() - at).abs() < 0.005;
        view! {
            <button
                type="button"
                class="stop"
                class:here=is_here
                hidden=live(move || k == 1 && !has_mean.get())
                style=format!("--at: {:.3}%", at / LAST_STAGE * 100.0)
                aria-label=live(move || stage_text(k, has_mean.get()))
                on:click=heard(move |_| { stop(page); page.change(|s| s.set_stage(at)); })
            >
                {view_of(move || short_stage(k, has_mean.get()))}
                <span class="long">{view_of(move || long_stage(k, has_mean.get()))}</span>
            </button>
        }
    };
    view! { <div class="stops">{[0, 1, 2, 3].map(stop_at)}</div> }
}

/// Whether the layer subtracts a mean: without one, x − μ is x itself.
pub fn has_mean(page: Page) -> bool {
    let is_rms = |e: &crate::lab::explore::Explore| {
        e.plan()
            .is_some_and(|plan| plan.statistic == Statistic::MeanSquare)
    };
    !page.explore.with(|e| e.as_deref().is_some_and(is_rms))
}

/// What a wide screen adds to it.
fn long_stage(stage: usize, has_mean: bool) -> &'static str {
    match stage {
        2 if has_mean => " = (x − μ) / √(σ² + ε)",
        2 => " = x / √(mean x² + ε)",
        3 => " = γ·x̂ + β",
        _ => "",
    }
}

/// The stage: its formula, or how far it is on the way to the next.
pub fn stage_name(page: Page, t: f64) -> String {
    named_stage(t, has_mean(page))
}

/// How fast the stages follow one another.
#[component]
fn SpeedControl() -> impl IntoView {
    let page = page();
    let name = |speed| match speed {
        Speed::Slow => Label::Slow,
        Speed::Normal => Label::Normal,
        Speed::Fast => Label::Fast,
    };
    let choose = move |ev| {
        let chosen = event_target_value(&ev);
        let speed = Speed::ALL
            .into_iter()
            .find(|speed| label(name(*speed)) == chosen);
        page.speed.set(speed.unwrap_or_default());
    };
    let option = move |speed| {
        view! { <option selected=live(move || page.speed.get() == speed)>{label(name(speed))}</option> }
    };
    view! {
        <label class="field speed">
            <span>{label(Label::Speed)}</span>
            <select on:change=heard(choose)>{Speed::ALL.map(option)}</select>
        </label>
    }
}
