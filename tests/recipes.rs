//! The lines that a recipe prints are the lines it runs, and PyTorch gives the same for them.

use std::collections::BTreeSet;
use std::path::Path;

use ndarray::ArrayD;
use normscope::tensor::{Recipe, Source, SourceError};
use normscope::torch::Generator;
use normscope::torch::grammar::parse_program;
use normscope::torch::program::{Interpreter, Value};
use serde_json::json;

/// Largest difference from PyTorch, relative to the value where that is above 1.
const ATOL: f64 = 1e-6;

/// Batches recorded of each source.
const RUNS: usize = 2;

/// Sources that are compared with PyTorch beyond one of each recipe and rank.
const SOURCES: [&str; 19] = [
    "channels(4,6,4,4)",
    "channels(2,20)",
    "channels(2,130)",
    "samples(70,2)",
    "digits(3,1,8,8)",
    "features(2,5,8,8)",
    "randn(1,1)",
    "dead(2,1,3)",
    "randn(20,100);rand(3);randn(5);randn([]);randn(2,6)",
    "randn(7,9);rand(21);channels(2,3,2,2)",
    "arange(24).reshape(2,3,2,2)*3-1",
    "arange(0.5,6,0.25).reshape(2,-1)/3",
    "tensor([[1,2],[3,4.5]])+full((1,2),7)*rand(2,1)",
    "randn(2,3,4).permute(2,0,1)*5+10",
    "arange(-3,9,2).view(2,3).permute(-1,0)*2000000000*3",
    "ones(2,3)-zeros(3)+randn(2,1)*rand(1,3)",
    "randn(2,6).clamp(-1,0.5)*2",
    "scenes(3,3,8,6)",
    "scenes(2,3,5,12)",
];

/// Programs that use what no recipe uses.
const PROGRAMS: [&str; 11] = [
    "x = torch.tensor([-7 // 2, -7 % 3, 7 % -3, 2 ** 10, 7 / 2, -2 ** 2, 2 ** -1, 7.5 // 2, -7.5 % 2])",
    "x = torch.randn(4, 6)[1:, -2]",
    "x = torch.rand((2, 3, 4))[-1, :2, 1:-1].reshape(-1)",
    "x = torch.tensor([1, 2.5]).repeat(3)[1:5].view(2, -1)",
    "x = 1 - torch.randn(3, 1) / 3 * -torch.rand(1, 4)\nx[1:2] = 7\nx[-1, -1] = -0.5",
    "torch.manual_seed(-3)\nx = torch.randn(20)\ntorch.manual_seed(4294967301)\nx = x + torch.randn(20)",
    "import torch.nn.functional as F\nx = F.conv2d(torch.randn(2, 3, 4, 5), torch.randn(2, 3, 2, 3), padding=2)",
    "x = torch.nn.functional.conv2d(torch.rand(1, 1, 3, 3), torch.rand(4, 1, 3, 3))",
    "import torch.nn.functional as F\nx = F.relu(torch.randn(3)); x = x + torch.randn(4, 3).relu()",
    "i = (torch.rand(5) * 4 - 2).long()\nx = torch.randn(4, 3)[i, 1]\nx = x.view([5, 1])",
    "x = torch.randn(9).clamp(-0.5, 1) + torch.rand(9).clamp(1, -1)",
];

struct Case {
    name: String,
    setup: Vec<String>,
    batch: Vec<String>,
    runs: usize,
    drawn: Vec<ArrayD<f32>>,
}

fn sources() -> Vec<Source> {
    let shapes: [&[usize]; 4] = [&[5, 6], &[3, 4, 5], &[2, 6, 3, 4], &[2, 3, 2, 2, 3]];
    let of = |recipe| shapes.map(|shape| Source::new(recipe, shape.to_vec()));
    let each = Recipe::ALL.into_iter().flat_map(of).flatten();
    let more = SOURCES.map(|text| Source::parse(text).expect("a source"));
    each.chain(more).collect()
}

fn case_of_source(source: Source) -> Case {
    let script = source.script("x");
    let mut sampler = source.sampler(1234);
    Case {
        name: source.to_string(),
        setup: [script.imports, script.before, script.setup].concat(),
        batch: script.batch,
        runs: RUNS,
        drawn: (0..RUNS).map(|_| sampler.next_batch()).collect(),
    }
}

fn run(text: &str, seed: u64) -> Result<ArrayD<f32>, String> {
    let lines = parse_program(text).map_err(|error| error.to_string())?;
    let mut program = Interpreter::new(Generator::new(seed));
    program.run(&lines).map_err(|error| error.to_string())?;
    match program.value("x") {
        Some(Value::Tensor(x)) => Ok(x.to_owned()),
        other => Err(format!("x is {other:?}")),
    }
}

fn case_of_program(text: &str) -> Case {
    let x = run(text, 1234).unwrap_or_else(|error| panic!("{text}: {error}"));
    Case {
        name: text.into(),
        setup: Vec::new(),
        batch: text.lines().map(String::from).collect(),
        runs: 1,
        drawn: vec![x],
    }
}

fn cases() -> Vec<Case> {
    let programs = PROGRAMS.into_iter().map(case_of_program);
    sources()
        .into_iter()
        .map(case_of_source)
        .chain(programs)
        .collect()
}

fn assert_recorded(case: &Case, recorded: &serde_json::Value) {
    let name = &case.name;
    let hint = "record anew, as tests/data/recipes.py says";
    assert_eq!(recorded["name"], json!(name), "{hint}");
    assert_eq!(recorded["setup"], json!(case.setup), "{name}: {hint}");
    assert_eq!(recorded["batch"], json!(case.batch), "{name}: {hint}");
    let batches = recorded["batches"].as_array().expect("results");
    assert_eq!(batches.len(), case.drawn.len(), "{name}");
    for (x, expected) in case.drawn.iter().zip(batches) {
        assert_eq!(json!(x.shape()), expected["shape"], "{name}");
        let values = expected["values"].as_array().expect("a list");
        assert_eq!(x.len(), values.len(), "{name}");
        for (i, (x, value)) in x.iter().zip(values).enumerate() {
            let value = value.as_f64().expect("a number");
            let difference = (f64::from(*x) - value).abs();
            assert!(
                difference <= ATOL * value.abs().max(1.0),
                "{name}, value {i}: {x} is not {value}"
            );
        }
    }
}

#[test]
fn every_program_gives_what_pytorch_gives() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/recipes.json");
    let cases = cases();
    if std::env::var_os("NORMSCOPE_RECORD").is_some() {
        let programs: Vec<_> = cases
            .iter()
            .map(|Case { name, setup, batch, runs, .. }| {
                json!({"name": name, "seed": 1234, "setup": setup, "batch": batch, "runs": runs})
            })
            .collect();
        let text = json!({"cases": programs}).to_string();
        std::fs::write(&path, text).expect("the folder can be written to");
        return;
    }
    let text = std::fs::read_to_string(&path).expect("the recorded results");
    let recorded: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let recorded = recorded["cases"].as_array().expect("a list");
    assert_eq!(recorded.len(), cases.len());
    for (case, recorded) in cases.iter().zip(recorded) {
        assert_recorded(case, recorded);
    }
}

#[test]
fn programs_that_pytorch_refuses_are_refused() {
    let refusals = [
        (
            "x = torch.randn(2, 3) + torch.randn(2, 4)",
            "must match the size of tensor b (4)",
        ),
        (
            "x = torch.randn(2, 3)[2]",
            "index 2 is out of bounds for dimension 0 with size 2",
        ),
        (
            "x = torch.randn(2, 3)[0, 0, 0]",
            "too many indices for tensor of dimension 2",
        ),
        ("x = torch.randn(2, -3)", "negative dimension -3"),
        (
            "x = torch.rand(6).view(4, -1)",
            "shape '[4, -1]' is invalid for input of size 6",
        ),
        (
            "x = torch.rand(6).view(-1, -1)",
            "only one dimension can be inferred",
        ),
        ("x = 1 // 0", "division by zero"),
        ("x = y", "`y` is not defined (column 5)"),
        ("x = torch.rnd(2)", "did you mean `torch.rand`? (column 5)"),
        (
            "x = torch.rand(2)\nx = x.lang()",
            "did you mean `long`? (line 2, column 5)",
        ),
        ("x = torch.rand(99999, 99999)", "at most 67108864 elements"),
        (
            "x = torch.rand(0, 9223372036854775807, 9)",
            "at most 67108864 elements",
        ),
        ("torch.manual_seed(1.5)", "a seed is a whole number"),
        ("x = 9223372036854775807 + 1", "too large"),
    ];
    for (program, sentence) in refusals {
        let error = run(program, 0).expect_err(program);
        assert!(error.contains(sentence), "{program}: {error}");
    }
}

#[test]
fn channels_and_samples_all_differ() {
    for (recipe, axis) in [(Recipe::Channels, 1), (Recipe::Samples, 0)] {
        let mut shape = vec![2, 2, 32, 32];
        shape[axis] = 64;
        let source = Source::new(recipe, shape).expect("fits");
        let x = source.sampler(1).next_batch();
        let near = x.iter().filter(|x| x.abs() <= 3.0).count();
        assert!(
            near * 100 > x.len() * 98,
            "{near} of {} lie in -3..3",
            x.len()
        );
        let script = source.script("x");
        let literals = |line: &String| -> Vec<String> {
            let inside = line.split(['[', ']']).nth(1).expect("a list");
            let numbers = inside.split(',').map(|n| n.trim().to_string());
            numbers.filter(|n| !n.is_empty()).collect()
        };
        let (s, m) = (literals(&script.setup[0]), literals(&script.setup[1]));
        let pairs: BTreeSet<_> = s.iter().zip(&m).collect();
        assert_eq!((s.len(), pairs.len()), (64, 64));
        // Measured spread and mean are those printed.
        for (i, lane) in x.axis_iter(ndarray::Axis(axis)).enumerate() {
            let len = lane.len() as f64;
            let mean = lane.iter().map(|x| f64::from(*x)).sum::<f64>() / len;
            let var = lane
                .iter()
                .map(|x| (f64::from(*x) - mean).powi(2))
                .sum::<f64>()
                / len;
            let (s, m): (f64, f64) = (s[i].parse().expect("s"), m[i].parse().expect("m"));
            assert!(
                (mean - m).abs() < 0.1 && (var.sqrt() / s - 1.0).abs() < 0.1,
                "{i}"
            );
        }
    }
}

#[test]
fn recipes_are_what_their_sentences_say() {
    let draw = |text: &str| {
        Source::parse(text)
            .expect("a source")
            .sampler(5)
            .next_batch()
    };
    let x = draw("outlier(4,6,4,4)");
    assert_eq!(x[[0, 0, 0, 0]], 20.0);
    assert_eq!(x.iter().filter(|x| x.abs() > 6.0).count(), 1);
    let x = draw("dead(4,6,4,4)");
    let zeros = |c| {
        x.index_axis(ndarray::Axis(1), c)
            .iter()
            .filter(|x| **x == 0.0)
            .count()
    };
    assert_eq!((0..6).map(zeros).collect::<Vec<_>>(), [0, 0, 0, 64, 0, 0]);
    let x = draw("relu(4,6,4,4)");
    let positive = x.iter().filter(|x| **x > 0.0).count();
    assert!(
        x.iter().all(|x| *x >= 0.0) && positive.abs_diff(192) < 40,
        "{positive}"
    );
    sentences_have_lengths_and_padding(&draw("sentences(40,5,3)"));
    scenes_have_a_light_of_their_own(&draw("scenes(40,3,32,32)"));
    let x = draw("digits(64,1,8,8)");
    assert!(x.iter().all(|x| (0.0..=1.0).contains(x)) && x.iter().any(|x| *x == 1.0));
}

/// Each sentence has from 2 to all 5 tokens and zeros behind them, the first has all; every length occurs.
fn sentences_have_lengths_and_padding(x: &ArrayD<f32>) {
    let lengths = x.outer_iter().map(|sentence| {
        let is_token = |row: ndarray::ArrayViewD<f32>| row.iter().all(|x| *x != 0.0);
        let tokens: Vec<bool> = sentence.outer_iter().map(is_token).collect();
        let length = tokens.iter().take_while(|token| **token).count();
        assert!(sentence.iter().skip(3 * length).all(|x| *x == 0.0));
        length
    });
    let lengths: Vec<usize> = lengths.collect();
    assert_eq!(lengths[0], 5);
    assert_eq!(BTreeSet::from_iter(lengths), BTreeSet::from([2, 3, 4, 5]));
}

/// All values lie in [0, 1]. The channels of the pictures differ in mean and deviation by far more than the
/// same landscapes do in a light that is the same for all: their x̂.
fn scenes_have_a_light_of_their_own(x: &ArrayD<f32>) {
    assert!(x.iter().all(|x| (0.0..=1.0).contains(x)));
    let pictures: Vec<Vec<f64>> = x
        .to_shape([120, 1024])
        .expect("channels of pictures")
        .outer_iter()
        .map(|channel| channel.iter().map(|x| f64::from(*x)).collect())
        .collect();
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let deviation = |x: &[f64]| {
        let mean = mean(x);
        let squares = x.iter().map(|x| (x - mean).powi(2));
        (squares.sum::<f64>() / x.len() as f64).sqrt()
    };
    let ends = |of: &dyn Fn(&[f64]) -> f64| {
        let all = pictures.iter().map(|picture| of(picture));
        all.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), value| {
            (low.min(value), high.max(value))
        })
    };
    let (dark, bright) = ends(&mean);
    assert!(dark < 0.2 && bright > 0.6, "{dark} to {bright}");
    let (flat, strong) = ends(&deviation);
    assert!(flat > 0.01 && strong > 5.0 * flat, "{flat} to {strong}");
    // The sky is lighter than the tree in every light, so the middle of its upper edge lies above the mean.
    for picture in pictures.chunks(3).flat_map(|colours| &colours[2..]) {
        assert!(picture[16] > mean(picture), "blue");
    }
}

#[test]
fn shapes_out_of_range_are_refused_in_a_sentence() {
    let new = |recipe, shape: &[usize]| Source::new(recipe, shape.to_vec());
    let rank = new(Recipe::Randn, &[6]).unwrap_err();
    assert!(matches!(rank, SourceError::Rank { .. }));
    assert_eq!(
        rank.to_string(),
        "x has 2 to 5 axes here, as in randn(4,6,4,4); [6] has 1"
    );
    assert!(new(Recipe::Randn, &[1; 6]).is_err());
    assert!(matches!(
        new(Recipe::Rand, &[2, 0]),
        Err(SourceError::Empty { .. })
    ));
    assert!(new(Recipe::Randn, &[64, 64, 32, 32]).is_ok());
    assert!(matches!(
        new(Recipe::Randn, &[128, 64, 64, 65]),
        Err(SourceError::Large { .. })
    ));
    assert!(matches!(
        new(Recipe::Randn, &[usize::MAX, 3]),
        Err(SourceError::Large { .. })
    ));
    let unfit = new(Recipe::Digits, &[4, 6, 4, 4]).unwrap_err();
    assert_eq!(
        unfit.to_string(),
        "A picture has one channel of 8×8 pixels, so x is N×1×8×8, as in digits(4,1,8,8)"
    );
    for recipe in Recipe::ALL {
        for shape in [&[3, 4][..], &[2, 3, 4], &[2, 6, 4, 4], &[2, 3, 4, 4, 4]] {
            let clamped = recipe.clamped(shape);
            assert!(
                recipe.fits(&clamped) && new(recipe, &clamped).is_ok(),
                "{recipe:?}"
            );
            assert!(
                !recipe.fits(shape) || clamped == shape,
                "{recipe:?} {shape:?}"
            );
        }
        assert_eq!(Recipe::from_name(recipe.name()), Some(recipe));
    }
    assert_eq!(Recipe::Features.clamped(&[2, 6, 5, 5]), [2, 6, 8, 8]);
    assert_eq!(Recipe::Scenes.clamped(&[2, 6, 5, 5]), [2, 3, 32, 32]);
    assert_eq!(Recipe::Scenes.clamped(&[2, 3, 1, 2]), [2, 3, 1, 2]);
}

#[test]
fn fewer_samples_are_the_first_ones_where_that_is_said() {
    let mut said = [0; 2];
    for recipe in Recipe::ALL {
        for rest in [&[6, 4, 4][..], &[3, 1, 5], &[2, 4], &[1, 8, 8]] {
            let of = |n: usize| Source::new(recipe, [&[n], rest].concat());
            for (short, long) in [(1, 2), (2, 3), (3, 16), (16, 17), (4, 4), (5, 4)] {
                let (Ok(short), Ok(long)) = (of(short), of(long)) else {
                    continue;
                };
                let [shorter, longer] =
                    [&short, &long].map(|source| source.sampler(7).next_batch());
                let is_said = short.begins(&long);
                let is_so = longer.iter().take(shorter.len()).eq(&shorter);
                assert!(is_so || !is_said, "{short} of {long}");
                said[usize::from(is_said)] += 1;
            }
        }
    }
    assert!(said[1] > 60, "{said:?}");
    let source = |text| Source::parse(text).expect("a source");
    for other in [
        "randn(4,6,4,8)",
        "rand(4,6,4,4)",
        "randn(3);randn(4,6,4,4)",
        "ones(4,6,4,4)",
    ] {
        assert!(!source("randn(2,6,4,4)").begins(&source(other)), "{other}");
    }
}
