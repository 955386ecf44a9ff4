//! The axis of values that all groups share.

use super::group::Group;
use crate::lab::explore::{Stage, mix, place};

/// A range of values.
pub type Span = (f64, f64);

/// The axis of values at every t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    stages: [Span; 4],
    common: Option<Span>,
}

/// Part of a common axis that x̂ must have for it to be drawn.
const LEAST: f64 = 0.25;

/// Air beside the outermost bars, as a part of the range.
const AIR: f64 = 0.03;

impl Axis {
    pub(super) fn new(groups: &[Group], stages: &[Stage]) -> Self {
        let span = |stage: &Stage| airy(covering(groups, stage.t()));
        let reached = stages.last().copied().unwrap_or(Stage::Input);
        let spans = Stage::ALL.map(|stage| {
            span(if stage.t() <= reached.t() {
                &stage
            } else {
                &reached
            })
        });
        let all = spans.into_iter().reduce(union).expect("four stages");
        let width = |span: Span| span.1 - span.0;
        let fits = width(spans[2]) >= LEAST * width(all);
        Self {
            stages: spans,
            common: fits.then_some(all),
        }
    }

    /// Whether one axis holds all stages; otherwise it rescales from stage to stage.
    pub fn is_common(&self) -> bool {
        self.common.is_some()
    }

    /// Left and right end at t.
    pub fn at(&self, t: f64) -> Span {
        if let Some(common) = self.common {
            return common;
        }
        let (stage, u) = place(t);
        let (from, to) = (self.stages[stage], self.stages[(stage + 1).min(3)]);
        (mix(from.0, to.0, u), mix(from.1, to.1, u))
    }
}

/// The range of all bars at t; (0, 0) where there are none.
fn covering(groups: &[Group], t: f64) -> Span {
    let bars = groups.iter().flat_map(|group| group.bars_at(t).bars);
    bars.map(|bar| (bar.low, bar.high))
        .reduce(union)
        .unwrap_or((0.0, 0.0))
}

fn union(a: Span, b: Span) -> Span {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The span with air on both sides, and some width where it has none.
fn airy((low, high): Span) -> Span {
    let width = high - low;
    // Less than this cannot be told apart on the screen, and ticks would repeat themselves.
    let least = 1e-4 * low.abs().max(high.abs());
    let air = if width > least {
        AIR * width
    } else {
        least.max(0.5)
    };
    (low - air, high + air)
}
