//! One tensor through one layer: steps, modes, pokes, and what does not fit.

mod common;

use common::setup;
use normscope::lab::explore::{
    Complaint, Explore, Mode, Parameter, PerChannel, Poke, Setup, Stage,
};
use normscope::norm::{Source as From, Statistic};
use normscope::torch::parse_layer;

fn batches(setup: &Setup, count: usize) -> Vec<ndarray::ArrayD<f32>> {
    let mut sampler = setup.source.sampler(setup.seed);
    (0..count).map(|_| sampler.next_batch()).collect()
}

/// Mean and unbiased variance of each channel of `[N, C, H, W]`.
fn by_channel(x: &ndarray::ArrayD<f32>) -> Vec<(f64, f64)> {
    let channel = |c| {
        let values: Vec<f64> = x
            .index_axis(ndarray::Axis(1), c)
            .iter()
            .map(|&v| v.into())
            .collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
        (mean, squares / (n - 1.0))
    };
    (0..x.shape()[1]).map(channel).collect()
}

#[test]
fn steps_draw_batches_one_after_another_and_fill_the_running_averages() {
    let mut setup = setup("channels(4,6,4,4)", "BatchNorm2d(6,momentum=0.3)");
    setup.steps = 3;
    let drawn = batches(&setup, 4);
    for mode in [Mode::Train, Mode::Eval] {
        setup.mode = mode;
        let explore = Explore::run(&setup);
        assert_eq!(*explore.x, drawn[3]);
        let history = explore.history.as_ref().expect("batch norm keeps averages");
        assert_eq!(history.steps.len(), 3);
        assert_eq!(history.shown.is_some(), mode == Mode::Train);
        let mut running = [(0.0, 1.0); 6];
        for (x, step) in drawn.iter().zip(history.steps.iter().chain(&history.shown)) {
            for (c, (mean, var)) in by_channel(x).into_iter().enumerate() {
                running[c].0 = 0.7 * running[c].0 + 0.3 * mean;
                running[c].1 = 0.7 * running[c].1 + 0.3 * var;
                assert!((step.batch.mean[c] - mean).abs() < 1e-6);
                assert!((step.batch.var[c] - var).abs() < 1e-6);
                assert!((step.running.mean[c] - running[c].0).abs() < 1e-6);
                assert!((step.running.var[c] - running[c].1).abs() < 1e-6);
            }
        }
        let call = explore.call.as_ref().expect("accepted");
        let own = &history.steps[2].running.mean;
        assert_eq!(
            &call.used.mean == own,
            mode == Mode::Eval,
            "eval uses the averages"
        );
        assert_ne!(&call.batch.mean, own);
    }
}

#[test]
fn layers_without_averages_still_show_the_batch_after_the_steps() {
    let mut setup = setup("randn(2,4,3,3)", "GroupNorm(2,4)");
    setup.steps = 2;
    let explore = Explore::run(&setup);
    assert_eq!(*explore.x, batches(&setup, 3)[2]);
    assert_eq!(explore.history, None);
}

#[test]
fn a_poke_moves_the_set_of_its_element_and_nothing_else() {
    let at = vec![1, 2, 3, 0];
    let expected = [
        ("BatchNorm2d(6)", 4 * 16 - 1, 4),
        ("LayerNorm([6,4,4])", 6 * 16 - 1, 1),
        ("InstanceNorm2d(6)", 15, 1),
        ("GroupNorm(3,6)", 31, 1),
        ("ChannelLayerNorm(6)", 5, 1),
        ("Norm(N=N,C=C,H=H,W=W)", 4 * 96 - 1, 4),
    ];
    for (layer, others, samples) in expected {
        let mut setup = setup("channels(4,6,4,4)", layer);
        let value = 40.0;
        setup.poke = Some(Poke {
            at: at.clone(),
            value,
        });
        let explore = Explore::run(&setup);
        assert_eq!(explore.x[&at[..]], value);
        let poked = explore.poked.as_ref().expect("a poke");
        assert_eq!((poked.others, poked.samples), (others, samples), "{layer}");
        assert!(explore.moved(poked.before.flat));
        let partition = explore.partition().expect("accepted");
        let set = partition.set_of(&at);
        for (flat, (index, _)) in explore.x.indexed_iter().enumerate() {
            let moved = explore.moved(flat);
            let index: Vec<usize> = ndarray::Dimension::slice(&index).to_vec();
            assert_eq!(partition.set_of(&index) == set, moved, "{layer} {index:?}");
        }
    }
}

#[test]
fn in_eval_a_poke_moves_its_own_element_alone() {
    let mut setup = setup("channels(4,6,4,4)", "BatchNorm2d(6)");
    (setup.mode, setup.steps) = (Mode::Eval, 2);
    setup.poke = Some(Poke {
        at: vec![0, 0, 0, 0],
        value: 9.0,
    });
    let explore = Explore::run(&setup);
    let poked = explore.poked.as_ref().expect("a poke");
    assert_eq!((poked.others, poked.samples), (0, 0));
    let moved: Vec<_> = (0..explore.x.len())
        .filter(|&flat| explore.moved(flat))
        .collect();
    assert_eq!(moved, [0]);
    assert_eq!(
        explore.call.as_ref().expect("accepted").plan.source,
        From::Running
    );
    let unpoked = Explore::run(&Setup {
        poke: None,
        ..setup
    });
    for (flat, &x) in explore.x_values().iter().enumerate() {
        let before = unpoked.value(Stage::Output, flat).expect("accepted");
        assert_eq!(poked.before.y(flat, x), before);
    }
}

#[test]
fn weight_and_bias_run_along_the_channels() {
    let list = PerChannel::Each(vec![1.0, -2.0, 0.5]);
    for layer in [
        "BatchNorm2d(3)",
        "LayerNorm([3,4,4])",
        "ChannelLayerNorm(3)",
    ] {
        let mut setup = setup("randn(2,3,4,4)", layer);
        setup.weight = Some(list.clone());
        setup.bias = Some(PerChannel::One(0.25));
        let explore = Explore::run(&setup);
        assert_eq!(explore.complaints, []);
        let x_hat = explore.stage(Stage::Normalized).expect("accepted");
        let y = explore.stage(Stage::Output).expect("accepted");
        for (index, &y) in y.indexed_iter() {
            let gamma = [1.0, -2.0, 0.5][index[1]];
            assert!((y - (gamma * x_hat[&index] + 0.25)).abs() < 1e-6, "{layer}");
        }
    }
}

#[test]
fn what_does_not_fit_is_said_and_left_out() {
    let mut setup = setup("randn(2,3,4,4)", "GroupNorm(3,3)");
    setup.weight = Some(PerChannel::Each(vec![1.0, 2.0]));
    setup.poke = Some(Poke {
        at: vec![0, 3, 0, 0],
        value: 1.0,
    });
    let explore = Explore::run(&setup);
    let sentences: Vec<String> = explore.complaints.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "weight has 2 values, but the layer takes 3; its initial values are used",
            "x of shape [2, 3, 4, 4] has no element [0, 3, 0, 0]; nothing is poked",
        ]
    );
    let plain = Explore::run(&Setup {
        weight: None,
        poke: None,
        ..setup.clone()
    });
    assert_eq!(explore.call, plain.call);
    setup.layer = parse_layer("InstanceNorm2d(3)").unwrap();
    let complaints = Explore::run(&setup).complaints;
    assert_eq!(complaints[0], Complaint::NoParameter(Parameter::Weight));
}

#[test]
fn a_rejected_call_keeps_x() {
    let mut setup = setup("randn(1,6,1,1)", "BatchNorm2d(6)");
    let explore = Explore::run(&setup);
    assert_eq!(explore.x.len(), 6);
    assert_eq!(explore.stages(), [Stage::Input]);
    assert_eq!(
        (explore.value_at(0.0, 3), explore.value_at(0.5, 3)),
        (Some(explore.x[[0, 3, 0, 0]].into()), None)
    );
    let stages = Stage::ALL.map(|stage| explore.stage(stage).is_some());
    assert_eq!(stages, [true, false, false, false]);
    setup.mode = Mode::Eval;
    assert!(
        Explore::run(&setup).call.is_ok(),
        "a fresh layer in eval mode accepts it"
    );
    setup.steps = 1;
    let explore = Explore::run(&setup);
    assert!(
        explore.call.is_err(),
        "but the step before it was in training mode"
    );
    assert_eq!(*explore.x, batches(&setup, 2)[1]);
    setup.layer = parse_layer("GroupNorm(4,6)").unwrap();
    let sentence = Explore::run(&setup).call.unwrap_err().to_string();
    assert!(sentence.contains("divisible"), "{sentence}");
}

#[test]
fn between_two_stages_values_are_mixed() {
    let explore = Explore::run(&setup("channels(2,3,4,4)", "LayerNorm([3,4,4])"));
    let flat = 17;
    let stages = explore
        .stages_of(flat)
        .map(|value| f64::from(value.expect("accepted")));
    assert_eq!(stages[0], f64::from(explore.x_values()[flat]));
    for (k, &value) in stages.iter().enumerate() {
        assert_eq!(explore.value_at(k as f64, flat), Some(value));
    }
    let mixed = explore.value_at(1.25, flat).unwrap();
    assert!((mixed - (0.75 * stages[1] + 0.25 * stages[2])).abs() < 1e-12);
}

#[test]
fn root_mean_square_has_three_stages() {
    let explore = Explore::run(&setup("randn(2,3,8)", "RMSNorm(8)"));
    assert_eq!(
        explore.stages(),
        [Stage::Input, Stage::Normalized, Stage::Output]
    );
    let call = explore.call.as_ref().unwrap();
    assert_eq!(call.plan.statistic, Statistic::MeanSquare);
    assert_eq!(explore.stage(Stage::Centered).as_ref(), Some(&*explore.x));
}

#[test]
fn parts_put_together_are_what_was_taken_apart() {
    let mut all = vec![
        setup("channels(4,6,4,4)", "GroupNorm(3,6)"),
        setup("randn(1,6,1,1)", "BatchNorm2d(6)"),
        setup("randn(4,6)", "GroupNorm(4,6)"),
        setup("randn(2,3,8)", "RMSNorm(8)"),
    ];
    for (mode, layer) in [
        (Mode::Train, "BatchNorm2d(6,momentum=None)"),
        (Mode::Eval, "BatchNorm2d(6)"),
        (
            Mode::Eval,
            "InstanceNorm2d(6,affine=True,track_running_stats=True)",
        ),
    ] {
        let mut setup = setup("samples(4,6,4,4)", layer);
        (setup.mode, setup.steps) = (mode, 2);
        setup.weight = Some(PerChannel::One(3.0));
        setup.bias = Some(PerChannel::Each(vec![1.0]));
        setup.poke = Some(Poke {
            at: vec![1, 0, 0, 0],
            value: 5.0,
        });
        all.push(setup);
    }
    for setup in all {
        let explore = Explore::run(&setup);
        let again = Explore::from_parts(&setup, setup.draw(), explore.parts());
        assert_eq!(again, explore);
    }
}
