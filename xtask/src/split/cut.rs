//! Two modules of one: what runs at first, and the rest.
//!
//! The first module is the whole program, but where a function of the rest is called there is a *gate*.
//! A gate calls what stands in its place in the table of gates, once the rest is there, and has it loaded if it is not.
//! The rest shares memory, tables and globals with the first, and fills both tables as it is instantiated:
//! from then on, calls by way of the table of functions need no gate.

use super::parts::Parts;
use super::sections::{Numbers, Sections, done};
use crate::command::Outcome;
use std::collections::BTreeSet;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    BlockType, ConstExpr, Elements, EntityType, ExportKind, Function, Instruction, RefType,
    TableType,
};

/// What the first module imports to have the rest loaded: `rest.load()`, a function of JavaScript,
/// after which the rest is there.
pub(super) const LOAD: [&str; 2] = ["rest", "load"];

/// The name by which the rest imports from the first module.
const FIRST: &str = "first";

/// A body no longer than this stands in the first module where a gate to it would: that is as long.
pub(super) const SHORT_BYTES: u64 = 24;

/// The two modules.
pub struct Halves {
    /// Imports the same functions as the whole, but under short names: their places in [`imports`](Self::imports)
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// The names under which the whole imports its functions
    pub imports: Vec<String>,
}

/// Who goes where.
struct Cut<'a> {
    parts: Parts<'a>,
    /// Own functions of the first module
    first: BTreeSet<u32>,
    /// Own functions of the rest
    rest: BTreeSet<u32>,
    /// Those of the rest that the first module calls or refers to; by their order in the table of gates
    gates: Vec<u32>,
    /// Those of the first module, imported ones too, that the rest calls or refers to
    shared: Vec<u32>,
    /// Number of the table of gates in both modules
    table: u32,
}

/// Cuts a module in two.
///
/// `runs_first` has the numbers of the functions that should be in the first module.
///
/// # Errors
/// The module has something that is not known here.
pub fn cut(module: &[u8], runs_first: &BTreeSet<u32>) -> Outcome<Halves> {
    let cut = Cut::of(Parts::of(module)?, runs_first)?;
    let names = cut
        .parts
        .imports
        .iter()
        .map(|import| import.name.to_owned());
    Ok(Halves {
        first: cut.first()?,
        rest: cut.rest()?,
        imports: names.collect(),
    })
}

impl<'a> Cut<'a> {
    fn of(parts: Parts<'a>, runs_first: &BTreeSet<u32>) -> Outcome<Self> {
        let is_short = |function| {
            let body = parts.body(function);
            body.is_some_and(|body| body.range().end - body.range().start <= SHORT_BYTES)
        };
        let mut first: BTreeSet<u32> = parts.own().filter(|f| runs_first.contains(f)).collect();
        let mut gates = BTreeSet::new();
        let mut left = parts.seen_from_outside()?;
        for function in &first {
            left.extend(parts.named_by(*function)?);
        }
        while let Some(function) = left.pop() {
            if first.contains(&function) || !parts.own().contains(&function) {
                continue;
            }
            // Behind a gate, or instead of one.
            if is_short(function) {
                first.insert(function);
                left.extend(parts.named_by(function)?);
            } else {
                gates.insert(function);
            }
        }
        let rest: BTreeSet<u32> = parts.own().filter(|f| !first.contains(f)).collect();
        let mut shared = BTreeSet::new();
        for function in &rest {
            shared.extend(parts.named_by(*function)?);
        }
        Ok(Self {
            gates: gates.into_iter().collect(),
            shared: shared.difference(&rest).copied().collect(),
            table: parts.tables.len() as u32,
            parts,
            first,
            rest,
        })
    }

    fn table_of_gates(&self) -> TableType {
        TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: self.gates.len() as u64,
            maximum: None,
            shared: false,
        }
    }

    fn first(&self) -> Outcome<Vec<u8>> {
        let parts = &self.parts;
        let mut sections = Sections::with_types(parts)?;
        sections.copy_imports(parts, |place, _| place.to_string());
        let nothing = parts.types.len() as u32;
        sections.types.ty().function([], []);
        let load = parts.imports.len() as u32;
        sections
            .imports
            .import(LOAD[0], LOAD[1], EntityType::Function(nothing));
        let opener = load + 1 + self.first.len() as u32;
        let mut numbers = Numbers(vec![u32::MAX; parts.functions.len()]);
        let own = self.first.iter().zip(load + 1..);
        let gates = self.gates.iter().zip(opener + 1..);
        for (old, new) in (0..load)
            .collect::<Vec<_>>()
            .iter()
            .zip(0..)
            .chain(own)
            .chain(gates)
        {
            numbers.0[*old as usize] = new;
        }
        sections.copy_state(parts, &mut numbers)?;
        sections.tables.table(self.table_of_gates());
        for (name, kind, index) in self.exports(&numbers) {
            sections.exports.export(&name, kind, index);
        }
        for function in &self.first {
            sections.copy_function(parts, &mut numbers, *function, |_| ())?;
        }
        sections.functions.function(nothing);
        sections.code.function(&self.opener(load));
        for (place, function) in (0..).zip(&self.gates) {
            let kind = parts.functions[*function as usize];
            sections.functions.function(kind);
            sections.code.function(&self.gate(opener, place, kind));
        }
        Ok(sections.module())
    }

    /// Has the rest loaded if it is not there.
    fn opener(&self, load: u32) -> Function {
        let mut opener = Function::new([]);
        opener
            .instruction(&Instruction::I32Const(0))
            .instruction(&Instruction::TableGet(self.table))
            .instruction(&Instruction::RefIsNull)
            .instruction(&Instruction::If(BlockType::Empty))
            .instruction(&Instruction::Call(load))
            .instruction(&Instruction::End)
            .instruction(&Instruction::End);
        opener
    }

    /// Calls the function in a place of the table of gates, with the same arguments.
    fn gate(&self, opener: u32, place: i32, kind: u32) -> Function {
        let mut gate = Function::new([]);
        gate.instruction(&Instruction::Call(opener));
        for argument in 0..self.parts.types[kind as usize].params().len() as u32 {
            gate.instruction(&Instruction::LocalGet(argument));
        }
        gate.instruction(&Instruction::I32Const(place))
            .instruction(&Instruction::CallIndirect {
                type_index: kind,
                table_index: self.table,
            })
            .instruction(&Instruction::End);
        gate
    }

    /// What the rest needs of the first module: name, kind and number there, in the order in which the rest imports it.
    fn exports(&self, numbers: &Numbers) -> Vec<(String, ExportKind, u32)> {
        let functions = self.shared.iter().map(|old| numbers.0[*old as usize]);
        let functions = functions.map(|number| (ExportKind::Func, number));
        let count = |len: usize| 0..len as u32;
        let tables = count(self.parts.tables.len() + 1).map(|table| (ExportKind::Table, table));
        let memories = count(self.parts.memories.len()).map(|memory| (ExportKind::Memory, memory));
        let globals = count(self.parts.globals.len()).map(|global| (ExportKind::Global, global));
        let all = functions.chain(tables).chain(memories).chain(globals);
        all.zip(0..)
            .map(|((kind, number), at): (_, u32)| (at.to_string(), kind, number))
            .collect()
    }

    fn rest(&self) -> Outcome<Vec<u8>> {
        let parts = &self.parts;
        let mut sections = Sections::with_types(parts)?;
        let mut numbers = Numbers(vec![u32::MAX; parts.functions.len()]);
        for (old, new) in self.shared.iter().chain(&self.rest).zip(0..) {
            numbers.0[*old as usize] = new;
        }
        for ((name, ..), kind) in self
            .exports(&numbers)
            .iter()
            .zip(self.imported(&mut numbers)?)
        {
            sections.imports.import(FIRST, name, kind);
        }
        for function in &self.rest {
            sections.copy_function(parts, &mut numbers, *function, |_| ())?;
        }
        let places = self.gates.iter().map(|gate| numbers.0[*gate as usize]);
        let mut fill = |table: u32, offset: i32, functions: &[u32]| {
            let elements = Elements::Functions(functions.into());
            let table = (table > 0).then_some(table);
            sections
                .elements
                .active(table, &ConstExpr::i32_const(offset), elements);
        };
        fill(self.table, 0, &places.collect::<Vec<_>>());
        for (offset, functions) in parts.tabled()? {
            for (at, run) in self.runs_of_rest(&functions) {
                let run: Vec<u32> = run.iter().map(|old| numbers.0[*old as usize]).collect();
                fill(0, offset + at as i32, &run);
            }
        }
        Ok(sections.module())
    }

    /// The kinds of [`exports`](Self::exports), as imports.
    fn imported(&self, numbers: &mut Numbers) -> Outcome<Vec<EntityType>> {
        let parts = &self.parts;
        let function = |old: &u32| EntityType::Function(parts.functions[*old as usize]);
        let mut kinds: Vec<EntityType> = self.shared.iter().map(function).collect();
        for table in &parts.tables {
            kinds.push(EntityType::Table(done(numbers.table_type(table.ty))?));
        }
        kinds.push(EntityType::Table(self.table_of_gates()));
        for memory in &parts.memories {
            kinds.push(EntityType::Memory(done(numbers.memory_type(*memory))?));
        }
        for global in &parts.globals {
            kinds.push(EntityType::Global(done(numbers.global_type(global.ty))?));
        }
        Ok(kinds)
    }

    /// Neighbours that are all of the rest, and the place of the first of them.
    fn runs_of_rest<'f>(&self, functions: &'f [u32]) -> Vec<(usize, &'f [u32])> {
        let is_rest = |function: &u32| self.rest.contains(function);
        let mut runs = Vec::new();
        let mut at = 0;
        for run in functions.chunk_by(|a, b| is_rest(a) == is_rest(b)) {
            if is_rest(&run[0]) {
                runs.push((at, run));
            }
            at += run.len();
        }
        runs
    }
}
