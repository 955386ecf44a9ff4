//! Keeps the experiment up to date with the settings: at once, or in the worker where it takes longer.

use super::page::Page;
use super::worker::{Report, Worker};
use super::{job, ready};
use crate::lab::explore::{Explore, Setup};
use crate::state::write_link;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Values, in all batches, that are computed within a frame.
const AT_ONCE: usize = 120_000;

/// What the worker is at.
struct Waiting {
    job: u64,
    setup: Setup,
}

/// Computes anew whenever the settings ask for other numbers.
pub fn keep_up(page: Page) {
    let setup = page.part(|s| s.setup());
    let waiting = Rc::new(RefCell::new(None::<Waiting>));
    let report = {
        let waiting = waiting.clone();
        move |report| receive(page, &waiting, report)
    };
    let worker = Worker::start(report);
    Effect::new(move |previous: Option<()>| {
        let setup = setup.get();
        let link = page.settings.with_untracked(|s| write_link(s, false));
        let is_first = previous.is_none();
        if waiting.borrow_mut().take().is_some() {
            worker.cancel();
            set_computing(page, false);
        }
        if is_small(&setup) {
            show(page, Explore::run(&setup));
            // The first one is computed there too, which tells whether the worker works.
            if !is_first {
                return;
            }
        }
        if let Some(job) = worker.post(&link) {
            set_computing(page, !is_small(&setup));
            *waiting.borrow_mut() = Some(Waiting { job, setup });
        } else if !is_small(&setup) {
            show(page, Explore::run(&setup));
        }
    });
}

fn is_small(setup: &Setup) -> bool {
    let len: usize = setup.source.shape.iter().product();
    len.saturating_mul(setup.steps as usize + 1) <= AT_ONCE
}

fn receive(page: Page, waiting: &RefCell<Option<Waiting>>, report: Report) {
    let wanted = waiting.borrow_mut().take();
    match (report, wanted) {
        (Report::Done { job, answer }, Some(wanted)) if job == wanted.job => {
            let explore = job::explore_of(&wanted.setup, answer);
            if is_small(&wanted.setup) {
                let is_same = page
                    .explore
                    .with_untracked(|shown| shown.as_deref() == Some(&explore));
                tell(if is_same { "ready" } else { "wrong" });
            } else {
                tell("ready");
                set_computing(page, false);
                show(page, explore);
            }
        }
        (Report::Failed { job, reason }, Some(wanted)) if job == wanted.job => {
            leptos::logging::error!("the worker failed: {reason}");
            compute_here(page, &wanted.setup);
        }
        (Report::Unavailable { .. }, wanted) => {
            tell("unavailable");
            if let Some(wanted) = wanted {
                compute_here(page, &wanted.setup);
            }
        }
        (_, wanted) => *waiting.borrow_mut() = wanted,
    }
}

/// Without a worker the page computes itself, and stands still meanwhile.
fn compute_here(page: Page, setup: &Setup) {
    if !is_small(setup) {
        set_computing(page, false);
        show(page, Explore::run(setup));
    }
}

fn show(page: Page, explore: Explore) {
    page.explore.set(Some(Arc::new(explore)));
    page.hover.set(None);
    page.lit.set(None);
    ready::wait();
}

fn set_computing(page: Page, is_computing: bool) {
    if page.is_computing.get_untracked() != is_computing {
        page.is_computing.set(is_computing);
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
