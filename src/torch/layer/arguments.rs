//! The arguments of a call, bound to the names of its parameters as Python binds them.

use crate::torch::grammar::{Argument, Expression, Node, ParseError, Position, nearest};
use crate::torch::program::{Value, constant};

/// What a class or function takes.
pub(super) struct Signature {
    /// Its name
    pub name: &'static str,
    /// Its parameters, in the order that they may be given without their names
    pub parameters: &'static [&'static str],
    /// How many of them, from the first, have no default
    pub required: usize,
    /// A call that works, for errors
    pub example: &'static str,
}

/// Arguments of one call, each under its parameter's name.
pub(super) struct Bound {
    function: &'static str,
    values: Vec<(&'static str, Position, Value)>,
}

impl Signature {
    /// Binds the arguments of a call that stands at `at`.
    pub fn bind(&self, at: Position, arguments: &[Argument]) -> Result<Bound, ParseError> {
        let mut values: Vec<(&'static str, Position, Value)> = Vec::new();
        for (place, argument) in arguments.iter().enumerate() {
            let parameter = self.parameter(place, argument, arguments)?;
            if values.iter().any(|(name, ..)| *name == parameter) {
                let message = format!("{} is given `{parameter}` twice", self.name);
                return Err(ParseError::new(argument.at, message));
            }
            let value = constant(&argument.value)?;
            values.push((parameter, argument.value.at, value));
        }
        let given = |name: &&&str| values.iter().any(|(value, ..)| value == *name);
        if let Some(missing) = self.parameters[..self.required].iter().find(|n| !given(n)) {
            let message = format!("{} needs `{missing}`, as in {}", self.name, self.example);
            return Err(ParseError::new(at, message));
        }
        Ok(Bound {
            function: self.name,
            values,
        })
    }

    fn parameter(
        &self,
        place: usize,
        argument: &Argument,
        all: &[Argument],
    ) -> Result<&'static str, ParseError> {
        let Some(name) = &argument.name else {
            if all[..place].iter().any(|earlier| earlier.name.is_some()) {
                let message = "a value without a name cannot follow one with a name";
                return Err(ParseError::new(argument.at, message));
            }
            let too_many = || {
                let most = self.parameters.len();
                let message = format!("{} takes at most {most} values: {}", self.name, self.list());
                ParseError::new(argument.at, message)
            };
            return self.parameters.get(place).copied().ok_or_else(too_many);
        };
        let found = self.parameters.iter().find(|parameter| *parameter == name);
        found
            .copied()
            .ok_or_else(|| self.unknown(name, argument.at))
    }

    fn unknown(&self, name: &str, at: Position) -> ParseError {
        let help = match nearest(name, self.parameters) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes {}", self.list()),
        };
        ParseError::new(
            at,
            format!("{} has no argument `{name}`; {help}", self.name),
        )
    }

    fn list(&self) -> String {
        self.parameters.join(", ")
    }
}

impl Bound {
    fn get(&self, name: &str) -> Option<(Position, &Value)> {
        let found = self.values.iter().find(|(given, ..)| *given == name)?;
        Some((found.1, &found.2))
    }

    fn wrong(&self, name: &str, at: Position, wanted: &str, value: &Value) -> ParseError {
        let (function, kind) = (self.function, value.kind());
        ParseError::new(
            at,
            format!("`{name}` of {function} is {wanted}, not {kind}"),
        )
    }

    /// A whole number that the signature requires.
    pub fn int(&self, name: &str) -> Result<i64, ParseError> {
        match self.required(name) {
            (_, Value::Int(value)) => Ok(*value),
            (at, other) => Err(self.wrong(name, at, "a whole number", other)),
        }
    }

    /// One length or a list of them, that the signature requires.
    pub fn lengths(&self, name: &str) -> Result<Vec<i64>, ParseError> {
        let wanted = "a whole number or a list of them";
        match self.required(name) {
            (_, Value::Int(value)) => Ok(vec![*value]),
            (at, list @ Value::List(items)) => {
                let length = |item: &Value| match item {
                    Value::Int(value) => Ok(*value),
                    _ => Err(self.wrong(name, at, wanted, list)),
                };
                items.iter().map(length).collect()
            }
            (at, other) => Err(self.wrong(name, at, wanted, other)),
        }
    }

    fn required(&self, name: &str) -> (Position, &Value) {
        self.get(name).expect("the signature requires it")
    }

    /// A number, or `default`.
    pub fn float(&self, name: &str, default: f64) -> Result<f64, ParseError> {
        match self.get(name) {
            None => Ok(default),
            Some((at, value)) => {
                number(value).ok_or_else(|| self.wrong(name, at, "a number such as 1e-5", value))
            }
        }
    }

    /// A number or `None`, or `default`.
    pub fn optional_float(
        &self,
        name: &str,
        default: Option<f64>,
    ) -> Result<Option<f64>, ParseError> {
        match self.get(name) {
            None => Ok(default),
            Some((_, Value::None)) => Ok(None),
            Some((at, value)) => number(value)
                .map(Some)
                .ok_or_else(|| self.wrong(name, at, "a number or None", value)),
        }
    }

    /// `True` or `False`, or `default`.
    pub fn flag(&self, name: &str, default: bool) -> Result<bool, ParseError> {
        match self.get(name) {
            None => Ok(default),
            Some((_, Value::Bool(value))) => Ok(*value),
            Some((at, other)) => Err(self.wrong(name, at, "True or False", other)),
        }
    }

    /// Refuses a `device` or `dtype` that PyTorch has and this program has not.
    pub fn check_machine(&self) -> Result<(), ParseError> {
        let fits = |name: &str, wanted: &str| match self.get(name) {
            None | Some((_, Value::None)) => Ok(()),
            Some((_, Value::Text(text))) if text == wanted => Ok(()),
            Some((at, _)) => Err(ParseError::new(
                at,
                format!("here every `{name}` is {wanted}; leave it out"),
            )),
        };
        fits("device", "cpu")?;
        fits("dtype", "torch.float32")
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        _ => None,
    }
}

/// The call that an expression is: the name after `nn.` or `torch.nn.`, where it stands, its arguments.
pub(super) fn call_of(
    expression: &Expression,
) -> Result<(String, Position, &[Argument]), ParseError> {
    let path_of = |function: &Expression| {
        let path = function.path()?;
        let short = path.strip_prefix("torch.").unwrap_or(&path);
        Some(short.strip_prefix("nn.").unwrap_or(short).to_string())
    };
    let at = expression.at;
    match &expression.node {
        Node::Call(function, arguments) => {
            let message = "a layer is a name and its arguments, as in GroupNorm(3,6)";
            let name = path_of(function).ok_or_else(|| ParseError::new(at, message))?;
            Ok((name, at, arguments))
        }
        _ => match path_of(expression) {
            Some(name) => Ok((name, at, &[])),
            None => {
                let message = "a layer is a name and its arguments, as in GroupNorm(3,6)";
                Err(ParseError::new(at, message))
            }
        },
    }
}
