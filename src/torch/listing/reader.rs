//! The lines of a text, one after another.

use std::collections::BTreeMap;

use super::module::Module;
use super::tensor::{Known, Tensor, Why};
use super::{Choice, Listing};
use crate::torch::grammar::{Expression, Line, Node, ParseError, Position, Statement};
use crate::torch::program::Value;

/// Most lines that are followed, those of loops each time.
const MOST_LINES: usize = 1000;

/// Most choices that are offered.
const MOST_CHOICES: usize = 100;

/// What is known between two lines.
#[derive(Default)]
pub(super) struct Reader {
    pub names: BTreeMap<String, Known>,
    pub modules: Vec<Module>,
    /// For each seed, the one given and what was drawn since; the first is none
    pub drawn: Vec<(Option<u64>, Vec<String>)>,
    pub choices: Vec<Choice>,
    pub remarks: Vec<ParseError>,
    /// The input of the last call
    pub last_input: Option<Tensor>,
    /// The last that was given a name
    last_named: Option<Tensor>,
    lines: usize,
}

impl Reader {
    pub fn new() -> Self {
        Self {
            drawn: vec![(None, Vec::new())],
            ..Self::default()
        }
    }

    /// Reads the lines up to the first that is not understood.
    pub fn run(&mut self, lines: &[Line]) -> Result<(), ParseError> {
        for line in lines {
            self.lines += 1;
            if self.lines > MOST_LINES {
                let (Line::Statement(at, _) | Line::Repeat(at, ..)) = line;
                let message = format!("more than {MOST_LINES} lines are run up to here");
                return Err(ParseError::new(*at, message));
            }
            match line {
                Line::Statement(_, Statement::Import) => {}
                Line::Statement(_, Statement::Expression(value)) => drop(self.evaluate(value)?),
                Line::Statement(_, Statement::Assign(target, value)) => {
                    let value = self.evaluate(value)?;
                    self.assign(target, value)?;
                }
                Line::Repeat(at, count, lines) => {
                    let Known::Plain(Value::Int(count)) = self.evaluate(count)? else {
                        let message = "a loop here runs over a range, as in range(3)";
                        return Err(ParseError::new(*at, message));
                    };
                    for _ in 0..count {
                        self.lines += 1;
                        self.run(lines)?;
                        if self.lines > MOST_LINES {
                            let message =
                                format!("more than {MOST_LINES} lines are run up to here");
                            return Err(ParseError::new(*at, message));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn assign(&mut self, target: &Expression, value: Known) -> Result<(), ParseError> {
        match &target.node {
            Node::Name(name) => {
                match &value {
                    Known::Module(module) => self.modules[*module].name(name),
                    Known::Tensor(tensor) => self.last_named = Some((**tensor).clone()),
                    _ => {}
                }
                self.names.insert(name.clone(), value);
                Ok(())
            }
            Node::Tuple(targets) | Node::List(targets) => {
                let values = match value {
                    Known::Plain(Value::List(items)) => {
                        items.into_iter().map(Known::Plain).collect()
                    }
                    Known::Several(items) => items,
                    _ => Vec::new(),
                };
                if values.len() != targets.len() {
                    let message = format!(
                        "{} values stand here for {} names",
                        values.len(),
                        targets.len()
                    );
                    return Err(ParseError::new(target.start(), message));
                }
                let mut pairs = targets.iter().zip(values);
                pairs.try_for_each(|(target, value)| self.assign(target, value))
            }
            Node::Index(object, subscripts) => {
                let value = self.evaluate(object)?;
                self.subscripts(subscripts)?;
                if !matches!((&value, object.path()), (Known::Tensor(_), Some(_))) {
                    let message = "what is changed here is not followed; before `=` stands a name, as in y = m(x)";
                    return Err(ParseError::new(target.start(), message));
                }
                self.change(&value);
                Ok(())
            }
            _ => {
                let message = "before `=` stands a name here, as in y = m(x)";
                Err(ParseError::new(target.start(), message))
            }
        }
    }

    /// A tensor was written to: it and all that may share its memory are no longer what was written.
    pub fn change(&mut self, changed: &Known) {
        let Known::Tensor(changed) = changed else {
            return;
        };
        for known in self.names.values_mut() {
            let is_shared = match known {
                Known::Tensor(tensor) => {
                    tensor.seeds == changed.seeds && tensor.draws == changed.draws
                }
                Known::Several(_) => true,
                _ => false,
            };
            if is_shared {
                *known = Known::Opaque(Why::Computed, known.outline().cloned());
            }
        }
    }

    /// Adds a choice; one at the same place, of an earlier turn of a loop, makes way.
    pub fn offer(&mut self, choice: Choice) {
        self.choices
            .retain(|other| other.at != choice.at || other.text != choice.text);
        self.choices.push(choice);
    }

    pub fn remark(&mut self, at: Position, message: String) {
        let remark = ParseError::new(at, message);
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// All choices, in the order of the text, with the layers that are not called.
    pub fn finish(mut self, error: Option<ParseError>) -> Listing {
        let last = self.last_input.clone().or(self.last_named.clone());
        for module in std::mem::take(&mut self.modules) {
            let input = module.stood.clone().or_else(|| last.clone());
            if let (false, Some(input)) = (module.is_called, input) {
                let choice = self.choice(
                    &module,
                    &input,
                    module.at,
                    module.text.clone(),
                    (0, input.draws.start),
                );
                self.choices.push(choice);
            }
        }
        self.choices.sort_by_key(|choice| choice.at);
        self.remarks.extend(error);
        if let Some(first) = self.choices.get(MOST_CHOICES) {
            let message =
                format!("the first {MOST_CHOICES} calls are offered, which end before this one");
            let remark = ParseError::new(first.at, message);
            self.remarks.push(remark);
            self.choices.truncate(MOST_CHOICES);
        }
        Listing {
            choices: self.choices,
            remarks: self.remarks,
        }
    }

    /// The choice of a call on `input`, before which the layer was called on `steps` batches,
    /// the first of which begins with the draw `first`.
    pub fn choice(
        &self,
        module: &Module,
        input: &Tensor,
        at: Position,
        text: String,
        (steps, first): (u32, usize),
    ) -> Choice {
        let (seed, drawn) = &self.drawn[input.seeds];
        let before = if input.draws.is_empty() {
            &[][..]
        } else {
            &drawn[..first]
        };
        let mut x = before.join(";");
        if !x.is_empty() {
            x.push(';');
        }
        x += &input.written.unqualified().compact();
        Choice {
            at,
            text,
            layer: module.layer.clone(),
            parameters: module.parameters.clone(),
            is_length: module.is_length,
            is_training: module.is_training,
            x,
            seed: *seed,
            steps,
            is_called: module.is_called,
            is_history_lost: false,
        }
    }
}

impl Module {
    /// It was given a name.
    fn name(&mut self, name: &str) {
        if !self.text.contains(" = ") {
            self.text = format!("{name} = {}", self.text);
        }
    }
}
