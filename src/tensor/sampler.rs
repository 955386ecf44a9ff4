//! One batch after another.

use ndarray::ArrayD;

use super::Source;
use super::digits::load_digits;
use super::held::held;
use super::stored::DATA;
use crate::torch::Generator;
use crate::torch::grammar::{Statement, parse_program};
use crate::torch::program::{Interpreter, Value};

/// The name that the program gives to x.
const X: &str = "x";

/// Draws batches of one source from one generator.
///
/// What a recipe draws once, such as the filters of `features`, stays the same in all batches.
#[derive(Clone, Debug)]
pub struct Sampler {
    program: Interpreter,
    batch: Vec<Statement>,
}

impl Sampler {
    /// Draws what is drawn once.
    pub(super) fn new(source: &Source, mut generator: Generator) -> Self {
        let before = source.before.iter();
        before.for_each(|draw| draw.skip(&mut generator));
        let script = source.script(X);
        let read = |lines: &[String]| {
            parse_program(&lines.join("\n")).expect("a recipe is written in the grammar")
        };
        let mut program = Interpreter::new(generator);
        program.define("load_digits", Value::Function(load_digits));
        if let Some(stored) = source.values.stored() {
            program.define(DATA, Value::Tensor(held(stored)));
        }
        let setup = program.run(&read(&script.setup));
        setup.unwrap_or_else(|error| panic!("{source} sets up: {error}"));
        Self {
            program,
            batch: read(&script.batch),
        }
    }

    /// The next batch.
    pub fn next_batch(&mut self) -> ArrayD<f32> {
        let run = self.program.run(&self.batch);
        run.unwrap_or_else(|error| panic!("a recipe draws in every shape that fits: {error}"));
        match self.program.take(X) {
            Some(Value::Tensor(x)) => x.into_owned(),
            other => panic!("a recipe ends with {X} as a tensor, not {other:?}"),
        }
    }
}
