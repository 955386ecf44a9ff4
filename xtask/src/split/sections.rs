//! A module as it is written: its sections in their order, with functions under new numbers.

use super::parts::{Parts, unknown};
use crate::command::Outcome;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType,
    ExportSection, Function, FunctionSection, GlobalSection, ImportSection, MemorySection, Module,
    StartSection, TableSection, TypeSection,
};

/// The new number of each function, which those that name it are given.
pub struct Numbers(pub Vec<u32>);

impl Numbers {
    /// What functions have that are not in the module.
    pub const NONE: u32 = u32::MAX;

    /// No function has a number yet.
    pub fn none(parts: &Parts) -> Self {
        Self(vec![Self::NONE; parts.functions.len()])
    }
}

impl Reencode for Numbers {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.0[function as usize])
    }
}

/// What is written of a module.
#[derive(Default)]
pub struct Sections {
    pub types: TypeSection,
    pub imports: ImportSection,
    pub functions: FunctionSection,
    pub tables: TableSection,
    pub memories: MemorySection,
    pub globals: GlobalSection,
    pub exports: ExportSection,
    pub start: Option<StartSection>,
    pub elements: ElementSection,
    pub data_count: Option<DataCountSection>,
    pub code: CodeSection,
    pub data: DataSection,
}

impl Sections {
    /// A module with the same types, and nothing else yet.
    ///
    /// # Errors
    /// The types are broken.
    pub fn with_types(parts: &Parts) -> Outcome<Self> {
        let mut sections = Self::default();
        if let Some(types) = parts.type_section.clone() {
            let mut numbers = Numbers(Vec::new());
            done(numbers.parse_type_section(&mut sections.types, types))?;
        }
        Ok(sections)
    }

    /// The same imports.
    pub fn copy_imports(&mut self, parts: &Parts) {
        for (import, kind) in parts.imports.iter().zip(&parts.functions) {
            let kind = EntityType::Function(*kind);
            self.imports.import(import.module, import.name, kind);
        }
    }

    /// What the program has besides types, imports and code, and that which fills its tables and memory.
    ///
    /// # Errors
    /// Something is broken.
    pub fn copy_state(&mut self, parts: &Parts, numbers: &mut Numbers) -> Outcome {
        for table in parts.tables.clone() {
            done(numbers.parse_table(&mut self.tables, table))?;
        }
        for memory in &parts.memories {
            self.memories.memory(done(numbers.memory_type(*memory))?);
        }
        for global in parts.globals.clone() {
            done(numbers.parse_global(&mut self.globals, global))?;
        }
        for export in parts.exports.clone() {
            done(numbers.parse_export(&mut self.exports, export))?;
        }
        let start = parts.start.map(|start| numbers.0[start as usize]);
        self.start = start.map(|function_index| StartSection { function_index });
        Ok(())
    }

    /// What fills its tables and memory.
    ///
    /// # Errors
    /// Something is broken.
    pub fn copy_contents(&mut self, parts: &Parts, numbers: &mut Numbers) -> Outcome {
        for element in parts.elements.clone() {
            done(numbers.parse_element(&mut self.elements, element))?;
        }
        self.data_count = parts.data_count.map(|count| DataCountSection { count });
        match parts.data.clone() {
            Some(data) => done(numbers.parse_data_section(&mut self.data, data)),
            None => Ok(()),
        }
    }

    /// Fills a table from a place on with those of the functions that have a number.
    pub fn fill(&mut self, table: u32, place: i32, functions: &[u32], numbers: &Numbers) {
        let number = |old: &u32| numbers.0[*old as usize];
        let is_here = |old: &u32| number(old) != Numbers::NONE;
        let table = (table > 0).then_some(table);
        let mut place = place;
        for run in functions.chunk_by(|a, b| is_here(a) == is_here(b)) {
            if is_here(&run[0]) {
                let run: Vec<u32> = run.iter().map(number).collect();
                let offset = ConstExpr::i32_const(place);
                self.elements
                    .active(table, &offset, Elements::Functions(run.into()));
            }
            place += run.len() as i32;
        }
    }

    /// Fills memory from an address on.
    pub fn fill_memory(&mut self, address: u32, bytes: &[u8]) {
        let offset = ConstExpr::i32_const(address as i32);
        self.data.active(0, &offset, bytes.iter().copied());
    }

    /// One of the module's own functions, which begins with what `before` writes.
    ///
    /// # Errors
    /// Its body is broken.
    pub fn copy_function(
        &mut self,
        parts: &Parts,
        numbers: &mut Numbers,
        function: u32,
        before: impl FnOnce(&mut Function),
    ) -> Outcome {
        let body = parts.body(function).ok_or_else(|| unknown(function))?;
        self.functions.function(parts.functions[function as usize]);
        let mut copy = done(numbers.new_function_with_parsed_locals(body))?;
        before(&mut copy);
        let mut operators = body.get_operators_reader().map_err(unknown)?;
        while !operators.eof() {
            copy.instruction(&done(numbers.parse_instruction(&mut operators))?);
        }
        self.code.function(&copy);
        Ok(())
    }

    /// The module.
    pub fn module(self) -> Vec<u8> {
        let mut module = Module::new();
        module.section(&self.types);
        module.section(&self.imports);
        module.section(&self.functions);
        module.section(&self.tables);
        module.section(&self.memories);
        module.section(&self.globals);
        module.section(&self.exports);
        if let Some(start) = self.start {
            module.section(&start);
        }
        module.section(&self.elements);
        if let Some(count) = self.data_count {
            module.section(&count);
        }
        module.section(&self.code);
        module.section(&self.data);
        module.finish()
    }
}

/// The result of the encoder, with an error that can be said.
pub fn done<T>(result: Result<T, Error<std::convert::Infallible>>) -> Outcome<T> {
    result.map_err(|error| unknown(error.to_string()))
}
