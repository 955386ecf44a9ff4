//! The same sample in other company.

use crate::lab::explore::{Explore, Mode, Setup, has_sample_axis};
use ndarray::{ArrayD, Axis};

/// The largest change of sample 0's y when the other samples of the batch are drawn anew: those of the next batch.
///
/// The layer is in the setup's mode, after the setup's steps in training mode. A poke is left out.
/// `None` where PyTorch rejects the call, axis 0 counts no samples, or the next batch is the same again,
/// as of a tensor that is written out.
pub fn company_change(setup: &Setup) -> Option<f64> {
    let setup = Setup {
        poke: None,
        ..setup.clone()
    };
    if !has_sample_axis(&setup.layer, setup.source.shape.len()) {
        return None;
    }
    let explore = Explore::run(&setup);
    let mut module = explore.module?;
    module.train(setup.mode == Mode::Train);
    let mut sampler = setup.source.sampler(setup.seed);
    let mut next = sampler.next_batch();
    for _ in 0..=setup.steps {
        next = sampler.next_batch();
    }
    let other = in_company(&explore.x, &next);
    if other == *explore.x && other.shape()[0] > 1 {
        return None;
    }
    let [before, after] = [&*explore.x, &other].map(|x| {
        let forward = module.clone().forward(x.view()).ok()?;
        Some(forward.y.index_axis_move(Axis(0), 0))
    });
    let (before, after) = (before?, after?);
    let changes = before.iter().zip(&after);
    Some(
        changes
            .map(|(a, b)| f64::from((a - b).abs()))
            .fold(0.0, f64::max),
    )
}

/// Sample 0 of `x` with the other samples of `next`.
fn in_company(x: &ArrayD<f32>, next: &ArrayD<f32>) -> ArrayD<f32> {
    let mut other = next.clone();
    other
        .index_axis_mut(Axis(0), 0)
        .assign(&x.index_axis(Axis(0), 0));
    other
}
