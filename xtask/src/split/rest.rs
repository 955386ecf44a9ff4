//! The module that is loaded after the first.

use super::cut::{Cut, FIRST, GLUE};
use super::parts::FUNCTIONS;
use super::sections::{Numbers, Sections, done};
use crate::command::Outcome;
use std::ops::Range;
use wasm_encoder::EntityType;
use wasm_encoder::reencode::Reencode;

/// Two constants of the rest with no more than this between them are one piece: to begin another takes as much.
///
/// What is between them is a constant as well, which the first module has put there already.
const GAP_BYTES: usize = 8;

impl Cut<'_> {
    /// Its functions: the shared ones and those of the glue, which it imports, and its own.
    pub(super) fn rest(&self) -> Outcome<Vec<u8>> {
        let parts = &self.parts;
        let mut sections = Sections::with_types(parts)?;
        let mut numbers = Numbers::none(parts);
        let functions = self.shared.iter().chain(&self.glued).chain(&self.rest);
        for (old, new) in functions.zip(0..) {
            numbers.0[*old as usize] = new;
        }
        for (module, name, kind) in self.imports(&mut numbers)? {
            sections.imports.import(module, &name, kind);
        }
        for function in &self.rest {
            sections.copy_function(parts, &mut numbers, *function, |_| ())?;
        }
        sections.fill(self.table, 0, &self.gates, &numbers);
        // The shared ones are there.
        for function in &self.shared {
            numbers.0[*function as usize] = Numbers::NONE;
        }
        for (offset, functions) in parts.tabled(FUNCTIONS)? {
            sections.fill(FUNCTIONS, offset, &functions, &numbers);
        }
        self.fill_constants(&mut sections);
        Ok(sections.module())
    }

    /// What it imports, and from where: the shared functions, those of the glue, and the state of the first module.
    fn imports(&self, numbers: &mut Numbers) -> Outcome<Vec<(&'static str, String, EntityType)>> {
        let parts = &self.parts;
        let function = |old: &u32| EntityType::Function(parts.functions[*old as usize]);
        let shared = (0u32..).zip(&self.shared);
        let shared = shared.map(|(place, old)| (FIRST, place.to_string(), function(old)));
        let glued = self.glued.iter();
        let glued = glued.map(|old| (GLUE, old.to_string(), function(old)));
        let mut imports: Vec<_> = shared.chain(glued).collect();
        let mut state = Vec::new();
        for table in &parts.tables {
            state.push(EntityType::Table(done(numbers.table_type(table.ty))?));
        }
        state.push(EntityType::Table(self.table_of_gates()));
        for memory in &parts.memories {
            state.push(EntityType::Memory(done(numbers.memory_type(*memory))?));
        }
        for global in &parts.globals {
            state.push(EntityType::Global(done(numbers.global_type(global.ty))?));
        }
        let names = self.state().into_iter().map(|(name, ..)| name);
        imports.extend(names.zip(state).map(|(name, kind)| (FIRST, name, kind)));
        Ok(imports)
    }

    /// Fills memory with its constants.
    fn fill_constants(&self, sections: &mut Sections) {
        for segment in &self.data {
            let constants = self.constants.iter();
            let places = constants.map(|place| segment.bytes_of(place));
            let mut runs: Vec<Range<usize>> = Vec::new();
            for place in places.filter(|place| !place.is_empty()) {
                match runs.last_mut() {
                    Some(run) if place.start <= run.end + GAP_BYTES => run.end = place.end,
                    _ => runs.push(place),
                }
            }
            for run in runs {
                sections.fill_memory(segment.address + run.start as u32, &segment.bytes[run]);
            }
        }
    }
}
