//! Keeps the experiments up to date with the settings: at once, or in the worker where it takes longer.

use super::batches;
use super::digits::Digits;
use super::job::{self, Done, Work};
use super::page::Page;
use super::ready;
use super::worker::{Report, Worker};
use crate::lab::explore::Explore;
use leptos::prelude::*;
use ndarray::ArrayD;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Values, in all batches, that are computed within a frame.
const AT_ONCE: usize = 140_000;

/// What the worker is at.
struct Waiting {
    job: u64,
    work: Work,
    /// The batch: there already, or coming piece by piece
    batch: Coming,
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
        move |report| receive(page, &waiting, report)
    };
    let worker = Worker::start(report);
    let digits = Digits::new(page, &worker);
    let is_first = Cell::new(true);
    Effect::new(move || {
        let work = work.get();
        if waiting.borrow_mut().take().is_some() {
            worker.cancel();
        }
        set_computing(page, false);
        page.trouble.set(None);
        if !digits.are_here_for(&work.setups[0].source.values) {
            return set_computing(page, true);
        }
        let batch = page.drawn(&work.setups[0]);
        if is_small(&work) {
            show(page, work.run(batch.clone()));
            // The first one is computed there too, which tells whether the worker works.
            if !is_first.replace(false) {
                return;
            }
        }
        let words = page
            .settings
            .with_untracked(|settings| job::words(settings, batch.is_some()));
        if let Some(job) = worker.post(&words) {
            set_computing(page, !is_small(&work));
            let batch = batch.map_or(Coming::Pieces(Vec::new()), Coming::Here);
            *waiting.borrow_mut() = Some(Waiting { job, work, batch });
        } else if !is_small(&work) {
            show(page, work.run(batch));
        }
    });
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
        (Report::Failed { job, reason }, Some(wanted)) if job == wanted.job => fail(page, reason),
        (Report::Unavailable { reason }, wanted) => {
            leptos::logging::log!("no worker: {reason}");
            tell("unavailable");
            // Without a worker the page computes itself, and stands still meanwhile.
            if let Some(wanted) = wanted.filter(|wanted| !is_small(&wanted.work)) {
                set_computing(page, false);
                let batch = page.drawn(&wanted.work.setups[0]);
                show(page, wanted.work.run(batch));
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
    if is_small(&wanted.work) {
        let shown = page.explore.get_untracked();
        let is_same = shown.as_deref() == done.explores.first();
        tell(if is_same { "ready" } else { "wrong" });
    } else {
        tell("ready");
        set_computing(page, false);
        show(page, done);
    }
}

/// Says why there is no answer.
pub fn fail<T>(page: Page, reason: String) -> Option<T> {
    set_computing(page, false);
    page.trouble.set(Some(reason));
    None
}

fn show(page: Page, done: Done) {
    if let Some(shown) = done
        .explores
        .first()
        .filter(|shown| shown.setup.poke.is_none())
    {
        batches::keep(&shown.setup, shown.x.clone());
    }
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
