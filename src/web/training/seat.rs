//! Where a run is made: the worker's side, and the page's where there is no worker.

use crate::lab::training::{Session, Split, Task};
use crate::state::read_link;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// How a job of training begins.
pub const TRAINING: char = '*';

/// What a run is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which of the runs
    pub run: usize,
    /// Steps that are to be made by then
    pub steps: usize,
    /// Losses and glances that are known
    pub known: [usize; 2],
    /// The link of a view that has this run alone
    pub link: String,
}

impl Asked {
    /// In words.
    pub fn words(&self) -> String {
        let Self {
            run,
            steps,
            known: [losses, glances],
            link,
        } = self;
        format!("{TRAINING}{run} {steps} {losses} {glances} {link}")
    }

    fn read(words: &str) -> Option<Self> {
        let mut parts = words.strip_prefix(TRAINING)?.splitn(5, ' ');
        let mut number = || parts.next()?.parse().ok();
        let (run, steps, known) = (number()?, number()?, [number()?, number()?]);
        Some(Self {
            run,
            steps,
            known,
            link: parts.next()?.to_owned(),
        })
    }
}

/// A run that is held, and the link that it was begun for.
type Held = (String, Session);

thread_local! {
    static HELD: RefCell<HashMap<usize, Held>> = RefCell::default();
}

/// Makes what is asked for, with a pause after each step, and gives the news as numbers.
///
/// # Errors
///
/// The error of a pause; or in words, if PyTorch rejects the run.
pub async fn work<E>(
    words: &str,
    pause: impl AsyncFn(f64) -> Result<(), E>,
) -> Result<Result<Vec<f64>, String>, E> {
    let asked = Asked::read(words).expect("a job of ours");
    let mut session = match take(&asked) {
        Ok(session) => session,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let made = make(&mut session, asked.steps, &pause).await;
    let answer = match &made {
        // A run may have come further before it was gone back on.
        Ok(Ok(())) => Ok(session.log().until(asked.steps).news(asked.known)),
        Ok(Err(refusal)) => Err(refusal.clone()),
        Err(_) => Ok(Vec::new()),
    };
    // Where a newer job has come, it goes on from here.
    HELD.with_borrow_mut(|held| held.insert(asked.run, (asked.link, session)));
    made.map(|_| answer)
}

async fn make<E>(
    session: &mut Session,
    steps: usize,
    pause: &impl AsyncFn(f64) -> Result<(), E>,
) -> Result<Result<(), String>, E> {
    while session.steps() < steps {
        match session.step() {
            Ok(true) => pause(session.steps() as f64 / steps as f64).await?,
            Ok(false) => return Ok(Ok(())),
            Err(refusal) => return Ok(Err(refusal.to_string())),
        }
    }
    Ok(session.glance().map_err(|refusal| refusal.to_string()))
}

/// The run as far as it has come, or as it begins.
fn take(asked: &Asked) -> Result<Session, String> {
    let held = HELD.with_borrow_mut(|held| held.remove(&asked.run));
    match held {
        Some((link, session)) if link == asked.link => Ok(session),
        _ => begin(&asked.link),
    }
}

fn begin(link: &str) -> Result<Session, String> {
    let (settings, _) = read_link(link);
    let setup = &settings.training;
    let split = split(setup.task(), settings.seed).ok_or("no images of digits")?;
    let session = Session::begin(&setup.runs()[0], setup.task(), split, settings.seed);
    match session {
        Ok(session) => Ok(session.watching(setup.watched())),
        Err(refusal) => Err(refusal.to_string()),
    }
}

/// Samples, and the task and seed that they are of.
type Drawn = ((Task, u64), Arc<Split>);

thread_local! {
    /// The samples of the last task and seed, which all runs on this thread share.
    static SPLIT: RefCell<Option<Drawn>> = const { RefCell::new(None) };
}

fn split(task: Task, seed: u64) -> Option<Arc<Split>> {
    let known = SPLIT.with_borrow(|known| known.clone());
    if let Some((_, split)) = known.filter(|(of, _)| *of == (task, seed)) {
        return Some(split);
    }
    let split = Arc::new(task.split(seed)?);
    SPLIT.set(Some(((task, seed), split.clone())));
    Some(split)
}
