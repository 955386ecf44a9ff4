//! The hosted page without a network: a service worker keeps it (assets/offline.js).
//!
//! Not from disk and not in a sandboxed frame, which have no storage; and not on the reader's own computer, where the page
//! is worked on and must never be an older one. There a test asks for it by `normscopeOffline`.

use super::live::{heard, shown};
use super::page::{Page, words};
use crate::state::words::PaperLabel;
use js_sys::Reflect;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration};

const SCRIPT: &str = "./offline.js";

/// The hosts of the reader's own computer.
const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The name of the flag by which a test asks for it.
const FLAG: &str = "normscopeOffline";

thread_local! {
    /// Whether it has been said that there is a newer version.
    static IS_SAID: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Keeps the page, and says when a newer one is ready. Where there is no way to keep it, the page does without.
pub fn keep(page: Page) {
    let (Some(build), Some(container)) = (build(), container()) else {
        return;
    };
    let told = Closure::<dyn FnMut(MessageEvent)>::new(move |ev: MessageEvent| {
        if ev.data().as_string().as_deref() == Some("newer") {
            say(page);
        }
    });
    container.set_onmessage(Some(told.as_ref().unchecked_ref()));
    // It listens as long as the page lives.
    told.forget();
    spawn_local(async move {
        let registered = JsFuture::from(container.register(SCRIPT)).await;
        if let Ok(registration) = registered {
            watch(registration.unchecked_into(), build);
        }
    });
}

/// Of which build the page is; `None` where its files are no build's.
fn build() -> Option<String> {
    document()
        .get_element_by_id("parts")?
        .get_attribute("data-build")
}

/// Where the browser keeps pages, and this one is to be kept.
fn container() -> Option<ServiceWorkerContainer> {
    let location = window().location();
    let is_hosted = location.protocol().is_ok_and(|of| of.starts_with("http"));
    let is_own = location.hostname().is_ok_and(|of| OWN.contains(&&*of));
    let is_asked_for = || Reflect::get(&window(), &FLAG.into()).is_ok_and(|flag| flag.is_truthy());
    if !is_hosted || is_own && !is_asked_for() {
        return None;
    }
    // A sandboxed frame refuses to say whether it has one.
    let container = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

/// Tells a worker that waits of which build the page is, now and whenever another one waits.
fn watch(registration: ServiceWorkerRegistration, build: String) {
    tell(&registration, &build);
    let found = registration.clone();
    let found = Closure::<dyn FnMut()>::new(move || {
        let (registration, build) = (found.clone(), build.clone());
        let Some(worker) = registration.installing() else {
            return;
        };
        let changed = Closure::<dyn FnMut()>::new(move || tell(&registration, &build));
        worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
    });
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
}

fn tell(registration: &ServiceWorkerRegistration, build: &str) {
    if let Some(waiting) = registration.waiting() {
        // One that is gone hears nothing.
        let _ = waiting.post_message(&build.into());
    }
}

/// Says that there is a newer version, once; a lecture goes on, and nothing is loaded by itself.
fn say(page: Page) {
    let Some(body) = document().body().filter(|_| !IS_SAID.replace(true)) else {
        return;
    };
    let text = |label| words().paper_label(label);
    page.announcement
        .set(text(PaperLabel::NewerVersion).to_owned());
    let is_shown = RwSignal::new(true);
    let reload = move |_| {
        // The address stays: what is shown is shown again.
        let _ = window().location().reload();
    };
    mount_to(body, move || {
        shown(
            move || is_shown.get(),
            move || {
                view! {
                    <div class="newer">
                        <span>{text(PaperLabel::NewerVersion)}</span>
                        <button type="button" on:click=heard(reload)>{text(PaperLabel::Reload)}</button>
                        <button type="button" class="quiet" on:click=heard(move |_| is_shown.set(false))>{text(PaperLabel::Later)}</button>
                    </div>
                }
            },
        )
    })
    .forget();
}
