//! Work beside the page: the page's side of the worker, and the worker's.
//!
//! A worker must start hosted, from a file and in a sandboxed frame. In all three a *classic* worker from a blob
//! does, given the page's own code and compiled modules: page and worker are one program, which looks where it is.
//! A newer job takes the place of the one that runs: the worker asks between the steps of a job whether there is one.
//! Where a single step takes too long for that, the worker is ended and started anew.

mod desk;
mod report;
mod thread;

pub use desk::{Desk, Superseded, entry, is_here};
pub use report::Report;

use crate::web::program::whole;
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use thread::Thread;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How long the page's own worker may take to take up a job before it is ended.
pub const PATIENCE_MS: i32 = 120;

/// The page's side of the worker.
#[derive(Clone)]
pub struct Worker(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    patience_ms: i32,
    report: Box<dyn Fn(Report)>,
}

struct State {
    phase: Phase,
    /// The job that is posted when the worker is ready.
    waiting: Option<(u64, Job)>,
    /// The newest job that was posted.
    posted: Option<Job>,
    jobs: u64,
    thread: Option<Thread>,
}

/// What the worker is asked.
#[derive(Debug, Clone)]
pub struct Job {
    /// In words
    pub words: String,
    /// The files that it is about
    pub files: Array,
    /// How often files had been chosen by then
    pub turn: u32,
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
    /// Starts the worker; jobs may be posted at once. It is started anew where it has not taken up a job in time.
    pub fn start(patience_ms: i32, report: impl Fn(Report) + 'static) -> Worker {
        let inner = Rc::new(Inner {
            patience_ms,
            state: RefCell::new(State {
                phase: Phase::Starting,
                waiting: None,
                posted: None,
                jobs: 0,
                thread: None,
            }),
            report: Box::new(report),
        });
        inner.begin();
        Worker(inner)
    }

    /// Posts a job, which cancels the one before it, and gives its number; `None` where there is no worker.
    pub fn post(&self, job: Job) -> Option<u64> {
        let number = {
            let mut state = self.0.state.borrow_mut();
            if state.phase == Phase::Unavailable {
                return None;
            }
            state.jobs += 1;
            let number = state.jobs;
            state.waiting = Some((number, job));
            number
        };
        self.0.next();
        Some(number)
    }

    /// Starts the worker anew, with what has been loaded since it was started.
    pub fn renew(&self) {
        if self.0.state.borrow().phase != Phase::Unavailable {
            self.0.again();
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
                thread.post(state.jobs, None);
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
            thread.post(number, Some(&job));
            state.phase = Phase::Posted(number);
            state.posted = Some(job);
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
                inner.again();
                inner.begin();
            }
        });
        let window = web_sys::window().expect("the page has a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                late.unchecked_ref(),
                self.patience_ms,
            )
            .expect("a window has timers");
    }

    /// The job that the worker has is posted again to the next one: what came of it so far counts no more.
    fn again(self: &Rc<Self>) {
        let job = {
            let mut state = self.state.borrow_mut();
            let (Phase::Posted(job) | Phase::Busy(job)) = state.phase else {
                return;
            };
            state.waiting = state.posted.take().map(|posted| (job, posted));
            job
        };
        (self.report)(Report::Again { job });
    }

    /// Starts the worker, anew where there is one, as soon as there is the whole program, which it is given.
    fn begin(self: &Rc<Self>) {
        {
            let mut state = self.state.borrow_mut();
            state.phase = Phase::Starting;
            state.thread = None;
        }
        let inner = Rc::downgrade(self);
        spawn_local(async move {
            whole().await;
            // Asked for twice meanwhile, it starts once.
            let waits = |inner: &Rc<Inner>| inner.state.borrow().thread.is_none();
            if let Some(inner) = inner.upgrade().filter(waits) {
                inner.begin_thread();
            }
        });
    }

    fn begin_thread(self: &Rc<Self>) {
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
        let report = Report::read(job, parts.get(1));
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
