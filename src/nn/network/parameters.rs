//! The numbers that a network learns, one after another.

use crate::nn::init::{Fans, Init, normal};
use crate::torch::Generator;
use std::ops::Range;

/// One array of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// As in a `state_dict`: `conv1.weight`
    pub name: String,
    /// As PyTorch has it
    pub shape: Vec<usize>,
    /// Where it lies
    pub place: Range<usize>,
    pub(super) begin: Begin,
}

/// What a parameter begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Begin {
    /// As [`Init`] says of a weight
    Weight(Fans),
    /// As [`Init`] says of the bias of a weight with so many values into each output
    Bias(usize),
    /// Normal with variance 1, as `nn.Embedding`
    Normal,
    /// γ
    Ones,
    /// β
    Zeros,
}

/// All parameters of a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// Which they are, in the order of the layers
    pub list: Vec<Parameter>,
    /// Their values, each parameter in C order
    pub values: Vec<f32>,
}

impl Parameters {
    /// A parameter of this name.
    pub fn find(&self, name: &str) -> Option<&Parameter> {
        self.list.iter().find(|parameter| parameter.name == name)
    }

    /// The values of a parameter.
    pub fn of(&self, parameter: &Parameter) -> &[f32] {
        &self.values[parameter.place.clone()]
    }

    /// Draws all of them.
    pub fn draw(&mut self, init: Init, generator: &mut Generator) {
        for parameter in &self.list {
            let values = &mut self.values[parameter.place.clone()];
            match parameter.begin {
                Begin::Weight(fans) => init.weight(fans, values, generator),
                Begin::Bias(into) => init.bias(into, values, generator),
                Begin::Normal => normal(values, 1.0, generator),
                Begin::Ones => values.fill(1.0),
                Begin::Zeros => values.fill(0.0),
            }
        }
    }

    /// One more, of zeros.
    pub(super) fn add(&mut self, name: String, shape: &[usize], begin: Begin) {
        let first = self.values.len();
        let end = first + shape.iter().product::<usize>();
        self.values.resize(end, 0.0);
        self.list.push(Parameter {
            name,
            shape: shape.to_vec(),
            place: first..end,
            begin,
        });
    }
}
