//! Calls on tensors that stay in the module's memory, so that nothing is copied.
//!
//! ```text
//! alloc(count) → offset           memory for `count` values, all 0; free(offset) gives it back
//! values(offset) → Float32Array   a view of them, to be taken anew after any other call, for memory that grows moves
//! new ResidentLayer(layer, shape, { weight, bias, running_mean, running_var, num_batches_tracked, training } = {})
//!   .normalize(x, y)                         offsets; then .mean and .variance
//!   .normalize_backward(x, grad_y, grad_x)   offsets; then .grad_weight and .grad_bias
//! ```
//!
//! An offset stands for the tensor that `alloc` gave it for, and for no other memory. So whatever numbers a caller
//! passes, no other part of the module is read or changed, and no tensor is read and written in one call.

use super::arguments::{length, shape_of, whole};
use super::buffers::zeros;
use super::options::Options;
use super::prepared::Prepared;
use super::{mean, optional, parameter_gradients, refusal, variance};
use crate::norm::{Module, Workspace};
use js_sys::{Float32Array, WebAssembly};
use std::cell::{Ref, RefCell, RefMut};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

type Tensors = BTreeMap<usize, RefCell<Vec<f32>>>;

thread_local! {
    /// The tensors by their offsets.
    static TENSORS: RefCell<Tensors> = const { RefCell::new(Tensors::new()) };
}

/// Memory for `count` values, all 0: its offset in the module's memory, in bytes.
///
/// # Errors
///
/// `count` is no whole number from 1 on, or there is no memory for it.
#[wasm_bindgen]
pub fn alloc(count: f64) -> Result<usize, JsValue> {
    let refused = || refusal("count is a whole number from 1 on");
    let count = whole(count).filter(|&count| count > 0);
    let tensor = zeros(count.ok_or_else(refused)?)?;
    let offset = tensor.as_ptr().addr();
    TENSORS.with_borrow_mut(|tensors| tensors.insert(offset, RefCell::new(tensor)));
    Ok(offset)
}

/// Gives back what [`alloc`] gave.
///
/// # Errors
///
/// There is no tensor at the offset.
#[wasm_bindgen]
pub fn free(offset: f64) -> Result<(), JsValue> {
    let tensor = TENSORS.with_borrow_mut(|tensors| tensors.remove(&whole(offset)?));
    tensor.map(drop).ok_or_else(|| nothing_at(offset))
}

/// A view of the tensor at an offset, to be taken anew after any other call.
///
/// # Errors
///
/// There is no tensor at the offset.
#[wasm_bindgen]
pub fn values(offset: f64) -> Result<Float32Array, JsValue> {
    let (start, count) = TENSORS.with_borrow(|tensors| {
        let tensor = tensor(tensors, offset)?.borrow();
        Ok::<_, JsValue>((tensor.as_ptr().addr(), tensor.len()))
    })?;
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let view = Float32Array::new_with_byte_offset_and_length;
    Ok(view(&memory.buffer(), start as u32, count as u32))
}

/// A layer for tensors of one shape; its parameters and running averages live in it, as in an `nn.Module`.
#[wasm_bindgen]
pub struct ResidentLayer {
    module: Module,
    shape: Vec<usize>,
    workspace: Workspace,
    has_normalized: bool,
    /// The last ones with respect to γ and β
    gradients: Option<[Option<Vec<f32>>; 2]>,
}

#[wasm_bindgen]
impl ResidentLayer {
    /// The layer of a text, for tensors of `shape`, with the options of [`normalize`](super::normalize) but `out`.
    ///
    /// # Errors
    ///
    /// PyTorch rejects the layer or a call of it on such a tensor, or an argument is not of its kind.
    #[wasm_bindgen(constructor)]
    pub fn new(layer: &JsValue, shape: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        let shape = shape_of(shape)?;
        let module = Prepared::new(layer, &Options::of(options)?)?.module;
        let workspace = module.workspace(&shape).map_err(refusal)?;
        Ok(Self {
            module,
            shape,
            workspace,
            has_normalized: false,
            gradients: None,
        })
    }

    /// Normalizes the tensor at the offset `x` into that at `y`.
    ///
    /// # Errors
    ///
    /// An offset has no tensor of the layer's shape, or both are the same.
    pub fn normalize(&mut self, x: f64, y: f64) -> Result<(), JsValue> {
        TENSORS.with_borrow(|tensors| {
            let x = self.read(tensors, "x", x)?;
            let mut y = self.write(tensors, "y", y)?;
            if !self.workspace.is_in_mode_of(&self.module) {
                self.workspace = self.module.workspace(&self.shape).map_err(refusal)?;
            }
            self.module.forward_into(&mut self.workspace, &x, &mut y);
            self.has_normalized = true;
            Ok(())
        })
    }

    /// Writes the gradient with respect to the x last normalized into the tensor at the offset `grad_x`.
    ///
    /// # Errors
    ///
    /// Nothing was normalized yet, an offset has no tensor of the layer's shape, or `grad_x` is one of the others.
    pub fn normalize_backward(&mut self, x: f64, grad_y: f64, grad_x: f64) -> Result<(), JsValue> {
        if !self.has_normalized {
            return Err(refusal(
                "normalize comes first: the gradient needs its statistics",
            ));
        }
        TENSORS.with_borrow(|tensors| {
            let x = self.read(tensors, "x", x)?;
            let grad_y = self.read(tensors, "grad_y", grad_y)?;
            let mut grad_x = self.write(tensors, "grad_x", grad_x)?;
            let module = &self.module;
            let gradients = self
                .gradients
                .get_or_insert_with(|| parameter_gradients(module));
            let parameters = gradients.each_mut().map(Option::as_deref_mut);
            module.backward_into(&mut self.workspace, &x, &grad_y, &mut grad_x, parameters);
            Ok(())
        })
    }

    /// Whether the layer is in training mode.
    #[wasm_bindgen(getter)]
    pub fn training(&self) -> bool {
        self.module.training()
    }

    /// Sets training or eval mode.
    #[wasm_bindgen(setter)]
    pub fn set_training(&mut self, training: bool) {
        self.module.train(training);
    }

    /// The means that x was last normalized with; `null` where the layer takes none.
    #[wasm_bindgen(getter)]
    pub fn mean(&self) -> JsValue {
        match self.has_normalized {
            true => mean(&self.workspace),
            false => JsValue::NULL,
        }
    }

    /// The biased variances that x was last normalized with, or the mean squares; `null` before.
    #[wasm_bindgen(getter)]
    pub fn variance(&self) -> JsValue {
        match self.has_normalized {
            true => variance(&self.workspace).into(),
            false => JsValue::NULL,
        }
    }

    /// The last gradient with respect to γ; `null` where there is none.
    #[wasm_bindgen(getter)]
    pub fn grad_weight(&self) -> JsValue {
        self.gradient(0)
    }

    /// The last gradient with respect to β; `null` where there is none.
    #[wasm_bindgen(getter)]
    pub fn grad_bias(&self) -> JsValue {
        self.gradient(1)
    }

    fn gradient(&self, parameter: usize) -> JsValue {
        let gradients = self.gradients.as_ref();
        optional(gradients.and_then(|gradients| gradients[parameter].as_deref()))
    }

    fn read<'a>(
        &self,
        tensors: &'a Tensors,
        name: &str,
        offset: f64,
    ) -> Result<Ref<'a, Vec<f32>>, JsValue> {
        let tensor = tensor(tensors, offset)?.borrow();
        self.fits(name, tensor.len()).map(|()| tensor)
    }

    fn write<'a>(
        &self,
        tensors: &'a Tensors,
        name: &str,
        offset: f64,
    ) -> Result<RefMut<'a, Vec<f32>>, JsValue> {
        let refused = |_| {
            refusal(format!(
                "{name} is a tensor of its own: nothing is computed in place"
            ))
        };
        let tensor = tensor(tensors, offset)?.try_borrow_mut().map_err(refused)?;
        self.fits(name, tensor.len()).map(|()| tensor)
    }

    fn fits(&self, name: &str, found: usize) -> Result<(), JsValue> {
        length(name, self.shape.iter().product(), found)
    }
}

fn tensor(tensors: &Tensors, offset: f64) -> Result<&RefCell<Vec<f32>>, JsValue> {
    let tensor = whole(offset).and_then(|offset| tensors.get(&offset));
    tensor.ok_or_else(|| nothing_at(offset))
}

fn nothing_at(offset: f64) -> JsValue {
    refusal(format!(
        "there is no tensor at {offset}: alloc gives the offset of one"
    ))
}
