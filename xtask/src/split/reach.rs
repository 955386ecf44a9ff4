//! What the first module may come to before the rest is there: functions, and constants.

use super::constants::Constants;
use super::numbers::numbers_in;
use super::parts::{FUNCTIONS, Parts};
use crate::command::Outcome;
use std::collections::{BTreeMap, BTreeSet};

/// A body no longer than this stands in the first module where a gate to it would: that is as long.
pub(super) const SHORT_BYTES: u64 = 24;

/// Whether a function is so short that a gate to it is as long.
pub fn is_short(parts: &Parts, function: u32) -> bool {
    let body = parts.body(function).map(|body| body.range());
    body.is_some_and(|range| range.end - range.start <= SHORT_BYTES)
}

/// Who goes where.
#[derive(Default)]
pub struct Reach {
    /// Own functions of the first module
    pub first: BTreeSet<u32>,
    /// Those of the rest to which the first module has a gate
    pub gates: BTreeSet<u32>,
    /// Constants that the first module has, by their places among all
    pub constants: BTreeSet<usize>,
}

/// Reach as it grows.
struct Search<'a> {
    parts: &'a Parts<'a>,
    constants: &'a Constants,
    runs_first: &'a BTreeSet<u32>,
    /// The functions that stand behind a gate if they do not run first
    gated: BTreeSet<u32>,
    /// The functions in the table, by their place
    table: BTreeMap<u32, u32>,
    reach: Reach,
    /// Functions that something reached names
    functions: Vec<u32>,
    /// Numbers in something reached: each may be an address or a place in the table
    numbers: Vec<u32>,
}

impl Reach {
    /// What is reached from the functions that should be in the first module.
    ///
    /// # Errors
    /// The module has something that is not known here.
    pub fn of(parts: &Parts, constants: &Constants, runs_first: &BTreeSet<u32>) -> Outcome<Self> {
        let mut table = BTreeMap::new();
        for (offset, functions) in parts.tabled(FUNCTIONS)? {
            table.extend((offset as u32..).zip(functions));
        }
        let mut search = Search {
            parts,
            constants,
            runs_first,
            gated: gated(parts)?,
            table,
            reach: Self::default(),
            functions: parts.seen_from_outside(),
            numbers: constants.used.clone(),
        };
        for function in parts.own().filter(|f| runs_first.contains(f)) {
            search.take(function)?;
        }
        search.finish()
    }
}

impl Search<'_> {
    fn finish(mut self) -> Outcome<Reach> {
        loop {
            if let Some(function) = self.functions.pop() {
                self.reach_function(function)?;
            } else if let Some(number) = self.numbers.pop() {
                self.reach_number(number);
            } else {
                return Ok(self.reach);
            }
        }
    }

    /// Puts a function into the first module.
    fn take(&mut self, function: u32) -> Outcome {
        self.reach.first.insert(function);
        self.functions.extend(self.parts.named_by(function)?);
        let is_gate = |f| !self.runs_first.contains(&f) && self.gated.contains(&f);
        self.numbers
            .extend(numbers_in(self.parts, function, is_gate)?);
        Ok(())
    }

    fn reach_function(&mut self, function: u32) -> Outcome {
        if !self.parts.own().contains(&function) || self.reach.first.contains(&function) {
            return Ok(());
        }
        // Behind a gate, or instead of one.
        if !self.gated.contains(&function) {
            return self.take(function);
        }
        self.reach.gates.insert(function);
        Ok(())
    }

    fn reach_number(&mut self, number: u32) {
        self.functions.extend(self.table.get(&number));
        for piece in self.constants.meant_by(number) {
            if !self.constants.is_location(piece) && self.reach.constants.insert(piece) {
                let piece = &self.constants.pieces[piece];
                self.numbers.extend(&piece.numbers);
            }
        }
    }
}

/// All own functions but the short ones that return:
/// behind a gate to one that ends in a panic, what it is given can be as well.
fn gated(parts: &Parts) -> Outcome<BTreeSet<u32>> {
    let mut gated = BTreeSet::new();
    for function in parts.own() {
        if !is_short(parts, function) || !parts.returns(function)? {
            gated.insert(function);
        }
    }
    Ok(gated)
}
