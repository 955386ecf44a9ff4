//! Work beside the page: the page's side of the worker, and the worker's.
//!
//! A worker must start hosted, from a file and in a sandboxed frame. In all three a *classic* worker from a blob
//! does, given the page's own code and compiled module: page and worker are one program, which looks where it is.
//! A newer job takes the place of the one that runs: the worker asks between the steps of a job whether there is one.
//! Where a single step takes too long for that, the worker is ended and started anew.

use crate::tensor::take_digits;
use js_sys::{Array, Float32Array, Float64Array, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Url};

/// Appended to the code: the first message is the program; a failure to start reaches the page as an error event.
const BOOT: &str = "
self.isNormscope = true;
let normscope;
onmessage = ({ data }) => {
  onmessage = null;
  normscope = { program: () => data };
  wasm_bindgen({ module_or_path: data[1] }).catch((cause) => setTimeout(() => { throw cause; }));
};";

#[wasm_bindgen]
extern "C" {
    /// The program's code, its compiled module, and the images of digits once they are loaded: see assets/loader.js.
    #[wasm_bindgen(js_namespace = normscope)]
    fn program() -> Array;
}

/// What becomes of a job, or of the worker.
#[derive(Debug, Clone)]
pub enum Report {
    /// The newest job goes on.
    Progress {
        /// The number that [`Worker::post`] gave.
        job: u64,
        /// How much of it is done, from 0 to 1.
        share: f64,
    },
    /// The newest job hands over values, piece by piece, so that the page need not stand still to take them.
    Values {
        /// The number that [`Worker::post`] gave.
        job: u64,
        /// The next values.
        values: Float32Array,
    },
    /// The newest job is done.
    Done {
        /// The number that [`Worker::post`] gave.
        job: u64,
        /// What it computed, but for the values that it handed over.
        numbers: Vec<f64>,
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

/// How long the worker may take to take up a job before it is ended.
const PATIENCE_MS: i32 = 120;

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
    /// The text of the newest job that was posted.
    posted: String,
    jobs: u64,
    thread: Option<Thread>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Starting,
    Idle,
    /// Posted; the worker may still be at an older job
    Posted(u64),
    /// Taken up by the worker
    Busy(u64),
    Unavailable,
}

impl Worker {
    /// Starts the worker; jobs may be posted at once.
    pub fn start(report: impl Fn(Report) + 'static) -> Worker {
        let inner = Rc::new(Inner {
            state: RefCell::new(State {
                phase: Phase::Starting,
                waiting: None,
                posted: String::new(),
                jobs: 0,
                thread: None,
            }),
            report: Box::new(report),
        });
        inner.begin();
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

    /// Starts the worker anew, with what has been loaded since it was started.
    pub fn renew(&self) {
        if self.0.state.borrow().phase != Phase::Unavailable {
            self.0.begin();
        }
    }

    /// Cancels the newest job: no report on it will come.
    pub fn cancel(&self) {
        let mut state = self.0.state.borrow_mut();
        state.waiting = None;
        if let Phase::Posted(_) | Phase::Busy(_) = state.phase {
            state.phase = Phase::Idle;
            state.jobs += 1;
            if let Some(thread) = &state.thread {
                thread.post(state.jobs, "");
            }
        }
    }
}

impl Inner {
    /// Brings the worker to what was last asked of it.
    fn next(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        if let Phase::Starting | Phase::Unavailable = state.phase {
            return;
        }
        if let (Some((number, job)), Some(thread)) = (state.waiting.take(), &state.thread) {
            thread.post(number, &job);
            state.phase = Phase::Posted(number);
            state.posted = job;
            drop(state);
            self.watch(number);
        }
    }

    /// Starts the worker anew if it does not take up the job in time.
    fn watch(self: &Rc<Self>, number: u64) {
        let inner = Rc::downgrade(self);
        let late = Closure::once_into_js(move || {
            let Some(inner) = inner.upgrade() else { return };
            if inner.state.borrow().phase == Phase::Posted(number) {
                let job = std::mem::take(&mut inner.state.borrow_mut().posted);
                inner.state.borrow_mut().waiting = Some((number, job));
                inner.begin();
            }
        });
        let window = web_sys::window().expect("the page has a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                late.unchecked_ref(),
                PATIENCE_MS,
            )
            .expect("a window has timers");
    }

    /// Starts the worker, anew where there is one.
    fn begin(self: &Rc<Self>) {
        let thread = Thread::start(self);
        let mut state = self.state.borrow_mut();
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

    /// The worker's messages: first that it is ready, then `[job, what]`:
    /// a number for progress, values, numbers at the end, or the reason why there is no answer.
    fn hear(self: &Rc<Self>, message: &JsValue) {
        let phase = self.state.borrow().phase;
        let (Phase::Posted(job) | Phase::Busy(job)) = phase else {
            if phase == Phase::Starting {
                mark("ready");
                self.state.borrow_mut().phase = Phase::Idle;
                self.next();
            }
            return;
        };
        let parts: &Array = message.unchecked_ref();
        if parts.get(0).as_f64() != Some(job as f64) {
            return; // Of a job that was cancelled meanwhile
        }
        let report = report(job, parts.get(1));
        self.state.borrow_mut().phase = match report {
            Report::Progress { .. } | Report::Values { .. } => Phase::Busy(job),
            _ => Phase::Idle,
        };
        (self.report)(report);
    }

    /// The worker broke, in starting or in a job.
    fn broke(self: &Rc<Self>, reason: String) {
        let phase = self.state.borrow().phase;
        match phase {
            Phase::Posted(job) | Phase::Busy(job) => {
                self.begin();
                (self.report)(Report::Failed { job, reason });
            }
            _ => self.give_up(reason),
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
    fn start(inner: &Rc<Inner>) -> Result<Thread, JsValue> {
        let program = program();
        let code = Array::of2(&program.get(0), &BOOT.into());
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
        worker.post_message(&program)?;
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

fn report(job: u64, what: JsValue) -> Report {
    if let Some(share) = what.as_f64() {
        return Report::Progress { job, share };
    }
    if let Some(reason) = what.as_string() {
        return Report::Failed { job, reason };
    }
    match what.dyn_into::<Float32Array>() {
        Ok(values) => Report::Values { job, values },
        Err(numbers) => Report::Done {
            job,
            numbers: numbers.unchecked_into::<Float64Array>().to_vec(),
        },
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
}

impl Desk {
    /// Says how much of the job is done, and lets newer jobs come in.
    ///
    /// # Errors
    ///
    /// If there is a newer job.
    pub async fn pause(self, share: f64) -> Result<(), Superseded> {
        self.post(&share.into(), None);
        let wait = Promise::new(&mut |resolve, _| {
            scope()
                .set_timeout_with_callback(&resolve)
                .expect("a worker has timers");
        });
        JsFuture::from(wait).await.expect("a timer does not fail");
        match NEWEST.get() == self.job {
            true => Ok(()),
            false => Err(Superseded),
        }
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
pub fn entry<F>(run: fn(String, Desk) -> F)
where
    F: Future<Output = Result<Result<Vec<f64>, String>, Superseded>> + 'static,
{
    if let Ok(digits) = program().get(2).dyn_into::<Uint8Array>() {
        take_digits(digits.to_vec());
    }
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let number = message.get(0).as_f64().expect("a job has a number");
        let text = message.get(1).as_string().expect("a job is a text");
        NEWEST.set(number as u64);
        if !text.is_empty() {
            let desk = Desk { job: number as u64 };
            spawn_local(answer(desk, async move {
                // The older job ends first, and gives its memory back.
                desk.pause(0.0).await?;
                run(text, desk).await
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
