//! The batches that are kept, on the page's side and on the worker's, so that they are not drawn or sent again.

use super::job::{Batch, has_room};
use crate::lab::explore::Setup;
use ndarray::{Axis, Slice};
use std::cell::RefCell;
use std::sync::Arc;

/// A batch, not poked, and what drew it.
struct Drawn {
    setup: Setup,
    batch: Batch,
}

thread_local! {
    /// The last one, and before it perhaps a longer one that begins with it:
    /// who drags the batch size comes back to that.
    static KEPT: RefCell<Vec<Drawn>> = const { RefCell::new(Vec::new()) };
}

/// Values, at most, of a longer one that is kept: to draw these takes a tenth of a second,
/// and they are little beside the largest tensor.
const MOST_KEPT: usize = 1 << 23;

/// The batch of `setup`, if it is kept or begins one that is. Others are let go.
pub fn find(setup: &Setup) -> Option<Batch> {
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|drawn| drawn.holds(setup));
        let last = kept.last()?;
        if last.setup.shares_batch(setup) {
            return Some(last.batch.clone());
        }
        kept.truncate(1);
        Some(kept[0].first_samples(setup.source.shape[0]))
    })
}

/// Makes the batch of `setup` the last one; it is drawn if none that is kept begins with it.
///
/// # Errors
///
/// In words, if there is no memory for it.
pub fn make(setup: &Setup) -> Result<Batch, String> {
    let batch = match find(setup) {
        Some(batch) => batch,
        None => {
            has_room(setup.source.shape.iter().product())?;
            setup.draw()
        }
    };
    keep(setup, batch.clone());
    Ok(batch)
}

/// Makes this batch the last one.
pub fn keep(setup: &Setup, batch: Batch) {
    KEPT.with_borrow_mut(|kept| {
        let is_it = |drawn: &Drawn| drawn.setup.shares_batch(setup);
        kept.retain(|drawn| drawn.holds(setup) && !is_it(drawn));
        kept.truncate(1);
        let setup = setup.clone();
        kept.push(Drawn { setup, batch });
    });
}

/// The same, unless it is long: whoever shows it keeps it too, and would have to copy it to change it.
pub fn keep_short(setup: &Setup, batch: &Batch) {
    if batch.len() <= MOST_KEPT {
        keep(setup, batch.clone());
    } else {
        forget();
    }
}

/// Lets go of all.
pub fn forget() {
    KEPT.take();
}

/// Takes the last one, for an experiment that may change it, until it is kept again.
pub fn take() -> Option<Batch> {
    KEPT.with_borrow_mut(|kept| kept.pop().map(|drawn| drawn.batch))
}

impl Drawn {
    /// Whether it is the batch of `setup`, or is kept to begin with it.
    fn holds(&self, setup: &Setup) -> bool {
        let is_short = self.batch.len() <= MOST_KEPT;
        self.setup.shares_batch(setup) || is_short && setup.begins_batch(&self.setup)
    }

    fn first_samples(&self, count: usize) -> Batch {
        let samples = Slice::from(..count);
        Arc::new(self.batch.slice_axis(Axis(0), samples).to_owned())
    }
}
