//! Memory of the passes.

use crate::apply::Apply;
use crate::backward::Backward;
use crate::measure::Measure;

/// What the passes need on the way, kept from call to call; what is in it before a call is of no account.
///
/// It is small beside the tensor: some numbers of each set of a tile, and of each parameter.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) measure: Measure,
    pub(crate) apply: Apply,
    pub(crate) backward: Backward,
}
