//! Calls: of functions, of layers, of methods.

use super::evaluate::written;
use super::module::{History, Module};
use super::reader::Reader;
use super::tensor::{Known, Why};
use crate::norm::Layer;
use crate::torch::grammar::{Argument, Expression, Node, ParseError, Position};
use crate::torch::layer::{is_class, layer_of};
use crate::torch::program::{Value, torch_path};

pub(super) type Arguments = Vec<(Option<String>, Known)>;

/// Functions of PyTorch whose result is not followed, and that draw nothing.
const QUIET: [&str; 14] = [
    "torch.allclose",
    "torch.isclose",
    "torch.equal",
    "torch.mean",
    "torch.var",
    "torch.std",
    "torch.sum",
    "torch.abs",
    "torch.max",
    "torch.min",
    "torch.sqrt",
    "torch.var_mean",
    "torch.std_mean",
    "torch.device",
];

/// Whether the name alone is a function or a class.
fn is_known(name: &str) -> bool {
    ["print", "len", "range"].contains(&name) || is_class(name)
}

impl Reader {
    pub fn call(
        &mut self,
        of: &Expression,
        callee: &Expression,
        arguments: &[Argument],
    ) -> Result<Known, ParseError> {
        let bare = match &callee.node {
            Node::Name(name) if !self.names.contains_key(name) && is_known(name) => {
                Some(name.clone())
            }
            _ => None,
        };
        if let Some(path) = torch_path(callee).or(bare) {
            let given = self.given(arguments)?;
            return self.function(of, &path, arguments, given);
        }
        if let Node::Attribute(object, name) = &callee.node {
            let value = self.evaluate(object)?;
            let given = self.given(arguments)?;
            return match value {
                Known::Module(module) => self.of_module(of, module, name, &given),
                Known::Identity if name != "forward" => Ok(Known::Identity),
                Known::Identity => self.identity(of, given),
                value => self.method(of, object, value, (name, arguments), &given),
            };
        }
        let value = self.evaluate(callee)?;
        let given = self.given(arguments)?;
        match value {
            Known::Module(module) => self.module(of, module, &given),
            Known::Identity => self.identity(of, given),
            _ => Err(ParseError::new(
                of.start(),
                "only a layer or a function is called, as in y = m(x)",
            )),
        }
    }

    /// PyTorch's own function, or the class of a layer.
    fn function(
        &mut self,
        of: &Expression,
        path: &str,
        arguments: &[Argument],
        given: Arguments,
    ) -> Result<Known, ParseError> {
        let at = of.start();
        let fail = |message: String| ParseError::new(at, message);
        let class = path.strip_prefix("torch.").unwrap_or(path);
        let is_class = class.starts_with("nn.") || is_class(class);
        match path {
            "print" | "len" => Ok(Known::Opaque(Why::Computed, None)),
            "range" => self.only(at, "range", given),
            "torch.manual_seed" => match &given[..] {
                [(None, Known::Plain(Value::Int(seed)))] => {
                    self.drawn.push((Some(*seed as u64), Vec::new()));
                    Ok(Known::Opaque(Why::Computed, None))
                }
                _ => Err(fail("a seed is a whole number".into())),
            },
            _ if class == "nn.Identity" => Ok(Known::Identity),
            _ if is_class => {
                let call = of.with_arguments(written(arguments, &given)?)?;
                let layer = layer_of(&call)?;
                if let Layer::ChannelLayerNorm(_) | Layer::Box(_) = layer {
                    return Err(fail(format!(
                        "PyTorch has no class `{path}`; layers are written as in nn.GroupNorm(3, 6)"
                    )));
                }
                let module = Module::new(layer, at, of.python());
                self.modules.push(module);
                Ok(Known::Module(self.modules.len() - 1))
            }
            _ if path.starts_with("F.") && path != "F.relu" => self.functional(of, path, &given),
            _ if QUIET.contains(&path) => Ok(Known::Opaque(Why::Computed, None)),
            _ => self.constructed(of, path, arguments, given),
        }
    }

    fn only(&self, at: Position, name: &str, mut given: Arguments) -> Result<Known, ParseError> {
        let value = given.pop();
        value
            .map(|(_, value)| value)
            .ok_or_else(|| ParseError::new(at, format!("{name} takes a number")))
    }

    fn identity(&mut self, of: &Expression, mut given: Arguments) -> Result<Known, ParseError> {
        let message = format!(
            "`{}` gives its input back: nn.Identity normalizes nothing, and there is nothing to show",
            of.python()
        );
        self.remark(of.start(), message);
        let input = given.pop();
        Ok(input.map_or(Known::Opaque(Why::Computed, None), |(_, input)| input))
    }

    /// The call of a layer: a choice, where its input can be written for x.
    pub fn module(
        &mut self,
        of: &Expression,
        module: usize,
        given: &Arguments,
    ) -> Result<Known, ParseError> {
        let [(None, input)] = &given[..] else {
            return Err(ParseError::new(
                of.start(),
                "a layer is called on one tensor, as in y = m(x)",
            ));
        };
        self.show(of, module, input)
    }

    /// Offers the call of a module on an input.
    pub fn show(
        &mut self,
        of: &Expression,
        module: usize,
        input: &Known,
    ) -> Result<Known, ParseError> {
        let (at, text) = (of.start(), of.python());
        let output = Known::Opaque(Why::Output, input.outline().cloned());
        let Known::Tensor(input) = input else {
            let why = input.obstacle().unwrap_or(Why::Computed);
            self.modules[module].call(None);
            self.remark(at, format!("the input of `{text}` {}", why.sentence()));
            return Ok(output);
        };
        if input.outline.is_whole {
            self.modules[module].call(None);
            self.remark(at, format!("the input of `{text}` is of whole numbers, which no layer takes; write .float() after it"));
            return Ok(output);
        }
        for pending in self.modules.iter_mut().filter(|other| !other.is_called) {
            pending.stood.get_or_insert_with(|| (**input).clone());
        }
        let history = self.modules[module].history(input);
        self.modules[module].call(Some(input));
        let module = self.modules[module].clone();
        self.last_input = Some((**input).clone());
        let (steps, is_lost) = match history {
            History::Steps(steps, first) => ((steps, first), false),
            History::Other => ((0, input.draws.start), true),
        };
        if is_lost && !module.is_training {
            let message = format!(
                "`{text}` normalizes with running averages of batches that no link can give: those before it would have to be of the same kind, drawn one after another, and it the next"
            );
            self.remark(at, message);
            return Ok(output);
        }
        let mut choice = self.choice(&module, input, at, text, steps);
        choice.is_history_lost = is_lost;
        self.offer(choice);
        Ok(output)
    }
}
