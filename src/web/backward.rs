//! A step backward through what is shown: on the page where it is short, else in the worker.

use super::compute::{self, AT_ONCE};
use super::job::fit;
use super::page::{Page, words};
use super::worker::Report;
use crate::lab::backward::Backward;
use crate::lab::explore::Explore;
use futures_channel::oneshot::{Sender, channel};
use std::cell::RefCell;

/// What the worker was asked, until all of it has come.
struct Asked {
    job: u64,
    backward: Backward,
    /// Values that have come
    filled: usize,
    answer: Sender<Result<Backward, String>>,
}

thread_local! {
    static ASKED: RefCell<Option<Asked>> = const { RefCell::new(None) };
}

/// Takes it through the experiment that the page shows; `None` where PyTorch rejects the call.
///
/// # Errors
///
/// In words, if there is no memory for it, or something else is asked of the worker before it has ended.
pub async fn backward(page: Page, explore: &Explore) -> Result<Option<Backward>, String> {
    let len = explore.x.len();
    if len > AT_ONCE && !fit::<2>(len) {
        return Err(words().no_room_for_gradients().to_owned());
    }
    let zeros = Backward::zeros(explore).filter(|_| len > AT_ONCE);
    let Some((job, backward)) =
        zeros.and_then(|zeros| Some((compute::post_backward(page)?, zeros)))
    else {
        return Ok(Backward::of(explore));
    };
    let (answer, answered) = channel();
    let filled = 0;
    ASKED.set(Some(Asked {
        job,
        backward,
        filled,
        answer,
    }));
    let answer = answered.await;
    answer.map_or_else(
        |_| Err(words().settings_changed().to_owned()),
        |answer| answer.map(Some),
    )
}

/// Nobody waits for it any more; tells whether somebody did.
pub fn let_go() -> bool {
    ASKED.take().is_some()
}

/// Takes what the worker says of it, and gives back what is said of something else.
pub fn receive(report: Report) -> Option<Report> {
    let Some(mut asked) = ASKED.take() else {
        return Some(report);
    };
    let answer = match report {
        Report::Progress { job, .. } if job == asked.job => None,
        Report::Again { job } if job == asked.job => {
            asked.filled = 0;
            None
        }
        Report::Values { job, values } if job == asked.job => {
            asked.fill(&values);
            None
        }
        Report::Done { job, .. } if job == asked.job => {
            let len: usize = asked.backward.slices_mut().map(|values| values.len()).sum();
            let is_whole = asked.filled == len;
            let reason = || words().settings_changed().to_owned();
            Some(is_whole.then_some(()).ok_or_else(reason))
        }
        Report::Failed { job, reason } if job == asked.job => Some(Err(reason)),
        // It is told of whatever the job is.
        Report::Unavailable { reason } => {
            drop(asked.answer.send(Err(reason.clone())));
            return Some(Report::Unavailable { reason });
        }
        other => {
            ASKED.set(Some(asked));
            return Some(other);
        }
    };
    match answer {
        None => ASKED.set(Some(asked)),
        // Who asked may be gone.
        Some(answer) => drop(asked.answer.send(answer.map(|()| asked.backward))),
    }
    None
}

impl Asked {
    /// Takes the next values. No piece belongs to two tensors.
    fn fill(&mut self, values: &js_sys::Float32Array) {
        let mut from = self.filled;
        self.filled += values.length() as usize;
        for tensor in self.backward.slices_mut() {
            match from.checked_sub(tensor.len()) {
                Some(left) => from = left,
                None => return values.copy_to(&mut tensor[from..][..values.length() as usize]),
            }
        }
    }
}
