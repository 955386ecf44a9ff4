//! The page as a whole.

use super::compare::Compare;
use super::controls::{self, Controls};
use super::descent::Descent;
use super::family::Family;
use super::figure::Figure;
use super::header::Header;
use super::headline::Headline;
use super::lesson::{self, LessonSide};
use super::live::{live, shown, view_of};
use super::look::{dress, dressed};
use super::memo::Memo;
use super::notices::{Announcements, Complaints};
use super::page::{Page, label, page};
use super::panels::Panels;
use super::pictures::Pictures;
use super::redraws::Redraws;
use super::stack::Stack;
use super::stage::{self, OnStage};
use super::time::Timeline;
use super::training::Training;
use super::{dom, files, hall, handout, language, offline, present, program, projector, ready};
use crate::state::words::Label;
use crate::state::{Part, Settings, View};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page's state, and what is shown of it once its language is here.
#[component]
pub fn App() -> impl IntoView {
    let page = Page::open();
    provide_context(page);
    complete(page);
    super::compute::keep_up(page);
    super::light::keep_lit(page);
    present::listen(page);
    shown(move || page.is_spoken.get(), || view! { <Shown /> })
}

/// All that is shown.
#[component]
fn Shown() -> impl IntoView {
    dom::end_loading();
    let page = page();
    let view = page.part(|s| s.view);
    let has_controls = page.shows(Part::Controls);
    let is_taught = Memo::new(move |_| page.with(|s| s.lesson.is_some()));
    let class = move || {
        let is_taught = is_taught.get();
        let names = [
            ("taught", is_taught),
            ("with-controls", is_taught && page.lessons.shows_controls()),
            ("without-controls", !is_taught && !has_controls()),
            ("marking", page.lessons.marking.with(Option::is_some)),
            ("computing", page.is_computing.get()),
        ];
        let names = names.into_iter().filter(|(_, is_so)| *is_so);
        let class = names.fold("desk".to_owned(), |all, (name, _)| all + " " + name);
        match page.with(|s| s.hide.is_empty()) {
            true => class,
            false => class + &page.with(hidden),
        }
    };
    view! {
        <Header />
        <Complaints />
        <div class=live(class)>
            {shown(move || is_taught.get(), move || view! {
                <section class="side" aria-label=label(Label::Lessons)>{dressed(page, || view! { <LessonSide /> }.into_any())}</section>
            })}
            {shown(has_controls, move || view! {
                <Controls />
            })}
            {view_of(move || match view.get() {
                View::Explore => view! { <Explore /> }.into_any(),
                View::Compare => view! { <Compare /> }.into_any(),
                View::Redraws => dressed(page, || view! { <Redraws /> }.into_any()).into_any(),
                View::Descent => dressed(page, || view! { <Descent /> }.into_any()).into_any(),
                View::Stack => dressed(page, || view! { <Stack /> }.into_any()).into_any(),
                View::Family => dressed(page, || view! { <Family /> }.into_any()).into_any(),
                View::Pictures => dressed(page, || view! { <Pictures /> }.into_any()).into_any(),
                View::Training => dressed(page, || view! { <Training /> }.into_any()).into_any(),
            })}
        </div>
        {shown(move || page.is_computing.get(), move || view! {
            <div class="busy" role="status">
                {label(Label::Computing)}
                <progress aria-label=label(Label::Computing) value=live(move || page.progress.get())></progress>
            </div>
        })}
        {shown(move || page.files.are_over.get(), || view! {
            <div class="drop" aria-hidden="true"><p>{label(Label::DropFile)}</p></div>
        })}
        {dressed(page, || view! { <OnStage /> }.into_any())}
        <Announcements />
    }
}

/// What the look leaves out: assets/style.css.
fn hidden(settings: &Settings) -> String {
    let name = |part: &Part| match part {
        Part::Header => " no-header",
        Part::Headline => " no-headline",
        Part::Tools => " no-tools",
        Part::Prose => " no-prose",
        // The others have their components.
        _ => "",
    };
    settings.hide.iter().map(name).collect()
}

/// Waits for what the first view does not run.
fn complete(page: Page) {
    ready::begin();
    spawn_local(async move {
        program::whole().await;
        dress().await;
        language::keep_up(page);
        page.is_whole.set(true);
        files::listen(page);
        handout::listen(page);
        offline::keep(page);
        controls::listen();
        lesson::keep_up(page);
        // Its keys come before those of the stage.
        hall::begin(page);
        stage::keep_up(page);
        projector::keep_up(page);
        ready::end();
    });
}

/// One layer with all its numbers.
#[component]
fn Explore() -> impl IntoView {
    let page = page();
    view! {
        <main class="figure-side">
            <Headline sentences=sentences(page) />
            <Figure />
            {shown(page.shows(Part::Timeline), move || view! {
                <Timeline />
            })}
        </main>
        <Panels />
    }
}

/// The sentence that says what is seen, and the set in words.
fn sentences(page: Page) -> Memo<[String; 2]> {
    let focus = move || page.pinned().or_else(|| page.hover.get());
    // Until there is an answer to the newest settings, what is said of the last one stays, in as many lines.
    Memo::new(move |before: Option<&[String; 2]>| {
        if !page.is_answered() {
            let computing = || [label(Label::Computing).to_string(), String::new()];
            return before.cloned().unwrap_or_else(computing);
        }
        let ranges = focus().and_then(|at| page.ranges(&at));
        [
            page.tell(&|words, shown| words.headline(shown)),
            page.tell(&|words, shown| words.subtitle(shown, ranges.as_deref())),
        ]
    })
}
