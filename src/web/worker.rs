//! Work beside the page: the page's side of the worker, and the worker's.
//!
//! A worker must start hosted, from a file and in a sandboxed frame. In all three a *classic* worker from a blob
//! does, given its code and its compiled module by the page; so it is a second, small WebAssembly module (`src/bin/worker.rs`).
//! One job runs at a time. A newer one ends the worker and starts another, for no message reaches a running computation.

use js_sys::{Array, Float32Array, Float64Array, Reflect};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Url};

/// Appended to the worker's code: the first message is its module; a failure to start reaches the page as an error event.
const BOOT: &str = "
onmessage = ({ data }) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: data }).catch((cause) => setTimeout(() => { throw cause; }));
};";

#[wasm_bindgen]
extern "C" {
    /// The worker's code and its compiled module, from assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope, js_name = workerParts, catch)]
    async fn worker_parts() -> Result<JsValue, JsValue>;
}

/// What a job gives: a few numbers, and values that are moved rather than copied between page and worker.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Whatever is few: lengths, shapes, statistics.
    pub numbers: Vec<f64>,
    /// Whatever is many.
    pub arrays: Vec<Vec<f32>>,
}

/// What becomes of a job, or of the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// The newest job is done.
    Done {
        /// The number that [`Worker::post`] gave.
        job: u64,
        /// What it computed.
        answer: Answer,
    },
    /// The newest job has no answer: it was refused, or it broke the worker, which has been started anew.
    Failed {
        /// The number that [`Worker::post`] gave.
        job: u64,
        /// Why, in one sentence.
        reason: String,
    },
    /// No worker can be had here: the page computes itself, also the job that waits.
    Unavailable {
        /// Why, in one sentence.
        reason: String,
    },
}

/// The page's side of the worker.
#[derive(Clone)]
pub struct Worker(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    report: Box<dyn Fn(Report)>,
}

struct State {
    phase: Phase,
    /// The job that is posted when the worker is ready.
    waiting: Option<(u64, String)>,
    jobs: u64,
    parts: Option<Parts>,
    thread: Option<Thread>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Starting,
    Idle,
    Busy(u64),
    Unavailable,
}

#[derive(Clone)]
struct Parts {
    code: JsValue,
    module: JsValue,
}

impl Worker {
    /// Starts the worker; jobs may be posted at once.
    pub fn start(report: impl Fn(Report) + 'static) -> Worker {
        let inner = Rc::new(Inner {
            state: RefCell::new(State {
                phase: Phase::Starting,
                waiting: None,
                jobs: 0,
                parts: None,
                thread: None,
            }),
            report: Box::new(report),
        });
        let starting = Rc::downgrade(&inner);
        spawn_local(async move {
            let parts = worker_parts().await;
            if let Some(inner) = starting.upgrade() {
                match parts {
                    Ok(parts) => inner.begin(Parts::from(parts)),
                    Err(cause) => inner.give_up(words(&cause)),
                }
            }
        });
        Worker(inner)
    }

    /// Posts a job, which cancels the one before it, and gives its number; `None` where there is no worker.
    pub fn post(&self, job: &str) -> Option<u64> {
        let number = {
            let mut state = self.0.state.borrow_mut();
            if state.phase == Phase::Unavailable {
                return None;
            }
            state.jobs += 1;
            let number = state.jobs;
            state.waiting = Some((number, job.to_owned()));
            number
        };
        self.0.next();
        Some(number)
    }

    /// Cancels the newest job: no report on it will come.
    pub fn cancel(&self) {
        self.0.state.borrow_mut().waiting = None;
        self.0.next();
    }
}

impl Inner {
    /// Brings the worker to what was last asked of it.
    fn next(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        match state.phase {
            Phase::Idle => {
                if let (Some((number, job)), Some(thread)) = (state.waiting.take(), &state.thread) {
                    thread.post(number, &job);
                    state.phase = Phase::Busy(number);
                }
            }
            Phase::Busy(_) => {
                drop(state);
                self.restart();
            }
            Phase::Starting | Phase::Unavailable => {}
        }
    }

    fn restart(self: &Rc<Self>) {
        let parts = self.state.borrow().parts.clone();
        self.begin(parts.expect("a worker that runs has its parts"));
    }

    fn begin(self: &Rc<Self>, parts: Parts) {
        let thread = Thread::start(&parts, self);
        let mut state = self.state.borrow_mut();
        state.parts = Some(parts);
        match thread {
            Ok(thread) => {
                state.phase = Phase::Starting;
                state.thread = Some(thread);
            }
            Err(cause) => {
                drop(state);
                self.give_up(words(&cause));
            }
        }
    }

    fn give_up(&self, reason: String) {
        {
            let mut state = self.state.borrow_mut();
            state.phase = Phase::Unavailable;
            state.thread = None;
            state.waiting = None;
        }
        mark("unavailable");
        (self.report)(Report::Unavailable { reason });
    }

    /// The worker's messages: first that it is ready, then `[job, numbers, arrays]` or `[job, reason]`.
    fn hear(self: &Rc<Self>, message: &JsValue) {
        let phase = std::mem::replace(&mut self.state.borrow_mut().phase, Phase::Idle);
        if let Phase::Busy(job) = phase {
            let parts: &Array = message.unchecked_ref();
            (self.report)(match parts.get(1).as_string() {
                Some(reason) => Report::Failed { job, reason },
                None => Report::Done {
                    job,
                    answer: Answer::from_message(parts),
                },
            });
        } else {
            mark("ready");
        }
        if self.state.borrow().phase == Phase::Idle {
            self.next();
        }
    }

    /// The worker broke, in starting or in a job.
    fn broke(self: &Rc<Self>, reason: String) {
        let phase = self.state.borrow().phase;
        match phase {
            Phase::Busy(job) => {
                self.restart();
                (self.report)(Report::Failed { job, reason });
            }
            _ => self.give_up(reason),
        }
    }
}

impl From<JsValue> for Parts {
    fn from(parts: JsValue) -> Parts {
        let parts: Array = parts.unchecked_into();
        Parts {
            code: parts.get(0),
            module: parts.get(1),
        }
    }
}

/// A running worker; it ends when this is dropped.
struct Thread {
    worker: web_sys::Worker,
    /// Called by the browser as long as the worker runs.
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _broken: Closure<dyn FnMut(ErrorEvent)>,
}

impl Thread {
    fn start(parts: &Parts, inner: &Rc<Inner>) -> Result<Thread, JsValue> {
        let code = Array::of2(&parts.code, &BOOT.into());
        let url = Url::create_object_url_with_blob(&Blob::new_with_str_sequence(&code)?)?;
        let worker = web_sys::Worker::new(&url);
        // The browser has taken the address by now: the worker is started from it all the same.
        Url::revoke_object_url(&url)?;
        let worker = worker?;
        let heard = callback(inner, |inner, event: MessageEvent| {
            inner.hear(&event.data())
        });
        let broken = callback(inner, |inner, event: ErrorEvent| {
            inner.broke(event.message())
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        worker.post_message(&parts.module)?;
        Ok(Thread {
            worker,
            _heard: heard,
            _broken: broken,
        })
    }

    fn post(&self, number: u64, job: &str) {
        let message = Array::of2(&(number as f64).into(), &job.into());
        self.worker
            .post_message(&message)
            .expect("a number and a text can be posted");
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn callback<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    inner: &Rc<Inner>,
    act: fn(&Rc<Inner>, E),
) -> Closure<dyn FnMut(E)> {
    let inner: Weak<Inner> = Rc::downgrade(inner);
    Closure::new(move |event| {
        if let Some(inner) = inner.upgrade() {
            act(&inner, event);
        }
    })
}

impl Answer {
    fn from_message(parts: &Array) -> Answer {
        let arrays: Array = parts.get(2).unchecked_into();
        Answer {
            numbers: parts.get(1).unchecked_into::<Float64Array>().to_vec(),
            arrays: arrays
                .iter()
                .map(|array| array.unchecked_into::<Float32Array>().to_vec())
                .collect(),
        }
    }

    /// The message and what of it is moved.
    fn into_message(self, job: &JsValue) -> (Array, Array) {
        let arrays: Array = self
            .arrays
            .iter()
            .map(|values| Float32Array::from(values.as_slice()))
            .collect();
        let moved = arrays
            .iter()
            .map(|array| array.unchecked_into::<Float32Array>().buffer())
            .collect();
        let numbers = Float64Array::from(self.numbers.as_slice());
        (Array::of3(job, &numbers, &arrays), moved)
    }
}

/// Says on `<html data-worker>` whether there is a worker.
fn mark(state: &str) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element())
        .expect("the page has a root");
    root.set_attribute("data-worker", state)
        .expect("data-worker is a valid name");
}

fn words(cause: &JsValue) -> String {
    let message = Reflect::get(cause, &"message".into()).ok();
    message
        .and_then(|message| message.as_string())
        .unwrap_or_else(|| format!("{cause:?}"))
}

/// The worker's side: answers each job with `run`, until the page ends it.
pub fn entry(run: fn(&str) -> Result<Answer, String>) {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let job = message.get(1).as_string().expect("a job is a text");
        let (answer, moved) = match run(&job) {
            Ok(answer) => answer.into_message(&message.get(0)),
            Err(reason) => (Array::of2(&message.get(0), &reason.into()), Array::new()),
        };
        page.post_message_with_transfer(&answer, &moved)
            .expect("numbers and arrays can be posted");
    });
    scope.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    scope
        .post_message(&"ready".into())
        .expect("a text can be posted");
}

/// A job's own text, letter by letter: shows that the way to the worker and back is open.
///
/// # Errors
/// The text is empty.
pub fn echo(job: &str) -> Result<Answer, String> {
    if job.is_empty() {
        return Err("There is nothing to echo.".to_owned());
    }
    Ok(Answer {
        numbers: vec![job.chars().count() as f64],
        arrays: vec![job.chars().map(|letter| u32::from(letter) as f32).collect()],
    })
}
