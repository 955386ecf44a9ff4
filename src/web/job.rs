//! What the worker is asked and what it answers: the experiments of a link, and a step backward through one.

use super::batches;
use super::files;
use super::language::speak;
use super::page;
use super::training;
use super::worker::{Desk, Job, Superseded};
use crate::lab::backward::Backward;
use crate::lab::explore::{Explore, Parts, Setup};
use crate::lab::histogram::{By, Groups};
use crate::state::{Settings, View, read_link, write_link};
use crate::tensor::{is_held, let_go};
use js_sys::Array;
use ndarray::ArrayD;
use std::cell::Cell;
use std::sync::Arc;

/// The batch that experiments share, in the order of memory.
pub type Batch = Arc<ArrayD<f32>>;

/// All that the page shows of some settings: an experiment, those that it is compared with, and its distributions.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The experiment, and the four of the comparison where that is shown
    pub setups: Vec<Setup>,
    /// What makes a row of the distributions
    pub by: By,
}

/// What becomes of [`Work`].
pub struct Done {
    /// One for each setup
    pub explores: Vec<Explore>,
    /// The distributions of the first
    pub groups: Groups,
}

impl Work {
    /// What the page shows of these settings.
    pub fn of(settings: &Settings) -> Self {
        let compared = match settings.view {
            View::Compare => settings
                .compared()
                .map(|layer| settings.setup_of(layer))
                .into(),
            _ => Vec::new(),
        };
        Self {
            setups: std::iter::once(settings.setup()).chain(compared).collect(),
            by: settings.by.into(),
        }
    }

    /// Values that are drawn for it, or that take as long.
    pub fn len(&self) -> usize {
        let setup = &self.setups[0];
        let values: usize = setup.source.shape.iter().product();
        let values = values + setup.source.values.work() / PRODUCTS_FOR_A_VALUE;
        let drawn = values.saturating_mul(setup.steps as usize + 1);
        drawn.saturating_add(setup.source.drawn_before())
    }

    /// Does it at once, on a batch that is there already or is drawn.
    pub fn run(&self, mut batch: Option<Batch>) -> Done {
        let mut explores = Vec::new();
        for setup in &self.setups {
            let explore = Explore::run_on(setup, batch);
            batch = explore.clone().into_drawn();
            explores.push(explore);
        }
        Done {
            groups: Groups::count(&explores[0], self.by),
            explores,
        }
    }
}

/// Products of a convolution that take as long as a random number.
const PRODUCTS_FOR_A_VALUE: usize = 8;

/// The job in words: whether the page has the batch already, and the link.
pub fn words(settings: &Settings, has_batch: bool) -> String {
    let flag = if has_batch { HAS_BATCH } else { HAS_NOT };
    format!("{flag}{}", link(settings))
}

/// The job of a step backward through what these settings show.
pub fn backward_words(settings: &Settings) -> String {
    format!("{BACKWARD}{}", link(settings))
}

/// The link of these settings, with the language in which the worker says what it cannot do.
fn link(settings: &Settings) -> String {
    let lang = page::first_words().language().code();
    format!("{}&lang={lang}", write_link(settings, false))
}

const HAS_BATCH: char = '=';
const HAS_NOT: char = '+';
const BACKWARD: char = '-';

thread_local! {
    /// How often files had been chosen when the last job was posted.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// Values that are handed over at a time: few enough for the page to take them within a fraction of a frame,
/// though the memory that they go to may be new, and then takes longer.
const PIECE: usize = 1 << 17;

/// The worker's side: does the work of a link step by step, and hands the batch over where the page has it not;
/// or takes a step backward.
///
/// # Errors
///
/// If a newer job has come; or in words, if there is no memory for it.
pub async fn run(job: Job, desk: Desk) -> Result<Result<Vec<f64>, String>, Superseded> {
    let Job { words, files, turn } = job;
    if TURN.replace(turn) != turn {
        // A file of the same name may be another now.
        let_go();
        batches::forget();
    }
    if words.starts_with(training::TRAINING) {
        let pause = async |share| desk.pause_at_times(share).await;
        return training::work(&words, pause).await;
    }
    let (settings, _) = read_link(&words[1..]);
    speak(settings.language.unwrap_or_default());
    if words.starts_with(BACKWARD) {
        return backward(&settings.setup(), &files, desk).await;
    }
    let work = Work::of(&settings);
    let (mut lists, mut counted) = (Vec::new(), Vec::new());
    // Drawing takes about as long as all the rest.
    let share = |done: usize| 0.4 + 0.6 * done as f64 / work.setups.len() as f64;
    if let Err(reason) = bring(&work.setups[0], &files, desk).await? {
        return Ok(Err(reason));
    }
    for (k, setup) in work.setups.iter().enumerate() {
        let batch = match batches::make(setup) {
            Ok(batch) => batch,
            Err(reason) => return Ok(Err(reason)),
        };
        desk.pause_at_times(share(k)).await?;
        if k == 0 && words.starts_with(HAS_NOT) {
            hand_over(values(&batch), desk, share(k)).await?;
        }
        // It is held once, so that a poke makes no copy.
        drop(batch);
        let explore = Explore::run_on(setup, batches::take());
        lists.push(explore.parts().statistics);
        let found = match k {
            0 => count(&explore, work.by, desk, share(k)).await,
            _ => Ok(Vec::new()),
        };
        // Kept for the newer job too, where there is one.
        if let Some(batch) = explore.into_drawn() {
            batches::keep(setup, batch);
        }
        counted.extend(found?);
        desk.pause_at_times(share(k + 1)).await?;
    }
    lists.push(counted);
    Ok(Ok(pack(&lists)))
}

/// Reads the file that x is made of, if it is made of one and was not read before.
async fn bring(setup: &Setup, files: &Array, desk: Desk) -> Result<Result<(), String>, Superseded> {
    let Some(stored) = setup.source.values.stored() else {
        let_go();
        return Ok(Ok(()));
    };
    let is_drawn = setup.steps > 0 || batches::find(setup).is_none();
    if !is_drawn || is_held(stored) {
        return Ok(Ok(()));
    }
    // Drawing what was read takes little time.
    let pause = async |share| desk.pause_at_times(0.4 * share).await;
    files::bring(stored, files, &pause).await
}

fn values(batch: &Batch) -> &[f32] {
    batch
        .as_slice()
        .expect("batches are made in standard layout")
}

/// Takes a step backward, and hands over what it leaves.
async fn backward(
    setup: &Setup,
    files: &Array,
    desk: Desk,
) -> Result<Result<Vec<f64>, String>, Superseded> {
    if let Err(reason) = bring(setup, files, desk).await? {
        return Ok(Err(reason));
    }
    match batches::make(setup) {
        Err(reason) => return Ok(Err(reason)),
        Ok(batch) if !fit::<2>(batch.len()) => {
            return Ok(Err(page::words().no_room_for_gradients().to_owned()));
        }
        Ok(_) => {}
    }
    let explore = Explore::run_on(setup, batches::take());
    let backward = Backward::of(&explore);
    if let Some(batch) = explore.into_drawn() {
        batches::keep(setup, batch);
    }
    if let Some(mut backward) = backward {
        for values in backward.slices_mut() {
            hand_over(values, desk, 1.0).await?;
        }
    }
    Ok(Ok(Vec::new()))
}

/// Hands values over, for the page to take while the rest is computed.
async fn hand_over(values: &[f32], desk: Desk, share: f64) -> Result<(), Superseded> {
    for piece in values.chunks(PIECE) {
        desk.hand_over(piece);
        desk.pause_at_times(share).await?;
    }
    Ok(())
}

async fn count(
    explore: &Explore,
    by: By,
    desk: Desk,
    share: f64,
) -> Result<Vec<Vec<f64>>, Superseded> {
    let mut groups = Groups::new(explore, by);
    for _step in groups.counting(explore) {
        desk.pause_at_times(share).await?;
    }
    Ok(groups.numbers())
}

/// Whether there is memory for so many values more, as one sentence if not.
pub fn has_room(len: usize) -> Result<(), String> {
    if fit::<1>(len) {
        return Ok(());
    }
    let largest = (10..25)
        .rev()
        .map(|power| 1 << power)
        .find(|&len| fit::<1>(len));
    Err(page::words().no_room(len, largest.unwrap_or(0)))
}

/// Whether there is memory for some tensors of so many values more.
pub fn fit<const TENSORS: usize>(len: usize) -> bool {
    let mut tensors = [const { Vec::<f32>::new() }; TENSORS];
    tensors
        .iter_mut()
        .all(|tensor| tensor.try_reserve_exact(len).is_ok())
}

/// What the worker found, on the page's side.
///
/// # Panics
///
/// If the numbers answer other work, or the batch is that of another.
pub fn done(work: &Work, batch: Batch, numbers: &[f64]) -> Done {
    let mut lists = unpack(numbers);
    let counted = lists.pop().expect("counts at the end");
    let explores: Vec<Explore> = work
        .setups
        .iter()
        .zip(lists)
        .map(|(setup, statistics)| Explore::from_parts(setup, batch.clone(), Parts { statistics }))
        .collect();
    Done {
        groups: Groups::from_numbers(&explores[0], work.by, counted),
        explores,
    }
}

/// Lists of lists as one: each with its length before it.
fn pack(lists: &[Vec<Vec<f64>>]) -> Vec<f64> {
    let mut packed = Vec::new();
    for list in lists {
        packed.push(list.len() as f64);
        for numbers in list {
            packed.push(numbers.len() as f64);
            packed.extend(numbers);
        }
    }
    packed
}

fn unpack(packed: &[f64]) -> Vec<Vec<Vec<f64>>> {
    let mut rest = packed.iter().copied();
    let mut lists = Vec::new();
    while let Some(len) = rest.next() {
        let numbers = |_| {
            let len = rest.next().expect("a length") as usize;
            rest.by_ref().take(len).collect()
        };
        lists.push((0..len as usize).map(numbers).collect());
    }
    lists
}
