//! The last argument: what a call may leave out.

use super::arguments::{float32, length, narrow, numbers, whole, write};
use super::refusal;
use crate::norm::{Module, Running};
use js_sys::{Float32Array, Object};
use ndarray::ArrayD;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `{ weight, bias, … }`; its getters may throw.
    #[wasm_bindgen(extends = Object)]
    type Bag;
    #[wasm_bindgen(method, getter, catch)]
    fn weight(this: &Bag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn bias(this: &Bag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn running_mean(this: &Bag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn running_var(this: &Bag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn num_batches_tracked(this: &Bag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn training(this: &Bag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn out(this: &Bag) -> Result<JsValue, JsValue>;
}

/// The options of a call; `undefined` and `null` are left out.
pub struct Options {
    weight: Option<JsValue>,
    bias: Option<JsValue>,
    running_mean: Option<JsValue>,
    running_var: Option<JsValue>,
    num_batches_tracked: Option<JsValue>,
    training: bool,
    out: Option<JsValue>,
}

impl Options {
    /// Reads every option once.
    pub fn of(value: &JsValue) -> Result<Self, JsValue> {
        let mut options = Self {
            weight: None,
            bias: None,
            running_mean: None,
            running_var: None,
            num_batches_tracked: None,
            training: true,
            out: None,
        };
        let Some(value) = present(value.clone()) else {
            return Ok(options);
        };
        if !value.is_object() {
            return Err(refusal(
                "the options are an object such as { training: false }",
            ));
        }
        let bag: &Bag = value.unchecked_ref();
        options.weight = present(bag.weight()?);
        options.bias = present(bag.bias()?);
        options.running_mean = present(bag.running_mean()?);
        options.running_var = present(bag.running_var()?);
        options.num_batches_tracked = present(bag.num_batches_tracked()?);
        options.out = present(bag.out()?);
        if let Some(training) = present(bag.training()?) {
            let refused = || refusal("training is true or false");
            options.training = training.as_bool().ok_or_else(refused)?;
        }
        Ok(options)
    }

    /// The array that y goes to, if one is given, which has to have `count` elements.
    pub fn out(&self, count: usize) -> Result<Option<&Float32Array>, JsValue> {
        let Some(out) = &self.out else {
            return Ok(None);
        };
        let out = float32("out", out)?;
        length("out", count, out.length() as usize)?;
        Ok(Some(out))
    }

    /// Brings a module that has its initial weight and bias into the mode and state that the options say.
    pub fn apply(&self, module: &mut Module) -> Result<(), JsValue> {
        module.train(self.training);
        if let Some(given) = &self.weight {
            module.set_weight(parameter("weight", given, module.weight(), module)?);
        }
        if let Some(given) = &self.bias {
            module.set_bias(parameter("bias", given, module.bias(), module)?);
        }
        self.apply_averages(module)
    }

    /// Whether the options say nothing of weight and bias.
    pub fn leaves_parameters(&self) -> bool {
        self.weight.is_none() && self.bias.is_none()
    }

    fn apply_averages(&self, module: &mut Module) -> Result<(), JsValue> {
        let Some(channels) = module.running().map(|running| running.mean.len()) else {
            return match self.given_average() {
                Some(name) => Err(lacks(name, module)),
                None => Ok(()),
            };
        };
        let mut running = Running::new(channels);
        if let Some(given) = &self.running_mean {
            running.mean = average("running_mean", given, channels)?;
        }
        if let Some(given) = &self.running_var {
            running.var = average("running_var", given, channels)?;
        }
        if let Some(given) = &self.num_batches_tracked {
            let refused = || refusal("num_batches_tracked is a whole number from 0 on");
            running.batches = given.as_f64().and_then(whole).ok_or_else(refused)? as u64;
        }
        module.set_running(running);
        Ok(())
    }

    fn given_average(&self) -> Option<&'static str> {
        let given = [
            ("running_mean", &self.running_mean),
            ("running_var", &self.running_var),
            ("num_batches_tracked", &self.num_batches_tracked),
        ];
        let given = given.into_iter().find(|(_, value)| value.is_some());
        given.map(|(name, _)| name)
    }

    /// Writes the averages into the arrays that were given, after a call in training mode.
    pub fn keep_averages(&self, module: &Module) -> Result<(), JsValue> {
        let Some(running) = module.running().filter(|_| self.training) else {
            return Ok(());
        };
        if let Some(given) = &self.running_mean {
            write("running_mean", given, &running.mean)?;
        }
        if let Some(given) = &self.running_var {
            write("running_var", given, &running.var)?;
        }
        Ok(())
    }
}

fn present(value: JsValue) -> Option<JsValue> {
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// γ or β in the shape that the module's own has.
fn parameter(
    name: &str,
    given: &JsValue,
    own: Option<&ArrayD<f32>>,
    module: &Module,
) -> Result<ArrayD<f32>, JsValue> {
    let own = own.ok_or_else(|| lacks(name, module))?;
    let values = match given.dyn_ref::<Float32Array>() {
        Some(values) => values.to_vec(),
        None => narrow(&numbers(name, given)?),
    };
    length(name, own.len(), values.len())?;
    Ok(ArrayD::from_shape_vec(own.raw_dim(), values).expect("a value for every element"))
}

fn average(name: &str, given: &JsValue, channels: usize) -> Result<Vec<f64>, JsValue> {
    let values = numbers(name, given)?;
    length(name, channels, values.len()).map(|()| values)
}

fn lacks(name: &str, module: &Module) -> JsValue {
    refusal(format!(
        "{} has no {name}, so none can be given",
        module.layer()
    ))
}
