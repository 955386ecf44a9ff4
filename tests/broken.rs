//! Networks that cannot be, and numbers that are none: what is said of them.

mod common;

use normscope::nn::{
    Activation, Architecture, Course, Data, Init, Kind, Loss, Named, Network, Noise, Optimizer,
    Order, Place, Pool, Schedule, Targets, Trainer,
};
use normscope::torch::{Generator, parse_layer};

fn linear(name: &str, out: usize) -> Named {
    Named::new(name, Kind::Linear { out, bias: true })
}

fn conv(kernel: usize) -> Kind {
    Kind::Conv2d {
        out: 2,
        kernel,
        stride: 1,
        padding: 1,
        bias: true,
    }
}

fn trainer(input: &[usize], layers: Vec<Named>, w: &[f32], course: Course) -> Trainer {
    let input = input.to_vec();
    let mut network = Network::new(&Architecture { input, layers }).expect("layers that fit");
    if w.is_empty() {
        network.draw(Init::PyTorch, &mut Generator::new(1));
    } else {
        network.values_mut().copy_from_slice(w);
    }
    Trainer::new(network, course).expect("batches that are accepted")
}

fn course(loss: Loss, rate: f64) -> Course {
    Course {
        loss,
        optimizer: Optimizer::SGD,
        rate,
        schedule: Schedule::default(),
        batch: 2,
        accumulated: 1,
        order: Order::InTurn,
        seed: 0,
    }
}

/// Samples of one feature.
fn data(x: &[f32], targets: Targets) -> Data {
    Data {
        shape: vec![1],
        x: x.to_vec(),
        targets,
    }
}

fn zeros(count: usize) -> Targets {
    Targets::Values(vec![0.0; count])
}

fn activation(name: &str) -> Option<Place> {
    Some(Place::Activation(name.to_owned()))
}

/// The place that a step names; all is left as it was.
fn broken(trainer: &mut Trainer, data: &Data) -> Option<Place> {
    let (steps, learnt) = (trainer.steps(), trainer.network().parameters().clone());
    let trained = trainer.step(data);
    assert_eq!(trained.step, steps);
    if trained.broken.is_some() {
        assert_eq!(
            (trainer.steps(), trainer.network().parameters()),
            (steps, &learnt)
        );
    } else {
        assert_eq!(trainer.steps(), steps + 1);
        assert_ne!(trainer.network().parameters(), &learnt);
    }
    trained.broken
}

#[test]
fn the_first_layer_that_passes_on_no_number_is_named() {
    let squared = course(Loss::SquaredError, 0.1);
    let tanh = Named::new("tanh", Kind::Activation(Activation::Tanh));
    let layers = || vec![linear("fc1", 1), tanh.clone(), linear("fc2", 1)];
    let of =
        |w: &[f32], x: &[f32]| broken(&mut trainer(&[1], layers(), w, squared), &data(x, zeros(2)));
    assert_eq!(of(&[1.0, 0.0, 1.0, 0.0], &[1.0, 2.0]), None);
    assert_eq!(
        of(&[1.0, 0.0, 1.0, 0.0], &[1.0, f32::NAN]),
        activation("fc1")
    );
    // tanh ∞ is 1, and where loss and derivatives are numbers, the step is made.
    assert_eq!(of(&[1e38, 0.0, 1.0, 0.0], &[1.0, 10.0]), None);
    assert_eq!(
        of(&[1e38, 0.0, f32::INFINITY, 0.0], &[1.0, 10.0]),
        activation("fc1")
    );
    assert_eq!(
        of(&[1.0, 0.0, f32::INFINITY, 0.0], &[1.0, 2.0]),
        activation("fc2")
    );
    let inner = Kind::Residual(vec![linear("fc", 1)]);
    let nested = vec![linear("fc1", 1), Named::new("block", inner)];
    let mut nested = trainer(&[1], nested, &[1e30, 0.0, 1e30, 0.0], squared);
    assert_eq!(
        broken(&mut nested, &data(&[1.0, 2.0], zeros(2))),
        activation("block.fc")
    );
    let open = Kind::Residual(vec![linear("fc", 1)]);
    let mut open = trainer(&[1], vec![Named::new("block", open)], &[1.0, 0.0], squared);
    assert_eq!(
        broken(&mut open, &data(&[3e38, 1.0], zeros(2))),
        activation("block")
    );
}

#[test]
fn a_loss_without_a_number_is_named_where_all_activations_have_one() {
    let layers = vec![linear("fc", 2)];
    let course = course(Loss::CrossEntropy, 0.1);
    let mut trainer = trainer(&[1], layers, &[3e38, -3e38, 0.0, 0.0], course);
    let right = data(&[1.0, 1.0], Targets::Classes(vec![0, 0]));
    assert!(trainer.step(&right).score.loss == 0.0);
    let wrong = data(&[1.0, 1.0], Targets::Classes(vec![0, 1]));
    assert_eq!(broken(&mut trainer, &wrong), Some(Place::Loss));
    // Of which the derivatives are infinite too
    let squared = self::course(Loss::SquaredError, 0.1);
    let mut trainer = self::trainer(&[1], vec![linear("fc", 1)], &[3e38, 0.0], squared);
    let far = data(&[1.0, 1.0], Targets::Values(vec![-3e38; 2]));
    assert_eq!(broken(&mut trainer, &far), Some(Place::Loss));
}

/// Derivatives come from the last layer to the first.
#[test]
fn the_last_layer_whose_derivatives_have_no_number_is_named() {
    let squared = course(Loss::SquaredError, 1e-30);
    let of = |layers: Vec<Named>, w: &[f32]| {
        let data = data(&[1.0, 1.0], zeros(2));
        broken(&mut trainer(&[1], layers, w, squared), &data)
    };
    let gradient = |name: &str| Some(Place::Gradient(name.to_owned()));
    let both = || vec![linear("fc1", 1), linear("fc2", 1)];
    assert_eq!(of(both(), &[1e10, 0.0, 1e10, 0.0]), None);
    assert_eq!(of(both(), &[1e10, 0.0, 1e25, 0.0]), gradient("fc2.weight"));
    // fc2.weight gets 2·10²⁰·1, and fc1.bias 2·10²⁰·10²⁰.
    assert_eq!(of(both(), &[1.0, 0.0, 1e20, 0.0]), gradient("fc1.bias"));
    // A ReLU that is off lets none of it through.
    let relu = Named::new("relu", Kind::Activation(Activation::Relu));
    let off = vec![linear("fc1", 1), relu, linear("scale", 1), linear("fc2", 1)];
    assert_eq!(of(off, &[1.0, -2.0, 1e25, 0.0, 1e15, 1e10]), None);
}

/// Each of a few rates blows up in the end, and names what was first in the computation.
#[test]
fn a_rate_that_blows_up_is_noticed() {
    let x: Vec<f32> = (0..8).map(|k| k as f32 / 4.0 - 1.0).collect();
    let data = data(&x, zeros(8));
    for rate in [5.0, 1e3, 1e30] {
        let layers = vec![linear("fc1", 3), linear("fc2", 1)];
        let mut trainer = trainer(&[1], layers, &[], course(Loss::SquaredError, rate));
        let place = (0..200).find_map(|_| broken(&mut trainer, &data));
        let network = trainer.network();
        assert!(
            network.parameters().values.iter().all(|w| w.is_finite()),
            "{rate}"
        );
        let is_broken = |y: &[f32]| y.iter().any(|y| !y.is_finite());
        let layers = network.activations();
        let first = layers.iter().find(|layer| is_broken(layer.y));
        match (place.expect("a number that is none"), first) {
            (Place::Activation(name), Some(layer)) => assert_eq!(name, layer.name),
            (Place::Gradient(name), None) => {
                let own = network.parameters().find(&name).expect("a parameter");
                assert!(is_broken(&network.gradients()[own.place.clone()]), "{name}");
            }
            (place, _) => panic!("{place:?} at the rate {rate}"),
        }
    }
}

/// Whichever of the batches it is whose derivatives are added up.
#[test]
fn a_broken_batch_is_named_among_others() {
    let course = Course {
        accumulated: 3,
        ..course(Loss::SquaredError, 0.1)
    };
    for bad in 0..6 {
        let mut x = [1.0, 2.0, 3.0, 1.5, 2.5, 0.5];
        x[bad] = f32::NAN;
        let layers = vec![linear("fc1", 2), linear("fc2", 1)];
        let mut trainer = trainer(&[1], layers, &[], course);
        assert_eq!(
            broken(&mut trainer, &data(&x, zeros(6))),
            activation("fc1"),
            "sample {bad}"
        );
    }
}

#[test]
fn layers_that_do_not_fit_are_refused_with_the_shape_that_comes_to_them() {
    let norm = |text: &str| Kind::Norm(parse_layer(text).expect("a layer"));
    let flat = "does not take samples of shape [4]";
    let image = "does not take samples of shape [2, 3, 5]";
    let rows = "does not take samples of shape [3, 4]";
    let cases: [(&[usize], Kind, String); 18] = [
        (&[4], conv(3), format!("layer {flat}")),
        (&[2, 3, 5], conv(6), format!("layer {image}")),
        (&[2, 3, 5], conv(0), format!("layer {image}")),
        (&[4], Kind::Pool(Pool::Mean), format!("layer {flat}")),
        (
            &[2, 3, 5],
            Kind::Pool(Pool::Max(4)),
            format!("layer {image}"),
        ),
        (
            &[2, 3, 5],
            Kind::Pool(Pool::Max(0)),
            format!("layer {image}"),
        ),
        (
            &[2, 3, 5],
            Kind::Pool(Pool::Average(0)),
            format!("layer {image}"),
        ),
        (&[4], Kind::Attention { heads: 2 }, format!("layer {flat}")),
        (
            &[3, 4],
            Kind::Attention { heads: 3 },
            format!("layer {rows}"),
        ),
        (
            &[3, 4],
            Kind::Attention { heads: 0 },
            format!("layer {rows}"),
        ),
        (
            &[3, 4],
            Kind::Embedding {
                symbols: 2,
                width: 3,
            },
            format!("layer {rows}"),
        ),
        (
            &[4],
            Kind::Embedding {
                symbols: 0,
                width: 3,
            },
            format!("layer {flat}"),
        ),
        (
            &[],
            Kind::Linear { out: 2, bias: true },
            "layer does not take samples of shape []".into(),
        ),
        (
            &[4],
            Kind::Linear { out: 0, bias: true },
            format!("layer {flat}"),
        ),
        (
            &[0],
            Kind::Linear { out: 2, bias: true },
            "layer does not take samples of shape [0]".into(),
        ),
        (
            &[],
            Kind::Noise(Noise::PAPER),
            "layer does not take samples of shape []".into(),
        ),
        (
            &[4],
            norm("BatchNorm2d(4)"),
            "layer: expected 4D input (got 2D input)".into(),
        ),
        (
            &[3, 4],
            Kind::Residual(vec![linear("fc", 5)]),
            "layer gives samples of shape [3, 5], which are not added to those of shape [3, 4]"
                .into(),
        ),
    ];
    for (input, kind, sentence) in cases {
        let layers = vec![Named::new("layer", kind.clone())];
        let input = input.to_vec();
        let error =
            Network::new(&Architecture { input, layers }).expect_err("a layer that does not fit");
        assert_eq!(error.to_string(), sentence, "{kind:?}");
    }
    let inner = Kind::Residual(vec![
        linear("fc", 4),
        Named::new("norm", norm("GroupNorm(3,6)")),
    ]);
    let layers = vec![linear("fc", 4), Named::new("block", inner)];
    let error = Network::new(&Architecture {
        input: vec![2],
        layers,
    })
    .expect_err("four channels");
    assert!(error.to_string().starts_with("block.norm: "), "{error}");
}
