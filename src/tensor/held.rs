//! The values of a file, once somebody has chosen and read it.

use std::cell::RefCell;

use ndarray::ArrayD;

use super::Stored;
use crate::torch::program::Tensor;

thread_local! {
    /// Of one file at a time, for they may be large.
    static HELD: RefCell<Option<(Stored, Tensor)>> = const { RefCell::new(None) };
}

/// Holds the values of a file, instead of those that were held before; gives whether they have its shape.
pub fn hold(stored: &Stored, values: ArrayD<f32>) -> bool {
    let fits = values.shape() == stored.shape;
    if fits {
        HELD.set(Some((stored.clone(), values.into())));
    }
    fits
}

/// Lets go of what is held, so that there is room for more.
pub fn let_go() {
    HELD.take();
}

/// Whether its values are here.
pub fn is_held(stored: &Stored) -> bool {
    HELD.with_borrow(|held| held.as_ref().is_some_and(|(own, _)| own == stored))
}

/// Its values.
///
/// # Panics
///
/// If they are not here.
pub(super) fn held(stored: &Stored) -> Tensor {
    let values = HELD.with_borrow(|held| held.clone().filter(|(own, _)| own == stored));
    values.expect("a file is read before it is shown").1
}
