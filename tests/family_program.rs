//! The programs of the family: PyTorch prints what is shown.

use normscope::lab::explore::{Poke, Setup};
use normscope::lab::family::{Experiment, Member, program};
use normscope::tensor::Source;
use std::io::Write;
use std::process::{Command, Stdio};

/// Runs one program after another, and prints what PyTorch refuses.
const RUNNER: &str = "
import json, sys
for text in json.load(sys.stdin):
    try:
        exec(text, {})
    except (ValueError, RuntimeError) as error:
        print('!', error)
";

/// Setups of the page: other shapes, batches before, a poke, a gate.
fn setups() -> Vec<(Setup, f64, [usize; 4])> {
    let setup = |x: &str, seed: u64, steps: u32| {
        let source = Source::parse(x).expect("a source");
        let layer = normscope::torch::parse_layer("BatchNorm2d(6)").expect("a layer");
        Setup {
            seed,
            steps,
            ..Setup::new(source, layer)
        }
    };
    let mut poked = setup("randn(3,5,2,3)", 5, 0);
    poked.poke = Some(Poke {
        at: vec![1, 2, 0, 1],
        value: 7.5,
    });
    vec![
        (setup("channels(4,6,4,4)", 1234, 0), 1.0, [0, 2, 1, 1]),
        (setup("channels(4,6,4,4)", 1, 4), 0.3, [3, 4, 2, 1]),
        (setup("relu(3,4,3,2)", 9, 1), 0.0, [2, 0, 2, 1]),
        (setup("samples(5,9,2,2)", 3, 0), 0.5, [4, 8, 0, 1]),
        (setup("randn(2,1,4,4)", 3, 2), 1.0, [1, 0, 3, 3]),
        (setup("randn(1,2,1,1)", 3, 0), 1.0, [0, 1, 0, 0]),
        (setup("randn(1,1,1,1)", 3, 0), 1.0, [0; 4]),
        (poked, 0.7, [1, 2, 0, 1]),
    ]
}

#[test]
fn programs_name_what_is_shown() {
    for (setup, rho, at) in setups() {
        let x = format!("torch.manual_seed({})", setup.seed);
        let [n, c, h, w] = at;
        let print = format!("print(f'{{y[{n}, {c}, {h}, {w}]:.6g}}')\n");
        for member in Member::ALL {
            let text = program(member, &setup, rho, at);
            assert!(text.contains(&x) && text.ends_with(&print), "{text}");
            assert!(text.contains("\ny = "), "{text}");
        }
    }
}

/// Where `NORMSCOPE_TORCH_PYTHON` names an interpreter, as `cargo xtask test --torch` does, it prints what is shown.
#[test]
fn pytorch_prints_the_same_y() {
    let Some(python) = std::env::var_os("NORMSCOPE_TORCH_PYTHON") else {
        return;
    };
    // One interpreter for all: to load PyTorch takes longer than to run them.
    let mut expected = Vec::new();
    let mut texts = Vec::new();
    for (setup, rho, at) in setups() {
        let experiment = Experiment {
            setup: setup.clone(),
            at: Some(at.to_vec()),
            rho,
        };
        for member in Member::ALL {
            let found = experiment.outcome(member);
            expected.push((member, found.map(|outcome| outcome.y[at])));
            texts.push(program(member, &setup, rho, at));
        }
    }
    let list = serde_json::to_string(&texts).expect("texts");
    let mut child = Command::new(&python)
        .args(["-c", RUNNER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("an interpreter");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(list.as_bytes()).expect("it reads");
    // Its input ends here.
    drop(pipe);
    let output = child.wait_with_output().expect("it ends");
    let printed = String::from_utf8_lossy(&output.stdout);
    let printed: Vec<&str> = printed.lines().collect();
    assert_eq!(printed.len(), expected.len(), "{printed:?}");
    for ((printed, (member, expected)), text) in printed.iter().zip(&expected).zip(&texts) {
        match expected {
            Err(refusal) => assert_eq!(*printed, format!("! {refusal}"), "{text}"),
            Ok(y) => {
                let printed: f64 = printed
                    .parse()
                    .unwrap_or_else(|_| panic!("{printed}\n{text}"));
                let by = (printed - y).abs();
                // A single weight has no unbiased deviation.
                let is_same = printed.is_nan() && y.is_nan();
                assert!(
                    is_same || by < 5e-6 * y.abs().max(1.0),
                    "{member:?}: {printed}, {y}\n{text}"
                );
            }
        }
    }
}
