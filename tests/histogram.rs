//! The bars at every t are what counting the values of that t gives.

mod common;

use common::setup;
use normscope::lab::explore::{Explore, PerChannel, Setup};
use normscope::lab::histogram::{Bars, By, Distribution, Group, Groups, MOST_GROUPS};
use normscope::norm::Layer;
use normscope::tensor::Source;
use normscope::torch::parse_layer;

const TIMES: [f64; 7] = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0];

/// Counts `value_at(t)` between the bars' own edges.
fn brute_force(explore: &Explore, group: &Group, bars: &Bars) -> Vec<usize> {
    let mut counts = vec![0; bars.bars.len()];
    for flat in group.region.flats() {
        let value = explore.value_at(bars.t, flat).expect("a value");
        for (count, bar) in counts.iter_mut().zip(&bars.bars) {
            *count += usize::from((bar.low..=bar.high).contains(&value));
        }
    }
    counts
}

fn check(explore: &Explore, by: By, times: &[f64]) -> Distribution {
    let counted = Groups::count(explore, by);
    let again = Groups::from_numbers(explore, by, counted.numbers());
    assert_eq!(again, counted);
    let distribution = Distribution::of(explore, &counted, Some(0));
    assert_eq!(distribution, Distribution::new(explore, by, Some(0)));
    for group in &distribution.groups {
        for &t in times {
            let bars = group.bars_at(t);
            let drawn: Vec<usize> = bars.bars.iter().map(|bar| bar.count).collect();
            let counted = brute_force(explore, group, &bars);
            let layer = &explore.setup.layer;
            assert_eq!(drawn, counted, "{layer:?} {by:?} {:?} t={t}", group.member);
            let sum: usize = drawn.iter().sum();
            assert_eq!(sum + bars.left_out, group.region.len());
        }
    }
    distribution
}

fn layers(channels: i64, rest: &[usize]) -> Vec<Layer> {
    let shape: Vec<String> = rest.iter().map(usize::to_string).collect();
    let shape = shape.join(",");
    [
        format!("BatchNorm2d({channels})"),
        format!("LayerNorm([{channels},{shape}])"),
        format!("InstanceNorm2d({channels})"),
        format!("GroupNorm(2,{channels})"),
        format!("RMSNorm([{channels},{shape}])"),
        format!("ChannelLayerNorm({channels})"),
    ]
    .iter()
    .map(|text| parse_layer(text).expect("a layer"))
    .collect()
}

#[test]
fn bars_equal_a_brute_force_histogram() {
    let mut moving = 0;
    let recipes = [
        "channels(4,6,4,4)",
        "randn(3,4,5,5)",
        "relu(2,6,8,8)",
        "outlier(4,6,4,4)",
    ];
    for x in recipes {
        let shape = Source::parse(x).unwrap().shape;
        for layer in layers(shape[1] as i64, &shape[2..]) {
            let explore = Explore::run(&Setup {
                layer,
                ..setup(x, "GroupNorm(1,4)")
            });
            for by in [By::Set, By::Channel, By::Sample, By::All] {
                moving += usize::from(check(&explore, by, &TIMES).moves());
            }
        }
    }
    assert!(moving > 10, "{moving} distributions moved all the way");
}

#[test]
fn many_values_are_counted_exactly_too() {
    for (x, layer) in [
        ("randn(8,30,40,50)", "BatchNorm2d(30)"),
        ("relu(4,8,60,60)", "GroupNorm(2,8)"),
    ] {
        let explore = Explore::run(&setup(x, layer));
        for by in [By::Set, By::Channel, By::All] {
            check(&explore, by, &[0.0]);
        }
    }
}

#[test]
fn affine_parameters_that_vary_in_a_set_make_the_last_stage_step() {
    let mut setup = setup("channels(4,6,4,4)", "GroupNorm(3,6)");
    setup.weight = Some(PerChannel::Each(vec![1.0, 2.0, -1.0, 0.5, 3.0, 1.0]));
    let explore = Explore::run(&setup);
    let distribution = check(&explore, By::Set, &TIMES);
    assert!(!distribution.moves());
    let group = &distribution.groups[0];
    assert_eq!(group.bars_at(1.5).t, 1.5, "it moves until x̂");
    assert_eq!(group.bars_at(2.5).t, 2.0, "and steps from there");
    setup.weight = Some(PerChannel::One(2.0));
    assert!(check(&Explore::run(&setup), By::Set, &TIMES).moves());
}

#[test]
fn a_negative_gamma_mirrors_the_bars_and_zero_makes_one_of_them() {
    for (gamma, beta) in [(-1.0, 0.0), (-2.0, 0.5), (0.0, 3.0), (1.0, 1e6)] {
        let mut setup = setup("randn(4,3,4,4)", "BatchNorm2d(3)");
        setup.weight = Some(PerChannel::One(gamma));
        setup.bias = Some(PerChannel::One(beta));
        let explore = Explore::run(&setup);
        let distribution = check(&explore, By::Set, &TIMES);
        let group = &distribution.groups[1];
        let counts = |t| -> Vec<usize> {
            let bars = group.bars_at(t).bars;
            bars.iter().map(|bar| bar.count).collect()
        };
        let mut mirrored = counts(0.0);
        mirrored.reverse();
        match gamma {
            -2.0 => assert_eq!(counts(3.0), mirrored),
            -1.0 => assert_eq!(counts(2.5), [64], "x̂ and y cancel half way"),
            0.0 => assert_eq!(counts(3.0), [64]),
            _ => assert_eq!(counts(3.0), [64], "near 10⁶ float32 goes in steps of 1/16"),
        }
    }
}

#[test]
fn a_constant_set_is_one_bar() {
    let explore = Explore::run(&setup("dead(4,6,4,4)", "BatchNorm2d(6)"));
    let distribution = check(&explore, By::Set, &TIMES);
    let mut groups = distribution.groups.iter();
    let dead = groups.find(|group| group.bars_at(0.0).bars.len() == 1);
    let bars = dead.expect("a channel without spread").bars_at(3.0);
    assert_eq!((bars.bars[0].count, bars.deviation), (64, 0.0));
}

#[test]
fn bars_and_elements_point_at_each_other() {
    let explore = Explore::run(&setup("channels(4,6,4,4)", "GroupNorm(3,6)"));
    for by in [By::Set, By::Channel] {
        let distribution = Distribution::new(&explore, by, None);
        for (t, group) in TIMES.iter().zip(&distribution.groups) {
            for (i, bar) in group.bars_at(*t).bars.iter().enumerate() {
                let held = group.held(*t, i).expect("a bar");
                let elements: Vec<usize> = (0..explore.x.len())
                    .filter(|&flat| held.contains(&explore, flat))
                    .collect();
                assert_eq!(elements.len(), bar.count);
                for flat in elements {
                    assert_eq!(group.bar_of(&explore, *t, flat), Some(i));
                    let value = explore.value_at(group.bars_at(*t).t, flat).unwrap();
                    assert!((bar.low..=bar.high).contains(&value));
                }
            }
        }
    }
}

#[test]
fn too_many_groups_are_drawn_as_all_and_the_selected_one() {
    let explore = Explore::run(&setup("randn(8,8,4,4)", "InstanceNorm2d(8)"));
    let distribution = check(&explore, By::Set, &TIMES);
    assert_eq!(
        (distribution.group_count, distribution.groups.len()),
        (64, 2)
    );
    assert!(!distribution.shows_every_group() && distribution.group_count > MOST_GROUPS);
    let flat = 8 * 16 + 5;
    let distribution = Distribution::new(&explore, By::Set, Some(flat));
    let selected = &distribution.groups[distribution.selected.expect("one is selected")];
    assert!(selected.region.contains(flat) && selected.region.len() == 16 && selected.moves());
}

#[test]
fn the_mean_and_deviation_are_those_of_the_values() {
    let explore = Explore::run(&setup("samples(4,6,4,4)", "LayerNorm([6,4,4])"));
    let distribution = Distribution::new(&explore, By::Set, None);
    for group in &distribution.groups {
        for t in TIMES {
            let flats = group.region.flats();
            let values: Vec<f64> = flats.filter_map(|flat| explore.value_at(t, flat)).collect();
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
            let bars = group.bars_at(t);
            assert!((bars.mean - mean).abs() < 1e-6);
            assert!((bars.deviation - (squares / n).sqrt()).abs() < 1e-6);
        }
    }
}

#[test]
fn the_axis_is_common_when_it_leaves_x_hat_a_quarter() {
    let near = Explore::run(&setup("channels(4,6,4,4)", "BatchNorm2d(6)"));
    let axis = Distribution::new(&near, By::Set, None).axis;
    assert!(axis.is_common() && axis.at(0.0) == axis.at(3.0));
    let mut far = setup("channels(4,6,4,4)", "BatchNorm2d(6)");
    far.bias = Some(PerChannel::One(100.0));
    let far = Explore::run(&far);
    let distribution = Distribution::new(&far, By::Set, None);
    assert!(!distribution.axis.is_common());
    for t in TIMES {
        let (low, high) = distribution.axis.at(t);
        let groups = distribution.groups.iter();
        let mut bars = groups.flat_map(|group| group.bars_at(t).bars);
        assert!(bars.all(|bar| low < bar.low && bar.high < high));
    }
}

#[test]
fn the_extent_of_x_is_that_of_all_values_however_they_are_grouped() {
    let explore = Explore::run(&setup("samples(4,6,4,4)", "GroupNorm(3,6)"));
    let n = explore.x.len() as f64;
    let values = || explore.x.iter().map(|&x| f64::from(x));
    let mean = values().sum::<f64>() / n;
    let deviation = (values().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    for by in [By::Set, By::Channel, By::Sample, By::All] {
        let extent = Groups::count(&explore, by).extent_of_x();
        assert_eq!(extent.counted, explore.x.len());
        assert_eq!(extent.low, values().fold(f64::INFINITY, f64::min));
        assert_eq!(extent.high, values().fold(f64::NEG_INFINITY, f64::max));
        assert!((extent.mean - mean).abs() < 1e-9 && (extent.deviation - deviation).abs() < 1e-9);
    }
}

#[test]
fn a_rejected_call_leaves_the_distribution_of_x() {
    let explore = Explore::run(&setup("randn(1,6,1,1)", "BatchNorm2d(6)"));
    assert!(explore.call.is_err());
    let distribution = check(&explore, By::Set, &[0.0]);
    assert_eq!(distribution.groups.len(), 1);
    assert_eq!(distribution.groups[0].bars_at(2.0).t, 0.0);
}
