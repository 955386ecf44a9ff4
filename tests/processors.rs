//! What comes out does not depend on the processor: fingerprints of large tensors are those that were recorded,
//! and `tests/web/processors.test.mjs` expects the same in the browser.
//!
//! `NORMSCOPE_RECORD=1 cargo test --test processors` records them anew, after a change of what is computed.

mod common;

use common::read_json;
use ndarray::{ArrayD, IxDyn};
use normscope::norm::Module;
use normscope::torch::parse_layer;
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn large_tensors_come_out_alike_on_every_processor() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/processors.json");
    let recorded = read_json(&file);
    let calls = recorded.as_array().expect("a list of calls");
    let found: Vec<_> = calls.iter().map(fingerprinted).collect();
    if std::env::var_os("NORMSCOPE_RECORD").is_some() {
        let text = serde_json::to_string_pretty(&found).expect("plain values");
        std::fs::write(&file, text + "\n").expect("a folder of the sources");
        return;
    }
    assert!(calls.len() > 8, "only {} calls", calls.len());
    for (found, call) in found.iter().zip(calls) {
        assert_eq!(found, call);
    }
}

/// The call with the fingerprints that it has here.
fn fingerprinted(call: &Value) -> Value {
    let layer = call["layer"].as_str().expect("a layer");
    let lengths = call["shape"].as_array().expect("a shape").iter();
    let shape: Vec<_> = lengths
        .map(|length| length.as_u64().expect("a length") as usize)
        .collect();
    let layer = parse_layer(layer).expect("a layer of PyTorch");
    let mut module = Module::new(layer).expect("a layer that can be constructed");
    let mut numbers = Numbers(1);
    let mut tensor =
        |shape: &[usize]| ArrayD::from_shape_simple_fn(IxDyn(shape), || numbers.next());
    let (x, grad_y) = (tensor(&shape), tensor(&shape));
    if let Some(shape) = module.weight().map(|weight| weight.shape().to_vec()) {
        module.set_weight(tensor(&shape));
    }
    let forward = module.forward(x.view()).expect("a tensor for the layer");
    let gradients = module.backward(x.view(), &forward.plan, &forward.used, grad_y.view());
    json!({
        "layer": call["layer"],
        "shape": call["shape"],
        "y": fingerprint(&forward.y),
        "grad_x": fingerprint(&gradients.x),
        "grad_weight": gradients.weight.as_ref().map(fingerprint),
    })
}

/// Numbers in [−2, 2) that any language can make: a linear congruential generator
/// (Knuth's constants in "Numerical Recipes"), each rounded to float32.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(self.0) / f64::from(1u32 << 30) - 2.0) as f32
    }
}

/// FNV-1a over the bits of the values.
fn fingerprint(values: &ArrayD<f32>) -> u32 {
    values.iter().fold(0x811c_9dc5, |hash, value| {
        (hash ^ value.to_bits()).wrapping_mul(0x0100_0193)
    })
}
