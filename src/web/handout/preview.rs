//! A handout as it will be printed, before it is.

use super::bar::Bar;
use super::{HOLDER, ID, Made, app, holder, usual_size};
use crate::paper::{Audience, Size};
use crate::state::lesson::{Lesson, Place};
use crate::state::words::{Label, PaperLabel};
use crate::web::apart::apart;
use crate::web::dom;
use crate::web::live::{heard, live, shown, view_of};
use crate::web::page::{Page, label, words};
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// How much is printed.
#[derive(Clone, PartialEq)]
pub enum Extent {
    /// The present beat, or what is shown outside of a lesson
    Present,
    /// All beats of a lesson, whose place this is
    Whole(Arc<Lesson>, Place),
}

/// What was chosen, and what came of it.
#[derive(Clone, Copy)]
pub(super) struct Preview {
    pub(super) page: Page,
    pub(super) extent: RwSignal<Extent>,
    pub(super) audience: RwSignal<Audience>,
    pub(super) size: RwSignal<Size>,
    pub(super) made: RwSignal<Option<Made>>,
    /// Parts that are ready, and all
    pub(super) ready: RwSignal<[usize; 2]>,
    /// Counts what was asked for: an older one is given up
    pub(super) turn: StoredValue<u32>,
    /// What had the focus before
    before: StoredValue<Option<web_sys::HtmlElement>, LocalStorage>,
}

thread_local! {
    /// Whether it is open.
    static IS_OPEN: Cell<bool> = const { Cell::new(false) };
}

/// Opens the preview over the page.
pub fn open(page: Page, extent: Extent) {
    let Some(body) = document().body().filter(|_| !IS_OPEN.get()) else {
        return;
    };
    if let Some(left) = holder() {
        left.remove();
    }
    IS_OPEN.set(true);
    let before = document().active_element().and_then(|e| e.dyn_into().ok());
    // The dialog from which it was opened may be gone soon.
    let (owner, preview) = apart(|| Preview {
        page,
        extent: RwSignal::new(extent),
        audience: RwSignal::new(Audience::default()),
        size: RwSignal::new(usual_size()),
        made: RwSignal::new(None),
        ready: RwSignal::new([0, 1]),
        turn: StoredValue::new(0),
        before: StoredValue::new_local(before),
    });
    if let Some(app) = app() {
        // The attribute is a plain one.
        let _ = app.set_attribute("inert", "");
    }
    let mounted = owner.with(|| {
        mount_to(body, move || {
            provide_context(page);
            view! { <Paper preview /> }
        })
    });
    MOUNTED.set(Some(Box::new((mounted, owner))));
    dom::focus("handout-close");
    preview.make();
}

thread_local! {
    /// What takes the preview away when it is dropped.
    static MOUNTED: std::cell::RefCell<Option<Box<dyn std::any::Any>>> = const { std::cell::RefCell::new(None) };
}

impl Preview {
    pub(super) fn close(self) {
        self.turn.update_value(|turn| *turn += 1);
        let before = self.before.try_get_value().flatten();
        if let Some(app) = app() {
            let _ = app.remove_attribute("inert");
        }
        IS_OPEN.set(false);
        // Not while one of its own handlers runs.
        set_timeout(
            move || {
                drop(MOUNTED.take());
                if let Some(before) = before {
                    // What is gone meanwhile takes no focus.
                    let _ = before.focus();
                }
            },
            Duration::ZERO,
        );
    }
}

/// A text of handouts in the language of the page.
pub(super) fn text(label: PaperLabel) -> &'static str {
    words().paper_label(label)
}

/// The bar and the sheet below it.
#[component]
fn Paper(
    /// What was chosen
    preview: Preview,
) -> impl IntoView {
    let html = move || {
        let audience = preview.audience.get();
        let made = preview.made.get();
        made.map_or_else(String::new, |made| made.html(audience))
    };
    let style = move || {
        let size = preview.size.get().name();
        format!("@page {{ size: {size} portrait }}")
    };
    let close = move |ev: web_sys::KeyboardEvent| {
        if ev.key() == "Escape" {
            ev.prevent_default();
            preview.close();
        }
    };
    // Wherever the focus is: what had it may be gone after printing.
    let keys = window_event_listener(leptos::ev::keydown, close);
    on_cleanup(move || keys.remove());
    let is_ready = move || preview.made.with(Option::is_some);
    view! {
        // Open, but not modal in the browser's sense: what lies in its top layer is cut where a sheet ends.
        <dialog
            id=HOLDER
            class="seen"
            open=true
            aria-modal="true"
            aria-label=text(PaperLabel::HandoutTitle)
        >
            <style>{view_of(style)}</style>
            <Bar preview />
            <div class="desk-of-paper" tabindex="0" role="region" aria-label=text(PaperLabel::HandoutTitle)>
                {shown(move || !is_ready(), move || view! { <Progress preview /> })}
                <article
                    id=ID
                    lang=words().language().code()
                    class=live(move || preview.size.get().name().to_lowercase())
                    hidden=live(move || !is_ready())
                    inner_html=live(html)
                ></article>
            </div>
        </dialog>
    }
}

/// How far it is.
#[component]
fn Progress(
    /// What is made
    preview: Preview,
) -> impl IntoView {
    let said = move || {
        let [done, all] = preview.ready.get();
        words().parts_ready(done, all)
    };
    let cancel = move |_| preview.close();
    view! {
        <div class="preparing" role="status">
            <p>{text(PaperLabel::Preparing)}</p>
            <progress
                aria-label=text(PaperLabel::Preparing)
                max=live(move || preview.ready.get()[1].to_string())
                value=live(move || preview.ready.get()[0].to_string())
            ></progress>
            <p class="hint">{view_of(said)}</p>
            <button type="button" on:click=heard(cancel)>{label(Label::Cancel)}</button>
        </div>
    }
}
