//! A receipt, run by PyTorch, gives the numbers that are shown.
//!
//! Where `NORMSCOPE_TORCH_PYTHON` names an interpreter, it runs every receipt now;
//! otherwise what it gave is read from `tests/data/receipts.json`. `tests/data/receipts.py` is the generator.

use ndarray::ArrayD;
use normscope::lab::explore::{Explore, Mode, PerChannel, Poke, Setup, Stage};
use normscope::lab::receipt::{Library, MOST_LITERALS, receipt};
use normscope::norm::Layer;
use normscope::tensor::{Recipe, Source};
use normscope::torch::parse_layer;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Case {
    explore: Explore,
    library: Library,
    at: Vec<usize>,
}

impl Case {
    fn new(setup: &Setup, library: Library) -> Self {
        let shape = &setup.source.shape;
        Self {
            explore: Explore::run(setup),
            library,
            at: shape.iter().map(|length| length / 2).collect(),
        }
    }

    /// What the program depends on, in one line.
    fn name(&self) -> String {
        let setup = &self.explore.setup;
        let mut name = match self.library {
            Library::Torch => String::new(),
            other => format!("{other:?} "),
        };
        name += &format!("{} {} seed={}", setup.source, setup.layer, setup.seed);
        name += &format!(" {:?} steps={}", setup.mode, setup.steps);
        for (key, values) in [("weight", &setup.weight), ("bias", &setup.bias)] {
            name += &values
                .as_ref()
                .map_or(String::new(), |v| format!(" {key}={v:?}"));
        }
        let poke = setup.poke.as_ref();
        name + &poke.map_or(String::new(), |p| format!(" poke={:?}={}", p.at, p.value))
    }

    /// A number that changes with the program (FNV-1a), so that no record of another program is taken for its own.
    ///
    /// Comments and long decimals are left out: their last digits may differ from machine to machine.
    fn fingerprint(&self) -> u32 {
        let text = self.text();
        let code = text
            .lines()
            .map(|line| line.split("  # ").next().unwrap_or(line));
        let words = code.flat_map(|line| line.split([' ', ',', '[', ']']));
        let short = words
            .filter(|word| !(word.contains('.') && word.len() > 6 && word.parse::<f64>().is_ok()));
        let bytes = short.flat_map(|word| word.bytes().chain([b' ']));
        bytes.fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    }

    fn text(&self) -> String {
        receipt(&self.explore, self.library, Some(&self.at))
    }
}

fn setup(x: Source, layer: &str) -> Setup {
    Setup::new(x, parse_layer(layer).expect("a layer"))
}

fn parsed(x: &str, layer: &str) -> Setup {
    setup(Source::parse(x).expect("a source"), layer)
}

/// One layer of every method that takes this shape.
fn layers(shape: &[usize]) -> Vec<String> {
    let (rank, channels) = (shape.len(), shape[1]);
    let spatial = ["1d", "1d", "2d", "3d"][rank - 2];
    let all: Vec<String> = shape[1..].iter().map(usize::to_string).collect();
    let normalized = match rank {
        2 | 3 => all[rank - 2].clone(),
        _ => format!("[{}]", all.join(",")),
    };
    let groups = if channels.is_multiple_of(3) { 3 } else { 1 };
    let letters = ["N C", "N C L", "N C H W", "N C D H W"][rank - 2];
    let sides = letters.split(' ').map(|letter| match letter {
        "N" => "N=1".to_owned(),
        "C" => format!("C=C/{groups}"),
        letter => format!("{letter}={letter}"),
    });
    let mut layers = vec![
        format!("BatchNorm{spatial}({channels})"),
        format!("LayerNorm({normalized})"),
        format!("GroupNorm({groups},{channels},eps=0.001)"),
        format!("RMSNorm({normalized})"),
        format!("ChannelLayerNorm({channels})"),
        format!("Norm({})", sides.collect::<Vec<_>>().join(",")),
    ];
    if rank > 2 {
        layers.push(format!("InstanceNorm{spatial}({channels},affine=True)"));
    }
    layers
}

/// Every recipe × method × rank, and in turn a history, parameters and a poke.
fn every_kind() -> Vec<Setup> {
    let shapes = [
        vec![4, 6],
        vec![3, 6, 5],
        vec![4, 6, 4, 4],
        vec![2, 6, 2, 3, 3],
    ];
    let mut setups = Vec::new();
    for recipe in Recipe::ALL {
        for shape in &shapes {
            let Ok(source) = Source::new(recipe, recipe.clamped(shape)) else {
                continue;
            };
            if source.shape.len() != shape.len() {
                continue;
            }
            for layer in layers(&source.shape) {
                let setup = setup(source.clone(), &layer);
                setups.push(varied(setup, setups.len()));
            }
        }
    }
    setups
}

fn varied(mut setup: Setup, i: usize) -> Setup {
    match i % 5 {
        1 => (setup.mode, setup.steps) = (Mode::Eval, 2),
        2 if !matches!(setup.layer, Layer::Box(_)) => {
            let first = |list: &[usize]| list[0];
            let len = Explore::run(&setup)
                .module
                .and_then(|module| module.weight().map(|weight| first(weight.shape())));
            let value = |k: usize| k as f32 * 0.3 - 0.7;
            setup.weight = len.map(|len| PerChannel::Each((0..len).map(value).collect()));
            let biased = !matches!(setup.layer, Layer::RmsNorm(_));
            setup.bias = biased.then_some(PerChannel::One(0.25));
        }
        3 => {
            let at = setup.source.shape.iter().map(|length| length - 1).collect();
            setup.poke = Some(Poke { at, value: 3.7 });
        }
        4 => setup.steps = 1,
        _ => {}
    }
    setup
}

/// Calls that are written in a way of their own.
fn special() -> Vec<Setup> {
    let tracked = "InstanceNorm2d(6,affine=True,track_running_stats=True)";
    let mut setups = vec![
        parsed("randn(20,6,10,10)", "GroupNorm(3,6)"),
        parsed("randn(1,6,1,1)", "BatchNorm2d(6)"),
        parsed("randn(4,6)", "GroupNorm(4,6)"),
        parsed("randn(4,6)", "LayerNorm(5)"),
        parsed("randn(4,6,2,2)", "Norm(N=1,C=1,H=1,W=1)"),
        parsed("channels(2,70,3,3)", "BatchNorm2d(70,momentum=None)"),
        parsed("rand(6,8)", "InstanceNorm1d(6)"),
        parsed(
            "channels(4,6,4,4)",
            "LayerNorm([6,4,4],elementwise_affine=False)",
        ),
        parsed("channels(4,6,4,4)", "LayerNorm([4,4],bias=False)"),
    ];
    for layer in [
        tracked,
        "BatchNorm2d(6,momentum=None)",
        "BatchNorm2d(6,momentum=0.5)",
    ] {
        for steps in [0, 3] {
            setups.push(Setup {
                mode: Mode::Eval,
                steps,
                ..parsed("channels(4,6,4,4)", layer)
            });
        }
    }
    setups.push(Setup {
        steps: 1,
        mode: Mode::Eval,
        ..parsed("randn(1,6,1,1)", "BatchNorm2d(6)")
    });
    setups
}

/// Tensors that are written out, and those before which something was drawn.
fn written() -> Vec<Setup> {
    let eval = Setup {
        mode: Mode::Eval,
        steps: 2,
        ..parsed("rand(3);randn(8,6)*2-1", "BatchNorm1d(6)")
    };
    vec![
        parsed(
            "randn(5);rand([]);randn(7,9);channels(4,6)",
            "BatchNorm1d(6)",
        ),
        parsed("arange(24).reshape(2,3,2,2)", "BatchNorm2d(3)"),
        parsed("-randn(4,6)*5+10", "LayerNorm(6)"),
        eval,
    ]
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// What PyTorch gives for all programs, in one process.
fn run(python: &str, cases: &[Case], wanted: &[&str]) -> String {
    let programs: Map<String, Value> = cases
        .iter()
        .map(|case| (case.name(), json!([case.text(), case.fingerprint()])))
        .collect();
    let mut child = Command::new(python)
        .arg(data("receipts.py"))
        .args(wanted)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the interpreter starts");
    let mut input = child.stdin.take().expect("a pipe");
    let text = serde_json::to_string(&programs).expect("plain text");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads all");
    assert!(output.status.success(), "receipts.py failed");
    String::from_utf8(output.stdout).expect("JSON is UTF-8")
}

/// What was given for a program; it must have been this program.
fn result<'a>(results: &'a Value, case: &Case) -> &'a Value {
    let name = case.name();
    let result = results
        .get(&name)
        .unwrap_or_else(|| panic!("{name} was not run"));
    assert_eq!(
        result["program"],
        json!(case.fingerprint()),
        "{name} has changed: record it anew, as tests/data/receipts.py says"
    );
    result
}

fn sample(values: &ArrayD<f32>) -> Vec<f32> {
    let step = values.len().div_ceil(16).max(1);
    values.iter().copied().step_by(step).collect()
}

fn assert_close(name: &str, which: &str, given: &Value, ours: &ArrayD<f32>) {
    let given: Vec<f64> = given
        .as_array()
        .unwrap_or_else(|| panic!("{name} gives no {which}"))
        .iter()
        .map(|value| value.as_f64().expect("a number"))
        .collect();
    let ours = sample(ours);
    assert_eq!(given.len(), ours.len(), "{name}");
    for (given, ours) in given.into_iter().zip(ours) {
        let delta = (given - f64::from(ours)).abs();
        assert!(
            delta <= 5e-6 * given.abs().max(1.0),
            "{name}: {which} {given} and {ours}"
        );
    }
}

/// The numbers in a text such as `tensor([ 1.0000, -2.5000])`.
fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(['(', ')', '[', ']', ',', ' ']);
    parts.filter_map(|part| part.parse().ok()).collect()
}

fn check_printed(name: &str, printed: &[Value], text: &str) {
    let expected: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("print("))
        .map(|line| line.split("# ").nth(1).expect("a comment"))
        .collect();
    assert_eq!(printed.len(), expected.len(), "{name}");
    for (printed, expected) in printed.iter().zip(expected) {
        let printed = printed.as_str().expect("text");
        assert_eq!(
            printed.len(),
            expected.len(),
            "{name}: {printed} and {expected}"
        );
        let pairs = numbers(printed).into_iter().zip(numbers(expected));
        for (a, b) in pairs {
            // The last of the four decimals may round the other way.
            assert!(
                (a - b).abs() <= 1.01e-4 * a.abs().max(1.0),
                "{name}: {printed}, {expected}"
            );
        }
    }
}

fn output(case: &Case) -> ndarray::ArrayD<f32> {
    case.explore.stage(Stage::Output).expect("accepted")
}

fn check(case: &Case, result: &Value) {
    let name = case.name();
    match &case.explore.call {
        Ok(_) => {
            assert_eq!(result.get("error"), None, "{name}");
            assert_close(&name, "x", &result["x"], &case.explore.x);
            assert_close(&name, "y", &result["y"], &output(case));
            let printed = result["printed"].as_array().expect("lines");
            check_printed(&name, printed, &case.text());
        }
        Err(error) => {
            let theirs = result["error"].as_str();
            assert_eq!(theirs, Some(error.to_string().as_str()), "{name}");
            assert!(case.text().contains(&error.to_string()), "{name}");
        }
    }
}

/// What the programs give: now, if `variable` names an interpreter, or when they were recorded.
fn results(variable: &str, recorded: &str, cases: &[Case], wanted: &[&str]) -> Value {
    let python = std::env::var(variable);
    let file = data(recorded);
    let text = match &python {
        Ok(python) => run(python, cases, wanted),
        Err(_) => std::fs::read_to_string(&file).expect("what was recorded"),
    };
    if python.is_ok() && std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &text).expect("a writable folder");
    }
    let given: Value = serde_json::from_str(&text).expect("JSON");
    println!("{} receipts compared with {}", cases.len(), given["source"]);
    given["results"].clone()
}

#[test]
fn receipts_give_the_numbers_that_are_shown() {
    let setups = every_kind().into_iter().chain(special()).chain(written());
    let cases: Vec<Case> = setups
        .map(|setup| Case::new(&setup, Library::Torch))
        .collect();
    let results = results(
        "NORMSCOPE_TORCH_PYTHON",
        "receipts.json",
        &cases,
        &["error", "x", "y", "printed"],
    );
    for case in &cases {
        check(case, result(&results, case));
    }
}

#[test]
fn receipts_for_flax_and_keras_do_too() {
    // What can be drawn without PyTorch, and is no call that it refuses.
    let own = |setup: &Setup| setup.source.shape.iter().product::<usize>() <= MOST_LITERALS;
    let setups: Vec<Setup> = every_kind()
        .into_iter()
        .chain(special())
        .filter(own)
        .collect();
    let both = [Library::Flax, Library::Keras].into_iter();
    let cases: Vec<Case> = both
        .flat_map(|library| setups.iter().map(move |setup| Case::new(setup, library)))
        .filter(|case| case.explore.call.is_ok())
        .collect();
    let results = results(
        "NORMSCOPE_JAX_PYTHON",
        "receipts-jax.json",
        &cases,
        &["error", "y"],
    );
    for case in &cases {
        let name = case.name();
        let result = result(&results, case);
        assert_eq!(result.get("error"), None, "{name}");
        assert_close(&name, "y", &result["y"], &output(case));
    }
}

#[test]
fn other_libraries_get_x_as_literals_up_to_512_values() {
    for library in [Library::Flax, Library::Keras] {
        let text = |x: &str| receipt(&Explore::run(&parsed(x, "GroupNorm(1,4)")), library, None);
        let few = text("randn(2,4,8,8)");
        assert!(
            few.contains("x = np.array([") && !few.contains("torch"),
            "{few}"
        );
        let many = text("randn(2,4,8,9)");
        assert!(
            many.contains("x = torch.randn(2, 4, 8, 9)\nx = x.numpy()"),
            "{many}"
        );
    }
}

#[test]
fn other_libraries_say_what_their_defaults_change() {
    let mut setup = parsed("channels(4,6,4,4)", "BatchNorm2d(6)");
    (setup.mode, setup.steps) = (Mode::Eval, 3);
    let explore = Explore::run(&setup);
    let flax = receipt(&explore, Library::Flax, None);
    assert!(
        flax.contains("momentum=0.9") && flax.contains("default is 0.99"),
        "{flax}"
    );
    assert!(flax.contains("biased variance"), "{flax}");
    let keras = receipt(&explore, Library::Keras, None);
    assert!(
        keras.contains("epsilon=1e-05,  # the default epsilon is 0.001"),
        "{keras}"
    );
    assert!(
        keras.contains("momentum=0.9") && keras.contains("biased variance"),
        "{keras}"
    );
}
