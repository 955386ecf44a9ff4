//! Functions that normalize: what they are given.

use super::equal::module;
use super::module::Module;
use super::reader::Reader;
use super::refusal::refusal;
use super::tensor::{Known, Why};
use crate::torch::grammar::{Expression, ParseError, nearest};
use crate::torch::program::{Value, lengths};

/// Functions that are understood, and their parameters after the input.
const FUNCTIONS: [(&str, &[&str]); 6] = [
    (
        "F.batch_norm",
        &[
            "running_mean",
            "running_var",
            "weight",
            "bias",
            "training",
            "momentum",
            "eps",
        ],
    ),
    (
        "F.layer_norm",
        &["normalized_shape", "weight", "bias", "eps"],
    ),
    (
        "F.instance_norm",
        &[
            "running_mean",
            "running_var",
            "weight",
            "bias",
            "use_input_stats",
            "momentum",
            "eps",
        ],
    ),
    ("F.group_norm", &["num_groups", "weight", "bias", "eps"]),
    ("F.rms_norm", &["normalized_shape", "weight", "eps"]),
    ("F.normalize", &["p", "dim", "eps", "out"]),
];

/// Values under the names of parameters.
pub(super) struct Bound<'a>(Vec<(&'static str, &'a Known)>);

impl Bound<'_> {
    /// What is given, unless it is None.
    pub fn get(&self, name: &str) -> Option<&Known> {
        let found = self.0.iter().find(|(given, _)| *given == name)?.1;
        (!matches!(found, Known::Plain(Value::None))).then_some(found)
    }

    pub fn float(&self, name: &str) -> Result<Option<f64>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Known::Plain(Value::Float(value))) => Ok(Some(*value)),
            Some(Known::Plain(Value::Int(value))) => Ok(Some(*value as f64)),
            Some(_) => Err(format!("`{name}` is a number such as 1e-5")),
        }
    }

    pub fn eps(&self) -> Result<f64, String> {
        Ok(self.float("eps")?.unwrap_or(1e-5))
    }

    pub fn flag(&self, name: &str, default: bool) -> Result<bool, String> {
        match self.get(name) {
            None => Ok(default),
            Some(Known::Plain(Value::Bool(value))) => Ok(*value),
            Some(_) => Err(format!("`{name}` is True or False")),
        }
    }

    /// One length or a list of them, each a whole number.
    pub fn lengths(&self, name: &str) -> Result<Vec<i64>, String> {
        match self.get(name) {
            Some(Known::Plain(value @ (Value::List(_) | Value::Int(_)))) => {
                lengths(std::slice::from_ref(value))
            }
            _ => Err(format!("`{name}` is a whole number or a list of them")),
        }
    }

    /// The axes given, or the one that is taken where none is.
    pub fn axis(&self, name: &str, default: i64) -> Result<Vec<i64>, String> {
        match self.get(name) {
            None => Ok(vec![default]),
            Some(_) => self.lengths(name),
        }
    }

    /// Whether γ or β is given.
    pub fn is_affine(&self) -> bool {
        self.get("weight").or(self.get("bias")).is_some()
    }

    /// Whether the running averages are given, and are those of a new layer.
    pub fn running(&self, channels: usize) -> Result<bool, String> {
        let new = [
            ("running_mean", format!("torch.zeros({channels})")),
            ("running_var", format!("torch.ones({channels})")),
        ];
        let is_new = |(name, new): &(&str, String)| match self.get(name) {
            Some(Known::Tensor(tensor)) => tensor.written.compact() == *new,
            _ => false,
        };
        match (self.get("running_mean"), self.get("running_var")) {
            (None, None) => Ok(false),
            _ if new.iter().all(is_new) => Ok(true),
            _ => Err(format!(
                "no link holds running averages other than torch.zeros({channels}) and torch.ones({channels}), with which a layer begins"
            )),
        }
    }
}

impl Reader {
    /// A call of a function such as `F.layer_norm(x, [10])`.
    pub fn functional(
        &mut self,
        of: &Expression,
        path: &str,
        given: &[(Option<String>, Known)],
    ) -> Result<Known, ParseError> {
        let at = of.start();
        let fail = |message: String| ParseError::new(at, message);
        let Some((_, parameters)) = FUNCTIONS.iter().find(|(name, _)| *name == path) else {
            let names = FUNCTIONS.map(|(name, _)| name);
            let near = nearest(path, &names);
            let help = near.map_or(format!("known are {}", names.join(", ")), |near| {
                format!("did you mean `{near}`?")
            });
            return Err(fail(format!("there is no function `{path}` here; {help}")));
        };
        let (input, bound) = bind(path, parameters, given).map_err(fail)?;
        let output = Known::Opaque(Why::Output, input.outline().cloned());
        let text = of.python();
        let Some(shape) = input.outline().map(|outline| outline.shape.clone()) else {
            let why = input.obstacle().unwrap_or(Why::Computed);
            self.remark(at, format!("the input of `{text}` {}", why.sentence()));
            return Ok(output);
        };
        if let Some(sentence) = refusal(path, &bound, &shape) {
            self.remark(at, format!("`{text}` is refused by PyTorch: {sentence}"));
            return Ok(output);
        }
        match module(path, &bound, &shape) {
            Ok(found) => {
                let is_written_to = found.is_training && bound.get("running_mean").is_some();
                self.modules.push(Module { at, text, ..found });
                let result = self.show(of, self.modules.len() - 1, input);
                if let (true, Some(average)) = (is_written_to, bound.get("running_mean")) {
                    // The averages move, and no constant is known to be still what it was.
                    self.change(average);
                }
                result
            }
            Err(why) => {
                self.remark(at, format!("`{text}`: {why}"));
                Ok(output)
            }
        }
    }
}

/// The input, and the other values under the names of their parameters.
fn bind<'a>(
    path: &str,
    parameters: &[&'static str],
    given: &'a [(Option<String>, Known)],
) -> Result<(&'a Known, Bound<'a>), String> {
    let mut input = None;
    let mut bound = Vec::new();
    for (place, (name, value)) in given.iter().enumerate() {
        match (name.as_deref(), place) {
            (None, 0) | (Some("input"), _) => input = Some(value),
            (None, place) => {
                let too_many = || format!("{path} takes at most {} values", parameters.len() + 1);
                bound.push((*parameters.get(place - 1).ok_or_else(too_many)?, value));
            }
            (Some(name), _) => {
                let unknown = || {
                    let near = nearest(name, parameters);
                    let help = near.map_or(format!("it takes {}", parameters.join(", ")), |near| {
                        format!("did you mean `{near}`?")
                    });
                    format!("{path} has no argument `{name}`; {help}")
                };
                let parameter = parameters.iter().find(|parameter| **parameter == name);
                bound.push((*parameter.ok_or_else(unknown)?, value));
            }
        }
    }
    let input = input.ok_or_else(|| format!("{path} needs an input"))?;
    Ok((input, Bound(bound)))
}
