//! A handout as it will be printed, with what can be chosen above it.

use super::subjects::{self, Shown};
use super::{HOLDER, ID, Made, app, holder, usual_size};
use crate::paper::{Audience, Size, Subject, Work};
use crate::state::lesson::{Lesson, Place};
use crate::state::words::{Label, PaperLabel};
use crate::web::apart::apart;
use crate::web::live::{heard, live, shown, view_of};
use crate::web::page::{Page, label, page, words};
use crate::web::turn::next_turn;
use crate::web::{compute, dom, lesson, ready};
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// How long the page computes before it lets others go on: half a frame.
const TURN_MS: f64 = 8.0;

/// How long it waits before it looks again whether the worker has answered.
const LOOK: Duration = Duration::from_millis(50);

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
struct Preview {
    page: Page,
    extent: RwSignal<Extent>,
    audience: RwSignal<Audience>,
    size: RwSignal<Size>,
    made: RwSignal<Option<Made>>,
    /// Parts that are ready, and all
    ready: RwSignal<[usize; 2]>,
    /// Counts what was asked for: an older one is given up
    turn: StoredValue<u32>,
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
    fn close(self) {
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

    /// Computes all parts, piece by piece.
    fn make(self) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let is_wanted = move || self.turn.try_get_value() == Some(turn);
        self.made.set(None);
        let extent = self.extent.get_untracked();
        ready::begin();
        spawn_local(async move {
            if let Some(made) = self.computed(extent, &is_wanted).await {
                self.made.set(Some(made));
            }
            ready::end();
        });
    }

    async fn computed(self, extent: Extent, is_wanted: &impl Fn() -> bool) -> Option<Made> {
        let (subjects, lesson) = match extent {
            Extent::Present => (vec![self.shown(is_wanted).await?], None),
            Extent::Whole(lesson, place) => {
                let subjects = subjects::whole(&lesson, &place);
                (subjects, Some((lesson, place)))
            }
        };
        self.ready.set([0, subjects.len()]);
        if subjects
            .iter()
            .any(|subject| !subject.settings.is_at_hand())
        {
            compute::bring_digits().await;
        }
        let mut parts = Vec::new();
        let mut turn = js_sys::Date::now();
        for subject in subjects {
            let mut work = Work::begin(subject, words());
            loop {
                if !is_wanted() {
                    return None;
                }
                if let Some(part) = work.step() {
                    parts.push(part);
                    break;
                }
                if js_sys::Date::now() - turn > TURN_MS {
                    next_turn().await;
                    turn = js_sys::Date::now();
                }
            }
            self.ready.update(|[done, _]| *done += 1);
        }
        Some(Made { parts, lesson })
    }

    /// What is shown, once it is known.
    async fn shown(self, is_wanted: &impl Fn() -> bool) -> Option<Subject> {
        loop {
            match untrack(|| subjects::present(self.page)) {
                Shown::Known(subject) => return Some(subject),
                // What waits for a file may wait for ever.
                Shown::Waiting(subject) if !self.page.is_computing.get_untracked() => {
                    return Some(subject);
                }
                Shown::Waiting(_) => pause(LOOK).await,
            }
            if !is_wanted() {
                return None;
            }
        }
    }
}

async fn pause(time: Duration) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // Nobody throws where nothing is done.
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            },
            time,
        );
    });
    // It is never rejected.
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}

fn text(label: PaperLabel) -> &'static str {
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

/// What can be chosen, and the ways out.
#[component]
fn Bar(
    /// What was chosen
    preview: Preview,
) -> impl IntoView {
    let close = move |_| preview.close();
    let print = move |_| {
        // A frame that may not print does nothing.
        let _ = window().print();
    };
    let is_ready = move || preview.made.with(Option::is_some);
    let audience = choice(
        PaperLabel::Copy,
        &Audience::ALL.map(Audience::label),
        move |k| preview.audience.set(Audience::ALL[k]),
        move || {
            Audience::ALL
                .iter()
                .position(|of| *of == preview.audience.get())
        },
    );
    let size = choice(
        PaperLabel::Size,
        &Size::ALL.map(Size::label),
        move |k| preview.size.set(Size::ALL[k]),
        move || Size::ALL.iter().position(|of| *of == preview.size.get()),
    );
    view! {
        <header class="handout-bar">
            <h2>{text(PaperLabel::HandoutTitle)}</h2>
            <ExtentChoice preview />
            {audience}
            {size}
            <span class="row end">
                <button type="button" class="main" disabled=live(move || !is_ready()) on:click=heard(print)>{text(PaperLabel::Print)}</button>
                <button type="button" id="handout-close" on:click=heard(close)>{label(Label::Close)}</button>
            </span>
        </header>
    }
}

/// The present part, or the whole lesson that it is of.
#[component]
fn ExtentChoice(
    /// What was chosen
    preview: Preview,
) -> impl IntoView {
    let page = page();
    let whole = untrack(|| lesson::here(page).get()).and_then(|here| {
        let place = page.settings.with_untracked(|s| s.lesson.clone())?;
        Some(Extent::Whole(Arc::new(here.lesson().clone()), place))
    });
    let choose = move |whole: Extent, k: usize| {
        preview.extent.set([Extent::Present, whole][k].clone());
        preview.make();
    };
    // From the contents there is no present part.
    whole.map(|whole| {
        choice(
            PaperLabel::Extent,
            &[PaperLabel::ThisPart, PaperLabel::WholeLesson],
            move |k| choose(whole.clone(), k),
            move || Some(usize::from(preview.extent.get() != Extent::Present)),
        )
    })
}

/// One of a few, by number.
fn choice(
    name: PaperLabel,
    all: &[PaperLabel],
    choose: impl Fn(usize) + 'static,
    chosen: impl Fn() -> Option<usize> + Copy + Send + Sync + 'static,
) -> AnyView {
    let option = |(k, of): (usize, &PaperLabel)| {
        view! { <option value=k.to_string() selected=live(move || chosen() == Some(k))>{text(*of)}</option> }
    };
    let options = all.iter().enumerate().map(option).collect::<Vec<_>>();
    let changed = move |ev| choose(event_target_value(&ev).parse().unwrap_or(0));
    view! {
        <label class="field">
            <span>{text(name)}</span>
            <select on:change=heard(changed)>{options}</select>
        </label>
    }
    .into_any()
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
