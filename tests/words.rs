//! What the page says in words, against the definition: a sentence that states something is read back and checked.

mod common;

use common::layers::{every_layer, module};
use common::plain::{Plain, indices};
use common::random::Random;
use ndarray::ArrayD;
use normscope::lab::explore::{Explore, Mode, Poke, Setup};
use normscope::norm::{Layer, Module, Source as Statistics, Statistic};
use normscope::state::words::{English, FirstWords, Shown, Words};
use normscope::state::{Axis, axes_of};
use normscope::torch::parse_layer;

const SHAPES: [&[usize]; 5] = [
    &[4, 6],
    &[3, 4, 3],
    &[2, 4, 3, 2],
    &[1, 4, 1, 3],
    &[3, 2, 2, 1, 3],
];

/// A layer on a tensor of some shape, and the elements that share their statistics by its definition.
struct Case {
    module: Module,
    shape: Vec<usize>,
    plain: Plain,
    indices: Vec<Vec<usize>>,
}

/// Every layer at every rank, in training mode.
fn cases() -> Vec<Case> {
    let random = &mut Random(8);
    let mut cases = Vec::new();
    for shape in SHAPES {
        for layer in every_layer(shape) {
            let module = module(&layer, true, random);
            if module.plan(shape).is_ok() {
                cases.push(Case {
                    plain: Plain::new(&module, shape),
                    indices: indices(shape),
                    shape: shape.to_vec(),
                    module,
                });
            }
        }
    }
    assert!(cases.len() > 150, "only {} cases", cases.len());
    cases
}

impl Case {
    fn axes(&self) -> Vec<Axis> {
        axes_of(self.module.layer(), self.shape.len())
    }

    /// The indices of the set of an element.
    fn set(&self, element: usize) -> Vec<&Vec<usize>> {
        let members = (0..self.indices.len()).filter(|&k| self.plain.share(element, k));
        members.map(|k| &self.indices[k]).collect()
    }

    fn say<T>(&self, say: impl FnOnce(&Shown) -> T) -> T {
        let axes = self.axes();
        let plan = self.module.plan(&self.shape).expect("an accepted call");
        say(&Shown {
            layer: self.module.layer(),
            mode: Mode::Train,
            axes: &axes,
            shape: &self.shape,
            plan: Some(&plan),
        })
    }
}

fn is_spatial(axis: Axis) -> bool {
    matches!(
        axis,
        Axis::Depth | Axis::Height | Axis::Width | Axis::Length
    )
}

/// How many indices of an axis occur in a set; 1 where there is no such axis.
fn spread(axes: &[Axis], set: &[&Vec<usize>], is_wanted: impl Fn(Axis) -> bool) -> usize {
    let wanted: Vec<_> = (0..axes.len()).filter(|&k| is_wanted(axes[k])).collect();
    let places = set
        .iter()
        .map(|index| wanted.iter().map(|&k| index[k]).collect::<Vec<_>>());
    places.collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn the_headline_says_how_many_share_and_whose_they_are() {
    for case in cases() {
        let (axes, set) = (case.axes(), case.set(0));
        let said = case.say(|shown| English.headline(shown));
        if set.len() == 1 {
            assert_eq!(said, "Each value is a set of its own");
            continue;
        }
        let what = match case.module.plan(&case.shape).unwrap().statistic {
            Statistic::MeanVariance => "a mean and a variance",
            Statistic::MeanSquare => "a mean square",
        };
        let samples = spread(&axes, &set, |axis| axis == Axis::Batch);
        let tokens = spread(&axes, &set, |axis| axis == Axis::Tokens);
        let positions = spread(&axes, &set, is_spatial);
        let all_positions: usize = (0..axes.len())
            .filter(|&k| is_spatial(axes[k]))
            .map(|k| case.shape[k])
            .product();
        let batch = axes
            .iter()
            .position(|axis| *axis == Axis::Batch)
            .map(|k| case.shape[k]);
        let whose = match (samples, batch) {
            (_, None) => "of one channel".to_string(),
            (1, _) if axes.contains(&Axis::Tokens) && tokens == 1 => "of one token".to_string(),
            (1, _) if positions == 1 && all_positions > 1 => {
                "at one position of one sample".to_string()
            }
            (1, Some(1)) => "of the one sample".to_string(),
            (1, _) => "of one sample".to_string(),
            (k, Some(n)) if k == n => format!("from all {n} samples"),
            (k, _) => format!("from {k} samples"),
        };
        assert_eq!(
            said,
            format!("{} values {whose} share {what}", set.len()),
            "{:?}",
            case.module.layer()
        );
    }
}

/// Reads “channels 2 and 3 of sample 0, all positions”: for each axis the indices that it allows.
fn read(text: &str, axes: &[Axis], shape: &[usize]) -> Vec<Vec<usize>> {
    let mut allowed: Vec<Option<Vec<usize>>> = vec![None; axes.len()];
    let spatial: Vec<usize> = (0..axes.len()).filter(|&k| is_spatial(axes[k])).collect();
    let noun = |word: &str| match word.trim_end_matches('s') {
        "sample" => Axis::Batch,
        "channel" => Axis::Channels,
        "token" => Axis::Tokens,
        "feature" => Axis::Features,
        "plane" => Axis::Depth,
        "row" => Axis::Height,
        "column" => Axis::Width,
        "position" => Axis::Length,
        _ => panic!("{word} is no axis"),
    };
    let tuple = |words: &str| {
        words
            .trim_matches(['(', ')'])
            .split(", ")
            .map(|n| n.parse::<usize>().unwrap())
            .collect::<Vec<_>>()
    };
    let (head, place) = match text.split_once(" (") {
        Some((head, place)) => (head, Some(format!("({place}"))),
        None => (text, None),
    };
    for part in head.split(" of ").flat_map(|part| part.split(", ")) {
        match part {
            "all positions" => spatial
                .iter()
                .for_each(|&k| allowed[k] = Some((0..shape[k]).collect())),
            "position" => {
                let place = tuple(place.as_ref().expect("a place"));
                spatial
                    .iter()
                    .zip(place)
                    .for_each(|(&k, i)| allowed[k] = Some(vec![i]));
            }
            _ => {
                let words: Vec<_> = part.split(' ').collect();
                let (name, numbers) = if words[0] == "all" {
                    (words[1], None)
                } else {
                    (words[0], Some(&words[1..]))
                };
                let k = axes
                    .iter()
                    .position(|axis| *axis == noun(name))
                    .unwrap_or_else(|| panic!("{text}: no {name}"));
                allowed[k] = Some(match numbers {
                    None => (0..shape[k]).collect(),
                    Some([one]) => vec![one.parse().unwrap()],
                    Some([from, "and", to]) => vec![from.parse().unwrap(), to.parse().unwrap()],
                    Some([from, "to", to]) => {
                        (from.parse().unwrap()..=to.parse().unwrap()).collect()
                    }
                    Some(_) => panic!("{part}"),
                });
            }
        }
    }
    let named = |(k, allowed): (usize, Option<Vec<usize>>)| {
        allowed.unwrap_or_else(|| panic!("{text} leaves out axis {k}"))
    };
    allowed.into_iter().enumerate().map(named).collect()
}

#[test]
fn the_line_below_names_the_set_of_the_pinned_element() {
    for case in cases() {
        let axes = case.axes();
        let plan = case.module.plan(&case.shape).expect("an accepted call");
        for element in [0, case.indices.len() / 2, case.indices.len() - 1] {
            let ranges = plan
                .partition
                .ranges(plan.partition.set_of(&case.indices[element]));
            let said = case.say(|shown| English.subtitle(shown, Some(&ranges)));
            let (_, place) = said.split_once(": ").expect("a layer and a place");
            let allowed = read(place, &axes, &case.shape);
            let is_named = |index: &&Vec<usize>| {
                index
                    .iter()
                    .zip(&allowed)
                    .all(|(i, allowed)| allowed.contains(i))
            };
            let named: Vec<_> = case.indices.iter().filter(is_named).collect();
            assert_eq!(
                named,
                case.set(element),
                "{said}: {:?}",
                case.module.layer()
            );
        }
    }
}

#[test]
fn the_line_below_counts_the_sets() {
    for case in cases() {
        let said = case.say(|shown| English.subtitle(shown, None));
        let firsts = (0..case.indices.len())
            .filter(|&i| !(0..i).any(|k| case.plain.share(i, k)))
            .count();
        let count = if firsts == 1 {
            "one set".to_string()
        } else {
            format!("{firsts} sets")
        };
        assert!(said.contains(&format!(": {count} in all")), "{said}");
    }
}

fn y(module: &mut Module, x: &ArrayD<f32>) -> ArrayD<f32> {
    module.forward(x.view()).expect("an accepted call").y
}

/// Layers with running averages that do not move, too.
fn with_momentum(layer: &Layer, momentum: Option<f64>) -> Option<Layer> {
    match layer.clone() {
        Layer::BatchNorm(mut layer) => {
            layer.momentum = momentum;
            Some(Layer::BatchNorm(layer))
        }
        Layer::InstanceNorm(mut layer) => {
            layer.momentum = momentum;
            Some(Layer::InstanceNorm(layer))
        }
        _ => None,
    }
}

#[test]
fn the_note_on_the_mode_says_what_it_does() {
    let random = &mut Random(9);
    for shape in SHAPES {
        let x = random.tensor(shape, 0.5, 1.0);
        for layer in every_layer(shape) {
            let others = [Some(0.0), None]
                .into_iter()
                .filter_map(|momentum| with_momentum(&layer, momentum));
            for layer in others.chain([layer.clone()]) {
                let train = module(&layer, true, random);
                let mut eval = train.clone();
                eval.train(false);
                let (Ok(plan), Ok(_)) = (train.plan(shape), eval.plan(shape)) else {
                    continue;
                };
                if plan.partition.set_len() < 3 {
                    continue;
                }
                let mut after = train.clone();
                let is_same = y(&mut after, &x) == y(&mut eval.clone(), &x);
                let moved = after.running() != train.running()
                    && after.running().map(|r| &r.mean) != train.running().map(|r| &r.mean);
                let notes = [Mode::Train, Mode::Eval].map(|mode| English.mode_note(&layer, mode));
                for note in notes {
                    assert_eq!(
                        note.starts_with("Makes no difference"),
                        is_same,
                        "{layer:?}: {note}"
                    );
                }
                assert_eq!(
                    notes[0].contains("moves the running averages"),
                    moved,
                    "{layer:?}"
                );
                assert_eq!(notes[0].contains("stay"), !is_same && !moved, "{layer:?}");
                if notes[1].contains("whatever is in") {
                    let mut other = x.clone();
                    other.as_slice_mut().expect("standard layout")[0] += 9.0;
                    let (before, now) = (y(&mut eval.clone(), &x), y(&mut eval.clone(), &other));
                    let changed = before.iter().zip(&now).filter(|(a, b)| a != b).count();
                    assert_eq!(changed, 1, "{layer:?}");
                }
            }
        }
    }
}

#[test]
fn the_hint_on_momentum_says_what_none_does() {
    let random = &mut Random(10);
    let (first, second) = (
        random.tensor(&[2, 4, 3, 2], 0.5, 1.0),
        random.tensor(&[2, 4, 3, 2], 0.5, 1.0),
    );
    for text in [
        "BatchNorm2d(4,momentum=None)",
        "InstanceNorm2d(4,momentum=None,track_running_stats=True)",
    ] {
        let layer = parse_layer(text).expect("a layer");
        let mut module = Module::new(layer.clone()).expect("a layer that can be constructed");
        let batch_means: Vec<f64> = [&first, &second]
            .map(|x| {
                module
                    .forward(x.view())
                    .map(|f| f.used.mean[0])
                    .expect("an accepted call")
            })
            .to_vec();
        let mean = module.running().expect("running averages").mean[0];
        let hint = English.momentum_hint(&layer);
        let is_average = (mean - (batch_means[0] + batch_means[1]) / 2.0).abs() < 1e-6;
        assert_eq!(hint.contains("plain average"), is_average, "{text}: {hint}");
        assert_eq!(hint.contains("stay"), mean == 0.0, "{text}: {hint}");
    }
}

fn setup(x: &str, layer: &str, mode: Mode) -> Setup {
    Setup {
        mode,
        ..common::setup(x, layer)
    }
}

/// The numbers in a sentence, in order.
fn numbers(sentence: &str) -> Vec<usize> {
    sentence
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}

#[test]
fn the_note_on_a_poke_counts_the_others_that_moved() {
    let layers = [
        "BatchNorm2d(6)",
        "LayerNorm([6,4,4])",
        "InstanceNorm2d(6)",
        "GroupNorm(3,6)",
        "RMSNorm([6,4,4])",
    ];
    for layer in layers {
        for mode in [Mode::Train, Mode::Eval] {
            let before = Explore::run(&setup("randn(4,6,4,4)", layer, mode));
            let poke = Poke {
                at: vec![1, 3, 2, 1],
                value: 40.0,
            };
            let after = Explore::run(&Setup {
                poke: Some(poke.clone()),
                ..before.setup.clone()
            });
            let [y_before, y_after] = [&before, &after].map(|of| {
                let mut module = of.module.clone().expect("a layer that can be constructed");
                y(&mut module, &of.x)
            });
            let pairs = y_before.indexed_iter().zip(&y_after);
            let others: Vec<_> = pairs
                .filter(|((index, a), b)| {
                    a != b && ndarray::Dimension::slice(index) != poke.at.as_slice()
                })
                .map(|((index, _), _)| ndarray::Dimension::slice(&index)[0])
                .collect();
            let samples: std::collections::BTreeSet<_> = others.iter().collect();
            let poked = after.poked.as_ref().expect("a poke");
            let said = English.poke_note(poked.others, poked.samples);
            match others.len() {
                0 => assert_eq!(
                    said, "1 value changed: no other value of y moved",
                    "{layer} {mode:?}"
                ),
                n => assert_eq!(
                    numbers(&said),
                    [1, n, samples.len()],
                    "{layer} {mode:?}: {said}"
                ),
            }
        }
    }
}

#[test]
fn the_note_on_values_that_are_not_finite_counts_them_and_tells_why() {
    let infinite = |setup: Setup| Setup {
        poke: Some(Poke {
            at: vec![1, 3, 2, 1],
            value: f32::INFINITY,
        }),
        ..setup
    };
    let setups = [
        setup("dead(4,6,4,4)", "GroupNorm(6,6,eps=0.0)", Mode::Train),
        infinite(setup("randn(4,6,4,4)", "GroupNorm(3,6)", Mode::Train)),
        infinite(setup("randn(4,6,4,4)", "BatchNorm2d(6)", Mode::Eval)),
        infinite(setup("randn(4,6,4,4)", "RMSNorm([6,4,4])", Mode::Train)),
    ];
    for setup in setups {
        let explore = Explore::run(&setup);
        let y = y(&mut explore.module.clone().expect("a layer"), &explore.x);
        let lost = |array: &ArrayD<f32>| array.iter().filter(|v| !v.is_finite()).count();
        let (in_x, in_y) = (lost(&explore.x), lost(&y));
        assert_eq!(explore.not_finite, [in_x, in_y]);
        assert!(in_y > 0, "{setup:?}");
        let said = English.not_finite_note(in_x, in_y);
        let expected = if in_x == 0 {
            vec![in_y]
        } else {
            vec![in_y, in_x]
        };
        assert_eq!(numbers(&said), expected, "{said}");
        // Passed on is what is lost though its own x is not.
        let pairs = explore.x.iter().zip(&y);
        let passed_on = pairs
            .filter(|(x, y)| x.is_finite() && !y.is_finite())
            .count();
        assert_eq!(
            said.contains("pass that on"),
            in_x > 0 && passed_on > 0,
            "{said}"
        );
    }
}

fn refusal(x: &str, layer: &str) -> String {
    let explore = Explore::run(&setup(x, layer, Mode::Train));
    assert!(explore.call.is_err(), "{layer} of {x}");
    let axes = axes_of(&explore.setup.layer, explore.x.ndim());
    English.refusal_note(&Shown {
        layer: &explore.setup.layer,
        mode: Mode::Train,
        axes: &axes,
        shape: explore.x.shape(),
        plan: None,
    })
}

/// What a note on a refused call advises is then accepted, and what it does not advise is not.
#[test]
fn the_note_on_a_refusal_advises_what_helps() {
    let accepts =
        |x: &str, layer: &str, mode: Mode| Explore::run(&setup(x, layer, mode)).call.is_ok();
    for (layer, helps) in [
        ("BatchNorm2d(6)", true),
        ("BatchNorm2d(6,track_running_stats=False)", false),
    ] {
        let note = refusal("randn(1,6,1,1)", layer);
        assert!(
            note.contains("A mean over one value") && note.contains("more samples or positions")
        );
        assert_eq!(note.contains("eval mode"), helps, "{note}");
        assert_eq!(
            accepts("randn(1,6,1,1)", layer, Mode::Eval),
            helps,
            "{layer} in eval"
        );
        assert!(
            accepts("randn(2,6,1,1)", layer, Mode::Train)
                && accepts("randn(1,6,1,2)", layer, Mode::Train)
        );
    }
    assert!(refusal("randn(4,6,1,1)", "InstanceNorm2d(6)").contains("One position per channel"));
    assert!(accepts("randn(4,6,1,2)", "InstanceNorm2d(6)", Mode::Train));
    assert!(refusal("randn(4,6,4,4)", "GroupNorm(4,6)").contains("cannot be constructed"));
    for (x, layer) in [
        ("randn(4,5,4,4)", "BatchNorm2d(6)"),
        ("randn(4,6,4)", "BatchNorm2d(6)"),
        ("randn(4,6,4,4)", "LayerNorm(5)"),
    ] {
        assert!(
            refusal(x, layer).contains("do not fit together"),
            "{layer} of {x}"
        );
    }
}

/// In eval the headline speaks of single values, and y then moves with its own x alone.
#[test]
fn in_eval_each_value_is_on_its_own() {
    for (layer, mode) in [
        ("BatchNorm2d(6)", Mode::Eval),
        ("BatchNorm2d(6)", Mode::Train),
        ("GroupNorm(3,6)", Mode::Eval),
    ] {
        let explore = Explore::run(&setup("randn(4,6,4,4)", layer, mode));
        let plan = &explore.call.as_ref().expect("an accepted call").plan;
        let axes = axes_of(&explore.setup.layer, 4);
        let said = English.headline(&Shown {
            layer: &explore.setup.layer,
            mode,
            axes: &axes,
            shape: explore.x.shape(),
            plan: Some(plan),
        });
        let is_alone = said.starts_with("Each value is normalized on its own");
        assert_eq!(is_alone, plan.source == Statistics::Running, "{said}");
    }
}
