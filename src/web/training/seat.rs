//! Where a run is made: the worker's side, and the page's where there is no worker.

use crate::lab::files::{Array, activations, safetensors, state_dict};
use crate::lab::training::{Session, Split, Task};
use crate::state::read_link;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// How a job of training begins.
pub const TRAINING: char = '*';

/// What is asked for of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// What was seen of it, but for so many losses and glances that are known
    News([usize; 2]),
    /// A file of its weights
    Weights,
    /// γ and β of its first normalization, and a file of all that is inside it at its next batch
    Inside,
}

/// What a run is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which of the runs
    pub run: usize,
    /// Steps that are to be made by then
    pub steps: usize,
    /// What is asked for
    pub want: Want,
    /// The link of a view that has this run alone
    pub link: String,
}

impl Asked {
    /// In words.
    pub fn words(&self) -> String {
        let Self {
            run,
            steps,
            want,
            link,
        } = self;
        let [kind, losses, glances] = match want {
            Want::News([losses, glances]) => [0, *losses, *glances],
            Want::Weights => [1, 0, 0],
            Want::Inside => [2, 0, 0],
        };
        format!("{TRAINING}{run} {steps} {kind} {losses} {glances} {link}")
    }

    fn read(words: &str) -> Option<Self> {
        let mut parts = words.strip_prefix(TRAINING)?.splitn(6, ' ');
        let mut number = || parts.next()?.parse().ok();
        let (run, steps, kind, known) = (number()?, number()?, number()?, [number()?, number()?]);
        Some(Self {
            run,
            steps,
            want: match kind {
                0 => Want::News(known),
                1 => Want::Weights,
                _ => Want::Inside,
            },
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
    let made = make(&mut session, &asked, &pause).await;
    let answer = match &made {
        Ok(Ok(())) => Ok(told(&session, &asked)),
        Ok(Err(refusal)) => Err(refusal.clone()),
        Err(_) => Ok(Vec::new()),
    };
    // Where a newer job has come, it goes on from here.
    HELD.with_borrow_mut(|held| held.insert(asked.run, (asked.link, session)));
    made.map(|_| answer)
}

/// What is told of a run that has come so far.
fn told(session: &Session, asked: &Asked) -> Vec<f64> {
    let weights = state_dict(session.trainer().network());
    match asked.want {
        // A run may have come further before it was gone back on.
        Want::News(known) => session.log().until(asked.steps).news(known),
        Want::Weights => packed(&file(session, weights)),
        Want::Inside => {
            let looking = session.look();
            let inside = session.run().inside(session.task());
            let affine = inside.map(|inside| inside.affine(looking.network()));
            let lists = affine.into_iter().flatten().map(Option::unwrap_or_default);
            let mut told: Vec<f64> = Vec::new();
            for list in lists {
                told.push(list.len() as f64);
                told.extend(list.into_iter().map(f64::from));
            }
            let arrays = activations(&looking).into_iter().chain(weights);
            told.extend(packed(&file(session, arrays.collect())));
            told
        }
    }
}

/// The arrays of a run at a step.
fn file(session: &Session, arrays: Vec<Array>) -> Vec<u8> {
    let (run, steps) = (session.run().all_words(), session.steps().to_string());
    let notes = [("format", "pt"), ("run", &run), ("steps", &steps)];
    safetensors(arrays, &notes)
}

/// Bytes as an answer, which is numbers: four of them make one.
fn packed(bytes: &[u8]) -> Vec<f64> {
    let words = bytes.as_chunks::<4>().0.iter();
    words
        .map(|bytes| u32::from_le_bytes(*bytes).into())
        .collect()
}

/// The bytes of a file that was told.
pub fn unpacked(numbers: &[f64]) -> Vec<u8> {
    let bytes = numbers.iter().map(|word| (*word as u32).to_le_bytes());
    bytes.flatten().collect()
}

/// γ, β and the bytes of a file that were told.
pub fn inside(mut numbers: &[f64]) -> ([Vec<f64>; 2], Vec<u8>) {
    let affine = [(); 2].map(|()| {
        let (len, rest) = numbers.split_first().unwrap_or((&0.0, &[]));
        let (list, rest) = rest.split_at(*len as usize);
        numbers = rest;
        list.to_vec()
    });
    (affine, unpacked(numbers))
}

async fn make<E>(
    session: &mut Session,
    asked: &Asked,
    pause: &impl AsyncFn(f64) -> Result<(), E>,
) -> Result<Result<(), String>, E> {
    let steps = asked.steps;
    if !matches!(asked.want, Want::News(_)) && session.steps() > steps {
        let back = session.go_to(steps);
        return Ok(back.map_err(|refusal| refusal.to_string()));
    }
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
