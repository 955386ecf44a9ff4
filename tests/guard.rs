//! The picture is the computation: y_i moves exactly when an element moves that is highlighted for i.

mod common;

use common::layers::{every_layer, module};
use common::plain::indices;
use common::random::Random;
use ndarray::IxDyn;
use normscope::norm::{Layer, Module, Source};

/// One per rank; C is even, and the other axes long enough for boxes of three elements.
const SHAPES: [&[usize]; 4] = [&[4, 6], &[3, 4, 3], &[2, 4, 3, 2], &[3, 2, 2, 1, 3]];

#[test]
fn y_moves_exactly_with_what_is_highlighted() {
    let random = &mut Random(1);
    let mut guarded = 0;
    for shape in SHAPES {
        for layer in every_layer(shape) {
            for training in [true, false] {
                let module = module(&layer, training, random);
                let plan = module.plan(shape).expect("a layer for the shape");
                // One or two elements normalize to 0 or ±1, whatever they are.
                if plan.source == Source::Running || plan.partition.set_len() >= 3 {
                    guard(&module, shape, random);
                    guarded += 1;
                }
            }
        }
    }
    println!("{guarded} layers guarded");
    assert!(guarded > 300, "only {guarded} layers guarded");
}

#[test]
fn every_class_is_guarded_at_every_rank() {
    for shape in SHAPES {
        let layers = every_layer(shape);
        let has = |class: fn(&Layer) -> bool| layers.iter().any(class);
        assert!(has(|layer| matches!(layer, Layer::BatchNorm(_))));
        assert!(has(|layer| matches!(layer, Layer::LayerNorm(_))));
        assert!(has(|layer| matches!(layer, Layer::InstanceNorm(_))));
        assert!(has(|layer| matches!(layer, Layer::GroupNorm(_))));
        assert!(has(|layer| matches!(layer, Layer::RmsNorm(_))));
        assert!(has(|layer| matches!(layer, Layer::ChannelLayerNorm(_))));
        assert!(has(|layer| matches!(layer, Layer::Box(_))));
    }
}

/// Moves each element in turn by ten standard deviations.
fn guard(module: &Module, shape: &[usize], random: &mut Random) {
    let x = random.tensor(shape, 0.5, 1.0);
    let y = |x: &ndarray::ArrayD<f32>| {
        // A copy of the module, since training changes its averages.
        module
            .clone()
            .forward(x.view())
            .expect("a layer for the shape")
            .y
    };
    let before = y(&x);
    let reach = module.plan(shape).expect("a layer for the shape").reach();
    for k in indices(shape) {
        let mut moved = x.clone();
        moved[IxDyn(&k)] += 10.0;
        let after = y(&moved);
        for i in indices(shape) {
            let moves = before[IxDyn(&i)] != after[IxDyn(&i)];
            let highlighted = reach.ranges(reach.set_of(&i));
            let lit = highlighted
                .iter()
                .zip(&k)
                .all(|(range, k)| range.contains(k));
            assert_eq!(moves, lit, "{:?}, x{k:?} moved, y{i:?}", module.layer());
        }
    }
}
