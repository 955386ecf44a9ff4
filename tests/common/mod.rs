//! What several tests share.
// Each test compiles its own copy and none uses all of it.
#![allow(dead_code)]

pub mod differences;
pub mod family;
pub mod layers;
pub mod plain;
pub mod plain_network;
pub mod random;
pub mod reference;
pub mod runs;
pub mod scene;
pub mod training;
pub mod transformer;

use normscope::lab::explore::Setup;
use normscope::norm::{BatchNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Spatial};
use normscope::tensor::Source;
use normscope::torch::parse_layer;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Seeds that claims of training are made for: none is a default of the page.
pub const SEEDS: [u64; 3] = [11, 22, 33];

/// A layer on x, each in the words of a link.
pub fn setup(x: &str, layer: &str) -> Setup {
    let layer = parse_layer(layer).expect("a layer");
    Setup::new(Source::parse(x).expect("a source"), layer)
}

/// The layer that `op(**args)` constructs in PyTorch; `None` if it is not one of ours.
pub fn layer(op: &str, args: &Value) -> Option<Layer> {
    let spatial = match op.chars().rev().nth(1) {
        Some('1') => Spatial::D1,
        Some('2') => Spatial::D2,
        _ => Spatial::D3,
    };
    let eps = number(args, "eps").unwrap_or(1e-5);
    Some(match op {
        "BatchNorm1d" | "BatchNorm2d" | "BatchNorm3d" => Layer::BatchNorm(BatchNorm {
            spatial,
            num_features: integer(args, "num_features"),
            eps,
            momentum: momentum(args),
            affine: flag(args, "affine", true),
            track_running_stats: flag(args, "track_running_stats", true),
        }),
        "InstanceNorm1d" | "InstanceNorm2d" | "InstanceNorm3d" => {
            Layer::InstanceNorm(InstanceNorm {
                spatial,
                num_features: integer(args, "num_features"),
                eps,
                momentum: momentum(args),
                affine: flag(args, "affine", false),
                track_running_stats: flag(args, "track_running_stats", false),
            })
        }
        "LayerNorm" => Layer::LayerNorm(LayerNorm {
            normalized_shape: lengths(args),
            eps,
            elementwise_affine: flag(args, "elementwise_affine", true),
            bias: flag(args, "bias", true),
        }),
        "GroupNorm" => Layer::GroupNorm(GroupNorm {
            num_groups: integer(args, "num_groups"),
            num_channels: integer(args, "num_channels"),
            eps,
            affine: flag(args, "affine", true),
        }),
        "RMSNorm" => Layer::RmsNorm(RmsNorm {
            normalized_shape: lengths(args),
            eps: number(args, "eps"),
            elementwise_affine: flag(args, "elementwise_affine", true),
        }),
        _ => return None,
    })
}

fn number(args: &Value, name: &str) -> Option<f64> {
    args[name].as_f64()
}

fn integer(args: &Value, name: &str) -> i64 {
    let integer = args[name].as_i64();
    integer.unwrap_or_else(|| panic!("{name} is an integer in {args}"))
}

fn flag(args: &Value, name: &str, default: bool) -> bool {
    args[name].as_bool().unwrap_or(default)
}

/// `null` is PyTorch's `None`; an absent one is its default.
fn momentum(args: &Value) -> Option<f64> {
    match args.get("momentum") {
        None => Some(0.1),
        Some(momentum) => momentum.as_f64(),
    }
}

/// `normalized_shape`, which may be one number.
fn lengths(args: &Value) -> Vec<i64> {
    match &args["normalized_shape"] {
        Value::Array(lengths) => lengths.iter().filter_map(Value::as_i64).collect(),
        length => length.as_i64().into_iter().collect(),
    }
}

/// Where the reference data lies.
pub fn folder() -> PathBuf {
    match std::env::var_os("NORMSCOPE_REFERENCE") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/reference"),
    }
}

/// A file of JSON.
pub fn read_json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
