//! Numbers about the methods of the family, each of the one that the link names.

use super::{Format, Live};
use crate::lab::family::{Experiment, Member, Outcome};
use crate::state::Settings;
use std::cell::RefCell;
use std::rc::Rc;

/// Those that lesson 8 speaks of.
pub const VALUES: &[Live] = &[
    // How many values of x move the y that is asked about, itself counted.
    Live::new("deciding", Format::Count, |s| {
        Some(outcome(s)?.deciding as f64)
    }),
    // That y, and how many numbers the method learns.
    Live::new("method_output", Format::Significant(4), |s| {
        let y = &outcome(s)?.y;
        Some(y[s.family_experiment().pinned()?])
    }),
    Live::new("method_learnt", Format::Count, |s| {
        Some(outcome(s)?.learnt as f64)
    }),
    // The largest |Δ| of y to batch norm on the same x.
    Live::new("method_difference", Format::Significant(2), |s| {
        let own = outcome(s)?;
        let batch = of(&s.family_experiment(), Member::BatchNorm)?;
        let pairs = own.y.iter().zip(&batch.y);
        Some(pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max))
    }),
];

/// What the method makes of x; `None` for the whole map, and where it does not take x.
fn outcome(settings: &Settings) -> Option<Rc<Outcome>> {
    of(&settings.family_experiment(), settings.family.member?)
}

/// A method on an x, and what it made of it.
type Known = (Experiment, Member, Option<Rc<Outcome>>);

thread_local! {
    /// The last ones, newest last: a paragraph speaks of several methods.
    static KNOWN: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

/// How many are kept: all methods on one x.
const KEPT: usize = Member::ALL.len();

fn of(experiment: &Experiment, member: Member) -> Option<Rc<Outcome>> {
    KNOWN.with_borrow_mut(|known| {
        let is_it = |(asked, of, _): &Known| asked == experiment && *of == member;
        let outcome = match known.iter().position(is_it) {
            Some(place) => known.remove(place).2,
            None => experiment.outcome(member).ok().map(Rc::new),
        };
        known.push((experiment.clone(), member, outcome.clone()));
        let too_many = known.len().saturating_sub(KEPT);
        known.drain(..too_many);
        outcome
    })
}
