//! A module as it is written: its sections in their order, with functions under new numbers.

use super::parts::{Parts, unknown};
use crate::command::Outcome;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, EntityType, ExportSection,
    Function, FunctionSection, GlobalSection, ImportSection, MemorySection, Module, StartSection,
    TableSection, TypeSection,
};

/// The new number of each function, which those that name it are given.
pub struct Numbers(pub Vec<u32>);

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

    /// The same imports, under the names that `name` gives for their places and names.
    pub fn copy_imports(&mut self, parts: &Parts, name: impl Fn(usize, &str) -> String) {
        for (place, import) in parts.imports.iter().enumerate() {
            let kind = EntityType::Function(parts.functions[place]);
            self.imports
                .import(import.module, &name(place, import.name), kind);
        }
    }

    /// All that the program keeps and that others see of it: all but types, imports and code.
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
        for element in parts.elements.clone() {
            done(numbers.parse_element(&mut self.elements, element))?;
        }
        let start = parts.start.map(|start| numbers.0[start as usize]);
        self.start = start.map(|function_index| StartSection { function_index });
        self.data_count = parts.data_count.map(|count| DataCountSection { count });
        match parts.data.clone() {
            Some(data) => done(numbers.parse_data_section(&mut self.data, data)),
            None => Ok(()),
        }
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
