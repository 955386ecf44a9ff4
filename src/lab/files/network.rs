//! A network as arrays by name.

use super::safetensors::{Array, Values};
use crate::nn::{Network, Trainer};

/// What a network has learnt, and its running averages, by the names and in the shapes of PyTorch's `state_dict()`.
pub fn state_dict(network: &Network) -> Vec<Array> {
    let parameters = network.parameters();
    let learnt = parameters.list.iter().map(|of| Array {
        name: of.name.clone(),
        shape: of.shape.clone(),
        values: Values::Float32(parameters.of(of).to_vec()),
    });
    let mut arrays: Vec<Array> = learnt.collect();
    for (name, running) in network.norms() {
        let Some(running) = running else { continue };
        for (of, values) in [
            ("running_mean", &running.mean),
            ("running_var", &running.var),
        ] {
            arrays.push(Array {
                name: format!("{name}.{of}"),
                shape: vec![values.len()],
                values: Values::Float32(values.iter().map(|value| *value as f32).collect()),
            });
        }
        arrays.push(Array {
            name: format!("{name}.num_batches_tracked"),
            shape: Vec::new(),
            values: Values::Int64(vec![running.batches as i64]),
        });
    }
    arrays
}

/// What went through a network in its last call: `x`, N×…, and what came out of each layer, by the layer's name.
pub fn activations(trainer: &Trainer) -> Vec<Array> {
    let network = trainer.network();
    let x = network.x();
    let count = x.len() / network.input_len();
    let batch = |name: &str, shape: &[usize], values: &[f32]| Array {
        name: name.to_owned(),
        shape: [&[count], shape].concat(),
        values: Values::Float32(values.to_vec()),
    };
    let layers = network.activations().into_iter();
    let layers = layers.map(|layer| batch(layer.name, layer.shape, layer.y));
    [batch("x", network.input(), x)]
        .into_iter()
        .chain(layers)
        .collect()
}
