//! The family against what PyTorch gave for one tensor and one kernel: `other-norms.json` of the reference.

mod common;

use common::{folder, read_json};
use ndarray::Array4;
use normscope::lab::family::{Measure, Member, Method, Quantity, State, Tiled, apply};
use serde_json::Value;

/// The file has ten decimals.
const WRITTEN: f64 = 2e-10;

/// A tensor with what the methods made of it.
struct Recorded {
    file: Value,
    x: Array4<f64>,
    grad_y: Array4<f64>,
}

/// Which of γ and β were applied.
#[derive(Clone, Copy, PartialEq)]
enum Affine {
    None,
    Weight,
    Both,
}

impl Recorded {
    fn read() -> Self {
        let file = read_json(&folder().join("other-norms.json"));
        let of = |name: &str| four(&numbers(&file[name]), &file["shape"]);
        let (x, grad_y) = (of("x"), of("grad_out"));
        Self { file, x, grad_y }
    }

    fn channels(&self, name: &str) -> Vec<f64> {
        numbers(&self.file[name])
    }

    /// γ·x̂ + β
    fn affine(&self, x_hat: Array4<f64>, affine: Affine) -> Array4<f64> {
        let [gamma, beta] = ["gamma", "beta"].map(|name| self.channels(name));
        Array4::from_shape_fn(x_hat.dim(), |at| match affine {
            Affine::None => x_hat[at],
            Affine::Weight => x_hat[at] * gamma[at.1],
            Affine::Both => x_hat[at] * gamma[at.1] + beta[at.1],
        })
    }

    /// Compares y, and the derivative of Σ y·grad_y by central differences.
    fn check(&self, name: &str, y: impl Fn(&Array4<f64>) -> Array4<f64>) {
        let recorded = &self.file[name];
        close(name, y(&self.x).iter(), &numbers(&recorded["y"]), WRITTEN);
        let loss = |x: &Array4<f64>| (y(x) * &self.grad_y).sum();
        let slope = |(at, value): ((usize, usize, usize, usize), &f64)| {
            let at_value = |value: f64| {
                let mut x = self.x.clone();
                x[at] = value;
                loss(&x)
            };
            (at_value(value + 1e-5) - at_value(value - 1e-5)) / 2e-5
        };
        let slopes: Vec<f64> = self.x.indexed_iter().map(slope).collect();
        close(name, slopes.iter(), &numbers(&recorded["dx"]), 1e-8);
    }
}

#[test]
fn members_as_their_sources_construct_them() {
    let recorded = Recorded::read();
    let fresh = State::fresh(4);
    let all_instance = State::fresh(4).with_rho(0.0);
    for (name, member, state, affine) in [
        ("bn_train", Member::BatchNorm, &fresh, Affine::Both),
        ("bn_train", Member::SyncBatchNorm, &fresh, Affine::Both),
        ("bn_train", Member::BatchInstanceNorm, &fresh, Affine::Both),
        ("in", Member::BatchInstanceNorm, &all_instance, Affine::Both),
        ("in", Member::InstanceNorm, &fresh, Affine::Both),
        ("gn2", Member::GroupNorm, &fresh, Affine::Both),
        ("gn1", Member::LayerNorm, &fresh, Affine::Both),
        ("ln_chw_noaffine", Member::LayerNorm, &fresh, Affine::None),
        (
            "ln_c_per_position",
            Member::PositionLayerNorm,
            &fresh,
            Affine::Both,
        ),
        ("dyt_alpha0.5", Member::DynamicTanh, &fresh, Affine::Both),
    ] {
        recorded.check(name, |x| recorded.affine(apply(member, x, state), affine));
    }
}

#[test]
fn methods_with_other_parameters() {
    let recorded = Recorded::read();
    let fresh = State::fresh(4);
    let apply = |method: Method| move |x: &Array4<f64>| method.apply(x, &State::fresh(4));
    let mean_square = |block, eps| {
        let method = Method::Tiled(Tiled::new(block, Measure::MeanSquare { eps }));
        move |x: &Array4<f64>| method.apply(x, &State::fresh(4))
    };
    let rms = mean_square([1, 4, 1, 1], 1e-6);
    recorded.check("rms_c_per_position_eps1e-6", |x| {
        recorded.affine(rms(x), Affine::Weight)
    });
    recorded.check(
        "scalenorm_g2",
        apply(Method::Tiled(Tiled {
            gain: 2.0,
            ..Tiled::new([1, 4, 1, 1], Measure::Norm { eps: 1e-5 })
        })),
    );
    recorded.check(
        "lrn_size3_a1_b0.75_k1",
        apply(Method::Neighbours {
            size: 3,
            alpha: 1.0,
            beta: 0.75,
            k: 1.0,
        }),
    );
    // γ and β stand before the threshold.
    let response = mean_square([1, 1, 2, 3], 1e-6);
    recorded.check("frn_tlu_tau0", |x| {
        recorded
            .affine(response(x), Affine::Both)
            .mapv(|y| y.max(0.0))
    });
    let instance = Method::Tiled(Tiled::new([1, 1, 2, 3], Measure::Variance { eps: 1e-5 }));
    recorded.check("gn4", |x| {
        recorded.affine(instance.apply(x, &fresh), Affine::Both)
    });
}

#[test]
fn batch_renorm_with_the_running_statistics_of_batch_norm_is_batch_norm_in_eval() {
    let recorded = Recorded::read();
    let train = &recorded.file["bn_train"];
    let var = numbers(&train["running_var"]);
    let state = State {
        batches: 1,
        mean: numbers(&train["running_mean"]),
        deviation: var.iter().map(|var| (var + 1e-5).sqrt()).collect(),
        ..State::fresh(4)
    };
    let y = apply(Member::BatchRenorm, &recorded.x, &state);
    let y = recorded.affine(y, Affine::Both);
    let expected = numbers(&recorded.file["bn_eval_after_1_step"]["y"]);
    close("eval", y.iter(), &expected, 1e-9);
}

#[test]
fn kernels() {
    let file = read_json(&folder().join("other-norms.json"));
    let weights = &file["weights"];
    let kernel = four(&numbers(&weights["w"]), &weights["shape"]);
    let state = State::fresh(2);
    for (name, member) in [
        (
            "ws_repo_unbiased_std_plus_1e-5",
            Member::WeightStandardization,
        ),
        ("wn_g1", Member::WeightNorm),
    ] {
        let y = apply(member, &kernel, &state);
        close(name, y.iter(), &numbers(&weights[name]), WRITTEN);
    }
    let sigma = weights["spectral_sigma"].as_f64().expect("a number");
    let terms = Method::Spectral.terms(&kernel, [0; 4], &state);
    assert_eq!(terms[0].quantity, Quantity::SpectralNorm);
    assert!((terms[0].value - sigma).abs() < 1e-14, "{}", terms[0].value);
    let y = apply(Member::SpectralNorm, &kernel, &state);
    let expected: Vec<f64> = kernel.iter().map(|w| w / sigma).collect();
    close("spectral", y.iter(), &expected, 1e-14);
}

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|number| number.as_f64().expect("a number"))
        .collect()
}

fn four(values: &[f64], shape: &Value) -> Array4<f64> {
    let shape: Vec<usize> = numbers(shape)
        .iter()
        .map(|length| *length as usize)
        .collect();
    let array = ndarray::ArrayD::from_shape_vec(shape, values.to_vec());
    array
        .expect("as many values")
        .into_dimensionality()
        .expect("rank 4")
}

fn close<'a>(name: &str, ours: impl Iterator<Item = &'a f64>, expected: &[f64], within: f64) {
    let ours: Vec<f64> = ours.copied().collect();
    assert_eq!(ours.len(), expected.len(), "{name}");
    for (k, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        let by = (ours - expected).abs();
        assert!(
            by <= within * expected.abs().max(1.0),
            "{name} at {k}: {ours}, {expected}"
        );
    }
}
