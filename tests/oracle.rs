//! Kernels and definition against the plain loops, over random shapes, boxes and values.

mod common;

use common::layers::{every_layer, module};
use common::plain::{Element, Plain, indices};
use common::random::Random;
use ndarray::{ArrayD, Axis};
use normscope::norm::{
    BatchNorm, BoxNorm, Call, InstanceNorm, Layer, Module, Partition, Running, Side, Spatial,
    Stages, Statistic, definition,
};

/// Half a unit in the last place of a float32 (relative), and a little for float64 on the way.
const ROUNDING: f64 = 1.0001 / (1u64 << 24) as f64;
/// Allowed relative difference between two float64 sums of at most some thousand terms.
const FLOAT64: f64 = 1e-12;

#[test]
fn random_boxes_are_normalized_as_defined() {
    let random = &mut Random(10);
    for _ in 0..400 {
        let shape = random_shape(random);
        let sides: Vec<_> = shape
            .iter()
            .map(|&length| random_side(length, random))
            .collect();
        let layer = Layer::Box(BoxNorm {
            sides,
            eps: random.pick(&[1e-5, 1e-3, 0.1]),
        });
        compare(
            &mut module(&layer, true, random),
            &random_values(&shape, random),
        );
    }
}

#[test]
fn every_layer_normalizes_random_values_as_defined() {
    let random = &mut Random(11);
    for _ in 0..12 {
        let shape = random_shape(random);
        for layer in every_layer(&shape) {
            for training in [true, false] {
                let mut module = module(&layer, training, random);
                if module.plan(&shape).is_ok() {
                    compare(&mut module, &random_values(&shape, random));
                }
            }
        }
    }
}

#[test]
fn a_view_in_another_order_gives_the_same() {
    let random = &mut Random(12);
    let x = random.tensor(&[2, 3, 4, 6], 0.0, 1.0);
    let view = x.view().permuted_axes(vec![3, 1, 2, 0]);
    let copy = view.as_standard_layout().to_owned();
    for layer in every_layer(view.shape()) {
        let mut module = module(&layer, false, random);
        let forward = module.forward(copy.view()).expect("a layer for the shape");
        assert_eq!(
            module.forward(view.view()).as_ref(),
            Ok(&forward),
            "{layer:?}"
        );
        let of_copy = module.backward(copy.view(), &forward.plan, &forward.used, copy.view());
        assert_eq!(
            module.backward(view.view(), &forward.plan, &forward.used, view.view()),
            of_copy,
            "{layer:?}"
        );
    }
}

#[test]
fn running_averages_follow_their_rule() {
    let random = &mut Random(13);
    for (momentum, spatial_len) in [(Some(0.1), 2), (Some(1.0), 3), (None, 2), (Some(0.25), 5)] {
        let (num_features, eps, affine) = (3, 1e-5, false);
        let spatial = Spatial::D1;
        let batch = Layer::BatchNorm(BatchNorm {
            spatial,
            num_features,
            eps,
            momentum,
            affine,
            track_running_stats: true,
        });
        let instance = Layer::InstanceNorm(InstanceNorm {
            spatial,
            num_features,
            eps,
            momentum,
            affine,
            track_running_stats: true,
        });
        for layer in [batch, instance] {
            let mut module = Module::new(layer).expect("a layer that can be constructed");
            let mut expected = Running::new(3);
            for step in 0..6 {
                let x = random_batch(spatial_len, random);
                // Eval neither uses the averages up nor changes them.
                module.train(step != 3);
                let before = module.running().cloned();
                module.forward(x.view()).expect("a layer for the shape");
                match step {
                    3 => assert_eq!(module.running(), before.as_ref()),
                    _ => follow(&mut expected, module.layer(), &x),
                }
                let running = module.running().expect("the layer keeps averages");
                assert_eq!(running.batches, expected.batches);
                close(&running.mean, &expected.mean);
                close(&running.var, &expected.var);
            }
        }
    }
}

#[test]
fn a_partition_tiles_its_tensor() {
    let random = &mut Random(14);
    for _ in 0..200 {
        let shape = random_shape(random);
        let sides: Vec<_> = shape
            .iter()
            .map(|&length| random_side(length, random))
            .collect();
        let partition = Partition::new(&shape, &sides).expect("groups that divide their axes");
        assert_eq!(
            Partition::new(&shape, &partition.sides()).as_ref(),
            Ok(&partition)
        );
        let mut sizes = vec![0; partition.set_count()];
        for index in indices(&shape) {
            let set = partition.set_of(&index);
            let flat = index
                .iter()
                .zip(&shape)
                .fold(0, |flat, (i, n)| flat * n + i);
            assert_eq!(partition.set_at(flat), set);
            sizes[set] += 1;
            let ranges = partition.ranges(set);
            assert!(
                ranges
                    .iter()
                    .zip(&index)
                    .all(|(range, i)| range.contains(i))
            );
        }
        let (len, is_one_set) = partition.run();
        let sets: Vec<_> = (0..shape.iter().product())
            .map(|flat| partition.set_at(flat))
            .collect();
        for run in sets.chunks(len) {
            let follows =
                |(i, set): (usize, &usize)| *set == run[0] + if is_one_set { 0 } else { i };
            assert!(
                run.len() == len && run.iter().enumerate().all(follows),
                "{partition:?}"
            );
        }
        assert!(
            sizes.iter().all(|&size| size == partition.set_len()),
            "{partition:?}"
        );
    }
}

/// The averages after one more training batch, written out.
fn follow(running: &mut Running, layer: &Layer, x: &ArrayD<f32>) {
    let (momentum, per_sample) = match layer {
        Layer::BatchNorm(layer) => {
            running.batches += 1;
            (
                layer.momentum.unwrap_or(1.0 / running.batches as f64),
                false,
            )
        }
        Layer::InstanceNorm(layer) => (layer.momentum.unwrap_or(0.0), true),
        _ => unreachable!("the test has these two"),
    };
    for channel in 0..running.mean.len() {
        let of_channel = x.index_axis(Axis(1), channel);
        let sets: Vec<Vec<f64>> = match per_sample {
            true => of_channel
                .outer_iter()
                .map(|set| set.iter().copied().map(f64::from).collect())
                .collect(),
            false => vec![of_channel.iter().copied().map(f64::from).collect()],
        };
        let (mut mean, mut unbiased) = (0.0, 0.0);
        for set in &sets {
            let n = set.len() as f64;
            let of_set = set.iter().sum::<f64>() / n;
            mean += of_set / sets.len() as f64;
            let squares: f64 = set.iter().map(|x| (x - of_set).powi(2)).sum();
            unbiased += squares / (n - 1.0) / sets.len() as f64;
        }
        running.mean[channel] += momentum * (mean - running.mean[channel]);
        running.var[channel] += momentum * (unbiased - running.var[channel]);
    }
}

/// Every array of a call against the plain loops, and the library's own definition too.
fn compare(module: &mut Module, x: &ArrayD<f32>) {
    let plain = Plain::new(module, x.shape());
    let running = module.running().cloned();
    let call = module.clone().measure(x.view());
    let call = call.expect("a layer for the shape");
    let stages = Stages::new(module, &call);
    let forward = module.forward(x.view()).expect("a layer for the shape");
    assert_eq!((&call.plan, &call.used), (&forward.plan, &forward.used));
    let values: Vec<_> = x.iter().copied().map(f64::from).collect();
    let expected = plain.forward(&values);
    let (weight, bias) = (module.weight(), module.bias());
    let defined = definition::forward(x.view(), &forward.plan, weight, bias, running.as_ref());
    let largest = values
        .iter()
        .fold(0.0_f64, |largest, x| largest.max(x.abs()));
    let x_hats: f64 = expected
        .iter()
        .fold(1.0, |largest, element| largest.max(element.x_hat.abs()));
    let x_slice = x.as_slice().expect("random tensors are in C order");
    let from = x_slice.len() / 3;
    for stage in 0..4 {
        let mut filled = vec![0.0; x_slice.len() - from];
        stages.fill(stage, from, &x_slice[from..], &mut filled);
        for (i, filled) in filled.iter().enumerate() {
            let of_element = stages.of(from + i, x_slice[from + i])[stage];
            assert_eq!(filled.to_bits(), of_element.to_bits());
        }
    }
    for (position, index) in indices(x.shape()).iter().enumerate() {
        let element = expected[position];
        let context = || format!("{:?} {:?} at {index:?}", module.layer(), x.shape());
        let std = (element.var + forward.plan.eps).sqrt();
        // What the sums may differ by, in units of x̂.
        let slack = FLOAT64 * (1.0 + largest / std) * x_hats;
        let of_element = stages.of(position, x[&index[..]]);
        check_call(&call, index, of_element, element, slack, &context);
        // x̂ was rounded before γ, which is below 2, and y after it.
        let limit = ROUNDING * (2.0 * element.x_hat.abs() + element.y.abs()) + 2.0 * slack;
        near(f64::from(forward.y[&index[..]]), element.y, limit, &context);
        near(f64::from(of_element[3]), element.y, limit, &context);
        near(defined[&index[..]], element.y, 2.0 * slack, &context);
    }
}

fn check_call(
    call: &Call,
    index: &[usize],
    stages: [f32; 4],
    element: Element,
    slack: f64,
    context: &dyn Fn() -> String,
) {
    let set = call.plan.partition.set_of(index);
    let std = (element.var + call.plan.eps).sqrt();
    near(call.used.mean[set], element.mean, slack * std, context);
    near(
        call.used.var[set],
        element.var,
        slack * (element.var + call.plan.eps),
        context,
    );
    let [x, ours, x_hat, _] = stages.map(f64::from);
    let centered = match call.plan.statistic {
        Statistic::MeanVariance => x - element.mean,
        Statistic::MeanSquare => x,
    };
    near(
        ours,
        centered,
        ROUNDING * centered.abs() + slack * std,
        context,
    );
    near(
        x_hat,
        element.x_hat,
        ROUNDING * element.x_hat.abs() + slack,
        context,
    );
}

#[track_caller]
fn near(ours: f64, expected: f64, limit: f64, context: &dyn Fn() -> String) {
    let distance = (ours - expected).abs();
    assert!(
        distance <= limit,
        "{ours:e} is not {expected:e} within {limit:e}: {}",
        context()
    );
}

#[track_caller]
fn close(ours: &[f64], expected: &[f64]) {
    assert_eq!(ours.len(), expected.len());
    for (ours, expected) in ours.iter().zip(expected) {
        near(
            *ours,
            *expected,
            FLOAT64 * expected.abs().max(1.0),
            &String::new,
        );
    }
}

/// One to four samples of three channels.
fn random_batch(spatial_len: usize, random: &mut Random) -> ArrayD<f32> {
    let samples = random.between(1, 4);
    random.tensor(&[samples, 3, spatial_len], 2.0, 3.0)
}

/// Of rank 2 to 5 with at most some five hundred elements.
fn random_shape(random: &mut Random) -> Vec<usize> {
    let rank = random.between(2, 5);
    let longest = [0, 0, 20, 8, 5, 3][rank];
    (0..rank).map(|_| random.between(1, longest)).collect()
}

fn random_side(length: usize, random: &mut Random) -> Side {
    let divisors: Vec<_> = (1..=length)
        .filter(|groups| length.is_multiple_of(*groups))
        .collect();
    let split = Side::Split(random.pick(&divisors));
    random.pick(&[Side::Kept, Side::Shared, split])
}

/// Of any size and spread, also far from zero.
fn random_values(shape: &[usize], random: &mut Random) -> ArrayD<f32> {
    let mean = random.pick(&[0.0, 0.0, 1.0, -1e3, 1e5]);
    let std = random.pick(&[1.0, 1.0, 1e-3, 1e3]);
    random.tensor(shape, mean, std)
}
