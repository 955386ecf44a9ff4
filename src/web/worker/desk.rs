//! The worker's side.

use super::Job;
use crate::tensor::take_digits;
use crate::web::program::program;
use crate::web::turn::next_turn;
use js_sys::{Array, Date, Float32Array, Float64Array, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What a running job has of the page.
#[derive(Clone, Copy)]
pub struct Desk {
    job: u64,
}

/// A newer job was posted: nobody waits for this one.
#[derive(Debug)]
pub struct Superseded;

thread_local! {
    static NEWEST: Cell<u64> = const { Cell::new(0) };
    /// Settled when the last job that was taken up has ended.
    static RUNNING: RefCell<Promise> = RefCell::new(Promise::resolve(&JsValue::NULL));
    /// When the last pause ended.
    static SINCE_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// How long a job works before a pause is worth what it takes.
const WORTH_MS: f64 = 10.0;

impl Desk {
    /// Says how much of the job is done, and lets newer jobs come in.
    ///
    /// # Errors
    ///
    /// If there is a newer job.
    pub async fn pause(self, share: f64) -> Result<(), Superseded> {
        self.post(&share.into(), None);
        next_turn().await;
        SINCE_MS.set(Date::now());
        match NEWEST.get() == self.job {
            true => Ok(()),
            false => Err(Superseded),
        }
    }

    /// The same where there was much work since the last pause; otherwise nothing.
    ///
    /// # Errors
    ///
    /// If there is a newer job.
    pub async fn pause_at_times(self, share: f64) -> Result<(), Superseded> {
        if Date::now() - SINCE_MS.get() < WORTH_MS {
            return Ok(());
        }
        self.pause(share).await
    }

    /// Hands over values, which the page gets without a further copy.
    pub fn hand_over(self, values: &[f32]) {
        let values = Float32Array::from(values);
        self.post(&values, Some(&values.buffer()));
    }

    fn post(self, what: &JsValue, moved: Option<&JsValue>) {
        let message = Array::of2(&(self.job as f64).into(), what);
        let moved = moved.map_or_else(Array::new, Array::of1);
        scope()
            .post_message_with_transfer(&message, &moved)
            .expect("numbers and arrays can be posted");
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Whether this is the worker's side, and not the worker of another page that wants the functions alone.
pub fn is_here() -> bool {
    Reflect::has(&js_sys::global(), &"isNormscope".into()).unwrap_or(false)
}

/// The worker's side: answers each job with what `run` makes of it, until a newer one is posted or the page ends it.
pub fn entry<F>(run: fn(Job, Desk) -> F)
where
    F: Future<Output = Result<Result<Vec<f64>, String>, Superseded>> + 'static,
{
    if let Ok(digits) = program().get(2).dyn_into::<Uint8Array>() {
        take_digits(digits.to_vec());
    }
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let number = message.get(0).as_f64().expect("a job has a number");
        NEWEST.set(number as u64);
        if let Some(words) = message.get(1).as_string() {
            let files = message.get(2).unchecked_into();
            let turn = message.get(3).as_f64().unwrap_or_default() as u32;
            let job = Job { words, files, turn };
            let desk = Desk { job: number as u64 };
            // The older job ends first, wherever it waits, and gives its memory back.
            let older = RUNNING.replace(Promise::resolve(&JsValue::NULL));
            RUNNING.set(future_to_promise(async move {
                JsFuture::from(older).await.expect("a job ends well");
                let ran = async move {
                    desk.pause(0.0).await?;
                    run(job, desk).await
                };
                answer(desk, ran).await;
                Ok(JsValue::NULL)
            }));
        }
    });
    scope().set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    scope()
        .post_message(&"ready".into())
        .expect("a text can be posted");
}

async fn answer(
    desk: Desk,
    job: impl Future<Output = Result<Result<Vec<f64>, String>, Superseded>>,
) {
    match job.await {
        Ok(Ok(numbers)) => desk.post(&Float64Array::from(numbers.as_slice()), None),
        Ok(Err(reason)) => desk.post(&reason.into(), None),
        Err(Superseded) => {}
    }
}
