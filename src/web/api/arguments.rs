//! JavaScript's values as ours, or one sentence that says what they should be.

use super::refusal;
use js_sys::{Array, ArrayBuffer, Float32Array, Float64Array, Reflect, Symbol};
use std::fmt::Display;
use wasm_bindgen::prelude::*;

/// More elements than a memory of 4 GiB holds.
const MOST: usize = 1 << 30;

/// A `Float32Array`, also one of another frame, which has constructors of its own.
pub fn float32<'a>(name: &str, value: &'a JsValue) -> Result<&'a Float32Array, JsValue> {
    let is_foreign = || {
        ArrayBuffer::is_view(value)
            && Reflect::get(value, &Symbol::to_string_tag()).is_ok_and(|tag| tag == "Float32Array")
    };
    match value.dyn_ref() {
        Some(array) => Ok(array),
        None if is_foreign() => Ok(value.unchecked_ref()),
        None => Err(refusal(format!("{name} is a Float32Array"))),
    }
}

/// Lengths of the axes.
pub fn shape_of(value: &JsValue) -> Result<Vec<usize>, JsValue> {
    let refused = || refusal("shape is an array of whole numbers from 0 on, such as [6, 6, 4, 4]");
    let lengths: &Array = value.dyn_ref().ok_or_else(refused)?;
    let whole = |length: JsValue| length.as_f64().and_then(whole).ok_or_else(refused);
    let shape: Vec<_> = lengths.iter().map(whole).collect::<Result<_, _>>()?;
    // Also without the axes of length 0, for strides are products of the others.
    let product = shape.iter().try_fold(1_usize, |product, &length| {
        product.checked_mul(length.max(1))
    });
    match product {
        Some(product) if product <= MOST => Ok(shape),
        _ => Err(refusal(format!(
            "can't allocate memory for a tensor of shape {shape:?}"
        ))),
    }
}

/// A whole number from 0 on, that an address may have.
pub fn whole(number: f64) -> Option<usize> {
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number <= f64::from(u32::MAX);
    is_whole.then_some(number as usize)
}

/// How many elements x has, which are those of its shape.
pub fn elements(shape: &[usize], x: &Float32Array) -> Result<usize, JsValue> {
    let (count, found) = (shape.iter().product(), x.length() as usize);
    match found == count {
        true => Ok(count),
        false => Err(refusal(format!(
            "shape '{shape:?}' is invalid for input of size {found}"
        ))),
    }
}

/// Whether an array has the length it should have.
pub fn length(name: impl Display, expected: usize, found: usize) -> Result<(), JsValue> {
    match found == expected {
        true => Ok(()),
        false => Err(refusal(format!(
            "{name} should contain {expected} elements not {found}"
        ))),
    }
}

/// The numbers of a `Float32Array`, a `Float64Array` or a plain array.
pub fn numbers(name: &str, value: &JsValue) -> Result<Vec<f64>, JsValue> {
    if let Some(values) = value.dyn_ref::<Float64Array>() {
        return Ok(values.to_vec());
    }
    if !Array::is_array(value) {
        let widen = |values: &Float32Array| values.to_vec().into_iter().map(f64::from).collect();
        let refused = |_| refusal(format!("{name} is a Float32Array or an array of numbers"));
        return float32(name, value).map(widen).map_err(refused);
    }
    let refused = |at| {
        refusal(format!(
            "{name} is an array of numbers; at {at} it has none"
        ))
    };
    let values = value.unchecked_ref::<Array>().iter().enumerate();
    values
        .map(|(at, value)| value.as_f64().ok_or_else(|| refused(at)))
        .collect()
}

/// Writes numbers into an array that [`numbers`] has read.
pub fn write(name: &str, target: &JsValue, values: &[f64]) -> Result<(), JsValue> {
    if let Some(target) = target.dyn_ref::<Float64Array>() {
        target.copy_from(values);
    } else if !Array::is_array(target) {
        target
            .unchecked_ref::<Float32Array>()
            .copy_from(&narrow(values));
    } else {
        for (at, &value) in (0..).zip(values) {
            let written = Reflect::set_u32(target, at, &value.into());
            if !written.is_ok_and(|written| written) {
                return Err(refusal(format!("{name} cannot be changed at {at}")));
            }
        }
    }
    Ok(())
}

/// Rounded to float32.
pub fn narrow(values: &[f64]) -> Vec<f32> {
    values.iter().map(|&value| value as f32).collect()
}
