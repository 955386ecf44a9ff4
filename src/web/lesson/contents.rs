//! All lessons, with their beats.

use super::go;
use super::own::OpenLesson;
use super::prose::{Written, title};
use super::say;
use crate::state::beat_link;
use crate::state::lesson::{Beat, Course, Lesson, Place, Where};
use crate::state::words::{Label, LessonLabel, PaperLabel};
use crate::web::handout::{self, Extent};
use crate::web::live::heard;
use crate::web::page::{Page, label, page, words};
use leptos::prelude::*;
use std::sync::Arc;

/// The lessons in the order in which they are taught.
#[component]
pub fn Contents(
    /// The lessons
    course: std::sync::Arc<Course>,
) -> impl IntoView {
    let page = page();
    let lessons = course.lessons.iter().map(|lesson| entry(page, lesson));
    view! {
        <h2 class="title">{label(Label::Lessons)}</h2>
        <ol class="contents">{lessons.collect::<Vec<_>>()}</ol>
        <OpenLesson />
    }
}

fn entry(page: Page, lesson: &Lesson) -> AnyView {
    let first = lesson.beats.first();
    let place = |beat: &Beat| Place {
        lesson: Where::Course(lesson.id.clone()),
        beat: beat.id.clone(),
    };
    let beats = lesson.beats.iter().map(|beat| {
        view! { <li>{to(page, place(beat), title(&beat.title))}</li> }
    });
    let beats = beats.collect::<Vec<_>>();
    let start = Place::start(Where::Course(lesson.id.clone()));
    let about = Written::new(page, Beat::default(), start.clone()).blocks(&lesson.about);
    let whole = Arc::new(lesson.clone());
    let print = move |_| handout::open(page, Extent::Whole(whole.clone(), start.clone()));
    let heading = match first {
        Some(first) => to(page, place(first), title(&lesson.title)),
        None => title(&lesson.title),
    };
    view! {
        <li>
            <h3>{heading}</h3>
            {about}
            <details>
                <summary>{say(LessonLabel::Beats)}</summary>
                <ol>{beats}</ol>
                <button type="button" class="quiet" on:click=heard(print)>{words().paper_label(PaperLabel::LessonHandout)}</button>
            </details>
        </li>
    }
    .into_any()
}

/// A link to a beat.
pub fn to(page: Page, place: Place, text: AnyView) -> AnyView {
    // The beat begins with its own figure.
    let link = beat_link(&place);
    let press = move |ev: web_sys::MouseEvent| {
        if !(ev.ctrl_key() || ev.meta_key() || ev.shift_key()) {
            ev.prevent_default();
            go(page, place.clone());
        }
    };
    view! { <a href=format!("?{link}") on:click=heard(press)>{text}</a> }.into_any()
}
