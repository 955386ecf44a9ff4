//! Loads lessons when they are asked for, and begins where the address says.

use super::{Lessons, Marked, Marking, say};
use crate::state::Language;
use crate::state::lesson::{self, Course, Where, decode, settings_of};
use crate::state::words::LessonLabel;
use crate::web::language::language_of;
use crate::web::page::Page;
use crate::web::{history, program, ready};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    /// Loads the page's own lessons in a language: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope, catch)]
    async fn lessons(language: &str) -> Result<JsValue, JsValue>;

    /// Reads somebody else's, by a program that is loaded for that.
    #[wasm_bindgen(js_namespace = normscope, catch, js_name = readLessons)]
    async fn read_lessons(text: &str) -> Result<JsValue, JsValue>;
}

/// Loads what the settings ask for, for as long as the page lives.
pub fn keep_up(page: Page) {
    let lessons = page.lessons;
    let place = page.part(|s| s.lesson.clone());
    let is_asked_for = move || {
        let is_own = |place: crate::state::lesson::Place| {
            matches!(place.lesson, Where::Contents | Where::Course(_))
        };
        place.get().is_some_and(is_own)
    };
    let language = page.part(language_of);
    Effect::new(move || {
        let language = language.get();
        if is_asked_for() && lessons.asked_in.get_value() != Some(language) {
            lessons.asked_in.set_value(Some(language));
            spawn_local(load(lessons, language));
        }
    });
    let here = super::here(page);
    Effect::new(move || {
        let Some(here) = here.get() else { return };
        if lessons.begins.get() {
            lessons.begins.set(false);
            let settings = settings_of(here.beat(), &page.settings.get_untracked());
            match history::leaves_figure_to_lesson() {
                // The address stays as it was typed.
                true => page.show_silently(settings),
                false => page.undo(settings),
            }
        }
    });
    // What was marked of something else is marked no more.
    let of = page.part(Marked::of);
    Effect::new(move || {
        let is_of_another = |marking: &Option<Marking>| {
            let marking = marking.as_ref();
            of.with(|of| marking.is_some_and(|marking| marking.of != *of))
        };
        if lessons.marking.with_untracked(is_of_another) {
            lessons.marking.set(None);
        }
    });
}

async fn load(lessons: Lessons, language: Language) {
    ready::begin();
    // It is read by what comes after the first view.
    program::whole().await;
    let found = self::lessons(language.code()).await.ok().and_then(course);
    match found {
        // Another language was asked for meanwhile.
        _ if lessons.asked_in.get_value() != Some(language) => {}
        Some(course) => lessons.course.set(Some(Arc::new(course))),
        None => {
            // The next time that somebody asks for them they may come.
            lessons.asked_in.set_value(None);
            let why = say(LessonLabel::NoLessons).to_owned();
            lessons.trouble.set(Some(why));
        }
    }
    ready::end();
}

/// Reads the text of a lesson; `None` where the program that does cannot be loaded.
pub async fn read(text: &str) -> Option<Course> {
    read_lessons(text)
        .await
        .ok()
        .and_then(course)
        .map(lesson::own)
}

fn course(bytes: JsValue) -> Option<Course> {
    decode(&bytes.dyn_into::<js_sys::Uint8Array>().ok()?.to_vec())
}
