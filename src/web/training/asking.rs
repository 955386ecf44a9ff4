//! What the workers of networks are asked, and what they tell.

use super::crew::Crew;
use super::hands::{HANDS, Hands, set_busy, worker};
use super::seat::{self, Asked, Want};
use crate::lab::training::{Setup, Trial};
use crate::state::{Settings, View, write_link};
use crate::web::compute::bring_digits;
use crate::web::turn::next_turn;
use crate::web::worker::{Job, Report};
use js_sys::{Array, Date};
use leptos::prelude::*;
use std::cell::Cell;
use std::convert::Infallible;
use wasm_bindgen_futures::spawn_local;

/// How long the page computes before it lets others go on, where there is no worker.
const TURN_MS: f64 = 8.0;

/// The settings of a view that has a network alone.
fn alone(trial: &Trial) -> Settings {
    let mut training = Setup::default();
    training.set_runs(vec![trial.run.clone()]);
    training.set_task(trial.task);
    training.set_watched(trial.measured);
    Settings {
        view: View::Training,
        seed: trial.seed,
        training,
        ..Settings::default()
    }
}

impl Crew {
    /// Asks a network for something of the step that is shown, unless the runs go on.
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
            if self.learns_digits() {
                bring_digits().await;
            }
            if HANDS.with_borrow(|hands| hands.turn == turn) {
                self.ask(k, self.target(), want);
            }
        });
    }

    /// Asks a network for its share of steps.
    pub fn ask_share(self, k: usize, steps: usize) {
        let known = self.logs.with_untracked(|logs| logs[k].known());
        self.ask(k, steps, Want::News(known));
    }

    fn ask(self, k: usize, steps: usize, want: Want) {
        let alone = alone(&self.trials.get_untracked()[k]);
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

    /// Takes the news of a network.
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

/// What the worker of a network tells.
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
