//! What the first module may come to before the rest is there: functions, and constants.

use super::constants::Constants;
use super::parts::{FUNCTIONS, Parts, unknown};
use super::sections::done;
use crate::command::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{MemArg, Operator};

/// A body no longer than this stands in the first module where a gate to it would: that is as long.
pub(super) const SHORT_BYTES: u64 = 24;

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
        self.numbers.extend(numbers_in(self.parts, function)?);
        Ok(())
    }

    fn reach_function(&mut self, function: u32) -> Outcome {
        let Some(body) = self.parts.body(function) else {
            return Ok(());
        };
        if self.reach.first.contains(&function) || self.reach.gates.contains(&function) {
            return Ok(());
        }
        // Behind a gate, or instead of one.
        if body.range().end - body.range().start <= SHORT_BYTES {
            return self.take(function);
        }
        self.reach.gates.insert(function);
        Ok(())
    }

    fn reach_number(&mut self, number: u32) {
        self.functions.extend(self.table.get(&number));
        if let Some(piece) = self.constants.at(number)
            && self.reach.constants.insert(piece)
        {
            let piece = &self.constants.pieces[piece];
            self.numbers.extend(&piece.numbers);
        }
    }
}

/// All numbers in a function that could be an address or a place in the table.
fn numbers_in(parts: &Parts, function: u32) -> Outcome<Vec<u32>> {
    let mut seen = Seen::default();
    if let Some(body) = parts.body(function) {
        let mut operators = body.get_operators_reader().map_err(unknown)?;
        while !operators.eof() {
            done(seen.parse_instruction(&mut operators))?;
        }
    }
    Ok(seen.0)
}

/// A reader that keeps the numbers.
#[derive(Default)]
struct Seen(Vec<u32>);

impl Seen {
    /// Numbers of 32 bits in one that is as long or longer.
    fn see(&mut self, bytes: &[u8]) {
        let (words, _) = bytes.as_chunks();
        self.0
            .extend(words.iter().map(|word| u32::from_le_bytes(*word)));
    }
}

impl Reencode for Seen {
    type Error = Infallible;

    fn mem_arg(&mut self, arg: MemArg) -> Result<wasm_encoder::MemArg, Error<Infallible>> {
        self.see(&arg.offset.to_le_bytes());
        utils::mem_arg(self, arg)
    }

    fn instruction<'a>(
        &mut self,
        operator: Operator<'a>,
    ) -> Result<wasm_encoder::Instruction<'a>, Error<Infallible>> {
        match operator {
            Operator::I32Const { value } => self.see(&value.to_le_bytes()),
            // Wasm-opt folds what is made of a constant.
            Operator::I64Const { value } => self.see(&value.to_le_bytes()),
            Operator::V128Const { value } => self.see(value.bytes()),
            _ => {}
        }
        utils::instruction(self, operator)
    }
}
