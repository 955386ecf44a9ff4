//! The module with marks: each function says that it runs.

use super::parts::Parts;
use super::sections::{Numbers, Sections};
use crate::command::Outcome;
use wasm_encoder::{EntityType, Instruction};

/// Where the marks go: `mark(number)`, a function of JavaScript.
const MARK: [&str; 2] = ["profile", "mark"];

/// The same program, in which each of its own functions calls [`MARK`] with its number before it does anything else.
///
/// # Errors
/// The module has something that is not known here.
pub fn marked(module: &[u8]) -> Outcome<Vec<u8>> {
    let parts = Parts::of(module)?;
    let mut sections = Sections::with_types(&parts)?;
    sections.copy_imports(&parts);
    let kind = parts.types.len() as u32;
    sections
        .types
        .ty()
        .function([wasm_encoder::ValType::I32], []);
    sections
        .imports
        .import(MARK[0], MARK[1], EntityType::Function(kind));
    // One more import moves the module's own functions up by one.
    let mark = parts.own().start;
    let number = |function| function + u32::from(function >= mark);
    let all = 0..parts.functions.len() as u32;
    let mut numbers = Numbers(all.map(number).collect());
    sections.copy_state(&parts, &mut numbers)?;
    sections.copy_contents(&parts, &mut numbers)?;
    for function in parts.own() {
        sections.copy_function(&parts, &mut numbers, function, |copy| {
            copy.instruction(&Instruction::I32Const(function as i32));
            copy.instruction(&Instruction::Call(mark));
        })?;
    }
    Ok(sections.module())
}
