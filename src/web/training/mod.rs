//! Networks that learn, with and without normalization, beside each other.

mod asking;
mod crew;
mod hands;
mod seat;
mod takings;
mod tempo;

pub use seat::{TRAINING, work};
pub use takings::Takings;

use super::chart::{draw_on, style};
use super::dom;
use super::headline::Headline;
use super::live::{heard, live, view_of};
use super::memo::Memo;
use super::page::{label, page, words};
use super::sheets::Sheets;
use super::slider::{Input, Slider};
use crate::chart::training::{Curves, Drawn, colour_of};
use crate::chart::{Style, sheet};
use crate::lab::training::{Log, Setup, Watched, curves, curves_of, newest_of};
use crate::scene::colour::css;
use crate::state::words::{Label, TrainingLabel};
use crew::Crew;
use leptos::html::Canvas;
use leptos::prelude::*;
use tempo::Tempo;

/// The chart with its sentence, the runs, and what makes them go on.
#[component]
pub fn Training() -> impl IntoView {
    let page = page();
    let crew = Crew::follow(page);
    let setup = Memo::new(move |_| page.with(|s| s.training.clone()));
    let logs = crew.seen();
    let sentences = Memo::new(move |_| logs.with(|logs| words().training(&setup.get(), logs)));
    // The prose of a lesson speaks of it.
    page.trained.set(Some((crew.trials, logs)));
    on_cleanup(move || page.trained.set(None));
    let canvas = NodeRef::<Canvas>::new();
    let size = dom::size_of(canvas);
    draw_on(canvas, size, move |area, size_px, style| {
        let setup = setup.get();
        let last = crew.last().max(setup.steps());
        let laid = logs.with(|logs| laid(&setup, logs, last, size_px, style));
        laid.draw(area).map_err(|error| error.to_string())
    });
    let sheets = move || {
        let setup = setup.get();
        let drawn = logs.with(|logs| drawn(&setup, logs));
        vec![sheet::training(&drawn, setup.watched(), words())]
    };
    view! {
        <main class="experiment training">
            <Headline sentences />
            <h2 class="plot-name">{view_of(move || words().watched(setup.get().watched()))}</h2>
            <div class="plot">
                <canvas
                    node_ref=canvas
                    role="img"
                    aria-label=live(move || sentences.with(|said| said.join(". ")))
                    data-curves=live(move || (!crew.is_playing.get()).then(|| logs.with(|logs| logs_json(logs, setup.with(Setup::watched)))))
                ></canvas>
            </div>
            <p class="hint">{view_of(move || words().chart_note(&setup.get()))}</p>
            <Bar crew />
            <Tally crew logs />
            <Sheets of=Box::new(sheets) />
        </main>
    }
}

/// The runs as they are drawn.
fn drawn(setup: &Setup, logs: &[Log]) -> Vec<Drawn> {
    let drawn = |k| Drawn {
        name: words().run_name(setup.runs(), k),
        curves: curves_of(setup.trials(logs, k), setup.watched()),
    };
    (0..setup.runs().len()).map(drawn).collect()
}

/// The chart of them, with room for so many steps.
fn laid(setup: &Setup, logs: &[Log], last: usize, size_px: (f64, f64), style: Style) -> Curves {
    let below = words().steps_axis();
    let drawn = drawn(setup, logs);
    Curves::new(&drawn, setup.watched(), last, below, size_px, style)
}

fn text(label: TrainingLabel) -> &'static str {
    words().training_label(label)
}

/// Train and pause, one step, back to the start, and back and forth among the steps that were made.
#[component]
fn Bar(
    /// The runs
    crew: Crew,
) -> impl IntoView {
    let page = page();
    let is_playing = crew.is_playing;
    let toggle = move |_| match is_playing.get_untracked() {
        true => crew.pause(),
        false => crew.play(),
    };
    let go_to = move |steps: usize| {
        crew.show(steps);
        page.settle();
    };
    let shown = Memo::new(move |_| match is_playing.get() {
        true => crew.last(),
        false => page.with(|s| s.training.steps()),
    });
    let name = move || {
        text(match is_playing.get() {
            true => TrainingLabel::Pause,
            false => TrainingLabel::Train,
        })
    };
    let scrub = move |steps: f64, input| {
        crew.show(steps.max(0.0) as usize);
        if input == Input::Settled {
            page.settle();
        }
    };
    view! {
        <div class="row play">
            <button type="button" class="main" id="train" aria-pressed=live(move || is_playing.get().to_string()) on:click=heard(toggle)>{view_of(name)}</button>
            <button type="button" on:click=heard(move |_| go_to(shown.get_untracked() + 1))>{text(TrainingLabel::Step)}</button>
            <button type="button" on:click=heard(move |_| go_to(0))>{text(TrainingLabel::Restart)}</button>
            <Slider
                name=text(TrainingLabel::Steps).to_owned()
                value=Signal::derive(move || shown.get() as f64)
                range=Signal::derive(move || (0.0, crew.last().max(shown.get()).max(1) as f64))
                on_input=scrub
            />
            <TempoControl crew />
        </div>
    }
}

/// How fast the runs go on.
#[component]
fn TempoControl(
    /// The runs
    crew: Crew,
) -> impl IntoView {
    let name = |tempo| match tempo {
        Tempo::Full => text(TrainingLabel::FullSpeed),
        Tempo::Ten => text(TrainingLabel::TenSteps),
        Tempo::One => text(TrainingLabel::OneStep),
    };
    let choose = move |ev| {
        let chosen = event_target_value(&ev);
        let tempo = Tempo::ALL.into_iter().find(|tempo| name(*tempo) == chosen);
        crew.tempo.set(tempo.unwrap_or_default());
    };
    let option = move |tempo| {
        view! { <option selected=live(move || crew.tempo.get() == tempo)>{name(tempo)}</option> }
    };
    view! {
        <label class="field speed">
            <span>{label(Label::Speed)}</span>
            <select on:change=heard(choose)>{Tempo::ALL.map(option)}</select>
        </label>
    }
}

/// The runs by name, each with what it has come to, or why it cannot go on.
#[component]
fn Tally(
    /// The runs
    crew: Crew,
    /// What is shown of them
    logs: Memo<Vec<Log>>,
) -> impl IntoView {
    let page = page();
    let setup = Memo::new(move |_| page.with(|s| s.training.clone()));
    let name = move |k| setup.with(|setup| words().run_name(setup.runs(), k));
    let value = move |k| {
        setup.with(|setup| {
            let value = logs.with(|logs| newest_of(setup.trials(logs, k), setup.watched()))?;
            Some(read(value.mean, setup.watched()))
        })
    };
    let refusal = move |k| {
        // With another seed PyTorch says the same.
        let first = k * setup.with(Setup::seeds);
        let refusal = crew.refusals.with(|all| all.get(first).cloned().flatten());
        refusal.map(|refusal| view! { <p class="alert" role="alert" lang="en">{refusal}</p> })
    };
    let colour = move |k| format!("background:{}", css(colour_of(k, &style(page))));
    let row = move |k: usize| {
        view! {
            <li>
                <i style=live(move || colour(k))></i>
                <b>{view_of(move || name(k))}</b>
                <span class="value">{view_of(move || value(k))}</span>
                <button
                    type="button"
                    disabled=live(move || crew.is_playing.get())
                    on:click=heard(move |_| takings::open_inside(page, crew, k))
                >
                    {text(TrainingLabel::OpenInside)}
                </button>
                {view_of(move || refusal(k))}
            </li>
        }
    };
    // News change what stands in a row, and leave its button where it is.
    let count = Memo::new(move |_| setup.with(|setup| setup.runs().len()));
    let rows = move || (0..count.get()).map(row).collect_view();
    view! { <ul class="tally" aria-label=text(TrainingLabel::Runs)>{view_of(rows)}</ul> }
}

fn read(value: f64, watched: Watched) -> String {
    match watched {
        Watched::Accuracy => format!("{:.1} %", 100.0 * value),
        _ => crate::lab::number::significant(value, 3),
    }
}

/// The curves as tests read them: of each run its losses, the accuracies at its glances, and the line of what is watched.
fn logs_json(logs: &[Log], watched: Watched) -> String {
    let list = |values: &mut dyn Iterator<Item = f64>| {
        // JSON has no word for what is no number.
        let written = |value: f64| match value.is_finite() {
            true => format!("{value:?}"),
            false => "null".to_owned(),
        };
        format!("[{}]", values.map(written).collect::<Vec<_>>().join(","))
    };
    let main = |log: &Log, watched| {
        let lines = curves(log, watched).into_iter();
        let points = lines.last().map(|(_, points)| points).unwrap_or_default();
        list(&mut points.into_iter().map(|(_, value)| value))
    };
    let log = |log: &Log| {
        let losses = list(&mut log.losses.iter().copied());
        let [test, watched] = [Watched::Accuracy, watched].map(|of| main(log, of));
        format!("{{\"losses\":{losses},\"test\":{test},\"watched\":{watched}}}")
    };
    format!("[{}]", logs.iter().map(log).collect::<Vec<_>>().join(","))
}
