//! What a trainer promises: equal courses, ways back, batches, and averages that only training moves.

mod common;

use common::random::Random;
use normscope::nn::{
    Activation, Architecture, Behind, Course, Data, Init, Kind, Loss, Mode, Named, Network, Noise,
    Normalizer, Optimizer, Order, Schedule, Targets, Trained, Trainer,
};
use normscope::torch::{Generator, parse_layer};
use std::collections::BTreeSet;

const FEATURES: usize = 5;
const CLASSES: usize = 3;

const ADAM: Optimizer = Optimizer::ADAM;
const MOMENTUM: Optimizer = Optimizer::Sgd {
    momentum: 0.9,
    weight_decay: 0.01,
};

/// The first feature of a sample is its number, scaled.
fn data(count: usize) -> Data {
    let random = &mut Random(count as u64);
    let mut x: Vec<f32> = random
        .tensor(&[count * FEATURES], 0.0, 1.0)
        .into_iter()
        .collect();
    for (number, x) in x.iter_mut().step_by(FEATURES).enumerate() {
        *x = number as f32 / 64.0;
    }
    // Many of class 0 and few of class 2
    let class = |_| random.pick(&[0, 0, 0, 0, 1, 1, 2]);
    Data {
        shape: vec![FEATURES],
        x,
        targets: Targets::Classes((0..count).map(class).collect()),
    }
}

fn course(optimizer: Optimizer) -> Course {
    Course {
        loss: Loss::CrossEntropy,
        optimizer,
        rate: 0.05,
        schedule: Schedule {
            warm_up: 3,
            drops: Some((4, 0.5)),
        },
        batch: 8,
        accumulated: 1,
        order: Order::Shuffled,
        seed: 5,
    }
}

fn network(normalizer: Normalizer, noise: Option<Noise>, dropout: Option<f64>) -> Network {
    let behind = Behind {
        normalizer,
        noise,
        activation: Some(Activation::Tanh),
    };
    let mut architecture = Architecture::perceptron(&[FEATURES], &[6], CLASSES, |_| behind);
    let dropout = dropout.map(|p| Named::new("dropout", Kind::Dropout(p)));
    let last = architecture.layers.len() - 1;
    architecture.layers.splice(last..last, dropout);
    let mut network = Network::new(&architecture).expect("layers that fit");
    network.draw(Init::PyTorch, &mut Generator::new(3));
    network
}

/// A network that draws as it trains, and has averages.
fn restless() -> Network {
    network(Normalizer::Batch, Some(Noise::PAPER), Some(0.3))
}

fn trainer(network: Network, course: Course) -> Trainer {
    Trainer::new(network, course).expect("batches that are accepted")
}

fn steps(trainer: &mut Trainer, data: &Data, count: usize) -> Vec<Trained> {
    (0..count).map(|_| trainer.step(data)).collect()
}

/// All bits of what was learnt and averaged.
fn bits(trainer: &Trainer) -> Vec<u64> {
    let network = trainer.network();
    let learnt = network.parameters().values.iter();
    let learnt = learnt.map(|value| u64::from(value.to_bits()));
    let running = network.running().into_iter().flatten();
    let averaged = running.flat_map(|own| [own.mean, own.var].concat());
    learnt.chain(averaged.map(f64::to_bits)).collect()
}

#[test]
fn equal_seeds_take_equal_steps_and_others_take_others() {
    let data = data(40);
    for optimizer in [ADAM, MOMENTUM] {
        let run = |seed| {
            let course = Course {
                seed,
                ..course(optimizer)
            };
            let mut trainer = trainer(restless(), course);
            (steps(&mut trainer, &data, 7), bits(&trainer))
        };
        assert_eq!(run(5), run(5), "{optimizer:?}");
        assert_ne!(run(5), run(6), "{optimizer:?}");
    }
}

/// E[μ_B] and E[σ²_B + μ_B²] − μ² over equal batches are mean and variance over all their samples.
#[test]
fn recomputed_averages_are_those_of_the_population() {
    let data = data(40);
    let course = Course {
        order: Order::InTurn,
        ..course(MOMENTUM)
    };
    let mut trainer = trainer(restless(), course);
    steps(&mut trainer, &data, 5);
    let before = bits(&trainer);
    let recomputed = trainer.recomputed(&data, 5);
    assert_eq!(bits(&trainer), before);
    assert_eq!(
        recomputed.network().parameters(),
        trainer.network().parameters()
    );
    let mut network = trainer.network().clone();
    let mut generator = Generator::new(0);
    network.forward(&data.x, 40, Mode::Eval, &mut generator);
    let activations = network.activations();
    let y = activations
        .iter()
        .find(|of| of.name == "fc1")
        .expect("a map")
        .y;
    let running = recomputed.network().running();
    let running = running[0].as_ref().expect("averages");
    for (unit, (mean, var)) in running.mean.iter().zip(&running.var).enumerate() {
        let values: Vec<f64> = y
            .iter()
            .skip(unit)
            .step_by(6)
            .map(|v| f64::from(*v))
            .collect();
        let expected = values.iter().sum::<f64>() / 40.0;
        let square = values.iter().map(|v| (v - expected).powi(2)).sum::<f64>() / 40.0;
        assert!((mean - expected).abs() < 1e-6, "{mean} for {expected}");
        assert!((var / square - 1.0).abs() < 1e-5, "{var} for {square}");
    }
    // Steps go on as if nobody had looked.
    let mut looked = trainer.clone();
    drop(looked.recomputed(&data, 3));
    assert_eq!(steps(&mut looked, &data, 3), steps(&mut trainer, &data, 3));
}

#[test]
fn the_same_steps_follow_from_a_checkpoint_again() {
    let data = data(40);
    for optimizer in [ADAM, MOMENTUM] {
        for order in [Order::Shuffled, Order::InTurn, Order::ByClass] {
            let course = Course {
                order,
                ..course(optimizer)
            };
            let mut first = trainer(restless(), course);
            steps(&mut first, &data, 3);
            let checkpoint = first.checkpoint();
            let at = bits(&first);
            assert_eq!(checkpoint.steps(), 3);
            assert_eq!(checkpoint.parameters(), first.network().parameters().values);
            // To look at it between steps is not to change them.
            first.evaluate(&data, Mode::BatchStatistics);
            let expected = (steps(&mut first, &data, 9), bits(&first));
            assert_ne!(at, expected.1);
            // Of the trainer itself, and of one that took no step.
            for mut other in [first, trainer(restless(), course)] {
                other.restore(&checkpoint);
                assert_eq!((other.steps(), bits(&other)), (3, at.clone()));
                let again = (steps(&mut other, &data, 9), bits(&other));
                assert_eq!(again, expected, "{optimizer:?} {order:?}");
            }
        }
    }
}

/// Four batches of 8 sum up to one of 32, but not for statistics of 8 samples. Each of three steps moves a parameter
/// by the rate times a mean of 32 terms of size one, whose roundings are 32·2⁻²⁴ at most.
#[test]
fn batches_add_up_where_samples_are_apart() {
    let data = data(50);
    let allowed = 3.0 * 32.0 / f64::from(1 << 24);
    let apart = |normalizer| {
        let learnt = |batch, accumulated| {
            let course = Course {
                batch,
                accumulated,
                order: Order::InTurn,
                ..course(Optimizer::SGD)
            };
            let mut trainer = trainer(network(normalizer, None, None), course);
            let trained = steps(&mut trainer, &data, 3).pop().expect("a step");
            assert_eq!(trained.score.count, 32);
            let numbers = trainer.network().parameters().values.iter();
            let mut numbers: Vec<f64> = numbers.copied().map(f64::from).collect();
            numbers.extend([trained.score.loss, trained.gradient]);
            numbers
        };
        let pairs = learnt(8, 4).into_iter().zip(learnt(32, 1));
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    for normalizer in [
        Normalizer::None,
        Normalizer::Layer,
        Normalizer::Rms,
        Normalizer::Group(2),
    ] {
        let apart = apart(normalizer);
        assert!(apart <= allowed, "{normalizer:?}: {apart:e} apart");
    }
    assert!(apart(Normalizer::Batch) > 1e-4);
}

#[test]
fn averages_move_in_training_alone() {
    let data = data(40);
    let mut trainer = trainer(network(Normalizer::Batch, None, None), course(ADAM));
    let begun = trainer.network().running();
    trainer.step(&data);
    let running = trainer.network().running();
    assert_ne!(begun, running);
    let activations = trainer.network().activations();
    let before: Vec<f64> = activations[0].y.iter().copied().map(f64::from).collect();
    let own = running[0].as_ref().expect("averages");
    for unit in 0..6 {
        let of: Vec<f64> = before.iter().copied().skip(unit).step_by(6).collect();
        let mean = of.iter().sum::<f64>() / 8.0;
        let unbiased = of.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 7.0;
        assert!((own.mean[unit] - 0.1 * mean).abs() < 1e-12);
        assert!((own.var[unit] - 0.9 - 0.1 * unbiased).abs() < 1e-12);
    }
    let by_batch = trainer.evaluate(&data, Mode::BatchStatistics);
    let by_averages = trainer.evaluate(&data, Mode::Eval);
    assert_eq!(trainer.network().running(), running);
    assert!((by_batch.loss - by_averages.loss).abs() > 1e-3);
    let in_training = trainer.evaluate(&data, Mode::Train);
    assert_eq!(by_batch, in_training);
    assert_ne!(trainer.network().running(), running);
}

/// However many there are: a part of one sample would have no statistics.
#[test]
fn all_samples_are_evaluated() {
    for count in [2, 255, 256, 257, 513, 769] {
        let data = data(count);
        let mut trainer = trainer(network(Normalizer::Batch, None, None), course(ADAM));
        let score = trainer.evaluate(&data, Mode::BatchStatistics);
        assert_eq!(score.count, count);
        let Targets::Classes(classes) = &data.targets else {
            unreachable!("classes");
        };
        let whole = trainer.evaluate(&data, Mode::Eval);
        let one_by_one = (0..count).map(|sample| {
            let one = data.pick(&[sample], CLASSES);
            assert_eq!(one.targets, Targets::Classes(vec![classes[sample]]));
            trainer.evaluate(&one, Mode::Eval)
        });
        let one_by_one: Vec<_> = one_by_one.collect();
        let correct: usize = one_by_one.iter().map(|score| score.correct).sum();
        let loss = one_by_one.iter().map(|score| score.loss).sum::<f64>() / count as f64;
        assert_eq!(whole.correct, correct);
        assert!((whole.loss - loss).abs() < 1e-6);
    }
}

/// The numbers of the samples of each batch.
fn dealt(network: Network, order: Order, data: &Data, batches: usize) -> Vec<Vec<usize>> {
    let course = Course {
        order,
        ..course(ADAM)
    };
    let mut trainer = trainer(network, course);
    let one = |_| {
        trainer.step(data);
        let samples = trainer.network().x().chunks(FEATURES);
        samples.map(|x| (x[0] * 64.0) as usize).collect()
    };
    (0..batches).map(one).collect()
}

#[test]
fn a_pass_deals_each_sample_once_at_most() {
    let data = data(43);
    let batches = dealt(restless(), Order::Shuffled, &data, 10);
    assert_eq!(
        batches,
        dealt(
            network(Normalizer::None, None, None),
            Order::Shuffled,
            &data,
            10
        )
    );
    let passes: Vec<Vec<usize>> = batches.chunks(5).map(<[_]>::concat).collect();
    assert_ne!(passes[0], passes[1]);
    for pass in &passes {
        assert_eq!(pass.iter().collect::<BTreeSet<_>>().len(), 40);
        assert!(!pass.is_sorted() && pass.iter().all(|sample| *sample < 43));
    }
    let generator = &mut Generator::new(5);
    let orders = [(); 2].map(|()| generator.randperm(43)[..40].to_vec());
    assert_eq!(passes, orders, "as `torch.randperm` shuffles them");
    let in_turn = dealt(restless(), Order::InTurn, &data, 11).concat();
    let expected: Vec<usize> = (0..88).map(|sample| sample % 43).collect();
    assert_eq!(in_turn, expected);
}

#[test]
fn batches_by_class_are_of_one_class_each() {
    let data = data(60);
    let Targets::Classes(classes) = &data.targets else {
        unreachable!("classes");
    };
    let of = |class| classes.iter().filter(|own| **own == class).count();
    let counts: Vec<usize> = (0..3).map(|class| of(class) / 8).collect();
    let in_pass = counts.iter().sum();
    assert!(in_pass >= 4 && counts[0] > counts[1], "{counts:?}");
    let batches = dealt(restless(), Order::ByClass, &data, 2 * in_pass);
    for pass in batches.chunks(in_pass) {
        let samples = pass.concat();
        assert_eq!(samples.iter().collect::<BTreeSet<_>>().len(), samples.len());
        let mut found = vec![0; 3];
        for batch in pass {
            let class = classes[batch[0]];
            assert!(batch.iter().all(|sample| classes[*sample] == class));
            found[usize::from(class)] += 1;
        }
        assert_eq!(found, counts, "all whole batches of a class");
    }
    let [first, second] = [0, 1].map(|pass| batches[pass * in_pass..][..in_pass].concat());
    assert_ne!(first, second);
    let of_first = |batch: &Vec<usize>| classes[batch[0]];
    let classes_in_turn: Vec<u8> = batches[..in_pass].iter().map(of_first).collect();
    assert!(!classes_in_turn.is_sorted(), "{classes_in_turn:?}");
}

#[test]
#[should_panic(expected = "samples for a batch at least")]
fn too_few_samples_are_no_batch() {
    trainer(restless(), course(ADAM)).step(&data(7));
}

#[test]
fn a_batch_of_one_is_refused_in_the_words_of_pytorch() {
    let one = Course {
        batch: 1,
        ..course(ADAM)
    };
    let error = Trainer::new(restless(), one).expect_err("no variance of one value");
    let sentence =
        "Expected more than 1 value per channel when training, got input size torch.Size([1, 6])";
    assert_eq!(error.to_string(), sentence);
    assert!(Trainer::new(network(Normalizer::Layer, None, None), one).is_ok());
    let inner = Kind::Norm(parse_layer("BatchNorm1d(5)").expect("a layer"));
    let layers = vec![Named::new(
        "block",
        Kind::Residual(vec![Named::new("norm", inner)]),
    )];
    let nested = Network::new(&Architecture {
        input: vec![5],
        layers,
    })
    .expect("layers that fit");
    assert!(Trainer::new(nested, one).is_err());
}
