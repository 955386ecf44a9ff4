//! The networks of all runs on their way, each in a worker of its own.

use super::hands::{HANDS, Hands, set_busy, stop, worker};
use super::seat::{self, Asked, Want};
use crate::lab::training::{Log, MOST_STEPS, Run, Setup, Task, Watched};
use crate::state::{Settings, View, write_link};
use crate::tensor::has_digits;
use crate::web::compute::bring_digits;
use crate::web::memo::Memo;
use crate::web::page::Page;
use crate::web::turn::next_turn;
use crate::web::worker::{Job, Report};
use js_sys::{Array, Date};
use leptos::prelude::*;
use std::cell::Cell;
use std::convert::Infallible;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How long the page computes before it lets others go on, where there is no worker.
const TURN_MS: f64 = 8.0;

/// All that networks depend on, but for how far they are trained.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    task: Task,
    /// The first of so many
    seed: u64,
    seeds: usize,
    runs: Vec<Run>,
    /// What is measured of them besides
    measured: Watched,
}

impl Wanted {
    /// What the networks of settings depend on.
    pub fn of(settings: &Settings) -> Self {
        let setup = &settings.training;
        Self {
            task: setup.task(),
            seed: settings.seed,
            seeds: setup.seeds(),
            runs: setup.runs().to_vec(),
            measured: setup.watched().measured(),
        }
    }

    /// Networks: run after run, and of each run seed after seed.
    fn networks(&self) -> usize {
        self.runs.len() * self.seeds
    }

    /// The settings of a view that has a network alone.
    fn alone(&self, network: usize) -> Settings {
        let mut training = Setup::default();
        training.set_runs(vec![self.runs[network / self.seeds].clone()]);
        training.set_task(self.task);
        training.set_watched(self.measured);
        Settings {
            view: View::Training,
            seed: self.seed.wrapping_add((network % self.seeds) as u64),
            training,
            ..Settings::default()
        }
    }
}

/// What is known of the runs.
#[derive(Clone, Copy)]
pub struct Crew {
    page: Page,
    /// What they depend on
    pub wanted: Memo<Wanted>,
    /// What was seen of each run
    pub logs: RwSignal<Vec<Log>>,
    /// Why a run cannot go on
    pub refusals: RwSignal<Vec<Option<String>>>,
    /// Whether the runs go on until they are told to pause
    pub is_playing: RwSignal<bool>,
    /// How fast they do
    pub tempo: RwSignal<Tempo>,
    /// Whether they go on though there is next to nothing left to learn
    is_overtime: StoredValue<bool>,
}

/// How fast runs go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tempo {
    /// As fast as the machine makes them
    #[default]
    Full,
    /// Ten steps a second
    Ten,
    /// One step a second
    One,
}

impl Tempo {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Full, Self::Ten, Self::One];

    /// From one step to the next, in milliseconds; 0 where they come as they are made.
    fn gap_ms(self) -> f64 {
        match self {
            Self::Full => 0.0,
            Self::Ten => 100.0,
            Self::One => 1000.0,
        }
    }
}

impl Crew {
    /// Follows the settings of the page as long as the view is there.
    pub fn follow(page: Page) -> Self {
        let wanted = Memo::new(move |_| page.with(Wanted::of));
        let crew = Self {
            page,
            wanted,
            logs: RwSignal::new(Vec::new()),
            refusals: RwSignal::new(Vec::new()),
            is_playing: RwSignal::new(false),
            tempo: RwSignal::default(),
            is_overtime: StoredValue::new(false),
        };
        HANDS.with_borrow_mut(|hands| hands.crew = Some(crew));
        let steps = page.part(|s| s.training.steps());
        // In one, so that no step is asked of runs that are others by now.
        Effect::new(move |before: Option<Wanted>| {
            let wanted = wanted.get();
            steps.track();
            crew.is_playing.track();
            match before.is_some_and(|before| before == wanted) {
                true => crew.go_on(),
                false => crew.begin(wanted.networks()),
            }
            wanted
        });
        // Nothing is trained that nobody sees.
        let seen_again = window_event_listener_untyped("visibilitychange", move |_| crew.go_on());
        on_cleanup(move || {
            seen_again.remove();
            HANDS.with_borrow_mut(|hands| hands.crew = None);
            stop(0);
        });
        crew
    }

    /// What is shown: all that was seen while the runs go on, and otherwise what was seen by the step of the link.
    pub fn seen(self) -> Memo<Vec<Log>> {
        Memo::always(move || match self.is_playing.get() {
            true => self.logs.get(),
            false => {
                let steps = self.page.with(|s| s.training.steps());
                let until = |logs: &Vec<Log>| logs.iter().map(|log| log.until(steps)).collect();
                self.logs.with(until)
            }
        })
    }

    /// The last step that any run has made.
    pub fn last(self) -> usize {
        let last = |logs: &Vec<Log>| logs.iter().map(|log| log.losses.len()).max();
        self.logs.with(last).unwrap_or(0)
    }

    /// Lets the runs go on, from what is shown, until they are told to pause.
    pub fn play(self) {
        let steps = self.page.settings.with_untracked(|s| s.training.steps());
        self.logs.update(|logs| {
            logs.iter_mut().for_each(|log| *log = log.until(steps));
        });
        self.is_overtime.set_value(self.has_converged());
        self.is_playing.set(true);
    }

    /// Whether there is next to nothing left to learn for any run that goes on.
    fn has_converged(self) -> bool {
        let going = self.going();
        self.logs
            .with_untracked(|logs| going.iter().all(|k| logs[*k].has_converged()))
    }

    /// Whether the runs wait: nobody sees them, or it is not time for the next step.
    fn is_resting(self) -> bool {
        if !self.is_playing.get_untracked() {
            return false;
        }
        let gap_ms = self.tempo.get_untracked().gap_ms();
        let (turn, passed_ms) = HANDS.with_borrow(|hands| (hands.turn, hands.passed_ms()));
        let left_ms = gap_ms - passed_ms;
        if left_ms > 0.0 {
            let go_on = move || {
                if HANDS.with_borrow(|hands| hands.turn == turn) {
                    self.go_on();
                }
            };
            set_timeout(go_on, Duration::from_millis(left_ms.ceil() as u64));
        }
        left_ms > 0.0 || document().hidden()
    }

    /// Ends that. What was made stays in the link.
    pub fn pause(self) {
        let made = untrack(|| self.last());
        self.page.change(|s| s.training.set_steps(made));
        self.is_playing.set(false);
    }

    /// Shows so many steps, and makes those that are not made yet.
    pub fn show(self, steps: usize) {
        self.page.drag(|s| s.training.set_steps(steps));
        self.is_playing.set(false);
    }

    /// Begins all networks anew.
    fn begin(self, networks: usize) {
        stop(networks);
        self.logs.set(vec![Log::default(); networks]);
        self.refusals.set(vec![None; networks]);
        self.go_on();
    }

    /// Steps that are to be made.
    fn target(self) -> usize {
        match self.is_playing.get_untracked() {
            true => MOST_STEPS,
            false => self.page.settings.with_untracked(|s| s.training.steps()),
        }
    }

    /// Steps that all runs have made, of those that can make any; `None` if none can.
    fn made(self) -> Option<usize> {
        let made = |k: &usize| self.logs.with_untracked(|logs| logs[*k].losses.len());
        self.going().iter().map(made).min()
    }

    /// The runs that can make steps.
    fn going(self) -> Vec<usize> {
        let refusals = self.refusals.get_untracked();
        self.logs.with_untracked(|logs| {
            let both = logs.iter().zip(&refusals).enumerate();
            let going =
                both.filter(|(_, (log, refusal))| log.broken.is_none() && refusal.is_none());
            going.map(|(k, _)| k).collect()
        })
    }

    /// Asks each run for its next share of steps, once all have made the one before.
    fn go_on(self) {
        let is_waiting = HANDS.with_borrow(Hands::is_waiting);
        if is_waiting || self.logs.with_untracked(Vec::is_empty) {
            return;
        }
        if self.is_resting() {
            return set_busy(false);
        }
        let target = self.target();
        let is_going = !self.is_playing.get_untracked()
            || self.is_overtime.get_value()
            || !self.has_converged();
        let made = self.made().filter(|made| is_going && *made < target);
        let Some(made) = made else {
            if self.is_playing.get_untracked() {
                self.pause();
            }
            return set_busy(false);
        };
        set_busy(true);
        if self.wanted.get_untracked().task == Task::Digits && !has_digits() {
            return self.wait_for_digits();
        }
        let share = HANDS.with_borrow_mut(Hands::begin_share);
        let share = match self.tempo.get_untracked() {
            Tempo::Full => share,
            _ if self.is_playing.get_untracked() => 1,
            _ => share,
        };
        for k in self.going() {
            self.ask_share(k, target.min(made + share));
        }
    }

    /// Goes on when the images are here; where they do not come, the page says so.
    fn wait_for_digits(self) {
        let turn = HANDS.with_borrow(|hands| hands.turn);
        spawn_local(async move {
            bring_digits().await;
            match HANDS.with_borrow(|hands| hands.turn == turn) {
                true if has_digits() => self.go_on(),
                true => set_busy(false),
                false => {}
            }
        });
    }

    /// Asks a run for something of the step that is shown, unless the runs go on.
    pub fn send(self, k: usize, want: Want, then: impl FnOnce(Vec<f64>) + 'static) {
        let turn = HANDS.with_borrow_mut(|hands| {
            let is_free = hands.jobs.len() > k && !hands.is_waiting();
            is_free.then(|| {
                hands.errand = Some((want, Box::new(then)));
                hands.turn
            })
        });
        let Some(turn) = turn else { return };
        set_busy(true);
        spawn_local(async move {
            if self.wanted.get_untracked().task == Task::Digits {
                bring_digits().await;
            }
            if HANDS.with_borrow(|hands| hands.turn == turn) {
                self.ask(k, self.target(), want);
            }
        });
    }

    /// Asks a run for its share of steps.
    fn ask_share(self, k: usize, steps: usize) {
        let known = self.logs.with_untracked(|logs| logs[k].known());
        self.ask(k, steps, Want::News(known));
    }

    fn ask(self, k: usize, steps: usize, want: Want) {
        let alone = self.wanted.get_untracked().alone(k);
        let asked = Asked {
            run: k,
            steps,
            want,
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
            let since = Cell::new(Date::now());
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
        let errand = HANDS.with_borrow_mut(|hands| {
            hands.jobs[k] = None;
            hands.errand.take()
        });
        if let Some((_, then)) = errand {
            if let Ok(numbers) = answer {
                then(numbers);
            }
            return self.go_on();
        }
        match answer {
            Ok(news) => self.logs.update(|logs| logs[k].take(&news)),
            Err(refusal) => self.refusals.update(|all| all[k] = Some(refusal)),
        }
        let is_playing = self.is_playing.get_untracked();
        let is_last = HANDS.with_borrow_mut(|hands| {
            let is_last = hands.jobs.iter().all(Option::is_none);
            if is_last {
                hands.end_share(is_playing);
            }
            is_last
        });
        if is_last {
            self.go_on();
        }
    }
}

/// What the worker of a run tells.
pub fn hear(k: usize, report: Report) {
    let (crew, waited) =
        HANDS.with_borrow(|hands| (hands.crew, hands.jobs.get(k).copied().flatten()));
    let Some(crew) = crew else { return };
    match report {
        Report::Done { job, numbers } if Some(job) == waited => crew.take(k, Ok(numbers)),
        Report::Failed { job, reason } if Some(job) == waited => crew.take(k, Err(reason)),
        Report::Unavailable { .. } => {
            HANDS.with_borrow_mut(|hands| hands.let_worker_go(k));
            let errand = HANDS.with_borrow(|hands| hands.errand.as_ref().map(|(want, _)| *want));
            if let (Some(want), Some(_)) = (errand, waited) {
                crew.ask(k, crew.target(), want);
            } else if let (Some(_), Some(made)) = (waited, crew.made()) {
                let share = HANDS.with_borrow_mut(Hands::begin_share);
                crew.ask_share(k, crew.target().min(made + share));
            }
        }
        _ => {}
    }
}
