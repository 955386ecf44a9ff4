//! The module that is loaded first.

use super::cut::{Cut, LOAD, OPEN, SHARED, table_for};
use super::parts::FUNCTIONS;
use super::sections::{Numbers, Sections};
use crate::command::Outcome;
use wasm_encoder::{BlockType, EntityType, ExportKind, Function, Instruction};

impl Cut<'_> {
    /// Its functions: those that it imports from the glue, [`LOAD`], its own, the opener, the gates.
    pub(super) fn first(&self) -> Outcome<Vec<u8>> {
        let parts = &self.parts;
        let mut sections = Sections::with_types(parts)?;
        for place in &self.imported {
            let import = &parts.imports[*place as usize];
            let kind = EntityType::Function(parts.functions[*place as usize]);
            sections
                .imports
                .import(import.module, &place.to_string(), kind);
        }
        let nothing = parts.types.len() as u32;
        sections.types.ty().function([], []);
        let load = self.imported.len() as u32;
        sections
            .imports
            .import(LOAD[0], LOAD[1], EntityType::Function(nothing));
        let opener = load + 1 + self.first.len() as u32;
        let mut numbers = self.numbers(load, opener);
        sections.copy_state(parts, &mut numbers)?;
        self.share(&mut sections, &numbers)?;
        sections.exports.export(OPEN, ExportKind::Func, opener);
        self.fill_memory(&mut sections);
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

    fn numbers(&self, load: u32, opener: u32) -> Numbers {
        let mut numbers = Numbers::none(&self.parts);
        let imported = self.imported.iter().copied().zip(0..);
        let own = self.first.iter().copied().zip(load + 1..);
        let gates = self.gates.iter().copied().zip(opener + 1..);
        for (old, new) in imported.chain(own).chain(gates) {
            numbers.0[old as usize] = new;
        }
        numbers
    }

    /// Gives the rest what it needs, and fills the tables as far as the first module knows them.
    fn share(&self, sections: &mut Sections, numbers: &Numbers) -> Outcome {
        sections.tables.table(self.table_of_gates());
        sections.tables.table(table_for(self.shared.len()));
        for (name, kind, index) in self.state() {
            sections.exports.export(&name, kind, index);
        }
        let shared = self.table + 1;
        sections.exports.export(SHARED, ExportKind::Table, shared);
        for (offset, functions) in self.parts.tabled(FUNCTIONS)? {
            sections.fill(FUNCTIONS, offset, &functions, numbers);
        }
        sections.fill(shared, 0, &self.shared, numbers);
        Ok(())
    }

    /// Fills memory, with nothing where the constants of the rest will be.
    fn fill_memory(&self, sections: &mut Sections) {
        for segment in &self.data {
            let mut bytes = segment.bytes.to_vec();
            for place in &self.constants {
                bytes[segment.bytes_of(place)].fill(0);
            }
            sections.fill_memory(segment.address, &bytes);
        }
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
}
