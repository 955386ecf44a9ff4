//! The column beside the figure: the beat, or the controls.

use super::contents::Contents;
use super::own::Ask;
use super::prose::{Prose, Written, title};
use super::say;
use super::{Here, here, open_contents, turn};
use crate::state::lesson::{Beat, Place, Where};
use crate::state::words::{Label, LessonLabel, PaperLabel};
use crate::web::handout;
use crate::web::live::{heard, live, shown, view_of};
use crate::web::page::{Page, label, page, words};
use leptos::prelude::*;

/// The lesson, with its tabs.
#[component]
pub fn LessonSide() -> impl IntoView {
    let page = page();
    let lessons = page.lessons;
    let here = here(page);
    let place = page.part(|s| s.lesson.clone());
    let tab = move |name: &'static str, is_controls: bool| {
        let is_chosen = move || lessons.shows_controls.get() == is_controls;
        view! {
            <button
                type="button"
                role="tab"
                aria-selected=live(move || is_chosen().to_string())
                on:click=heard(move |_| lessons.shows_controls.set(is_controls))
            >
                {name}
            </button>
        }
    };
    let beat = move || {
        let (place, here) = (place.get()?, here.get());
        Some(match (&place.lesson, here) {
            (_, Some(here)) => view! { <Shown here place /> }.into_any(),
            (Where::Contents, None) => view_of(move || {
                let course = lessons.course.get();
                course.map(|course| view! { <Contents course /> })
            })
            .into_any(),
            (Where::Course(_), None) => view! { <Missing /> }.into_any(),
            (Where::File(_) | Where::Web(_), None) => view! { <Ask place /> }.into_any(),
        })
    };
    view! {
        <div class="lesson-tabs tabs" role="tablist">
            {tab(say(LessonLabel::Lesson), false)}
            {tab(label(Label::Controls), true)}
        </div>
        <aside class="lesson" aria-label=say(LessonLabel::Lesson)>
            {view_of(move || lessons.trouble.get().map(|why| view! { <p class="alert" role="alert">{why}</p> }))}
            {view_of(beat)}
        </aside>
    }
}

/// The lessons are on their way, or none has this name.
#[component]
fn Missing() -> impl IntoView {
    let page = page();
    let is_here = move || page.lessons.course.with(Option::is_some);
    let contents = move |_| open_contents(page);
    view! {
        {shown(is_here, move || view! {
            <p class="alert" role="alert">{say(LessonLabel::NoSuchLesson)}</p>
            <button type="button" on:click=heard(contents)>{label(Label::Lessons)}</button>
        })}
    }
}

/// One beat, and the ways to the others.
#[component]
fn Shown(
    /// Where one is
    here: Here,
    /// The same as a link has it
    place: Place,
) -> impl IntoView {
    let page = page();
    let (lesson, beat) = (here.lesson(), here.beat());
    let (number, count) = (here.beat + 1, lesson.beats.len());
    let part = format!("--filled: {:.2}%", 100.0 * number as f64 / count as f64);
    let has = [here.previous(&place).is_some(), here.next(&place).is_some()];
    let faults = here.course.faults.clone();
    let is_own = matches!(place.lesson, Where::File(_) | Where::Web(_));
    let steps = [
        (LessonLabel::PreviousBeat, "←", false),
        (LessonLabel::NextBeat, "→", true),
    ];
    let step = move |(name, sign, is_forward): (LessonLabel, &'static str, bool)| {
        let class = if is_forward { "main" } else { "" };
        view! {
            <button
                type="button"
                class=class
                title=say(name)
                disabled=!has[usize::from(is_forward)]
                on:click=heard(move |_| {
                    turn(page, is_forward);
                })
            >
                {match is_forward {
                    true => format!("{} {sign}", say(name)),
                    false => format!("{sign} {}", say(name)),
                }}
            </button>
        }
    };
    view! {
        <header class="lesson-head">
            <p>
                <a href="?lesson=contents" on:click=heard(move |ev: web_sys::MouseEvent| {
                    ev.prevent_default();
                    open_contents(page);
                })>{label(Label::Lessons)}</a>
                " / "
                {title(&lesson.title)}
            </p>
            <h2 class="title" tabindex="-1">{title(&beat.title)}</h2>
        </header>
        {is_own.then(|| view! { <super::own::Faults faults /> })}
        {(is_own && here.beat == 0).then(|| about(page, &here, &place))}
        <Prose beat=beat.clone() place=place.clone() />
        <p class="take-along"><button type="button" class="quiet" on:click=heard(move |_| handout::open(page, handout::Extent::Present))>
            {words().paper_label(PaperLabel::Handout)}
        </button></p>
        <nav class="steps" aria-label=say(LessonLabel::Lesson)>
            <span class="progress" style=part aria-hidden="true"></span>
            {step(steps[0])}
            <span class="hint">{format!("{number} / {count}")}</span>
            {step(steps[1])}
        </nav>
    }
}

/// What a lecturer's own lesson is about, which no list of contents shows.
fn about(page: Page, here: &Here, place: &Place) -> AnyView {
    let written = Written::new(page, Beat::default(), place.clone());
    let about = written.blocks(&here.lesson().about);
    view! { <div class="prose">{about}</div> }.into_any()
}
