//! A module, section by section.

use super::segment::Segment;
use crate::command::Outcome;
use std::fmt::Debug;
use wasmparser::{
    DataSectionReader, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType,
    FunctionBody, Global, Import, MemoryType, Operator, Parser, Payload, SectionLimited, Table,
    TypeRef, TypeSectionReader,
};

/// The table of functions, by way of which pointers to functions are called.
pub const FUNCTIONS: u32 = 0;

/// What rustc and wasm-opt write into a module; more is refused, so that nothing gets lost.
#[derive(Default)]
pub struct Parts<'a> {
    pub types: Vec<FuncType>,
    pub type_section: Option<TypeSectionReader<'a>>,
    /// All of them functions
    pub imports: Vec<Import<'a>>,
    /// The type of each function, imported or own
    pub functions: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    pub elements: Vec<Element<'a>>,
    /// Bodies of its own functions
    pub code: Vec<FunctionBody<'a>>,
    pub data: Option<DataSectionReader<'a>>,
    pub data_count: Option<u32>,
}

impl<'a> Parts<'a> {
    /// Takes a module apart.
    ///
    /// # Errors
    /// It is no module, or has something that is not known here.
    pub fn of(module: &'a [u8]) -> Outcome<Self> {
        let mut parts = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            parts.take(payload.map_err(unknown)?)?;
        }
        Ok(parts)
    }

    fn take(&mut self, payload: Payload<'a>) -> Outcome {
        match payload {
            Payload::TypeSection(section) => {
                let types = section.clone().into_iter_err_on_gc_types();
                self.types = types.collect::<Result<_, _>>().map_err(unknown)?;
                self.type_section = Some(section);
            }
            Payload::ImportSection(section) => {
                let imports = section.into_imports();
                self.imports = imports.collect::<Result<_, _>>().map_err(unknown)?;
                for import in &self.imports {
                    let TypeRef::Func(kind) = import.ty else {
                        return Err(unknown(import));
                    };
                    self.functions.push(kind);
                }
            }
            Payload::FunctionSection(section) => self.functions.extend(all(section)?),
            Payload::TableSection(section) => self.tables = all(section)?,
            Payload::MemorySection(section) => self.memories = all(section)?,
            Payload::GlobalSection(section) => self.globals = all(section)?,
            Payload::ExportSection(section) => self.exports = all(section)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => self.elements = all(section)?,
            Payload::DataCountSection { count, .. } => self.data_count = Some(count),
            Payload::CodeSectionEntry(body) => self.code.push(body),
            Payload::DataSection(section) => self.data = Some(section),
            // Custom sections are for tools, which do not come after this one.
            Payload::CustomSection(_) | Payload::CodeSectionStart { .. } => {}
            Payload::Version { .. } | Payload::End(_) => {}
            other => return Err(unknown(other)),
        }
        Ok(())
    }

    /// The body of a function; `None` of an imported one.
    pub fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.code
            .get((function as usize).checked_sub(self.imports.len())?)
    }

    /// Numbers of its own functions.
    pub fn own(&self) -> std::ops::Range<u32> {
        self.imports.len() as u32..self.functions.len() as u32
    }

    /// The functions that a function calls or refers to by number.
    ///
    /// # Errors
    /// Its body is broken.
    pub fn named_by(&self, function: u32) -> Outcome<Vec<u32>> {
        let Some(body) = self.body(function) else {
            return Ok(Vec::new());
        };
        let mut named = Vec::new();
        for operator in body.get_operators_reader().map_err(unknown)? {
            match operator.map_err(unknown)? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => named.push(function_index),
                // They name pieces of data and tables, which stay in the first module.
                operator @ (Operator::MemoryInit { .. }
                | Operator::DataDrop { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }) => return Err(unknown(operator)),
                _ => {}
            }
        }
        Ok(named)
    }

    /// Whether a function can come to its end: it does not if that is marked as never reached.
    ///
    /// # Errors
    /// Its body is broken.
    pub fn returns(&self, function: u32) -> Outcome<bool> {
        let Some(body) = self.body(function) else {
            return Ok(true);
        };
        let mut last = [None, None];
        for operator in body.get_operators_reader().map_err(unknown)? {
            last = [last[1].take(), Some(operator.map_err(unknown)?)];
        }
        Ok(!matches!(last, [Some(Operator::Unreachable), _]))
    }

    /// The functions that the module's host calls: exports, the start.
    pub fn seen_from_outside(&self) -> Vec<u32> {
        let exports = self.exports.iter();
        let exported = exports.filter(|export| export.kind == ExternalKind::Func);
        let exported = exported.map(|export| export.index);
        exported.chain(self.start).collect()
    }

    /// The memory that its data fills.
    ///
    /// # Errors
    /// Data is broken, or not for a fixed place.
    pub fn segments(&self) -> Outcome<Vec<Segment<'a>>> {
        let data = self.data.clone();
        data.map_or_else(|| Ok(Vec::new()), Segment::all)
    }

    /// The functions that stand in a table, and the place of the first of each piece.
    ///
    /// # Errors
    /// Something else fills a table.
    pub fn tabled(&self, table: u32) -> Outcome<Vec<(i32, Vec<u32>)>> {
        let pieces = self
            .elements
            .iter()
            .map(piece)
            .collect::<Outcome<Vec<_>>>()?;
        let pieces = pieces.into_iter().filter(|(of, _)| *of == table);
        Ok(pieces.map(|(_, piece)| piece).collect())
    }
}

/// The table that is filled, the place from which on, and the functions.
fn piece(element: &Element) -> Outcome<(u32, (i32, Vec<u32>))> {
    let ElementKind::Active {
        table_index,
        offset_expr,
    } = &element.kind
    else {
        return Err(
            "The WebAssembly has a table that is filled in a way not understood.".to_owned(),
        );
    };
    let offset = offset_expr.get_operators_reader().read().map_err(unknown)?;
    match (offset, &element.items) {
        (Operator::I32Const { value }, ElementItems::Functions(functions)) => {
            Ok((table_index.unwrap_or(0), (value, all(functions.clone())?)))
        }
        (offset, _) => Err(unknown(offset)),
    }
}

fn all<'a, T: wasmparser::FromReader<'a>>(section: SectionLimited<'a, T>) -> Outcome<Vec<T>> {
    section
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(unknown)
}

/// What is said of something that is not known here.
pub fn unknown(what: impl Debug) -> String {
    format!("The WebAssembly has something that is not understood: {what:?}.")
}
