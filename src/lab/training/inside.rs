//! Where one looks into a network.

use super::{Run, Task};
use crate::nn::{Architecture, Kind, Named, Network, Normalizer, Part};
use crate::norm::Layer;

/// The first normalization of a network, or a place for one.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// The layer that gives what is normalized, as in a `state_dict`; `x` for the batch
    pub before: String,
    /// The normalization as in a `state_dict`; none where nothing stands there
    pub norm: Option<String>,
    /// What it is, or what a batch normalization would be
    pub layer: Layer,
}

impl Run {
    /// Its first normalization; for a run without one, batch normalization behind the first map.
    pub fn inside(&self, task: Task) -> Option<Inside> {
        let architecture = self.architecture(task).ok()?;
        first_norm(&architecture.layers, "", &mut "x".to_owned())
            .or_else(|| behind_map(&architecture))
    }
}

fn first_norm(layers: &[Named], prefix: &str, before: &mut String) -> Option<Inside> {
    for layer in layers {
        let name = format!("{prefix}{}", layer.name);
        match &layer.kind {
            Kind::Norm(norm) => {
                return Some(Inside {
                    before: before.clone(),
                    norm: Some(name),
                    layer: norm.clone(),
                });
            }
            Kind::Residual(inner) => {
                let found = first_norm(inner, &format!("{name}."), before);
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
        *before = name;
    }
    None
}

fn behind_map(architecture: &Architecture) -> Option<Inside> {
    let network = Network::new(architecture).ok()?;
    let map = network
        .activations()
        .into_iter()
        .find(|layer| layer.part == Part::Map)?;
    Some(Inside {
        before: map.name.to_owned(),
        norm: None,
        layer: Normalizer::Batch.layer(map.shape)?,
    })
}

impl Inside {
    /// γ and β that a network has learnt there, one of each channel or feature; `None` where it has none.
    pub fn affine(&self, network: &Network) -> [Option<Vec<f32>>; 2] {
        let parameters = network.parameters();
        ["weight", "bias"].map(|of| {
            let name = format!("{}.{of}", self.norm.as_ref()?);
            let found = parameters.find(&name)?;
            Some(parameters.of(found).to_vec())
        })
    }
}
