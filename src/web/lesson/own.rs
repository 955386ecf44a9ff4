//! A lecturer's own lesson, from disk or from the web.
//!
//! Nothing is loaded from an address before the page has named it and been told yes.

use super::say;
use super::{Lessons, load};
use crate::state::lesson::{Fault, MOST_BYTES, Place, Where, Wrong, host_of};
use crate::state::words::LessonLabel;
use crate::web::files::list;
use crate::web::live::heard;
use crate::web::notices::with_code;
use crate::web::page::{Page, page, words};
use crate::web::{program, ready};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    File, HtmlInputElement, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials,
    RequestInit, RequestRedirect, Response,
};

/// Whether a file is a lesson, by its name.
pub fn is_lesson(file: &File) -> bool {
    let name = file.name().to_lowercase();
    [".md", ".markdown"].iter().any(|end| name.ends_with(end))
}

/// Opens a lesson from disk; its beginning is shown, or the beat that the address names.
pub fn open(page: Page, file: File) {
    let from = Where::file(&file.name());
    if file.size() > 4.0 * MOST_BYTES as f64 {
        return fail(page, words().long_lesson(MOST_BYTES));
    }
    spawn_local(async move {
        ready::begin();
        program::whole().await;
        let text = JsFuture::from(file.text()).await;
        take(page, from, text.ok().and_then(|text| text.as_string())).await;
        ready::end();
    });
}

/// Loads a lesson from an address.
fn ask_for(page: Page, address: String) {
    spawn_local(async move {
        ready::begin();
        program::whole().await;
        let text = fetch(&address).await;
        take(page, Where::Web(address), text).await;
        ready::end();
    });
}

/// The text at an address, and at no other that it may lead to: as much of it as is read.
async fn fetch(address: &str) -> Option<String> {
    let asked = RequestInit::new();
    asked.set_credentials(RequestCredentials::Omit);
    asked.set_redirect(RequestRedirect::Error);
    asked.set_referrer_policy(ReferrerPolicy::NoReferrer);
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &asked)).await;
    let answer = answer.ok()?.dyn_into::<Response>().ok()?;
    let body = answer.ok().then(|| answer.body())??;
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into().ok()?;
    let mut bytes = Vec::new();
    while bytes.len() <= MOST_BYTES {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        let value = Reflect::get(&piece, &"value".into()).ok()?;
        match value.dyn_into::<Uint8Array>() {
            Ok(piece) => bytes.extend(piece.to_vec()),
            Err(_) => return Some(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
    // What follows is not waited for, and whether the host hears of it makes no difference.
    let _ = reader.cancel();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Shows a lesson, if nothing else was asked for meanwhile.
async fn take(page: Page, from: Where, text: Option<String>) {
    let lessons: Lessons = page.lessons;
    let turn = lessons.turn.get_value() + 1;
    lessons.turn.set_value(turn);
    let course = match &text {
        Some(text) => load::read(text).await,
        None => None,
    };
    if lessons.turn.get_value() != turn {
        return;
    }
    let Some(course) = course.map(Arc::new) else {
        let why = match text {
            Some(_) => LessonLabel::NoLessons,
            None => LessonLabel::LessonNotLoaded,
        };
        return fail(page, say(why).to_owned());
    };
    if course.lessons.is_empty() {
        return fail(page, Wrong::Empty.to_string());
    }
    lessons.own.set(Some((from.clone(), course)));
    let shown = page.settings.with_untracked(|s| s.lesson.clone());
    let is_named = shown.is_some_and(|place| place.lesson == from);
    // An address was asked for by a link: who has gone on meanwhile is not called back.
    if !is_named && matches!(from, Where::File(_)) {
        super::go(page, Place::start(from));
    }
}

/// Says why there is no lesson, where lessons are.
fn fail(page: Page, why: String) {
    if page.settings.with_untracked(|s| s.lesson.is_none()) {
        super::open_contents(page);
    }
    page.lessons.trouble.set(Some(why));
}

/// A button that opens a lesson from disk.
#[component]
pub fn OpenLesson() -> impl IntoView {
    let page = page();
    let chosen = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files().as_ref().map(list).unwrap_or_default();
        if let Some(file) = files.into_iter().next() {
            open(page, file);
        }
        input.set_value("");
    };
    view! {
        <label class="open-file">
            <input type="file" accept=".md,.markdown,text/markdown" on:change=heard(chosen) />
            <span>{say(LessonLabel::OpenLesson)}</span>
        </label>
        <p class="hint">{say(LessonLabel::OpenLessonHint)}</p>
    }
}

/// Asks for the file that a link names, or whether its address may be loaded.
#[component]
pub fn Ask(
    /// Where the link leads
    place: Place,
) -> impl IntoView {
    let page = page();
    match place.lesson {
        Where::Web(address) => {
            let to = address.clone();
            let host = host_of(&address).unwrap_or_default().to_owned();
            view! {
                <h2 class="title">{say(LessonLabel::LessonFromWeb)}</h2>
                <p><b>{host}</b></p>
                <p><code class="address">{address}</code></p>
                <p>{say(LessonLabel::LessonFromWebHint)}</p>
                <button type="button" class="main" on:click=heard(move |_| ask_for(page, to.clone()))>
                    {say(LessonLabel::LoadLesson)}
                </button>
            }
            .into_any()
        }
        other => view! {
            <h2 class="title">{words().missing_lesson(&other.to_string())}</h2>
            <OpenLesson />
        }
        .into_any(),
    }
}

/// What is wrong in a lecturer's own lesson, by line.
#[component]
pub fn Faults(
    /// All of it
    faults: Vec<Fault>,
) -> impl IntoView {
    const MOST: usize = 20;
    let more = faults.len().saturating_sub(MOST);
    let line = |fault: &Fault| view! { <li lang="en">{with_code(&fault.to_string())}</li> };
    let lines = faults.iter().take(MOST).map(line).collect::<Vec<_>>();
    let is_any = !lines.is_empty();
    let more = (more > 0).then(|| view! { <li>{words().more_faults(more)}</li> });
    let list = is_any.then(|| {
        view! {
            <details class="alert faults" open=true>
                <summary>{say(LessonLabel::LessonFaults)}</summary>
                <ul>{lines}{more}</ul>
            </details>
        }
    });
    view! { {list} }
}
