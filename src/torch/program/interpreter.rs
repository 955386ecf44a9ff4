//! One statement after another.

use std::collections::BTreeMap;

use super::constant::{compound, torch_path};
use super::functions;
use super::given::Given;
use super::index::{self, Part};
use super::outline::Outline;
use super::value::Value;
use crate::torch::Generator;
use crate::torch::grammar::{Argument, Expression, Node, ParseError, Statement, Subscript};

/// Products, at most, of the convolutions of one tensor: about two seconds.
const MOST_WORK: usize = 1 << 30;

/// A program that runs: its names, and the one generator that it draws from.
///
/// ```
/// use normscope::torch::{Generator, grammar::parse_program, program::{Interpreter, Value}};
/// let lines = parse_program("s = torch.tensor([1, 10])\nx = torch.rand(3, 2) * s")?;
/// let mut program = Interpreter::new(Generator::new(0));
/// program.run(&lines)?;
/// assert!(matches!(program.value("x"), Some(Value::Tensor(x)) if x.shape() == [3, 2]));
/// # Ok::<(), normscope::torch::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Interpreter {
    names: BTreeMap<String, Value>,
    /// Without one, tensors are outlined
    generator: Option<Generator>,
    /// Elements of the tensors that were outlined
    outlined: usize,
    /// Products that they take beyond that
    work: usize,
}

/// What the tensor that `expression` writes is like, and nothing computed; other values are as they are.
/// A name may be known, with the shape of its tensor.
///
/// # Errors
///
/// If it cannot be computed, or takes more than `most` elements, those of all its steps together.
pub fn outline(
    expression: &Expression,
    known: Option<(&str, &[usize])>,
    most: usize,
) -> Result<Value, ParseError> {
    let mut program = Interpreter {
        names: BTreeMap::new(),
        generator: None,
        outlined: 0,
        work: 0,
    };
    if let Some((name, shape)) = known {
        let outline = Outline::new(shape.to_vec(), false);
        let outline = outline.map_err(|message| ParseError::new(expression.at, message))?;
        program.define(name, Value::Outline(outline));
    }
    let value = program.evaluate(expression)?;
    if program.outlined > most {
        let message =
            format!("what is written for x takes at most {most} elements, all its steps together");
        return Err(ParseError::new(expression.at, message));
    }
    if program.work > MOST_WORK {
        let message =
            format!("the convolutions that are written for x take more than {MOST_WORK} products");
        return Err(ParseError::new(expression.at, message));
    }
    // A name or a method keeps nothing of what its tensor took.
    Ok(match value {
        Value::Outline(outline) => Value::Outline(Outline {
            work: program.work,
            ..outline
        }),
        other => other,
    })
}

impl Interpreter {
    /// Nothing is defined yet but PyTorch's functions.
    pub fn new(generator: Generator) -> Self {
        Self {
            names: BTreeMap::new(),
            generator: Some(generator),
            outlined: 0,
            work: 0,
        }
    }

    /// Gives `name` a value, as an import does.
    pub fn define(&mut self, name: &str, value: Value) {
        self.names.insert(name.into(), value);
    }

    /// What `name` is worth now.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.names.get(name)
    }

    /// Takes the value of `name` out of the program.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.names.remove(name)
    }

    /// Runs the statements in their order.
    ///
    /// # Errors
    ///
    /// At the first that cannot be run; what stands before it has been done.
    pub fn run(&mut self, program: &[Statement]) -> Result<(), ParseError> {
        for statement in program {
            match statement {
                Statement::Import => {}
                Statement::Expression(value) => drop(self.evaluate(value)?),
                Statement::Assign(target, value) => {
                    let value = self.evaluate(value)?;
                    self.assign(target, value)?;
                }
            }
        }
        Ok(())
    }

    fn assign(&mut self, target: &Expression, value: Value) -> Result<(), ParseError> {
        match &target.node {
            Node::Name(name) => {
                self.names.insert(name.clone(), value);
                Ok(())
            }
            Node::Index(object, subscripts) => self.assign_part(object, subscripts, &value),
            _ => {
                let message = "before `=` stands a name or a part of a tensor, as in `x[0, 2]`";
                Err(ParseError::new(target.at, message))
            }
        }
    }

    fn assign_part(
        &mut self,
        object: &Expression,
        subscripts: &[Subscript],
        value: &Value,
    ) -> Result<(), ParseError> {
        let parts = self.parts(subscripts)?;
        let target = object.path().and_then(|name| self.names.get_mut(&name));
        let result = match (target, value.number()) {
            (Some(Value::Tensor(tensor)), Some(value)) => {
                index::assign(tensor, &parts, value as f32)
            }
            (Some(Value::Tensor(_)), None) => Err("a number is assigned to a part here".into()),
            _ => Err("only a tensor that has a name has parts to assign to".into()),
        };
        result.map_err(|message| ParseError::new(object.at, message))
    }

    /// What an expression is worth.
    ///
    /// # Errors
    ///
    /// If it cannot be computed.
    pub fn evaluate(&mut self, expression: &Expression) -> Result<Value, ParseError> {
        let value = self.value_of(expression)?;
        if let Value::Outline(outline) = &value {
            self.outlined = self.outlined.saturating_add(outline.len());
            self.work = self.work.saturating_add(outline.work);
        }
        Ok(value)
    }

    fn value_of(&mut self, expression: &Expression) -> Result<Value, ParseError> {
        let at = expression.at;
        let fail = |message| ParseError::new(at, message);
        match &expression.node {
            Node::Name(name) => {
                let found = self.names.get(name).cloned();
                found.ok_or_else(|| fail(format!("`{name}` is not defined")))
            }
            Node::Attribute(object, name) => match torch_path(expression) {
                Some(path) => Ok(Value::Text(path)),
                None => attribute(self.evaluate(object)?, name).map_err(fail),
            },
            Node::Call(function, arguments) => self.call(function, arguments),
            Node::Index(object, subscripts) => {
                let object = self.evaluate(object)?;
                let parts = self.parts(subscripts)?;
                match object {
                    Value::Tensor(tensor) => index::select(&tensor, &parts).map_err(fail),
                    other => Err(fail(format!("{} has no parts here", other.kind()))),
                }
            }
            _ => compound(expression, &mut |child| self.evaluate(child)),
        }
    }

    fn call(&mut self, function: &Expression, arguments: &[Argument]) -> Result<Value, ParseError> {
        let fail = |message| ParseError::new(function.at, message);
        if let Some(path) = torch_path(function) {
            let given = self.given(arguments)?;
            return functions::function(&path, given, self.generator.as_mut()).map_err(fail);
        }
        if let Node::Attribute(object, name) = &function.node {
            let object = self.evaluate(object)?;
            let given = self.given(arguments)?;
            return functions::method(&object, name, given).map_err(fail);
        }
        match self.evaluate(function)? {
            Value::Function(function) if arguments.is_empty() => Ok(function()),
            other => Err(fail(format!("{} cannot be called so", other.kind()))),
        }
    }

    fn given(&mut self, arguments: &[Argument]) -> Result<Given, ParseError> {
        let mut given = Given {
            values: Vec::new(),
            named: Vec::new(),
        };
        for argument in arguments {
            let value = self.evaluate(&argument.value)?;
            match &argument.name {
                Some(name) => given.named.push((name.clone(), value)),
                None => given.values.push(value),
            }
        }
        Ok(given)
    }

    fn parts(&mut self, subscripts: &[Subscript]) -> Result<Vec<Part>, ParseError> {
        subscripts
            .iter()
            .map(|subscript| self.part(subscript))
            .collect()
    }

    fn part(&mut self, subscript: &Subscript) -> Result<Part, ParseError> {
        let index = match subscript {
            Subscript::Slice(from, to) => {
                return Ok(Part::Slice(self.bound(from)?, self.bound(to)?));
            }
            Subscript::At(index) => index,
        };
        match self.evaluate(index)? {
            Value::Int(at) => Ok(Part::At(at)),
            Value::Indices(picked) => Ok(Part::Pick(picked)),
            other => Err(not_an_index(index, &other)),
        }
    }

    fn bound(&mut self, bound: &Option<Expression>) -> Result<Option<i64>, ParseError> {
        let Some(bound) = bound else {
            return Ok(None);
        };
        match self.evaluate(bound)? {
            Value::Int(at) => Ok(Some(at)),
            other => Err(not_an_index(bound, &other)),
        }
    }
}

fn not_an_index(index: &Expression, value: &Value) -> ParseError {
    ParseError::new(
        index.at,
        format!("an index is a whole number, not {}", value.kind()),
    )
}

fn attribute(object: Value, name: &str) -> Result<Value, String> {
    let missing = format!("{} has no `{name}` here", object.kind());
    match object {
        Value::Record(attributes) => {
            let found = attributes.into_iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| value).ok_or(missing)
        }
        _ => Err(missing),
    }
}
