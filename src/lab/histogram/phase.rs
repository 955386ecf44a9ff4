//! Bins that move together.

use super::bins::{Bins, Extent};
use super::group::{Bar, Bars};
use crate::lab::explore::{Explore, Stage, mix, place};
use crate::lab::region::Region;
use crate::norm::Call;

/// A stretch of the timeline over which the same bins move.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phase {
    /// The stage whose values were counted
    pub stage: Stage,
    /// The last t that they move to; from there on they stand still
    pub moves_to: f64,
    pub bins: Bins,
    /// What the values are at each stage; all that of `stage` where they do not move
    pub maps: [Affine; 4],
}

/// `(v − center) · scale + shift`.
///
/// The subtraction comes first, as in the layer: it is exact where v and the mean are close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Affine {
    pub center: f64,
    pub scale: f64,
    pub shift: f64,
}

impl Affine {
    pub const IDENTITY: Self = Self {
        center: 0.0,
        scale: 1.0,
        shift: 0.0,
    };

    pub fn apply(self, value: f64) -> f64 {
        (value - self.center) * self.scale + self.shift
    }
}

impl Phase {
    pub fn bars_at(&self, t: f64) -> Bars {
        let t = t.clamp(self.stage.t(), self.moves_to);
        let (stage, u) = place(t);
        let next = (stage + 1).min(3);
        let at = |value: f64| {
            let (from, to) = (self.maps[stage], self.maps[next]);
            mix(from.apply(value), to.apply(value), u)
        };
        let scale = mix(self.maps[stage].scale, self.maps[next].scale, u);
        let edges: Vec<f64> = self.bins.edges().iter().map(|&edge| at(edge)).collect();
        let known = edges.iter().all(|edge| edge.is_finite());
        let held: usize = self.bins.counts().iter().sum();
        Bars {
            t,
            bars: if known {
                self.bars(&edges, scale, self.rounding(stage, next))
            } else {
                Vec::new()
            },
            mean: at(self.bins.mean()),
            deviation: self.bins.deviation() * scale.abs(),
            left_out: self.bins.left_out() + if known { 0 } else { held },
        }
    }

    /// Bars between mapped edges; one bar where bins are thinner than a rounding of the values.
    fn bars(&self, edges: &[f64], scale: f64, rounding: f64) -> Vec<Bar> {
        let counts = self.bins.counts();
        if counts.len() > 1 && self.bins.narrowest() * scale.abs() < 8.0 * rounding {
            let ends = [edges[0], edges[edges.len() - 1]];
            return vec![Bar {
                low: ends[0].min(ends[1]) - rounding,
                high: ends[0].max(ends[1]) + rounding,
                count: counts.iter().sum(),
                bin: None,
            }];
        }
        let bar = |(bin, &count): (usize, &usize)| Bar {
            low: edges[bin].min(edges[bin + 1]),
            high: edges[bin].max(edges[bin + 1]),
            count,
            bin: Some(bin),
        };
        let mut bars: Vec<Bar> = counts.iter().enumerate().map(bar).collect();
        if scale < 0.0 {
            bars.reverse();
        }
        bars
    }

    /// How far an edge should stay from the values, in units of x, so that no stage's rounding carries a value across.
    pub fn clearance(&self, extent: &Extent) -> f64 {
        if self.moves_to == self.stage.t() {
            // Values that stand still are compared as they are, without a rounding to be clear of.
            return f64::MIN_POSITIVE;
        }
        let output = &self.maps[3];
        let shift = match output.scale {
            0.0 => 0.0,
            scale => (output.shift / scale).abs(),
        };
        let largest = extent.high.max(-extent.low).max(0.0);
        8.0 * f64::from(f32::EPSILON) * (largest + output.center.abs() + shift)
    }

    /// How far float32 values of the two stages may lie from the mapped ones.
    fn rounding(&self, stage: usize, next: usize) -> f64 {
        let edges = self.bins.edges();
        let ends = [edges.first(), edges.last()].into_iter().flatten();
        let sizes = ends.flat_map(|&end| [stage, next].map(|k| self.maps[k].apply(end).abs()));
        sizes.fold(0.0, f64::max) * f64::from(f32::EPSILON)
    }
}

/// Stretches over which one affine map moves all values of the region.
///
/// Their bins are not counted yet.
pub(super) fn phases(explore: &Explore, region: &Region) -> Vec<Phase> {
    let Ok(call) = &explore.call else {
        return vec![standing(Stage::Input)];
    };
    let Some(maps) = maps(explore, call, region) else {
        return Stage::ALL.map(standing).into();
    };
    let whole = maps.output.is_some();
    let output = maps.output.unwrap_or(maps.normalized);
    let stages = [Affine::IDENTITY, maps.centered, maps.normalized, output];
    let mut phases = vec![Phase {
        stage: Stage::Input,
        moves_to: if whole { 3.0 } else { 2.0 },
        bins: Bins::none(),
        maps: stages,
    }];
    if !whole {
        phases.push(standing(Stage::Output));
    }
    phases
}

/// Bins of a stage that stand still until the next.
fn standing(stage: Stage) -> Phase {
    Phase {
        stage,
        moves_to: stage.t(),
        bins: Bins::none(),
        maps: [Affine::IDENTITY; 4],
    }
}

struct Maps {
    centered: Affine,
    normalized: Affine,
    /// `None` where γ or β vary
    output: Option<Affine>,
}

/// The maps from x to the other stages, if the region lies within one set.
fn maps(explore: &Explore, call: &Call, region: &Region) -> Option<Maps> {
    let partition = &call.plan.partition;
    let first: Vec<usize> = region.ranges().iter().map(|range| range.start).collect();
    let last: Vec<usize> = region.ranges().iter().map(|range| range.end - 1).collect();
    let set = partition.set_of(&first);
    if set != partition.set_of(&last) {
        return None;
    }
    let mean = call.used.mean[set];
    let scale = 1.0 / (call.used.var[set] + call.plan.eps).sqrt();
    let map = |scale, shift| Affine {
        center: mean,
        scale,
        shift,
    };
    let affine = affine(explore, call, region);
    Some(Maps {
        centered: map(1.0, 0.0),
        normalized: map(scale, 0.0),
        output: affine.map(|(gamma, beta)| map(scale * gamma, beta)),
    })
}

/// γ and β of the region, if they are the same all over it.
fn affine(explore: &Explore, call: &Call, region: &Region) -> Option<(f64, f64)> {
    let module = explore.module.as_ref()?;
    let axes = call.plan.affine_axes.clone();
    let constant = |parameter: Option<&ndarray::ArrayD<f32>>, initial: f32| {
        let Some(parameter) = parameter else {
            return Some(initial);
        };
        let own = Region::new(parameter.shape(), region.ranges()[axes.clone()].to_vec());
        let values = parameter.as_slice().expect("made in standard layout");
        let mut values = own.flats().map(|flat| values[flat]);
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    };
    let gamma = constant(module.weight(), 1.0)?;
    let beta = constant(module.bias(), 0.0)?;
    Some((gamma.into(), beta.into()))
}
