//! The workers of the runs, and what they are at. They outlive the view, so that the next one finds them.

use super::asking::hear;
use super::crew::Crew;
use super::seat::Want;
use crate::web::ready;
use crate::web::worker::Worker;
use js_sys::Date;
use std::cell::RefCell;

/// How long all runs should take for their share of steps, while they go on until they are told to pause: so long one
/// waits for it.
const SHARE_MS: f64 = 120.0;

/// The same on the way to a step that was asked for. After each share its news are drawn, which the next one waits for.
const SHARE_ON_THE_WAY_MS: f64 = 400.0;

/// Fewest and most steps of a share. Where the machine has much else to do, each share takes long, however few its steps
/// are: then they should not be few.
const SHARES: (usize, usize) = (20, 1000);

/// How long a worker may take to take up a job: it is never long at one step, but there may be more of them than
/// processors, and a new one would have to make all steps again.
const PATIENCE_MS: i32 = 20_000;

/// Who waits for an answer.
pub type Then = Box<dyn FnOnce(Vec<f64>)>;

/// What is not shown.
pub struct Hands {
    workers: Vec<Option<Worker>>,
    /// The job of each run, by the number of its worker; 0 where the page makes it
    pub jobs: Vec<Option<u64>>,
    /// Steps of a share
    share: usize,
    since_ms: f64,
    /// The job that is no share, and who waits for its answer
    pub errand: Option<(Want, Then)>,
    /// Counted up with each change of the runs
    pub turn: u32,
    is_busy: bool,
    /// Who is told, as long as the view is there
    pub crew: Option<Crew>,
}

thread_local! {
    pub static HANDS: RefCell<Hands> = const {
        RefCell::new(Hands {
            workers: Vec::new(),
            jobs: Vec::new(),
            share: SHARES.0,
            since_ms: 0.0,
            errand: None,
            turn: 0,
            is_busy: false,
            crew: None,
        })
    };
}

impl Hands {
    /// Whether something was asked that is not answered yet.
    pub fn is_waiting(&self) -> bool {
        self.errand.is_some() || self.jobs.iter().any(Option::is_some)
    }

    /// Begins a share, and gives its steps.
    pub fn begin_share(&mut self) -> usize {
        self.since_ms = Date::now();
        self.share
    }

    /// Since the last share began, in milliseconds.
    pub fn passed_ms(&self) -> f64 {
        Date::now() - self.since_ms
    }

    /// Makes the next share larger or smaller, by how long this one took.
    pub fn end_share(&mut self, is_playing: bool) {
        let took_ms = self.passed_ms();
        let wanted_ms = match is_playing {
            true => SHARE_MS,
            false => SHARE_ON_THE_WAY_MS,
        };
        let factor = (wanted_ms / took_ms.max(1.0)).clamp(0.5, 2.0);
        self.share = ((self.share as f64 * factor) as usize).clamp(SHARES.0, SHARES.1);
    }

    /// There is no worker for a run: the page makes it.
    pub fn let_worker_go(&mut self, k: usize) {
        self.workers[k] = None;
    }
}

/// Lets go of all that goes on, and makes room for so many runs.
pub fn stop(runs: usize) {
    let busy: Vec<Worker> = HANDS.with_borrow_mut(|hands| {
        hands.turn += 1;
        hands.errand = None;
        let jobs = std::mem::replace(&mut hands.jobs, vec![None; runs]);
        let is_busy = |k: &usize| jobs.get(*k).is_some_and(Option::is_some);
        let workers = (0..hands.workers.len()).filter(is_busy);
        workers.filter_map(|k| hands.workers[k].clone()).collect()
    });
    busy.iter().for_each(Worker::cancel);
    set_busy(false);
}

/// The worker of a run, started if there was none.
pub fn worker(k: usize) -> Option<Worker> {
    let known = HANDS.with_borrow(|hands| hands.workers.get(k).cloned());
    if let Some(worker) = known {
        return worker;
    }
    let worker = Worker::start(PATIENCE_MS, move |report| hear(k, report));
    HANDS.with_borrow_mut(|hands| {
        hands.workers.resize(hands.workers.len().max(k + 1), None);
        hands.workers[k] = Some(worker.clone());
    });
    Some(worker)
}

/// The page is ready only while nothing goes on.
pub fn set_busy(is_busy: bool) {
    let was = HANDS.with_borrow_mut(|hands| std::mem::replace(&mut hands.is_busy, is_busy));
    match (was, is_busy) {
        (false, true) => ready::begin(),
        (true, false) => ready::end(),
        _ => {}
    }
}
