//! Two modules of one: what runs at first, and the rest.
//!
//! The first module is the whole program, but where a function of the rest is called there is a *gate*.
//! A gate calls what stands in its place in the table of gates, once the rest is there, and has it loaded if it is not.
//! The rest shares memory, tables and globals with the first, and fills them as it is instantiated:
//! the table of gates; the table of functions, by way of which calls then need no gate;
//! and memory with those constants to which nothing in the first module leads.

use super::constants::Constants;
use super::parts::{FUNCTIONS, Parts};
use super::reach::{Reach, is_short};
use super::segment::Segment;
use crate::command::Outcome;
use std::collections::BTreeSet;
use std::ops::Range;
use wasm_encoder::{ExportKind, RefType, TableType};

/// What the first module imports to have the rest loaded: `rest.load()`, a function of JavaScript,
/// after which the rest is there.
pub(super) const LOAD: [&str; 2] = ["rest", "load"];

/// What the first module exports to have it loaded: a function that calls [`LOAD`] where the rest is not there.
pub(super) const OPEN: &str = "open_rest";

/// A table that the first module exports: the functions that the rest imports, each under its place as a name.
///
/// In a table a function takes a third of what it takes as an export.
pub(super) const SHARED: &str = "shared";

/// The name by which the rest imports from the first module.
pub(super) const FIRST: &str = "first";

/// The name by which the rest imports from the glue what the first module does not.
pub(super) const GLUE: &str = "glue";

/// The two modules.
pub struct Halves {
    /// Imports of the whole's functions those that it needs, under short names: their places in [`imports`](Self::imports)
    pub first: Vec<u8>,
    /// Imports the others that it needs under such names
    pub rest: Vec<u8>,
    /// The names under which the whole imports its functions
    pub imports: Vec<String>,
    /// Places of those that the first module imports
    pub imported: BTreeSet<u32>,
}

/// Who goes where.
pub(super) struct Cut<'a> {
    pub parts: Parts<'a>,
    /// What fills memory
    pub data: Vec<Segment<'a>>,
    /// Where the constants of the rest are in memory, in order
    pub constants: Vec<Range<u32>>,
    /// Own functions of the first module
    pub first: BTreeSet<u32>,
    /// Own functions of the rest, and short ones of the first module that it names: as a copy these are lighter
    pub rest: BTreeSet<u32>,
    /// Those of the rest that the first module calls or refers to; by their order in the table of gates
    pub gates: Vec<u32>,
    /// Those of the first module, imported ones too, that the rest calls or refers to
    pub shared: Vec<u32>,
    /// Those that the first module imports
    pub imported: BTreeSet<u32>,
    /// Those that the rest alone imports
    pub glued: Vec<u32>,
    /// Number of the table of gates in both modules
    pub table: u32,
}

/// Cuts a module in two.
///
/// `runs_first` has the numbers of the functions that should be in the first module.
///
/// # Errors
/// The module has something that is not known here, or the constants are not its own.
pub fn cut(module: &[u8], constants: &Constants, runs_first: &BTreeSet<u32>) -> Outcome<Halves> {
    let cut = Cut::of(Parts::of(module)?, constants, runs_first)?;
    let imports = cut.parts.imports.iter();
    let names = imports.map(|import| import.name.to_owned());
    Ok(Halves {
        imports: names.collect(),
        first: cut.first()?,
        rest: cut.rest()?,
        imported: cut.imported,
    })
}

impl<'a> Cut<'a> {
    fn of(parts: Parts<'a>, constants: &Constants, runs_first: &BTreeSet<u32>) -> Outcome<Self> {
        let data = parts.segments()?;
        if !constants.fit(&data) {
            return Err("The linker tells of other data than the page's.".to_owned());
        }
        let reach = Reach::of(&parts, constants, runs_first)?;
        let pieces = constants.pieces.iter().enumerate();
        let pieces = pieces.filter(|(piece, _)| !reach.constants.contains(piece));
        let mut rest = BTreeSet::new();
        let mut shared = BTreeSet::new();
        let mut left: Vec<u32> = parts.own().filter(|f| !reach.first.contains(f)).collect();
        while let Some(function) = left.pop() {
            if rest.insert(function) {
                let named = parts.named_by(function)?.into_iter();
                let (copied, named): (Vec<_>, Vec<_>) = named.partition(|f| is_short(&parts, *f));
                left.extend(copied);
                shared.extend(named);
            }
        }
        let imported = imported(&parts, &reach.first)?;
        let own = parts.own().start;
        let shared = shared.difference(&rest).copied();
        let (glued, shared) = shared.partition(|f| *f < own && !imported.contains(f));
        Ok(Self {
            constants: pieces.map(|(_, piece)| piece.place.clone()).collect(),
            gates: in_kinds(&parts, reach.gates),
            shared,
            imported,
            glued,
            table: parts.tables.len() as u32,
            first: reach.first,
            parts,
            data,
            rest,
        })
    }

    pub(super) fn table_of_gates(&self) -> TableType {
        table_for(self.gates.len())
    }

    /// What the rest shares of the state of the first module: kind and number there, and the name for both.
    pub(super) fn state(&self) -> Vec<(String, ExportKind, u32)> {
        let count = |len: usize| 0..len as u32;
        let tables = count(self.parts.tables.len() + 1).map(|table| (ExportKind::Table, table));
        let memories = count(self.parts.memories.len()).map(|memory| (ExportKind::Memory, memory));
        let globals = count(self.parts.globals.len()).map(|global| (ExportKind::Global, global));
        // They are counted on from the shared functions.
        (self.shared.len()..)
            .zip(tables.chain(memories).chain(globals))
            .map(|(name, (kind, number))| (name.to_string(), kind, number))
            .collect()
    }
}

/// The imported functions that some of the module's functions call or refer to, or that can be called without a name.
fn imported(parts: &Parts, functions: &BTreeSet<u32>) -> Outcome<BTreeSet<u32>> {
    let mut named: BTreeSet<u32> = parts.seen_from_outside().into_iter().collect();
    for (_, tabled) in parts.tabled(FUNCTIONS)? {
        named.extend(tabled);
    }
    for function in functions {
        named.extend(parts.named_by(*function)?);
    }
    named.retain(|function| !parts.own().contains(function));
    Ok(named)
}

/// Functions, those of one kind side by side: gates to them are then alike, and pack well.
fn in_kinds(parts: &Parts, functions: BTreeSet<u32>) -> Vec<u32> {
    let mut functions: Vec<u32> = functions.into_iter().collect();
    functions.sort_by_key(|function| parts.functions[*function as usize]);
    functions
}

/// A table for so many functions.
pub(super) fn table_for(functions: usize) -> TableType {
    TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: functions as u64,
        maximum: None,
        shared: false,
    }
}
