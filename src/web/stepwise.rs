//! Experiments that take longer than a frame and are computed on the page, step by step.

use super::memo::Memo;
use super::ready;
use super::turn::next_turn;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long the page computes before it lets others go on: half a frame.
const TURN_MS: f64 = 8.0;

/// One more step; the result with the last of them.
pub type Step<R> = Box<dyn FnMut() -> Option<R>>;

/// What was asked for, and what came of it.
pub struct Answer<S: 'static, R: 'static> {
    /// The newest; none before the first is there
    pub newest: RwSignal<Option<(S, R)>>,
    /// Whether something else is asked for by now
    pub is_old: Memo<bool>,
}

impl<S, R> Clone for Answer<S, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, R> Copy for Answer<S, R> {}

/// Begins anew whenever `asked` changes, if that can be computed now; the last answer stays until the next.
pub fn stepwise<S, R>(
    asked: Memo<S>,
    is_at_hand: impl Fn(&S) -> bool + 'static,
    begin: fn(&S) -> Step<R>,
) -> Answer<S, R>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    R: Send + Sync + 'static,
{
    let answer = RwSignal::new(None);
    // Which of the runs is wanted: the newest, as long as the view is there.
    let newest = Rc::new(Cell::new(0_u32));
    let stop = StoredValue::new_local(newest.clone());
    on_cleanup(move || stop.with_value(|newest| newest.set(u32::MAX)));
    Effect::new(move || {
        let asked = asked.get();
        if !is_at_hand(&asked) {
            return;
        }
        let number = newest.get() + 1;
        newest.set(number);
        let newest = newest.clone();
        spawn_local(async move {
            ready::begin();
            let is_wanted = || newest.get() == number;
            if let Some(result) = run(begin(&asked), is_wanted).await {
                answer.set(Some((asked, result)));
            }
            ready::end();
        });
    });
    let is_old = move |(of, _): &(S, R)| asked.with(|asked| of != asked);
    Answer {
        newest: answer,
        is_old: Memo::new(move |_| answer.with(|answer| answer.as_ref().is_some_and(is_old))),
    }
}

/// Goes on as long as it is wanted, and lets others go on meanwhile.
async fn run<R>(mut step: Step<R>, is_wanted: impl Fn() -> bool) -> Option<R> {
    let mut turn = js_sys::Date::now();
    while is_wanted() {
        if let Some(result) = step() {
            return Some(result);
        }
        if js_sys::Date::now() - turn > TURN_MS {
            next_turn().await;
            turn = js_sys::Date::now();
        }
    }
    None
}
