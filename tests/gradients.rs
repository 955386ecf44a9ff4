//! Backward against central differences of the plain definition, in float64.

mod common;

use common::layers::{every_layer, module};
use common::plain::Plain;
use common::random::Random;
use ndarray::ArrayD;
use normscope::lab::backward::{Backward, grad_seed};
use normscope::lab::explore::{Explore, Mode, PerChannel};
use normscope::norm::Module;
use normscope::torch::Generator;

/// Half the distance between the two sides of a difference.
const STEP: f64 = 1e-4;
/// Allowed |difference|: roundings of float32 in sums of some twenty terms of size one, and STEP² times the third derivative.
const TOLERANCE: f64 = 4e-6;

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    let random = &mut Random(2);
    let shapes: [&[usize]; 4] = [&[3, 4], &[2, 4, 3], &[2, 4, 2, 2], &[2, 2, 1, 2, 3]];
    for shape in shapes {
        for layer in every_layer(shape) {
            for training in [true, false] {
                let module = module(&layer, training, random);
                // A set of one element is rejected by some classes and flat in all.
                if module.plan(shape).is_ok() {
                    compare(&module, shape, random);
                }
            }
        }
    }
}

/// What the page saves as gradients is this step backward, with γ, β and running averages as they are shown.
#[test]
fn the_page_takes_the_same_step_backward() {
    for (layer, mode) in [
        ("GroupNorm(3,6)", Mode::Train),
        ("BatchNorm2d(6)", Mode::Eval),
    ] {
        let mut setup = common::setup("channels(3,6,2,2)", layer);
        (setup.mode, setup.steps) = (mode, 2);
        setup.weight = Some(PerChannel::Each(vec![1.0, -2.0, 3.0, 0.5, 0.25, 2.0]));
        let explore = Explore::run(&setup);
        let backward = Backward::of(&explore).expect("a call that PyTorch accepts");
        let drawn = Generator::new(grad_seed(setup.seed)).randn(&[3, 6, 2, 2]);
        assert_eq!(backward.grad_y, drawn);
        assert_ne!(drawn, Generator::new(setup.seed).randn(&[3, 6, 2, 2]));
        let mut module = explore.module.clone().expect("a layer");
        let forward = module.forward(explore.x.view()).expect("the same call");
        let expected =
            module.backward(explore.x.view(), &forward.plan, &forward.used, drawn.view());
        assert_eq!(backward.gradients, expected, "{layer}");
    }
}

#[test]
fn an_empty_batch_has_gradients_of_zero() {
    let random = &mut Random(3);
    for layer in every_layer(&[2, 4, 3]) {
        let x = ArrayD::zeros(vec![0, 4, 3]);
        let mut module = module(&layer, true, random);
        let Ok(forward) = module.forward(x.view()) else {
            continue;
        };
        let gradients = module.backward(x.view(), &forward.plan, &forward.used, x.view());
        let zeros = |weight: &ArrayD<f32>| ArrayD::<f32>::zeros(weight.raw_dim());
        assert_eq!(gradients.weight, module.weight().map(zeros), "{layer:?}");
        assert_eq!(gradients.x.len(), 0);
    }
}

fn compare(module: &Module, shape: &[usize], random: &mut Random) {
    let x = random.tensor(shape, 0.5, 1.0);
    let grad_y = random.tensor(shape, 0.0, 1.0);
    let forward = module
        .clone()
        .forward(x.view())
        .expect("a layer for the shape");
    let gradients = module.backward(x.view(), &forward.plan, &forward.used, grad_y.view());
    let fixed = Plain::new(module, shape);
    let with = |weight: Option<&[f64]>, bias: Option<&[f64]>| {
        let list = |values: Option<&[f64]>| values.map(<[f64]>::to_vec);
        fixed.clone().with(list(weight), list(bias))
    };
    let (x, grad_y) = (wide(&x), wide(&grad_y));
    let (weight, bias) = (module.weight().map(wide), module.bias().map(wide));
    let loss = |plain: &Plain, x: &[f64]| -> f64 {
        plain
            .forward(x)
            .iter()
            .zip(&grad_y)
            .map(|(element, grad)| element.y * grad)
            .sum()
    };
    let check = |name: &str, ours: &ArrayD<f32>, slopes: Vec<f64>| {
        for (ours, slope) in wide(ours).into_iter().zip(slopes) {
            let limit = TOLERANCE * slope.abs().max(1.0);
            assert!(
                (ours - slope).abs() <= limit,
                "{:?}: {name} {ours} is not {slope}",
                module.layer()
            );
        }
    };
    check("x", &gradients.x, slopes(&x, |x| loss(&fixed, x)));
    assert_eq!(
        (gradients.weight.is_some(), gradients.bias.is_some()),
        (weight.is_some(), bias.is_some())
    );
    let (gamma, beta) = (weight.as_deref(), bias.as_deref());
    if let (Some(ours), Some(values)) = (&gradients.weight, gamma) {
        check(
            "weight",
            ours,
            slopes(values, |gamma| loss(&with(Some(gamma), beta), &x)),
        );
    }
    if let (Some(ours), Some(values)) = (&gradients.bias, beta) {
        check(
            "bias",
            ours,
            slopes(values, |beta| loss(&with(gamma, Some(beta)), &x)),
        );
    }
}

/// ∂f/∂v for each v: (f(v + h) − f(v − h)) / 2h.
fn slopes(values: &[f64], f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let at = |k: usize, step: f64| {
        let mut values = values.to_vec();
        values[k] += step;
        f(&values)
    };
    (0..values.len())
        .map(|k| (at(k, STEP) - at(k, -STEP)) / (2.0 * STEP))
        .collect()
}

fn wide(values: &ArrayD<f32>) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}
