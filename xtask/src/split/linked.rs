//! What the linker tells of a module when it is asked to (`--emit-relocs`, in `.cargo/config.toml`).

use super::parts::unknown;
use super::segment::Segment;
use crate::command::Outcome;
use wasmparser::{
    KnownCustom, Linking, LinkingSectionReader, Parser, Payload, RelocationEntry, SymbolInfo,
};

/// A module as the linker leaves it.
#[derive(Default)]
pub struct Linked<'a> {
    pub segments: Vec<Segment<'a>>,
    /// The segments' names
    pub names: Vec<&'a str>,
    pub symbols: Vec<SymbolInfo<'a>>,
    /// The numbers in its code that the linker has filled in, each with the symbol that it stands for
    pub in_code: Vec<RelocationEntry>,
    /// The same in its data
    pub in_data: Vec<RelocationEntry>,
    /// Where the section of data begins in the module
    pub data: u64,
}

impl<'a> Linked<'a> {
    /// Reads the module.
    ///
    /// # Errors
    /// It is none, or the linker was not asked.
    pub fn of(module: &'a [u8]) -> Outcome<Self> {
        let mut linked = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload.map_err(unknown)? {
                Payload::DataSection(section) => {
                    linked.data = section.range().start;
                    linked.segments = Segment::all(section)?;
                }
                Payload::CustomSection(section) => match (section.as_known(), section.name()) {
                    (KnownCustom::Linking(section), _) => linked.take(&section)?,
                    (KnownCustom::Reloc(section), "reloc.CODE") => {
                        linked.in_code = all(section.entries())?;
                    }
                    (KnownCustom::Reloc(section), "reloc.DATA") => {
                        linked.in_data = all(section.entries())?;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if linked.names.len() != linked.segments.len() || linked.in_code.is_empty() {
            return Err("The linker tells nothing of the data: see .cargo/config.toml.".to_owned());
        }
        Ok(linked)
    }

    fn take(&mut self, section: &LinkingSectionReader<'a>) -> Outcome {
        for part in section.subsections() {
            match part.map_err(unknown)? {
                Linking::SegmentInfo(segments) => {
                    let segments = all(segments)?.into_iter();
                    self.names = segments.map(|segment| segment.name).collect();
                }
                Linking::SymbolTable(symbols) => self.symbols = all(symbols)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn all<T>(items: impl IntoIterator<Item = wasmparser::Result<T>>) -> Outcome<Vec<T>> {
    items.into_iter().collect::<Result<_, _>>().map_err(unknown)
}
