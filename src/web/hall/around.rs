//! A page around this one: it sets a link, asks for it, and hears of changes. docs/embedding.md says how.

use super::read::heard;
use crate::scene::Camera;
use crate::state::hall::{Id, Message, Pace, VERSION, read_message};
use crate::state::{Complaint, Settings, follow, leaves_figure_to_lesson, write_link};
use crate::web::page::{Page, words};
use crate::web::time;
use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{MessageEvent, Window};

/// What is known of it.
#[derive(Default)]
struct Around {
    /// Where it comes from; `None` before it has said anything
    origin: Option<String>,
    /// Whether it is a deck of reveal.js
    is_reveal: bool,
    /// The link that it knows
    link: String,
    pace: Pace,
    /// What its slide has stopped
    stopped: Option<crate::state::Clock>,
}

thread_local! {
    static AROUND: RefCell<Around> = RefCell::new(Around::default());
}

/// The page around this one, if there is one.
fn parent() -> Option<Window> {
    let parent = window().parent().ok().flatten()?;
    (!Object::is(&parent, &window())).then_some(parent)
}

/// Tells the page around this one of changes, for as long as the page lives.
pub fn keep_up(page: Page) {
    if parent().is_none() {
        return;
    }
    Effect::new(move || {
        page.settings.track();
        page.camera.track();
        page.running.track();
        changed(page);
    });
}

/// A message to this window: that of the page around it is followed.
pub fn hear(page: Page, event: &MessageEvent) {
    let is_from_parent = |parent: Window| {
        let source = event.source();
        source.is_some_and(|source| Object::is(&source, &parent))
    };
    if !parent().is_some_and(is_from_parent) {
        return;
    }
    let Some(message) = read_message(&heard(&event.data())) else {
        return;
    };
    let is_reveal = matches!(message, Message::Start | Message::Stop);
    AROUND.with_borrow_mut(|around| {
        // What is shown before it has said anything is not news.
        if around.origin.replace(event.origin()).is_none() {
            around.link = link(page);
        }
        around.is_reveal |= is_reveal;
    });
    match message {
        Message::Set { link, id } => {
            let wrong = set(page, &link);
            answer(page, id, Some(&wrong));
        }
        Message::Get { id } => answer(page, id, None),
        Message::Stop => {
            if let Some(clock) = time::pause(page) {
                AROUND.with_borrow_mut(|around| around.stopped = Some(clock));
            }
        }
        Message::Start => {
            let stopped = AROUND.with_borrow_mut(|around| around.stopped.take());
            // Somebody may have gone on meanwhile.
            let is_there = |clock: &crate::state::Clock| {
                let t = page.settings.with_untracked(|s| s.t);
                clock.stage(0.0) == Some(t)
            };
            if let Some(clock) = stopped.filter(is_there) {
                time::run(page, clock);
            }
        }
    }
}

/// Follows a link as the page in the frame would, without a step of its history; gives what is wrong with it.
fn set(page: Page, link: &str) -> Vec<Complaint> {
    let shown = page.settings.get_untracked();
    let t = untrack(|| page.t());
    let (mut to, wrong) = follow(&Settings { t, ..shown.clone() }, link);
    if to.t == t {
        // The clock goes on, if it runs.
        to.t = shown.t;
    } else {
        time::mirror(page, None);
    }
    page.lessons.restored(leaves_figure_to_lesson(link));
    page.follow(to, wrong.clone());
    AROUND.with_borrow_mut(|around| around.link = self::link(page));
    wrong
}

/// The link that shows what is seen: with the camera where it was turned, and the stage that the clock has reached.
fn link(page: Page) -> String {
    let mut seen = page.seen();
    let camera = page.camera.get_untracked();
    if camera == Camera::default() {
        seen.cam = None;
    }
    seen.t = (seen.t * 100.0).round() / 100.0;
    format!("?{}", write_link(&seen, true))
}

/// Answers the sender, and nobody else.
fn answer(page: Page, id: Option<Id>, wrong: Option<&[Complaint]>) {
    let answer = message("link", &link(page));
    if let Some(wrong) = wrong {
        let wrong: Array = wrong.iter().map(said_of).collect();
        put(&answer, "wrong", &wrong);
    }
    match id {
        Some(Id::Text(id)) => put(&answer, "id", &id.into()),
        Some(Id::Number(id)) => put(&answer, "id", &id.into()),
        None => {}
    }
    post(&answer);
}

fn said_of(complaint: &Complaint) -> JsValue {
    let said = Object::new();
    put(&said, "key", &complaint.key.as_str().into());
    put(&said, "why", &words().reason(&complaint.why).into());
    said.into()
}

fn changed(page: Page) {
    let wait_ms = AROUND.with_borrow_mut(|around| {
        around.origin.as_ref()?;
        around.pace.changed(Date::now())
    });
    if let Some(wait_ms) = wait_ms {
        let wait = Duration::from_millis(wait_ms as u64);
        set_timeout(move || tell(page), wait);
    }
}

/// Tells what is shown now, if that is news.
fn tell(page: Page) {
    let link = link(page);
    let is_news = AROUND.with_borrow_mut(|around| {
        around.pace.told(Date::now());
        std::mem::replace(&mut around.link, link.clone()) != link
    });
    if is_news {
        post(&message("changed", &link));
    }
}

/// Whether somebody around this page has spoken.
pub fn is_there() -> bool {
    AROUND.with_borrow(|around| around.origin.is_some())
}

/// Hands a key on that the page does not use; whether there is somebody who takes it.
pub fn hand_on(key: &str, key_code: u32) -> bool {
    let (has_spoken, is_reveal) =
        AROUND.with_borrow(|around| (around.origin.is_some(), around.is_reveal));
    match (has_spoken, is_reveal) {
        (false, _) => return false,
        (true, true) => post(&format!(r#"{{"method":"triggerKey","args":[{key_code}]}}"#).into()),
        (true, false) => post(&message("key", key)),
    }
    true
}

fn message(name: &str, value: &str) -> Object {
    let message = Object::new();
    put(&message, "normscope", &VERSION.into());
    put(&message, name, &value.into());
    message
}

fn put(object: &Object, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).expect("an object of our own");
}

/// Posts something to the page around this one, if it is still that which has spoken.
fn post(message: &JsValue) {
    let origin = AROUND.with_borrow(|around| around.origin.clone());
    let (Some(origin), Some(parent)) = (origin, parent()) else {
        return;
    };
    // A page from disk, or in a sandbox, cannot be told from others by its origin.
    let target = if origin == "null" { "*" } else { &origin };
    // What is posted can be cloned, and the origin was one.
    let _ = parent.post_message(message, target);
}
