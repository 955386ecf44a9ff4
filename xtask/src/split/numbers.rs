//! The numbers in a function that may be addresses of constants, or places in the table of functions.

use super::parts::{Parts, unknown};
use super::sections::done;
use crate::command::Outcome;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{MemArg, Operator};

/// All that the function uses while the rest may not be there.
///
/// `is_gate` tells which functions are behind a gate. What is given to one of them, and what comes after its call,
/// is used when the rest is there.
///
/// # Errors
/// The body is broken.
pub fn numbers_in(
    parts: &Parts,
    function: u32,
    is_gate: impl Fn(u32) -> bool,
) -> Outcome<Vec<u32>> {
    let mut reader = Reader {
        is_gate,
        used: Vec::new(),
        given: Vec::new(),
        depth: 0,
        opened: None,
    };
    if let Some(body) = parts.body(function) {
        let mut operators = body.get_operators_reader().map_err(unknown)?;
        while !operators.eof() {
            done(reader.parse_instruction(&mut operators))?;
        }
    }
    Ok(reader.used)
}

/// A reader of instructions, one after another.
struct Reader<G> {
    is_gate: G,
    used: Vec<u32>,
    /// Those of the last instructions, as far back as these do nothing but put values on the stack
    given: Vec<u32>,
    /// Blocks around this instruction
    depth: usize,
    /// The depth of a block in which the rest has been called: it is there until the block ends
    opened: Option<usize>,
}

impl<G: Fn(u32) -> bool> Reader<G> {
    fn read(&mut self, operator: &Operator) {
        match operator {
            Operator::I32Const { value } => return self.given.extend(words(&value.to_le_bytes())),
            // Wasm-opt folds what is made of an address.
            Operator::I64Const { value } => return self.given.extend(words(&value.to_le_bytes())),
            Operator::V128Const { value } => return self.given.extend(words(value.bytes())),
            Operator::LocalGet { .. } => return,
            Operator::Call { function_index } if (self.is_gate)(*function_index) => {
                // What is on the stack is used by this call, or after it.
                self.given.clear();
                self.opened.get_or_insert(self.depth);
            }
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => self.depth += 1,
            Operator::Else => self.leave(),
            Operator::End => {
                self.leave();
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
        let given = std::mem::take(&mut self.given);
        self.see(given);
    }

    /// A block ends, or the first half of an `if`.
    fn leave(&mut self) {
        if self.opened == Some(self.depth) {
            self.opened = None;
        }
    }

    fn see(&mut self, numbers: Vec<u32>) {
        if self.opened.is_none() {
            self.used.extend(numbers);
        }
    }
}

/// The numbers of 32 bits in one that is as long or longer.
fn words(bytes: &[u8]) -> Vec<u32> {
    let (words, _) = bytes.as_chunks();
    words.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

impl<G: Fn(u32) -> bool> Reencode for Reader<G> {
    type Error = Infallible;

    fn mem_arg(&mut self, arg: MemArg) -> Result<wasm_encoder::MemArg, Error<Infallible>> {
        self.see(words(&arg.offset.to_le_bytes()));
        utils::mem_arg(self, arg)
    }

    fn instruction<'a>(
        &mut self,
        operator: Operator<'a>,
    ) -> Result<wasm_encoder::Instruction<'a>, Error<Infallible>> {
        self.read(&operator);
        utils::instruction(self, operator)
    }
}

#[cfg(test)]
mod tests {
    use super::numbers_in;
    use crate::split::parts::Parts;
    use wasm_encoder::{BlockType, CodeSection, Function, FunctionSection, Instruction};
    use wasm_encoder::{Module, TypeSection, ValType};

    const READS: u32 = 0;
    const GATED: u32 = 1;

    #[test]
    fn what_a_gate_is_given_and_what_follows_it_is_not_used_before() {
        let number = Instruction::I32Const;
        let module = module(&[
            number(10),
            number(11),
            Instruction::If(BlockType::Empty),
            number(20),
            Instruction::Call(GATED),
            number(21),
            Instruction::Call(READS),
            Instruction::Else,
            number(30),
            Instruction::Call(READS),
            Instruction::End,
            Instruction::Call(READS),
        ]);
        let parts = Parts::of(&module).unwrap();
        let used = numbers_in(&parts, READS, |function| function == GATED);
        assert_eq!(used.unwrap(), [10, 11, 30]);
        let used = numbers_in(&parts, READS, |_| false);
        assert_eq!(used.unwrap(), [10, 11, 20, 21, 30]);
    }

    /// Two functions that take a number; the first consists of these instructions.
    fn module(instructions: &[Instruction]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for instructions in [instructions, &[]] {
            functions.function(0);
            let mut body = Function::new([]);
            for instruction in instructions {
                body.instruction(instruction);
            }
            body.instruction(&Instruction::End);
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        module.finish()
    }
}
