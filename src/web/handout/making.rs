//! A handout in the making: its parts are computed piece by piece, and the page goes on meanwhile.

use super::Made;
use super::preview::{Extent, Preview};
use super::subjects::{self, Shown};
use crate::paper::{Subject, Work};
use crate::web::page::words;
use crate::web::turn::next_turn;
use crate::web::{compute, ready};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How long the page computes before it lets others go on: half a frame.
const TURN_MS: f64 = 8.0;

/// How long it waits before it looks again whether the worker has answered.
const LOOK: Duration = Duration::from_millis(50);

impl Preview {
    /// Computes all parts, piece by piece.
    pub(super) fn make(self) {
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
        let mut trained = subjects::trained(self.page);
        let mut turn = js_sys::Date::now();
        for subject in subjects {
            let mut work = Work::begin(subject, trained, words());
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
            trained = work.into_trained();
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
