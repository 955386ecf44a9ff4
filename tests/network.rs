//! Networks of each kind of layer, forward and backward, against the plain definition in float64 and its central
//! differences.

mod common;

use common::differences::{check, compare, slopes, wide};
use common::layers::every_layer;
use common::random::Random;
use normscope::nn::{
    Activation, Architecture, Kind, Loss, Mode, Named, Network, Noise, Pool, Targets,
};
use normscope::torch::Generator;

const MODES: [Mode; 3] = [Mode::Train, Mode::Eval, Mode::BatchStatistics];

#[test]
fn linear_maps_are_sums_over_the_last_axis() {
    let random = &mut Random(11);
    for input in [&[1_usize][..], &[5], &[3, 4], &[2, 3, 2]] {
        for bias in [true, false] {
            let out = random.between(1, 6);
            alone_and_behind(input, Kind::Linear { out, bias }, Mode::Train, random);
        }
    }
}

/// The first two have places of the kernel that meet no value at all; others leave rows and columns over.
#[test]
fn convolutions_are_sums_over_the_places_of_a_kernel() {
    let random = &mut Random(12);
    let chosen = [
        [1, 1, 5, 1, 2],
        [1, 1, 3, 3, 1],
        [4, 5, 2, 3, 0],
        [5, 3, 3, 2, 4],
    ];
    let drawn: Vec<[usize; 5]> = (0..14)
        .map(|_| {
            let [height, width] = [(); 2].map(|()| random.between(1, 5));
            let padding = random.between(0, 2);
            let kernel = random.between(1, 5.min(height.min(width) + 2 * padding));
            [height, width, kernel, random.between(1, 3), padding]
        })
        .collect();
    for [height, width, kernel, stride, padding] in chosen.into_iter().chain(drawn) {
        let channels = random.between(1, 3);
        let conv = Kind::Conv2d {
            out: random.between(1, 3),
            kernel,
            stride,
            padding,
            bias: random.pick(&[true, false]),
        };
        alone_and_behind(&[channels, height, width], conv, Mode::Train, random);
    }
}

#[test]
fn activations_are_functions_of_single_elements() {
    let random = &mut Random(13);
    for activation in Activation::ALL {
        for input in [&[7_usize][..], &[3, 2], &[2, 3, 2]] {
            alone_and_behind(input, Kind::Activation(activation), Mode::Train, random);
        }
    }
}

#[test]
fn pools_take_windows_and_leave_the_rest_over() {
    let random = &mut Random(14);
    for pool in [
        Pool::Max(1),
        Pool::Max(2),
        Pool::Max(3),
        Pool::Average(2),
        Pool::Average(3),
        Pool::Mean,
    ] {
        for [height, width] in [[3, 3], [4, 4], [5, 4], [3, 7], [6, 5]] {
            let channels = random.between(1, 3);
            alone_and_behind(
                &[channels, height, width],
                Kind::Pool(pool),
                Mode::Train,
                random,
            );
        }
    }
}

#[test]
fn flattening_keeps_values_in_their_order() {
    let random = &mut Random(15);
    for input in [&[3_usize][..], &[2, 3], &[2, 3, 2]] {
        alone_and_behind(input, Kind::Flatten, Mode::Train, random);
    }
}

/// In training by the draws of the generator, and else not at all.
#[test]
fn dropout_and_noise_are_drawn_in_training_alone() {
    let random = &mut Random(16);
    let strong = Noise {
        mean: 2.0,
        scale: 3.0,
        spread: 0.5,
    };
    let kinds = [
        Kind::Dropout(0.0),
        Kind::Dropout(0.3),
        Kind::Dropout(0.5),
        Kind::Noise(Noise::PAPER),
        Kind::Noise(strong),
    ];
    for kind in kinds {
        for input in [&[5_usize][..], &[3, 4], &[2, 3, 2]] {
            for mode in MODES {
                alone_and_behind(input, kind.clone(), mode, random);
            }
        }
    }
}

/// Units and values of the noise spread as the paper says, over 4000 calls: a variance of 8000 independent draws of
/// a unit is known to one part in a hundred, and a covariance as well as the variances that it is held against.
#[test]
fn noise_moves_and_scales_units_and_values_of_them() {
    let noise = Noise {
        mean: 2.0,
        scale: 3.0,
        spread: 0.5,
    };
    let mut network = Network::new(&of(&[2, 4], [Kind::Noise(noise)])).expect("a layer");
    let generator = &mut Generator::new(22);
    // Of two units: m, and 10⁴·s + m, twice each.
    let x = [0.0, 0.0, 1e4, 1e4].repeat(2);
    let drawn: Vec<[f64; 8]> = (0..4000)
        .map(|_| {
            let y = network.forward(&x, 1, Mode::Train, generator);
            std::array::from_fn(|k| f64::from(y[k]) / if k % 4 < 2 { 1.0 } else { 1e4 })
        })
        .collect();
    let mean = |f: &dyn Fn(&[f64; 8]) -> f64| drawn.iter().map(f).sum::<f64>() / 4000.0;
    let covariance =
        |a: usize, b: usize| mean(&|y| y[a] * y[b]) - mean(&|y| y[a]) * mean(&|y| y[b]);
    let near = |found: f64, expected: f64, scale: f64| {
        let off = (found - expected).abs();
        assert!(off < 0.08 * scale, "{found} is not {expected}");
    };
    let [of_unit, of_value] = [4.0 / 3.0, 0.25 / 3.0];
    let [of_scale, of_scaled] = [4.0 / 12.0, 0.25];
    for first in [0, 4] {
        near(mean(&|y| y[first]), 0.0, of_unit);
        near(covariance(first, first), of_unit + of_value, of_unit);
        near(covariance(first, first + 1), of_unit, of_unit);
        near(mean(&|y| y[first + 2]), 2.0, of_scale);
        near(
            covariance(first + 2, first + 2),
            of_scale + of_scaled,
            of_scale,
        );
        near(covariance(first + 2, first + 3), of_scale, of_scale);
    }
    for [a, b, scale] in [[0, 4, 0], [2, 6, 2], [0, 2, 0]] {
        near(covariance(a, b), 0.0, covariance(scale, scale));
    }
    let largest = drawn.iter().map(|y| y[0].abs()).fold(0.0, f64::max);
    assert!((2.3..=2.5).contains(&largest), "{largest}");
}

/// A share of the values that p says, four standard deviations at most from it.
#[test]
fn dropout_drops_a_share_and_scales_the_rest() {
    let mut network = Network::new(&of(&[100], [Kind::Dropout(0.3)])).expect("a layer");
    let y = network.forward(&[1.0; 20_000], 200, Mode::Train, &mut Generator::new(23));
    let dropped = y.iter().filter(|y| **y == 0.0).count() as f64;
    assert!((dropped - 6000.0).abs() < 4.0 * (20_000.0_f64 * 0.3 * 0.7).sqrt());
    assert!(y.iter().all(|y| *y == 0.0 || (y - 1.0 / 0.7).abs() < 1e-6));
}

#[test]
fn normalizations_are_those_of_their_definitions() {
    let random = &mut Random(17);
    let mut compared = 0;
    for shape in [&[3_usize, 4][..], &[3, 2, 3], &[3, 4, 2, 1]] {
        for layer in every_layer(shape) {
            let kind = Kind::Norm(layer.clone());
            let network = Network::new(&of(&shape[1..], [kind.clone()]));
            // Some are of other samples than these, and BatchNorm2d takes none without places.
            let Ok(mut network) = network else { continue };
            for mode in MODES {
                if [3, 4]
                    .iter()
                    .all(|batch| network.check(*batch, mode).is_ok())
                {
                    alone_and_behind(&shape[1..], kind.clone(), mode, random);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 250, "{compared} calls");
}

#[test]
fn embeddings_add_a_vector_of_the_symbol_and_one_of_the_position() {
    let random = &mut Random(18);
    for [tokens, symbols, width] in [[1, 1, 1], [4, 3, 2], [3, 7, 5]] {
        let embedding = Kind::Embedding { symbols, width };
        let linear = Kind::Linear { out: 2, bias: true };
        compare(&of(&[tokens], [embedding.clone()]), Mode::Train, random);
        compare(&of(&[tokens], [embedding, linear]), Mode::Train, random);
    }
}

#[test]
fn attention_mixes_the_tokens_of_a_sentence() {
    let random = &mut Random(19);
    for [tokens, width, heads] in [[1, 2, 1], [3, 4, 1], [4, 4, 2], [2, 6, 3], [3, 4, 4]] {
        alone_and_behind(
            &[tokens, width],
            Kind::Attention { heads },
            Mode::Train,
            random,
        );
    }
}

#[test]
fn sentences_have_a_mean_over_their_tokens() {
    let random = &mut Random(24);
    for input in [[1, 3], [4, 1], [5, 3]] {
        alone_and_behind(&input, Kind::TokenMean, Mode::Train, random);
    }
}

#[test]
fn residuals_add_what_goes_in_and_may_stand_in_each_other() {
    let random = &mut Random(20);
    let linear = |out| Kind::Linear { out, bias: true };
    let residual = |kinds: Vec<Kind>| Kind::Residual(named(kinds));
    let norm = Kind::Norm(normscope::torch::parse_layer("LayerNorm(4)").expect("a layer"));
    let inner = residual(vec![norm, Kind::Attention { heads: 2 }, Kind::Dropout(0.3)]);
    let image = |out, kernel| Kind::Conv2d {
        out,
        kernel,
        stride: 1,
        padding: kernel / 2,
        bias: true,
    };
    let batch = Kind::Norm(normscope::torch::parse_layer("BatchNorm2d(3)").expect("a layer"));
    for mode in MODES {
        alone_and_behind(
            &[4],
            residual(vec![
                linear(3),
                Kind::Activation(Activation::Tanh),
                linear(4),
            ]),
            mode,
            random,
        );
        alone_and_behind(
            &[3, 4],
            residual(vec![inner.clone(), linear(4)]),
            mode,
            random,
        );
        let convolved = residual(vec![
            image(3, 3),
            batch.clone(),
            Kind::Activation(Activation::Relu),
            image(2, 1),
        ]);
        alone_and_behind(&[2, 3, 3], convolved, mode, random);
    }
    alone_and_behind(&[3], residual(vec![]), Mode::Train, random);
}

#[test]
fn losses_are_means_over_samples() {
    let random = &mut Random(21);
    for [count, outputs] in [[1, 2], [3, 1], [5, 4]] {
        let y: Vec<f32> = random
            .tensor(&[count * outputs], 0.0, 2.0)
            .into_iter()
            .collect();
        let classes: Vec<u8> = (0..count)
            .map(|_| random.between(0, outputs - 1) as u8)
            .collect();
        let values: Vec<f32> = random
            .tensor(&[count * outputs], 0.0, 2.0)
            .into_iter()
            .collect();
        let (k, v) = (classes.clone(), values.clone());
        let entropy = move |y: &[f64]| {
            let samples = y.chunks(outputs).zip(&k);
            let each = samples.map(|(y, k)| {
                let powers: f64 = y.iter().map(|y| y.exp()).sum();
                -(y[usize::from(*k)].exp() / powers).ln()
            });
            each.sum::<f64>() / count as f64
        };
        let distance = move |y: &[f64]| {
            let pairs = y.iter().zip(&v);
            pairs.map(|(y, v)| (y - f64::from(*v)).powi(2)).sum::<f64>() / count as f64
        };
        check_loss(
            Loss::CrossEntropy,
            Targets::Classes(classes),
            &y,
            count,
            &entropy,
        );
        check_loss(
            Loss::SquaredError,
            Targets::Values(values),
            &y,
            count,
            &distance,
        );
    }
}

fn check_loss(
    loss: Loss,
    targets: Targets,
    y: &[f32],
    count: usize,
    plain: &dyn Fn(&[f64]) -> f64,
) {
    let mut grad = vec![f32::NAN; y.len()];
    let score = loss.of(y, &targets, count, &mut grad);
    let terms = y.len() + 8;
    check("loss", terms, &[score.loss], &[plain(&wide(y))]);
    check("derivatives", terms, &wide(&grad), &slopes(&wide(y), plain));
}

/// A network of the layer alone, and of a linear map and the layer, which is asked for its derivatives with respect to x.
fn alone_and_behind(input: &[usize], kind: Kind, mode: Mode, random: &mut Random) {
    let out = *input.last().expect("an axis");
    let linear = Kind::Linear { out, bias: true };
    compare(&of(input, [kind.clone()]), mode, random);
    compare(&of(input, [linear, kind]), mode, random);
}

fn of(input: &[usize], kinds: impl IntoIterator<Item = Kind>) -> Architecture {
    Architecture {
        input: input.to_vec(),
        layers: named(kinds),
    }
}

fn named(kinds: impl IntoIterator<Item = Kind>) -> Vec<Named> {
    let named = |(k, kind)| Named::new(format!("layer{k}"), kind);
    kinds.into_iter().enumerate().map(named).collect()
}
