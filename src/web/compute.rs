//! Keeps the experiments up to date with the settings: at once, or in the worker where it takes longer.

use super::batches;
use super::digits::Digits;
use super::job::{self, Done, Work};
use super::page::Page;
use super::turn::next_turn;
use super::worker::{Job, PATIENCE_MS, Report, Superseded, Worker};
use super::{backward, files, ready};
use crate::lab::explore::Explore;
use crate::state::Settings;
use crate::tensor::{Stored, is_held};
use leptos::prelude::*;
use ndarray::ArrayD;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Values, in all batches, that are computed within a frame.
pub const AT_ONCE: usize = 140_000;

thread_local! {
    /// The page's only one
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// The images of digits, for the page and its worker
    static DIGITS: RefCell<Option<Digits>> = const { RefCell::new(None) };
}

/// What the worker is at.
struct Waiting {
    job: u64,
    work: Work,
    /// The batch: there already, or coming piece by piece
    batch: Coming,
    /// Whether the page has computed it already, and the worker is asked for the same
    is_shown: bool,
}

enum Coming {
    Here(job::Batch),
    Pieces(Vec<f32>),
}

/// Computes anew whenever the settings ask for other numbers.
pub fn keep_up(page: Page) {
    let work = page.part(Work::of);
    let waiting = Rc::new(RefCell::new(None::<Waiting>));
    let report = {
        let waiting = waiting.clone();
        move |report| {
            if let Some(report) = backward::receive(report) {
                receive(page, &waiting, report);
            }
        }
    };
    let worker = Worker::start(PATIENCE_MS, report);
    WORKER.set(Some(worker.clone()));
    let digits = Digits::new(page, &worker);
    DIGITS.set(Some(digits.clone()));
    let is_first = Cell::new(true);
    Effect::new(move || {
        let work = work.get();
        page.files.watch();
        let was_shown_next = waiting.borrow_mut().take().is_some();
        let was_step_backward = backward::let_go();
        if was_shown_next || was_step_backward {
            worker.cancel();
        }
        set_computing(page, false);
        page.trouble.set(None);
        if !digits.are_here_for(&work.setups[0].source.values) {
            return set_computing(page, true);
        }
        let batch = page.drawn(&work.setups[0]);
        let to_read = to_read(&work, batch.is_some());
        page.files.wait_for(to_read);
        if to_read.is_some_and(|stored| !page.files.have(stored)) {
            return page.forget();
        }
        let is_shown = is_small(&work) && to_read.is_none();
        if is_shown {
            show(page, work.run(batch.clone()));
            // The first one is computed there too, which tells whether the worker works.
            if !is_first.replace(false) {
                return;
            }
        }
        if let Some(job) = worker.post(asked(page, |s| job::words(s, batch.is_some()))) {
            set_computing(page, !is_shown);
            let batch = batch.map_or(Coming::Pieces(Vec::new()), Coming::Here);
            *waiting.borrow_mut() = Some(Waiting {
                job,
                work,
                batch,
                is_shown,
            });
        } else if let Some(stored) = to_read {
            set_computing(page, true);
            spawn_local(read_here(page, stored.clone()));
        } else if !is_shown {
            show(page, work.run(batch));
        }
    });
}

/// Loads the images of digits, unless they are here.
pub async fn bring_digits() {
    if let Some(digits) = DIGITS.with_borrow(Clone::clone) {
        digits.load().await;
    }
}

/// The tensor in a file that has to be read: the page has neither its values nor what they make.
fn to_read(work: &Work, has_batch: bool) -> Option<&Stored> {
    let setup = &work.setups[0];
    let stored = setup.source.values.stored()?;
    let is_drawn = !has_batch || setup.steps > 0;
    (is_drawn && !is_held(stored)).then_some(stored)
}

/// What the worker is asked for the present settings.
fn asked(page: Page, words: impl FnOnce(&Settings) -> String) -> Job {
    page.settings.with_untracked(|settings| {
        // It may have to read a file that the page has read, too.
        let (files, turn) = page.files.chosen(settings.source.values.stored());
        let words = words(settings);
        Job { words, files, turn }
    })
}

/// Asks the worker for a step backward through what is shown, and gives the number of the job;
/// `None` where there is no worker.
pub fn post_backward(page: Page) -> Option<u64> {
    let job = asked(page, job::backward_words);
    WORKER.with_borrow(|worker| worker.as_ref()?.post(job))
}

fn is_small(work: &Work) -> bool {
    work.len() <= AT_ONCE
}

fn receive(page: Page, waiting: &RefCell<Option<Waiting>>, report: Report) {
    let wanted = waiting.borrow_mut().take();
    *waiting.borrow_mut() = match (report, wanted) {
        (Report::Progress { job, share }, Some(wanted)) if job == wanted.job => {
            page.progress.set(share);
            Some(wanted)
        }
        (Report::Again { job }, Some(mut wanted)) if job == wanted.job => {
            if let Coming::Pieces(batch) = &mut wanted.batch {
                batch.clear();
            }
            Some(wanted)
        }
        (Report::Values { job, values }, Some(mut wanted)) if job == wanted.job => {
            match wanted.take(&values) {
                Ok(()) => Some(wanted),
                Err(reason) => fail(page, reason),
            }
        }
        (Report::Done { job, numbers }, Some(wanted)) if job == wanted.job => {
            finish(page, wanted, &numbers);
            None
        }
        (Report::Failed { job, reason }, Some(wanted)) if job == wanted.job => {
            set_computing(page, false);
            // What was shown before a file was opened is shown again.
            match page.files.fail(page, &reason) {
                true => None,
                false => fail(page, reason),
            }
        }
        (Report::Unavailable { reason }, wanted) => {
            leptos::logging::log!("no worker: {reason}");
            tell("unavailable");
            // Without a worker the page computes itself, and stands still meanwhile.
            if wanted.is_some_and(|wanted| !wanted.is_shown) {
                set_computing(page, false);
                page.files.again();
            }
            None
        }
        (_, wanted) => wanted,
    };
}

impl Waiting {
    /// Adds the next values to the batch.
    fn take(&mut self, values: &js_sys::Float32Array) -> Result<(), String> {
        let Coming::Pieces(batch) = &mut self.batch else {
            return Ok(());
        };
        if batch.is_empty() {
            let len = self.work.setups[0].source.shape.iter().product();
            job::has_room(len)?;
            batch.reserve_exact(len);
        }
        let from = batch.len();
        batch.resize(from + values.length() as usize, 0.0);
        values.copy_to(&mut batch[from..]);
        Ok(())
    }
}

fn finish(page: Page, wanted: Waiting, numbers: &[f64]) {
    let shape = wanted.work.setups[0].source.shape.clone();
    let batch = match wanted.batch {
        Coming::Here(batch) => batch,
        Coming::Pieces(values) => {
            let batch = ArrayD::from_shape_vec(shape, values);
            Arc::new(batch.expect("a value for every element"))
        }
    };
    let done = job::done(&wanted.work, batch, numbers);
    if wanted.is_shown {
        let shown = page.explore.get_untracked();
        let is_same = shown.as_deref() == done.explores.first();
        tell(if is_same { "ready" } else { "wrong" });
    } else {
        tell("ready");
        set_computing(page, false);
        show(page, done);
    }
}

/// Reads a file on the page, where there is no worker; what is asked for is then there.
async fn read_here(page: Page, stored: Stored) {
    let is_wanted = || {
        let settings = page.settings;
        settings.with_untracked(|s| s.source.values.stored() == Some(&stored))
    };
    let pause = async |share: f64| {
        page.progress.set(share);
        next_turn().await;
        is_wanted().then_some(()).ok_or(Superseded)
    };
    let (files, _) = page.files.chosen(Some(&stored));
    match files::bring(&stored, &files, &pause).await {
        Ok(Ok(())) => page.files.again(),
        Ok(Err(reason)) => {
            if !page.files.fail(page, &reason) {
                fail::<()>(page, reason);
            }
        }
        Err(Superseded) => {}
    }
}

/// Says why there is no answer.
pub fn fail<T>(page: Page, reason: String) -> Option<T> {
    set_computing(page, false);
    page.trouble.set(Some(reason));
    None
}

fn show(page: Page, done: Done) {
    let first = done.explores.first();
    if let Some(shown) = first.filter(|shown| shown.setup.poke.is_none()) {
        batches::keep_short(&shown.setup, &shown.x);
    }
    page.files.wait_for(None);
    let mut explores = done.explores.into_iter().map(Arc::new);
    let groups = Arc::new(done.groups);
    page.groups.set(Some(groups));
    page.explore.set(explores.next());
    page.compared.set(explores.collect::<Vec<Arc<Explore>>>());
    page.hover.set(None);
    page.lit.set(None);
    ready::wait();
}

fn set_computing(page: Page, is_computing: bool) {
    if page.is_computing.get_untracked() != is_computing {
        page.is_computing.set(is_computing);
        page.progress.set(0.0);
        if is_computing {
            ready::begin()
        } else {
            ready::end()
        }
    }
}

/// Tells tests, and whoever looks for a fault, how the worker is.
fn tell(word: &str) {
    let root = document().document_element().expect("a page has a root");
    root.set_attribute("data-worker", word)
        .expect("a plain name");
}
