//! Pasted PyTorch: every call of a text becomes a figure, with the numbers that PyTorch gives, or a sentence says why not.

use normscope::lab::explore::{Explore, Stage};
use normscope::state::{Paste, Settings, read_link, read_paste, write_link};
use normscope::torch::listing::MOST_CHARS;
use serde_json::Value;
use std::time::{Duration, Instant};

/// The listings, and what PyTorch gives for them.
const LISTINGS: [(&str, &str); 3] = [
    ("BatchNorm", include_str!("data/listings/batch_norm.py")),
    ("LayerNorm", include_str!("data/listings/layer_norm.py")),
    ("GroupNorm", include_str!("data/listings/group_norm.py")),
];
const RECORDED: &str = include_str!("data/reference/listings.json");

/// The settings of a call after a link has carried them.
fn shown(paste: &Paste, call: usize) -> Settings {
    let mut settings = Settings::default();
    settings.set_call(&paste.calls[call]);
    let (read, complaints) = read_link(&write_link(&settings, false));
    assert_eq!(complaints, []);
    assert_eq!(read.setup(), settings.setup());
    read
}

fn texts(paste: &Paste) -> Vec<String> {
    let text = |call: &normscope::state::Pasted| {
        let choice = &call.choice;
        let not = if choice.is_called { "" } else { " not called" };
        format!("{}: {}{not} x={}", choice.at.line, choice.text, choice.x)
    };
    paste.calls.iter().map(text).collect()
}

fn remarks(paste: &Paste) -> Vec<String> {
    paste.remarks.iter().map(ToString::to_string).collect()
}

fn floats(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter().map(|x| x.as_f64().expect("a number")).collect()
}

/// Elements up to which sums are taken as well: a test without optimization takes its time for each.
const MOST_SUMMED: usize = 4_000_000;

/// First and last values, and sums of all, to 1e-5 of the largest value.
fn assert_recorded(what: &str, value: &dyn Fn(usize) -> f32, len: usize, recorded: &Value) {
    let (first, last) = (floats(&recorded["first"]), floats(&recorded["last"]));
    let number = |key: &str| recorded[key].as_f64().expect("a number");
    let largest = number("max_abs");
    let close = |ours: f64, theirs: f64, scale: f64, of: &str| {
        let near = (ours - theirs).abs() <= 1e-5 * scale;
        assert!(near, "{what}, {of}: {ours}, {theirs}");
    };
    let ends = first.iter().enumerate();
    let from = len - last.len();
    let ends = ends.chain(last.iter().enumerate().map(|(i, value)| (from + i, value)));
    for (flat, expected) in ends {
        close(
            f64::from(value(flat)),
            *expected,
            largest,
            &flat.to_string(),
        );
    }
    if len <= MOST_SUMMED {
        let values = || (0..len).map(|flat| f64::from(value(flat)));
        let squares = values().map(|x| x * x).sum();
        close(squares, number("sum_of_squares"), squares, "sum of squares");
        close(values().sum(), number("sum"), len as f64 * largest, "sum");
        close(
            values().fold(0.0, |max: f64, x| max.max(x.abs())),
            largest,
            largest,
            "largest",
        );
    }
}

#[test]
fn the_listings_offer_every_call() {
    let paste = LISTINGS.map(|(_, text)| read_paste(text));
    for paste in &paste {
        assert_eq!(remarks(paste), [""; 0]);
        assert!(
            paste
                .calls
                .iter()
                .all(|call| call.choice.seed == Some(1234))
        );
    }
    let two = "randn(20,100);randn(20,100,35,45)";
    let expected = [
        "8: m = nn.BatchNorm1d(100) not called x=randn(20,100)".to_string(),
        "12: m(input) x=randn(20,100)".to_string(),
        format!("16: m = nn.BatchNorm2d(100) not called x={two}"),
        format!("20: m(input) x={two}"),
        format!("24: m = nn.BatchNorm3d(100) not called x={two};randn(20,100,35,45,10)"),
        format!("28: m(input) x={two};randn(20,100,35,45,10)"),
    ];
    assert_eq!(texts(&paste[0]), expected);
    assert_eq!(
        texts(&paste[1]),
        [
            "12: layer_norm(embedding) x=randn(20,5,10)",
            "20: layer_norm(input) x=randn(20,5,10);randn(20,5,10,10)"
        ]
    );
    assert_eq!(
        texts(&paste[2]),
        [
            "9: m = nn.GroupNorm(3, 6) not called x=randn(20,6,10,10)",
            "11: m = nn.GroupNorm(6, 6) not called x=randn(20,6,10,10)",
            "16: m(input) x=randn(20,6,10,10)"
        ]
    );
}

#[test]
fn the_listings_give_pytorchs_numbers() {
    let recorded: Value = serde_json::from_str(RECORDED).expect("JSON");
    for (name, text) in LISTINGS {
        let listings = recorded["listings"].as_array().expect("a list");
        let listing = listings
            .iter()
            .find(|listing| listing["name"] == name)
            .expect("recorded");
        let calls = listing["calls"].as_array().expect("a list");
        let paste = read_paste(text);
        assert!(paste.calls.len() <= calls.len());
        let mut before = None;
        for k in 0..paste.calls.len() {
            let settings = shown(&paste, k);
            let module = format!("nn.{}", settings.layer).replace(' ', "");
            let lengths: Vec<_> = settings.shape().iter().map(usize::to_string).collect();
            let input = format!("torch.randn({})", lengths.join(", "));
            let is_it = |call: &&Value| {
                call["input"] == input
                    && call["module"].as_str().map(|m| m.replace(' ', "")) == Some(module.clone())
            };
            let call = calls
                .iter()
                .find(is_it)
                .unwrap_or_else(|| panic!("{input} {module} is recorded"));
            let setup = settings.setup();
            // Two layers on one x draw it once.
            let drawn = before
                .take()
                .filter(|before: &Explore| before.setup.shares_batch(&setup));
            let explore = Explore::run_on(&setup, drawn.and_then(Explore::into_drawn));
            let len = explore.x.len();
            let x = explore.x.as_slice().expect("in C order");
            assert_recorded(&format!("{module} x"), &|flat| x[flat], len, &call["x"]);
            assert_recorded(
                &format!("{module} y"),
                &|flat| explore.value(Stage::Output, flat).expect("accepted"),
                len,
                &call["y"],
            );
            before = Some(explore);
        }
    }
}

/// Loops, eval after training, functions, arithmetic: the last call of each as `tests/data/pasted.py` ran it.
#[test]
fn short_listings_give_pytorchs_numbers() {
    let recorded: Value = serde_json::from_str(include_str!("data/pasted.json")).expect("JSON");
    let cases = recorded["cases"].as_array().expect("a list");
    for case in cases {
        let text = case["text"].as_str().expect("a text");
        let paste = read_paste(text);
        assert_eq!(remarks(&paste), [""; 0], "{text}");
        let y = Explore::run(&shown(&paste, paste.calls.len() - 1).setup());
        let y = y.stage(Stage::Output).expect("accepted");
        let expected = floats(&case["y"]);
        assert_eq!(
            floats(&case["shape"]),
            y.shape().iter().map(|n| *n as f64).collect::<Vec<_>>()
        );
        for (y, expected) in y.iter().zip(&expected) {
            let near = (f64::from(*y) - expected).abs() <= 5e-6 * expected.abs().max(1.0);
            assert!(near, "{text}: {y}, {expected}");
        }
    }
    assert!(cases.len() > 10);
}

#[test]
fn what_stands_in_documentation_is_read() {
    let cases: &[(&str, &[&str])] = &[
        (
            ">>> m = nn.LayerNorm(10)\n>>> x = torch.randn(2, 10)\n>>> m(x)\ntensor([[…",
            &["3: m(x) x=randn(2,10)"],
        ),
        (
            "x = torch.randn(20, 5, 10, 10)\nm = nn.LayerNorm(x.size()[1:])\nwith torch.no_grad():\n    y = m(x)\nprint(y.shape)",
            &["4: m(x) x=randn(20,5,10,10)"],
        ),
        (
            "a, b = torch.randn(3), torch.rand(2, 4)\nprint(nn.RMSNorm(4)(b * 2 + 1))",
            &["2: nn.RMSNorm(4)(b * 2 + 1) x=randn(3);rand(2,4)*2+1"],
        ),
        (
            "x = torch.arange(24.).view(2, 3, 4)\ny = F.layer_norm(x, [4])\nz = torch.nn.functional.group_norm(x, 3, eps=1e-3)",
            &[
                "2: F.layer_norm(x, [4]) x=arange(24.0).view(2,3,4)",
                "3: torch.nn.functional.group_norm(x, 3, eps=0.001) x=arange(24.0).view(2,3,4)",
            ],
        ),
        (
            "x = torch.rand(4, 6, requires_grad=True, dtype=torch.float32, device='cpu')\nnn.LayerNorm(6)(F.relu(x))",
            &["2: nn.LayerNorm(6)(F.relu(x)) x=torch.relu(rand(4,6))"],
        ),
        (
            "N, C = 4, 6\nx = torch.randn(N, C // 2 * 2, 8 - 4, 4)\nm = nn.InstanceNorm2d(C, affine=True).eval()\nm(x.permute(0, 1, 3, 2))",
            &["4: m(x.permute(0, 1, 3, 2)) x=randn(4,6,4,4).permute(0,1,3,2)"],
        ),
        (
            "x = torch.rand(4, 6)\nF.batch_norm(x, torch.zeros(6), torch.ones(6))\nF.batch_norm(x, None, None, training=True)",
            &[
                "2: F.batch_norm(x, torch.zeros(6), torch.ones(6)) x=rand(4,6)",
                "3: F.batch_norm(x, None, None, training=True) x=rand(4,6)",
            ],
        ),
        (
            "x = torch.randn(4, 6)\nx = torch.randn(5, 6)\nm = nn.BatchNorm1d(6)",
            &["3: m = nn.BatchNorm1d(6) not called x=randn(4,6);randn(5,6)"],
        ),
    ];
    for (text, expected) in cases {
        let paste = read_paste(text);
        assert_eq!(remarks(&paste), [""; 0], "{text}");
        assert_eq!(texts(&paste), *expected, "{text}");
        for call in 0..paste.calls.len() {
            assert!(
                Explore::run(&shown(&paste, call).setup()).call.is_ok(),
                "{text}"
            );
        }
    }
}

#[test]
fn our_own_receipts_read_back() {
    use normscope::lab::receipt::{Library, receipt};
    for link in [
        "x=randn(20,6,10,10)",
        "x=rand(8,6)&layer=BatchNorm1d(6)&mode=eval&steps=2&seed=7",
        "x=randn(5);arange(12).reshape(4,3)&layer=LayerNorm(3)",
        "x=relu(4,6,2,2)&layer=InstanceNorm2d(6)",
        "x=channels(4,6,4,4)&layer=GroupNorm(2,6)",
        "x=randn(3);samples(4,6)&layer=RMSNorm(6)&seed=3",
        "x=randn(8,6)&layer=BatchNorm1d(6,momentum=None)&mode=train&steps=3",
    ] {
        let settings = read_link(link).0;
        let explore = Explore::run(&settings.setup());
        let text = receipt(
            &explore,
            Library::Torch,
            Some(&vec![0; settings.shape().len()]),
        );
        let paste = read_paste(&text);
        assert_eq!(remarks(&paste), [""; 0], "{link}\n{text}");
        let again = Explore::run(&shown(&paste, paste.calls.len() - 1).setup());
        assert_eq!(again.x, explore.x, "{link}");
        let y = |explore: &Explore| explore.stage(Stage::Output).expect("accepted");
        assert_eq!(y(&again), y(&explore), "{link}");
    }
}

#[test]
fn earlier_calls_are_steps_or_a_sentence() {
    let head = "torch.manual_seed(1)\nm = nn.BatchNorm1d(6)\n";
    let alike = format!(
        "{head}a = torch.randn(8, 6)\nm(a)\nb = torch.randn(8, 6)\nm(b)\nm.eval()\nc = torch.randn(8, 6)\nm(c)"
    );
    let paste = read_paste(&alike);
    let call = &paste.calls[2].choice;
    assert_eq!(
        (call.steps, call.is_training, call.x.as_str()),
        (2, false, "randn(8,6)")
    );
    let looped = read_paste(&format!(
        "{head}torch.rand(3)\nfor _ in range(2):\n    x = torch.randn(8, 6)\n    m(x)\nm.eval()\nm(torch.randn(8, 6))"
    ));
    let call = &looped.calls[1].choice;
    assert_eq!((call.steps, call.x.as_str()), (2, "rand(3);randn(8,6)"));
    let same = read_paste(&format!(
        "{head}x = torch.randn(8, 6)\nm(x)\nm.eval()\nm(x)"
    ));
    assert_eq!(same.calls.len(), 1);
    assert!(remarks(&same)[0].contains("running averages of batches that no link can give"));
    let training = read_paste(&format!("{head}x = torch.randn(8, 6)\nm(x)\nm(x)"));
    assert!(training.calls[1].choice.is_history_lost && !training.calls[0].choice.is_history_lost);
}

#[test]
fn what_is_not_understood_is_said_with_line_and_column() {
    let cases = [
        (
            "import torch\nm = nn.GroupNrm(3, 6)",
            "there is no layer `GroupNrm` here; did you mean `GroupNorm`? (line 2, column 5)",
        ),
        (
            "x = torch.randn(4, 6)\ny = torch.randm(4)",
            "there is no function `torch.randm` here; did you mean `torch.randn`? (line 2, column 5)",
        ),
        (
            "x = torch.randn(4, 6)\nm = nn.LayerNorm(6)\nz = nn.LayerNorm(6)(m(x))",
            "the input of `nn.LayerNorm(6)(m(x))` is the output of another layer, and one layer is shown at a time; paste its call on an input that is drawn or written out (line 3, column 5)",
        ),
        (
            "def f(x):\n    return x",
            "`def` is not followed here; what is read are assignments and calls, as in y = m(x) (column 1)",
        ),
        (
            "x = torch.randn(4, 6)\nnn.Identity()(x)",
            "gives its input back: nn.Identity normalizes nothing, and there is nothing to show (line 2, column 1)",
        ),
        (
            "x = torch.randn(4, 6, 2)\nF.normalize(x)",
            "it is shown along the last axis, as with dim=2, where it is an RMSNorm with γ = 1/√n (line 2, column 1)",
        ),
        (
            "x = torch.randn(4, 6)\nF.normalize(x, p=1)",
            "it is shown with p=2 and without out (line 2, column 1)",
        ),
        (
            "x = torch.arange(6).view(2, 3)\nnn.LayerNorm(3)(x)",
            "write .float() after it (line 2, column 1)",
        ),
        (
            "x = torch.randn(4, 6)\nnn.LayerNorm(6)(x + x)",
            "uses random numbers twice",
        ),
        (
            "a = torch.randn(4, 6)\nb = torch.randn(4, 6)\nnn.LayerNorm(6)(b - a)",
            "not in the order of their draws",
        ),
        (
            "x = torch.randn(4, 6)\nx[0, 0] = 3\nnn.LayerNorm(6)(x)",
            "computed in a way that x cannot be written in",
        ),
        (
            "x = torch.randn(6)\nnn.LayerNorm(6)(x)",
            "x has 2 to 5 axes here",
        ),
        (
            "x = torch.randn(4, 6)\nF.layer_norm(x, [6], torch.rand(6))",
            "`weight` is read where it is written out, as torch.ones(6) or torch.tensor([1., 2.])",
        ),
        (
            "x = torch.randn(4, 6, 3)\nF.layer_norm(x, [6, 3], bias=torch.arange(18.).view(6, 3))",
            "a link holds `bias` where it varies along its first axis alone",
        ),
        (
            "x = torch.randn(4, 2000)\nF.layer_norm(x, [2000], torch.arange(2000))",
            "a link holds at most 1000 numbers for γ or β",
        ),
        (
            "x = torch.randn(4, 6, 3)\nF.group_norm(x, 3, torch.ones(3))",
            "`weight` has the shape [3] and not [6]",
        ),
        (
            "x = torch.randn(4, 6)\nF.batch_norm(x, torch.rand(6), torch.ones(6))",
            "no link holds running averages other than torch.zeros(6) and torch.ones(6)",
        ),
        (
            "x = torch.randn(4, 6)\nm = nn.LayerNorm(6)\ny = m(x)\ny = {1: 2}",
            "`{` has no meaning here (line 4, column 5)",
        ),
        (
            "m = nn.LayerNorm(6)\nnn.init.ones_(m.weight)",
            "there is no layer",
        ),
        (
            "x = torch.randn(4, 6)\nm = nn.LayerNorm(6)\nm.weight.data[:] = 2\nm(x)",
            "what is changed here is not followed; before `=` stands a name, as in y = m(x) (line 3, column 1)",
        ),
        (
            "m = nn.LayerNorm(6)\nx = torch.randn(4, 6)\ny = m(x)\nz = torch.randn(y.mean(), 6)\nm(torch.randn(4, 6))",
            "how many numbers are drawn here is not known (line 4, column 5)",
        ),
        (
            "x = torch.randn(4, 6, device='cuda')",
            "here every `device` is cpu; leave it out (column 23)",
        ),
        (
            "x = torch.randn(4, 6)\nz = torch.randn_like(x)",
            "there is no function `torch.randn_like` here",
        ),
        (
            "x = torch.ones(4, 6)\na = x\na[0, (torch.rand(2) * 3).long()] = 4\nnn.LayerNorm(6)(x)",
            "the input of `nn.LayerNorm(6)(x)` is computed in a way that x cannot be written in",
        ),
        (
            "m = torch.zeros(6)\nv = torch.ones(6)\nx = torch.randn(4, 6)\nF.batch_norm(x, m, v, training=True)\nF.batch_norm(x, m, v)",
            "no link holds running averages other than torch.zeros(6) and torch.ones(6), with which a layer begins (line 5, column 1)",
        ),
        (
            "x = torch.randn(4, 6)\nx.normal_()",
            "what `normal_` does to a tensor is not followed here",
        ),
        ("y = m(x)", "`m` is not defined"),
        (
            "for i in range(10**9):\n  x = torch.randn(4, 6)",
            "more than 1000 lines",
        ),
        (
            "x = torch.ones(4, 6)\nfor _ in range(300):\n  x = x + x\nnn.LayerNorm(6)(x)",
            "is too long to be written for x",
        ),
    ];
    for (text, sentence) in cases {
        let remarks = remarks(&read_paste(text));
        assert!(
            remarks.iter().any(|remark| remark.contains(sentence)),
            "{text}\n{remarks:#?}"
        );
    }
    // What stands before it stays.
    assert_eq!(
        read_paste("x = torch.randn(4, 6)\nnn.LayerNorm(6)(x)\n?!")
            .calls
            .len(),
        1
    );
    assert_eq!(read_paste(&"x".repeat(MOST_CHARS + 1)).calls.len(), 0);
}

/// The calls that PyTorch was recorded to accept or reject, as texts; tests/calls.rs compares the sentences.
#[test]
fn recorded_calls_are_accepted_or_rejected_alike() {
    let data = [
        include_str!("data/calls/accepted.json"),
        include_str!("data/calls/errors.json"),
        include_str!("data/reference/accepted.json"),
        include_str!("data/reference/errors.json"),
    ];
    let mut compared = [0, 0];
    for case in data
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<Value>>(text).expect("JSON"))
    {
        let Some(shape) = case["input_shape"].as_array() else {
            continue;
        };
        let lengths: Vec<_> = shape
            .iter()
            .map(|n| n.as_u64().expect("a length"))
            .collect();
        let (Some(code), true) = (
            case["code"].as_str(),
            (2..=5).contains(&lengths.len()) && !lengths.contains(&0),
        ) else {
            continue;
        };
        if !code.contains("(x)") || case["input_dtype"] != "float32" {
            continue;
        }
        let paste = read_paste(&format!(
            "x = (torch.arange({}).float() - 3).reshape({lengths:?})\n{code}",
            lengths.iter().product::<u64>()
        ));
        if code.contains("LocalResponseNorm") {
            assert!(!paste.remarks.is_empty(), "{code}");
            continue;
        }
        let [call] = &paste.calls[..] else {
            panic!("{code}: {:?}", remarks(&paste))
        };
        let mut settings = Settings::default();
        settings.set_call(call);
        let call = Explore::run(&settings.setup()).call;
        let is_rejected = case["message"].is_string();
        assert_eq!(
            call.is_err(),
            is_rejected,
            "{code} {lengths:?}: {:?}",
            case["message"]
        );
        compared[usize::from(is_rejected)] += 1;
    }
    assert!(compared.iter().all(|count| *count > 50), "{compared:?}");
}

/// What PyTorch's functions were recorded to refuse, in its words.
#[test]
fn functions_are_refused_in_pytorchs_words() {
    let calls = include_str!("data/reference/errors.json");
    let calls: Vec<Value> = serde_json::from_str(calls).expect("JSON");
    let mut compared = 0;
    for case in calls {
        let code = case["code"].as_str().expect("a call");
        if !code.starts_with("F.") {
            continue;
        }
        let lengths: Vec<_> = floats(&case["input_shape"]);
        let text = format!("x = torch.randn({lengths:?})\n{code}").replace(".0", "");
        let paste = read_paste(&text);
        let message = case["message"].as_str().expect("a sentence");
        let expected = format!("is refused by PyTorch: {message}");
        let said = remarks(&paste);
        assert!(
            said.iter().any(|remark| remark.contains(&expected)),
            "{text}\n{said:#?}\n{message}"
        );
        assert_eq!(paste.calls.len(), 0, "{text}");
        compared += 1;
    }
    assert_eq!(compared, 12);
}

/// γ and β of a function are those of the settings, and of the link.
#[test]
fn what_a_function_is_given_is_in_the_link() {
    let text = "x = torch.randn(4, 6)\nF.batch_norm(x, None, None, torch.arange(6.), torch.zeros(6), True)\nF.normalize(x)";
    let paste = read_paste(text);
    let settings = shown(&paste, 0);
    let link = write_link(&settings, false);
    assert!(
        link.contains("weight=0,1,2,3,4,5") && !link.contains("bias"),
        "{link}"
    );
    let settings = shown(&paste, 1);
    let link = write_link(&settings, false);
    assert!(
        link.contains("layer=RMSNorm(6,eps=1e-24)&weight=0.4082"),
        "{link}"
    );
    assert!(paste.calls[1].choice.is_length);
}

/// The time that a reading takes, and not what else runs meanwhile.
fn quickest(text: &str, first: Duration) -> Duration {
    let again = || {
        let started = Instant::now();
        read_paste(text);
        started.elapsed()
    };
    match first < Duration::from_millis(50) {
        true => first,
        false => (0..3).fold(first, |least, _| least.min(again())),
    }
}

#[test]
fn no_text_makes_the_reader_panic_or_wait() {
    let mut state = 1_u64;
    let mut roll = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let words = [
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "\n    ",
        "=",
        "**",
        "9999999999",
        "-1",
        "for _ in range(9):",
        "with torch.no_grad():",
        "m(",
        ".reshape(",
        "torch.randn(",
        "*",
        "+",
        "x",
        "€",
        "'",
        "f'",
        ".eval()",
        "F.batch_norm(",
    ];
    let mut slowest = Duration::ZERO;
    for turn in 0..3000 {
        let mut text: Vec<char> = LISTINGS[turn % 3].1.chars().collect();
        for _ in 0..1 + roll(6) {
            let at = roll(text.len());
            let end = (at + roll(20)).min(text.len());
            match roll(3) {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, words[roll(words.len())].chars())),
                _ => {
                    let part: Vec<char> = text[at..end].to_vec();
                    let to = roll(text.len());
                    text.splice(to..to, part);
                }
            }
        }
        let text: String = text.into_iter().collect();
        let started = Instant::now();
        let paste = read_paste(&text);
        slowest = slowest.max(quickest(&text, started.elapsed()));
        for call in paste.calls {
            let mut settings = Settings::default();
            settings.set_call(&call);
            assert_eq!(
                read_link(&write_link(&settings, false)).0.source,
                settings.source,
                "{text}"
            );
        }
    }
    let long = "x = torch.ones(2, 3)\nm = nn.LayerNorm(3)\nfor _ in range(900):\n  m(x)\n  x = torch.randn(2, 3)\n".to_string();
    let deep = format!("{}x", "with torch.no_grad(): ".repeat(2000));
    for text in &[
        long,
        deep,
        "(".repeat(40_000),
        "m = nn.LayerNorm(3)\n".repeat(2000),
    ] {
        let started = Instant::now();
        read_paste(text);
        slowest = slowest.max(quickest(text, started.elapsed()));
    }
    assert!(slowest < Duration::from_millis(100), "{slowest:?}");
}
