//! The runs on their way, each in a worker of its own.

use super::seat::{self, Asked};
use crate::lab::training::{Log, MOST_STEPS, Run, Setup, Task};
use crate::state::{Settings, View, write_link};
use crate::tensor::has_digits;
use crate::web::compute::bring_digits;
use crate::web::memo::Memo;
use crate::web::page::Page;
use crate::web::ready;
use crate::web::turn::next_turn;
use crate::web::worker::{Job, Report, Worker};
use js_sys::{Array, Date};
use leptos::prelude::*;
use std::cell::RefCell;
use std::convert::Infallible;
use wasm_bindgen_futures::spawn_local;

/// How long all runs should take for their share of steps: so long one waits for a pause.
const SHARE_MS: f64 = 120.0;

/// Fewest and most steps of a share. Where the machine has much else to do, each share takes long, however few its steps
/// are: then they should not be few.
const SHARES: (usize, usize) = (20, 500);

/// How long a worker may take to take up a job: it is never long at one step, but there may be more of them than
/// processors, and a new one would have to make all steps again.
const PATIENCE_MS: i32 = 20_000;

/// How long the page computes before it lets others go on, where there is no worker.
const TURN_MS: f64 = 8.0;

/// All that a run depends on.
pub type Wanted = (Task, u64, Vec<Run>);

/// What is known of the runs.
#[derive(Clone, Copy)]
pub struct Crew {
    page: Page,
    wanted: Memo<Wanted>,
    /// What was seen of each run
    pub logs: RwSignal<Vec<Log>>,
    /// Why a run cannot go on
    pub refusals: RwSignal<Vec<Option<String>>>,
    /// Whether the runs go on until they are told to pause
    pub is_playing: RwSignal<bool>,
}

/// What is not shown.
struct Hands {
    workers: Vec<Option<Worker>>,
    /// The job of each run, by the number of its worker; 0 where the page makes it
    jobs: Vec<Option<u64>>,
    /// Steps of a share
    share: usize,
    since_ms: f64,
    /// Counted up with each change of the runs
    turn: u32,
    is_busy: bool,
    crew: Option<Crew>,
}

thread_local! {
    static HANDS: RefCell<Hands> = const {
        RefCell::new(Hands {
            workers: Vec::new(),
            jobs: Vec::new(),
            share: SHARES.0,
            since_ms: 0.0,
            turn: 0,
            is_busy: false,
            crew: None,
        })
    };
}

impl Crew {
    /// Follows the settings of the page as long as the view is there.
    pub fn follow(page: Page) -> Self {
        let wanted = Memo::new(move |_| {
            page.with(|s| (s.training.task, s.seed, s.training.runs().to_vec()))
        });
        let crew = Self {
            page,
            wanted,
            logs: RwSignal::new(Vec::new()),
            refusals: RwSignal::new(Vec::new()),
            is_playing: RwSignal::new(false),
        };
        HANDS.with_borrow_mut(|hands| hands.crew = Some(crew));
        Effect::new(move || {
            let (.., runs) = wanted.get();
            crew.begin(runs.len());
        });
        let steps = page.part(|s| s.training.steps());
        Effect::new(move || {
            steps.track();
            crew.is_playing.track();
            crew.go_on();
        });
        on_cleanup(move || {
            HANDS.with_borrow_mut(|hands| hands.crew = None);
            stop(0);
        });
        crew
    }

    /// Begins all runs anew.
    fn begin(self, runs: usize) {
        stop(runs);
        self.logs.set(vec![Log::default(); runs]);
        self.refusals.set(vec![None; runs]);
        self.go_on();
    }

    /// Begins all runs anew, from the first step.
    pub fn restart(self) {
        let (.., runs) = self.wanted.get_untracked();
        self.begin(runs.len());
    }

    /// Steps that are to be made.
    fn target(self) -> usize {
        match self.is_playing.get_untracked() {
            true => MOST_STEPS,
            false => self.page.settings.with_untracked(|s| s.training.steps()),
        }
    }

    /// Steps that all runs have made, of those that can make any.
    pub fn made(self) -> usize {
        let going = self.going();
        let made = |k: &usize| self.logs.with_untracked(|logs| logs[*k].losses.len());
        going
            .iter()
            .map(made)
            .min()
            .unwrap_or_else(|| self.target())
    }

    /// The runs that can make steps.
    fn going(self) -> Vec<usize> {
        let is_whole = self.logs.with_untracked(|logs| {
            logs.iter()
                .map(|log| log.broken.is_none())
                .collect::<Vec<_>>()
        });
        let is_accepted = self
            .refusals
            .with_untracked(|all| all.iter().map(Option::is_none).collect::<Vec<_>>());
        let both = is_whole.into_iter().zip(is_accepted);
        let going = both
            .enumerate()
            .filter(|(_, (whole, accepted))| *whole && *accepted);
        going.map(|(k, _)| k).collect()
    }

    /// Asks each run for its next share of steps, once all have made the one before.
    fn go_on(self) {
        let is_waiting = HANDS.with_borrow(|hands| hands.jobs.iter().any(Option::is_some));
        if is_waiting || self.logs.with_untracked(Vec::is_empty) {
            return;
        }
        let (made, target) = (self.made(), self.target());
        let going = self.going();
        if made >= target || going.is_empty() {
            if self.is_playing.get_untracked() && going.is_empty() {
                self.is_playing.set(false);
            }
            return set_busy(false);
        }
        set_busy(true);
        if self.wanted.get_untracked().0 == Task::Digits && !has_digits() {
            let turn = HANDS.with_borrow(|hands| hands.turn);
            spawn_local(async move {
                bring_digits().await;
                let is_same = HANDS.with_borrow(|hands| hands.turn == turn);
                if is_same && has_digits() {
                    self.go_on();
                }
            });
            return;
        }
        let share = HANDS.with_borrow_mut(|hands| {
            hands.since_ms = Date::now();
            hands.share
        });
        let steps = target.min(made + share);
        for k in going {
            self.ask(k, steps);
        }
    }

    fn ask(self, k: usize, steps: usize) {
        let (task, seed, runs) = self.wanted.get_untracked();
        let mut training = Setup::default();
        training.set_runs(vec![runs[k].clone()]);
        training.task = task;
        let alone = Settings {
            view: View::Training,
            seed,
            training,
            ..Settings::default()
        };
        let known = self.logs.with_untracked(|logs| logs[k].known());
        let asked = Asked {
            run: k,
            steps,
            known,
            link: write_link(&alone, false),
        };
        let words = asked.words();
        let job = Job {
            words: words.clone(),
            files: Array::new(),
            turn: 0,
        };
        let posted = worker(k).and_then(|worker| worker.post(job));
        HANDS.with_borrow_mut(|hands| hands.jobs[k] = Some(posted.unwrap_or(0)));
        if posted.is_none() {
            self.make_here(k, words);
        }
    }

    /// Makes steps on the page, which is let go on in between.
    fn make_here(self, k: usize, words: String) {
        let turn = HANDS.with_borrow(|hands| hands.turn);
        spawn_local(async move {
            let since = std::cell::Cell::new(Date::now());
            let pause = async |_| -> Result<(), Infallible> {
                if Date::now() - since.get() > TURN_MS {
                    next_turn().await;
                    since.set(Date::now());
                }
                Ok(())
            };
            let Ok(answer) = seat::work(&words, pause).await;
            if HANDS.with_borrow(|hands| hands.turn == turn) {
                self.take(k, answer);
            }
        });
    }

    /// Takes the news of a run.
    fn take(self, k: usize, answer: Result<Vec<f64>, String>) {
        HANDS.with_borrow_mut(|hands| hands.jobs[k] = None);
        match answer {
            Ok(news) => self.logs.update(|logs| logs[k].take(&news)),
            Err(refusal) => self.refusals.update(|all| all[k] = Some(refusal)),
        }
        let is_last = HANDS.with_borrow_mut(|hands| {
            let is_last = hands.jobs.iter().all(Option::is_none);
            if is_last {
                hands.adapt();
            }
            is_last
        });
        if is_last {
            self.go_on();
        }
    }
}

impl Hands {
    /// Makes the next share larger or smaller, by how long this one took.
    fn adapt(&mut self) {
        let took_ms = Date::now() - self.since_ms;
        let factor = (SHARE_MS / took_ms.max(1.0)).clamp(0.5, 2.0);
        self.share = ((self.share as f64 * factor) as usize).clamp(SHARES.0, SHARES.1);
    }
}

/// Lets go of all that goes on, and makes room for so many runs.
fn stop(runs: usize) {
    let busy: Vec<Worker> = HANDS.with_borrow_mut(|hands| {
        hands.turn += 1;
        let jobs = std::mem::replace(&mut hands.jobs, vec![None; runs]);
        let is_busy = |k: &usize| jobs.get(*k).is_some_and(Option::is_some);
        let workers = (0..hands.workers.len()).filter(is_busy);
        workers.filter_map(|k| hands.workers[k].clone()).collect()
    });
    busy.iter().for_each(Worker::cancel);
    set_busy(false);
}

/// The worker of a run, started if there was none.
fn worker(k: usize) -> Option<Worker> {
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

fn hear(k: usize, report: Report) {
    let (crew, waited) =
        HANDS.with_borrow(|hands| (hands.crew, hands.jobs.get(k).copied().flatten()));
    let Some(crew) = crew else { return };
    match report {
        Report::Done { job, numbers } if Some(job) == waited => crew.take(k, Ok(numbers)),
        Report::Failed { job, reason } if Some(job) == waited => crew.take(k, Err(reason)),
        Report::Unavailable { .. } => {
            HANDS.with_borrow_mut(|hands| hands.workers[k] = None);
            if waited.is_some() {
                let made = crew.made();
                let share = HANDS.with_borrow(|hands| hands.share);
                crew.ask(k, crew.target().min(made + share));
            }
        }
        _ => {}
    }
}

fn set_busy(is_busy: bool) {
    let was = HANDS.with_borrow_mut(|hands| std::mem::replace(&mut hands.is_busy, is_busy));
    match (was, is_busy) {
        (false, true) => ready::begin(),
        (true, false) => ready::end(),
        _ => {}
    }
}
