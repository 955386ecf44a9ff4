//! The networks of all runs on their way, each in a worker of its own.

use super::hands::{HANDS, Hands, set_busy, stop};
use super::tempo::Tempo;
use crate::lab::training::{Log, MOST_STEPS, Task, Trial};
use crate::tensor::has_digits;
use crate::web::compute::bring_digits;
use crate::web::memo::Memo;
use crate::web::page::Page;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// The networks of all runs, and what is known of them.
#[derive(Clone, Copy)]
pub struct Crew {
    page: Page,
    /// All that they depend on
    pub trials: Memo<Vec<Trial>>,
    /// What was seen of each
    pub logs: RwSignal<Vec<Log>>,
    /// Why one cannot go on
    pub refusals: RwSignal<Vec<Option<String>>>,
    /// Whether they go on until they are told to pause
    pub is_playing: RwSignal<bool>,
    /// How fast they do
    pub tempo: RwSignal<Tempo>,
    /// Whether they go on though there is next to nothing left to learn
    is_overtime: StoredValue<bool>,
}

impl Crew {
    /// Follows the settings of the page as long as the view is there.
    pub fn follow(page: Page) -> Self {
        let trials = Memo::new(move |_| page.with(|s| s.training.all_trials(s.seed)));
        let crew = Self {
            page,
            trials,
            logs: RwSignal::new(Vec::new()),
            refusals: RwSignal::new(Vec::new()),
            is_playing: RwSignal::new(false),
            tempo: RwSignal::default(),
            is_overtime: StoredValue::new(false),
        };
        HANDS.with_borrow_mut(|hands| hands.crew = Some(crew));
        let steps = page.part(|s| s.training.steps());
        // In one, so that no step is asked of runs that are others by now.
        Effect::new(move |before: Option<Vec<Trial>>| {
            let trials = trials.get();
            steps.track();
            crew.is_playing.track();
            match before.is_some_and(|before| before == trials) {
                true => crew.go_on(),
                false => crew.begin(trials.len()),
            }
            trials
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
    pub fn target(self) -> usize {
        match self.is_playing.get_untracked() {
            true => MOST_STEPS,
            false => self.page.settings.with_untracked(|s| s.training.steps()),
        }
    }

    /// Steps that all runs have made, of those that can make any; `None` if none can.
    pub fn made(self) -> Option<usize> {
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
    pub fn go_on(self) {
        let is_waiting = HANDS.with_borrow(Hands::is_waiting);
        if is_waiting || self.logs.with_untracked(Vec::is_empty) {
            return;
        }
        let is_playing = self.is_playing.get_untracked();
        if is_playing && (document().hidden() || self.waits()) {
            return set_busy(false);
        }
        let target = self.target();
        let is_going = !is_playing || self.is_overtime.get_value() || !self.has_converged();
        let made = self.made().filter(|made| is_going && *made < target);
        let Some(made) = made else {
            if is_playing {
                self.pause();
            }
            return set_busy(false);
        };
        set_busy(true);
        if self.learns_digits() && !has_digits() {
            return self.wait_for_digits();
        }
        let share = HANDS.with_borrow_mut(Hands::begin_share);
        let share = match self.tempo.get_untracked() {
            Tempo::Ten | Tempo::One if is_playing => 1,
            _ => share,
        };
        for k in self.going() {
            self.ask_share(k, target.min(made + share));
        }
    }

    /// Goes on when it is time for the next step, if it is not yet: whether that is so.
    fn waits(self) -> bool {
        let (turn, passed_ms) = HANDS.with_borrow(|hands| (hands.turn, hands.passed_ms()));
        let left_ms = self.tempo.get_untracked().gap_ms() - passed_ms;
        if left_ms > 0.0 {
            let go_on = move || {
                if HANDS.with_borrow(|hands| hands.turn == turn) {
                    self.go_on();
                }
            };
            set_timeout(go_on, Duration::from_millis(left_ms.ceil() as u64));
        }
        left_ms > 0.0
    }

    /// Whether images are needed.
    pub fn learns_digits(self) -> bool {
        let trials = self.trials.get_untracked();
        trials.iter().any(|trial| trial.task == Task::Digits)
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
}
