//! How far the pictures of a batch differ in their light.

use super::Channel;

/// How far one channel differs from picture to picture, for the channel that differs most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The largest mean less the smallest
    pub brightness: f64,
    /// The largest deviation over the smallest; infinite where a picture has no contrast
    pub contrast: f64,
}

impl Spread {
    /// Of the channels of all pictures, picture after picture.
    ///
    /// # Panics
    ///
    /// If there are no channels in a picture.
    pub fn of(channels: &[Channel], in_a_picture: usize) -> Self {
        let ends = |channel: usize, of: fn(&Channel) -> f64| {
            let own = channels.iter().skip(channel).step_by(in_a_picture).map(of);
            let nothing = (f64::INFINITY, f64::NEG_INFINITY);
            own.fold(nothing, |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let largest = |of: &dyn Fn(usize) -> f64| (0..in_a_picture).map(of).fold(0.0, f64::max);
        Self {
            brightness: largest(&|channel| {
                let (low, high) = ends(channel, |c| c.mean);
                high - low
            }),
            contrast: largest(&|channel| {
                let (low, high) = ends(channel, |c| c.deviation);
                high / low
            }),
        }
    }
}
