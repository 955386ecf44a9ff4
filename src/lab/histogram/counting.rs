//! Counting in steps that are short.

use super::bins::Bins;
use super::group::Group;
use super::pass::Pass;
use super::phase::Phase;
use crate::lab::explore::{Explore, Stage};
use crate::lab::region::Region;
use std::mem::take;
use std::ops::ControlFlow::{Break, Continue};

/// Counts the bins of groups; whoever goes through the steps may turn to something else between two,
/// or drop it, and then some bins are not counted.
pub struct Counting<'a> {
    explore: &'a Explore,
    /// What is left, the next one last
    left: Vec<(&'a Region, &'a mut Phase)>,
    pass: Pass,
    place: Place,
    /// Those of x̂ that y may share, where bins stand still
    normalized: Option<Bins>,
}

/// Values of a step; some more where a run goes on.
const STEP: usize = 1 << 20;

/// Values that are computed before they are handed over.
const PIECE: usize = 4096;

impl<'a> Counting<'a> {
    pub(super) fn new(explore: &'a Explore, groups: &'a mut [Group]) -> Self {
        let phases = groups.iter_mut().flat_map(|group| {
            let region = &group.region;
            group.phases.iter_mut().map(move |phase| (region, phase))
        });
        let mut left: Vec<_> = phases.collect();
        left.reverse();
        Self {
            explore,
            left,
            pass: Pass::default(),
            place: Place::default(),
            normalized: None,
        }
    }

    /// The bins that are known without counting: those of y where it is x̂.
    fn known(&mut self, stage: Stage) -> Option<Bins> {
        let maps = self.explore.maps.as_ref();
        let known = self.normalized.take()?;
        (stage == Stage::Output && maps.is_some_and(|maps| maps.end_normalized())).then_some(known)
    }
}

impl Iterator for Counting<'_> {
    type Item = ();

    fn next(&mut self) -> Option<()> {
        let (region, phase) = self.left.pop()?;
        if let Some(bins) = self.known(phase.stage) {
            phase.bins = bins;
            return Some(());
        }
        let pass = &mut self.pass;
        let goes_on = self
            .place
            .step(self.explore, region, phase.stage, &mut |values| {
                pass.take(values)
            });
        if !goes_on {
            self.place = Place::default();
            match take(&mut self.pass).end(|extent| phase.clearance(extent)) {
                Continue(next) => self.pass = next,
                Break(bins) => {
                    self.normalized = (phase.stage == Stage::Normalized).then(|| bins.clone());
                    phase.bins = bins;
                    return Some(());
                }
            }
        }
        self.left.push((region, phase));
        Some(())
    }
}

/// How far the values of a region were handed over.
#[derive(Default)]
struct Place {
    /// Runs that are done
    runs: usize,
    /// Values of the next one that are
    values: usize,
}

impl Place {
    /// Hands over the next values at a stage, piece by piece; whether there may be more.
    ///
    /// Where steps end does not change what a [`Pass`] makes of the values: the pieces are the same.
    fn step(
        &mut self,
        explore: &Explore,
        region: &Region,
        stage: Stage,
        visit: &mut dyn FnMut(&[f32]),
    ) -> bool {
        let x = explore.x_values();
        let maps = explore.maps.as_ref().filter(|_| stage != Stage::Input);
        let mut piece = [0.0; PIECE];
        let mut left = STEP;
        for run in region.runs_from(self.runs) {
            for start in (run.start + self.values..run.end).step_by(PIECE) {
                if left == 0 {
                    return true;
                }
                let x = &x[start..run.end.min(start + PIECE)];
                match maps {
                    Some(maps) => {
                        let piece = &mut piece[..x.len()];
                        maps.fill(stage as usize, start, x, piece);
                        visit(piece);
                    }
                    None => visit(x),
                }
                self.values += x.len();
                left = left.saturating_sub(x.len());
            }
            self.runs += 1;
            self.values = 0;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::explore::{Mode, Setup};
    use crate::tensor::Source;
    use crate::torch::parse_layer;

    #[test]
    fn steps_are_short_and_hand_over_every_value_in_order() {
        // A channel has runs that are longer than a piece, and more values than a step.
        let explore = Explore::run(&Setup {
            source: Source::parse("randn(5,2,450,500)").unwrap(),
            seed: 1,
            layer: parse_layer("InstanceNorm2d(2)").unwrap(),
            weight: None,
            bias: None,
            mode: Mode::Train,
            steps: 0,
            poke: None,
        });
        let region = Region::slice(explore.x.shape(), 1, 1);
        for stage in [Stage::Input, Stage::Normalized] {
            let (mut place, mut values) = (Place::default(), Vec::new());
            for step in 1.. {
                let goes_on = place.step(&explore, &region, stage, &mut |piece| {
                    values.extend_from_slice(piece)
                });
                assert!(values.len() < step * (STEP + PIECE));
                if !goes_on {
                    break;
                }
            }
            assert!(values.len() > STEP);
            let same = |(flat, &value)| explore.value(stage, flat) == Some(value);
            assert!(region.flats().zip(&values).all(same));
            assert_eq!(values.len(), region.len());
        }
    }
}
