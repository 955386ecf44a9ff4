//! What is trained.

use super::super::live::{heard, live, shown, view_of};
use super::choice::Choice;
use super::tensor::Seed;
use crate::lab::training::{MOST_RUNS, MOST_SAMPLES, Pace, Run, Task, Watched};
use crate::nn::{Activation, Normalizer};
use crate::state::words::TrainingLabel;
use crate::web::memo::Memo;
use crate::web::page::{page, words};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// Normalizations that a run is given by a press.
const NORMS: [Normalizer; 6] = [
    Normalizer::None,
    Normalizer::Batch,
    Normalizer::Layer,
    Normalizer::Group(4),
    Normalizer::Instance,
    Normalizer::Rms,
];

/// Activation functions, by their names everywhere.
const ACTIVATIONS: [(Option<Activation>, &str); 3] = [
    (Some(Activation::Relu), "ReLU"),
    (Some(Activation::Sigmoid), "sigmoid"),
    (Some(Activation::Tanh), "tanh"),
];

/// What is shown, what is learnt, what all runs have in common, and the runs.
#[component]
pub fn TrainingControls() -> impl IntoView {
    let page = page();
    let is_digits = page.part(|s| s.training.task() == Task::Digits);
    let has_classes = page.part(|s| s.training.task().has_classes());
    view! {
        {view_of(move || match has_classes.get() {
            true => watched(Watched::ALL).into_any(),
            // Nothing is right or wrong of a number.
            false => {
                let [_, others @ ..] = Watched::ALL;
                watched(others).into_any()
            }
        })}
        <section class="group">
            {Choice {
                name: text(TrainingLabel::Task),
                id: "task",
                class: "choices methods",
                all: Task::ALL.map(|task| (task, words().task(task).to_owned())),
                chosen: |s| s.training.task(),
                choose: |s, task| s.training.set_task(task),
            }.view(true)}
            {shown(move || is_digits.get(), || view! { <p class="hint">{text(TrainingLabel::TaskSource)}</p> })}
            <Seed />
        </section>
        <section class="group">
            {Choice {
                name: text(TrainingLabel::Activation),
                id: "activation",
                class: "choices thirds",
                all: ACTIVATIONS.map(|(activation, name)| (activation, name.to_owned())),
                chosen: |s| s.training.runs()[0].activation,
                choose: |s, activation| s.training.change_all(|run| run.activation = activation),
            }.view(true)}
            <Number
                name=text(TrainingLabel::BatchSize)
                value=|pace| pace.batch as f64
                range=(1.0, MOST_SAMPLES as f64)
                set=|pace, value| pace.batch = value as usize
            />
            <Number
                name=text(TrainingLabel::LearningRate)
                value=|pace| pace.rate
                range=(0.001, 10.0)
                is_logarithmic=true
                set=|pace, value| pace.rate = value
            />
            <Number
                name=text(TrainingLabel::Momentum)
                value=|pace| pace.momentum
                range=(0.0, 0.99)
                step=0.01
                set=|pace, value| pace.momentum = value
            />
        </section>
        <Runs />
        <Written />
    }
}

fn text(label: TrainingLabel) -> &'static str {
    words().training_label(label)
}

/// What the chart shows, of these.
fn watched<const N: usize>(all: [Watched; N]) -> impl IntoView {
    let choice = Choice {
        name: text(TrainingLabel::Watched),
        id: "watched",
        class: "choices methods",
        all: all.map(|watched| (watched, words().watched(watched).to_owned())),
        chosen: |s| s.training.watched(),
        choose: |s, watched| s.training.set_watched(watched),
    };
    choice.view(true)
}

/// A number that all runs are given; what one of them has of its own is in its words.
#[component]
fn Number(
    /// What it is
    name: &'static str,
    /// That of the first run
    value: fn(&Pace) -> f64,
    /// Smallest and largest
    range: (f64, f64),
    /// Whether equal ways multiply it by equal factors
    #[prop(default = false)]
    is_logarithmic: bool,
    /// Distance of two values
    #[prop(default = 1.0)]
    step: f64,
    /// Gives it
    set: fn(&mut Pace, f64),
) -> impl IntoView {
    let page = page();
    let on_input = move |number: f64, input| {
        let number = number.clamp(range.0, range.1);
        page.drag(|s| {
            s.training
                .change_all(|run| run.change_pace(|pace| set(pace, number)));
        });
        if input == Input::Settled {
            page.settle();
        }
    };
    view! {
        <Slider
            name=name.to_owned()
            value=page.part(move |s| value(&s.training.runs()[0].pace))
            range=Signal::stored(range)
            is_logarithmic=is_logarithmic
            step=if is_logarithmic { 0.05 } else { step }
            on_input=on_input
        />
    }
}

/// The runs, each with its normalization.
#[component]
fn Runs() -> impl IntoView {
    let page = page();
    let runs = Memo::new(move |_| page.with(|s| s.training.runs().to_vec()));
    let row = move |(k, run): (usize, Run)| {
        let chosen = run.norms[0];
        let option = |norm: Normalizer| {
            view! { <option value=words().normalizer(norm) selected=norm == chosen>{words().normalizer(norm)}</option> }
        };
        let choose = move |ev| {
            let name = event_target_value(&ev);
            let norm = NORMS
                .into_iter()
                .find(|norm| words().normalizer(*norm) == name);
            if let Some(norm) = norm {
                page.change(|s| s.training.change(k, |run| run.norms = vec![norm]));
            }
        };
        let name = format!(
            "{} {}: {}",
            text(TrainingLabel::Run),
            k + 1,
            text(TrainingLabel::Norm)
        );
        let is_alone = runs.with(|runs| runs.len() == 1);
        let offered = NORMS.into_iter().filter(|norm| run.net.takes(*norm));
        let offered: Vec<_> = offered.collect();
        // What is chosen is shown, whoever else would refuse it.
        let other = (!offered.contains(&chosen)).then_some(chosen);
        view! {
            <li class="row">
                <select aria-label=name on:change=heard(choose)>
                    {offered.into_iter().chain(other).map(option).collect_view()}
                </select>
                <button
                    type="button"
                    class="quiet"
                    aria-label=format!("{} {}", text(TrainingLabel::RemoveRun), k + 1)
                    disabled=is_alone
                    on:click=heard(move |_| page.change(|s| s.training.remove(k)))
                ><span aria-hidden="true">"×"</span></button>
            </li>
        }
    };
    let is_full = move || runs.with(|runs| runs.len() == MOST_RUNS);
    view! {
        <section class="group runs">
            <h2>{text(TrainingLabel::Runs)}</h2>
            <ul>{view_of(move || runs.get().into_iter().enumerate().map(row).collect_view())}</ul>
            <button type="button" disabled=live(is_full) on:click=heard(move |_| page.change(|s| s.training.add()))>
                {text(TrainingLabel::AddRun)}
            </button>
            <p class="hint">{text(TrainingLabel::SamePair)}</p>
        </section>
    }
}

/// All runs in the words of the link, to be changed by hand.
#[component]
fn Written() -> impl IntoView {
    let page = page();
    let written = page.part(|s| s.training.words());
    let trouble = RwSignal::new(None::<String>);
    let read = move |ev| {
        let words = event_target_value(&ev);
        let mut setup = page.settings.with_untracked(|s| s.training.clone());
        match setup.read(&words) {
            Ok(()) => {
                trouble.set(None);
                page.change(|s| s.training = setup.clone());
            }
            Err(error) => trouble.set(Some(error.to_string())),
        }
    };
    view! {
        <label class="field written">
            <span>{text(TrainingLabel::Words)}</span>
            <textarea rows="3" spellcheck="false" prop:value=live(move || written.get()) on:change=heard(read)></textarea>
        </label>
        {shown(move || trouble.with(Option::is_some), move || view! {
            <p class="alert" role="alert" lang="en">{view_of(move || trouble.get())}</p>
        })}
    }
}
