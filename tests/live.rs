//! The numbers that lessons speak of, against plain float64 loops over the definition.

mod common;

use common::plain::{Element, Plain};
use normscope::lab::explore::Explore;
use normscope::norm::Module;
use normscope::state::live::{explore, sentences};
use normscope::state::{Settings, read_link};

/// One figure for each method, rank and recipe that matters.
const LINKS: [&str; 14] = [
    "layer=BatchNorm2d(6)&at=0,2,1,1",
    "layer=GroupNorm(3,6)&at=3,5,0,2",
    "layer=GroupNorm(1,6)&weight=1,2,3,4,5,6&bias=-1&at=1,1,1,1",
    "layer=InstanceNorm2d(6)&at=2,0,3,3",
    "layer=LayerNorm([6,4,4])&at=0,2,1,1",
    "layer=ChannelLayerNorm(6)&at=0,2,1,1",
    "x=sentences(4,6,8)&layer=LayerNorm(8)&at=1,5,3",
    "x=sentences(4,6,8)&layer=RMSNorm(8)&at=0,2,3",
    "x=sentences(4,6,8)&layer=Norm(N=N,T=T,D=1)&at=0,2,3",
    "x=sentences(4,8,8)&layer=BatchNorm1d(8)&at=2,1,3",
    "x=channels(4,6,4,4)&layer=BatchNorm2d(6,eps=0.1)&at=0,0,1,1",
    "x=channels(8,6)&layer=BatchNorm1d(6)&at=3,2&seed=7",
    "x=randn(2,6)&layer=BatchNorm1d(6)&at=1,2",
    "layer=BatchNorm2d(6)&mode=eval&steps=3&at=0,2,1,1",
];

fn settings(link: &str) -> Settings {
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, [], "{link}");
    settings
}

fn value(name: &str, settings: &Settings) -> Option<f64> {
    let mut all = explore::VALUES.iter().chain(sentences::VALUES);
    let live = all.find(|live| live.name == name);
    let live = live.unwrap_or_else(|| panic!("there is no {name}"));
    live.value(settings)
}

/// The same figure by plain loops.
struct Figure {
    plain: Plain,
    x: Vec<f64>,
    /// The pinned element
    flat: usize,
}

impl Figure {
    fn new(settings: &Settings) -> Self {
        let explore = Explore::run(&settings.setup());
        let module: &Module = explore.module.as_ref().expect("accepted");
        let at = settings.at.as_ref().expect("a pin");
        let places = at.iter().zip(explore.x.shape());
        Self {
            plain: Plain::new(module, explore.x.shape()),
            x: explore.x.iter().map(|x| f64::from(*x)).collect(),
            flat: places.fold(0, |flat, (i, n)| flat * n + i),
        }
    }

    fn pinned(&self) -> Element {
        self.plain.forward(&self.x)[self.flat]
    }

    fn y(&self, x: &[f64]) -> Vec<f64> {
        self.plain.forward(x).iter().map(|e| e.y).collect()
    }

    /// y of the pinned element's set.
    fn y_of_set(&self) -> Vec<f64> {
        let y = self.y(&self.x).into_iter().enumerate();
        let own = y.filter(|(k, _)| self.plain.share(self.flat, *k));
        own.map(|(_, y)| y).collect()
    }

    /// Largest change of y where x is changed so, given the index on an axis.
    fn effect(&self, axis: usize, change: impl Fn(f64, f64) -> f64) -> f64 {
        let indices = common::plain::indices(self.plain.shape());
        let changed = self.x.iter().zip(&indices);
        let changed: Vec<f64> = changed.map(|(x, at)| change(*x, at[axis] as f64)).collect();
        let pairs = self.y(&self.x).into_iter().zip(self.y(&changed));
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

fn assert_near(name: &str, link: &str, ours: Option<f64>, theirs: f64) {
    let ours = ours.unwrap_or_else(|| panic!("{link}: no {name}"));
    let most = 5e-6 * theirs.abs().max(1.0);
    assert!(
        (ours - theirs).abs() <= most,
        "{link}: {name} is {ours}, not {theirs}"
    );
}

#[test]
fn what_is_said_of_the_pinned_element_is_so() {
    for link in LINKS {
        let settings = settings(link);
        let figure = Figure::new(&settings);
        let element = figure.pinned();
        let near = |name, theirs| assert_near(name, link, value(name, &settings), theirs);
        near("input", figure.x[figure.flat]);
        near("normalized", element.x_hat);
        near("output", element.y);
        near("variance", element.var);
        match link.contains("RMSNorm") {
            true => assert_eq!(value("mean", &settings), None),
            false => near("mean", element.mean),
        }
        let y = figure.y_of_set();
        let mean = y.iter().sum::<f64>() / y.len() as f64;
        let var = y.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / y.len() as f64;
        near("output_std", var.sqrt());
    }
}

#[test]
fn sets_are_counted_and_the_largest_y_is_found() {
    for link in LINKS {
        let settings = settings(link);
        let figure = Figure::new(&settings);
        let all = 0..figure.x.len();
        let is_first = |k: &usize| (0..*k).all(|before| !figure.plain.share(before, *k));
        let sets = all.clone().filter(is_first).count() as f64;
        let shared = |k: &usize| figure.plain.share(figure.flat, *k);
        assert_eq!(value("sets", &settings), Some(sets), "{link}");
        let of_one = all.filter(shared).count() as f64;
        assert_eq!(value("values_per_set", &settings), Some(of_one), "{link}");
        let y = figure.y(&figure.x);
        let largest = y.iter().map(|y| y.abs()).fold(0.0, f64::max);
        assert_near(
            "largest_output",
            link,
            value("largest_output", &settings),
            largest,
        );
    }
}

#[test]
fn layers_learn_what_pytorch_makes_them_learn() {
    let learnt = [
        ("layer=BatchNorm2d(6)", 12.0),
        ("layer=GroupNorm(3,6)", 12.0),
        ("layer=InstanceNorm2d(6)", 0.0),
        ("layer=LayerNorm([6,4,4])", 192.0),
        ("layer=ChannelLayerNorm(6)", 12.0),
        ("x=sentences(4,6,8)&layer=RMSNorm(8)", 8.0),
        ("layer=Norm(N=1,C=C,H=H,W=W)", 0.0),
        ("layer=BatchNorm2d(6,affine=False)", 0.0),
    ];
    for (link, count) in learnt {
        assert_eq!(value("learnt", &settings(link)), Some(count), "{link}");
    }
}

#[test]
fn a_poke_moves_the_rest_of_its_set() {
    for link in LINKS {
        let settings = settings(link);
        let at: Vec<_> = settings.at.iter().flatten().map(usize::to_string).collect();
        let poked = self::settings(&format!("{link}&poke={}:5", at.join(",")));
        assert_eq!(value("moved", &settings), None, "{link}");
        let figure = Figure::new(&poked);
        let others = |k: &usize| *k != figure.flat && figure.plain.share(figure.flat, *k);
        let others: Vec<usize> = (0..figure.x.len()).filter(others).collect();
        let sample_len = figure.x.len() / poked.shape()[0];
        let mut samples: Vec<_> = others.iter().map(|k| k / sample_len).collect();
        samples.dedup();
        // Two values are plus and minus one whatever they are, unless they change places; averages stay.
        let expected = match link {
            _ if link.contains("eval") => (0, 0),
            _ if link.contains("(2,6)") => continue,
            _ => (others.len(), samples.len()),
        };
        let counts = ["moved", "moved_samples"].map(|name| value(name, &poked));
        let expected = [expected.0, expected.1].map(|count| Some(count as f64));
        assert_eq!(counts, expected, "{link}");
    }
}

#[test]
fn biases_and_scales_before_a_layer_do_what_is_said() {
    for link in LINKS {
        let settings = settings(link);
        let figure = Figure::new(&settings);
        let axis = if link.contains("sentences") { 2 } else { 1 };
        let bias = figure.effect(axis, |x, channel| x + channel);
        let scale = figure.effect(axis, |x, channel| x * (channel + 1.0));
        for (name, theirs) in [("bias_effect", bias), ("scale_effect", scale)] {
            assert_near(name, link, value(name, &settings), theirs);
        }
        let keeps_channels = ["BatchNorm2d(6)&at", "InstanceNorm", "T=T,D=1"];
        let is_cancelled = keeps_channels.iter().any(|part| link.contains(part));
        assert!(!is_cancelled || bias < 1e-12, "{link}: {bias}");
        let is_moved = ["GroupNorm", "LayerNorm"]
            .iter()
            .any(|part| link.contains(part));
        assert!(!is_moved || bias > 0.1, "{link}: {bias}");
    }
}

#[test]
fn what_lessons_call_equal_is_equal() {
    for (one, other) in [
        // A sample in company and alone, under layers that take no statistics over N.
        (
            "x=randn(4,6,4,4)&layer=GroupNorm(3,6)&at=0,2,1,1",
            "x=randn(1,6,4,4)&layer=GroupNorm(3,6)&at=0,2,1,1",
        ),
        // Groups by a reshape (Wu & He 2018, figure 3).
        (
            "x=randn(4,6,4,4)&layer=GroupNorm(3,6)&at=0,3,1,1",
            "x=randn(4,3,2,4,4)&layer=LayerNorm([2,4,4])&at=0,1,1,1,1",
        ),
        // A batch of one is InstanceNorm.
        (
            "x=randn(1,6,4,4)&layer=BatchNorm2d(6)&at=0,2,1,1",
            "x=randn(1,6,4,4)&layer=InstanceNorm2d(6)&at=0,2,1,1",
        ),
        // The scale of the weights, up to ε.
        (
            "x=randn(4,6,4,4)&layer=BatchNorm2d(6)&at=0,2,1,1",
            "x=randn(4,6,4,4)*10&layer=BatchNorm2d(6)&at=0,2,1,1",
        ),
    ] {
        let [one_y, other_y] = [one, other].map(|link| value("output", &settings(link)));
        assert_near("output", other, other_y, one_y.expect("a y"));
    }
    let in_company = value(
        "output",
        &settings("x=randn(4,6,4,4)&layer=BatchNorm2d(6)&at=0,0,1,1"),
    );
    let alone = value(
        "output",
        &settings("x=randn(1,6,4,4)&layer=BatchNorm2d(6)&at=0,0,1,1"),
    );
    let differ = in_company.zip(alone).map(|(a, b)| (a - b).abs());
    assert!(
        differ.is_some_and(|by| by > 0.1),
        "{in_company:?}, {alone:?}"
    );
}

#[test]
fn twins_differ_by_nothing() {
    for link in [
        "layer=GroupNorm(6,6)",
        "layer=GroupNorm(1,6)",
        "x=randn(1,6,4,4)&layer=BatchNorm2d(6)",
    ] {
        let difference = value("difference", &settings(link));
        assert!(
            difference.is_some_and(|most| most < 1e-6),
            "{link}: {difference:?}"
        );
    }
    assert_eq!(value("difference", &settings("layer=GroupNorm(3,6)")), None);
}

#[test]
fn padding_is_the_rows_behind_the_tokens() {
    for link in [
        "x=sentences(4,6,8)&at=0,2,3",
        "x=sentences(9,5,2)&at=8,4,1&seed=3",
    ] {
        let settings = settings(link);
        let x = settings.setup().draw();
        let [batch, tokens, _] = x.shape()[..] else {
            panic!("three axes");
        };
        let feature = settings.at.as_ref().expect("a pin")[2];
        let (mut sum, mut count) = (0.0, 0.0);
        for n in 0..batch {
            // Tokens are counted from the end, where the first value that is not zero stands.
            let length = (0..tokens)
                .rev()
                .find(|t| x[[n, *t, 0]] != 0.0)
                .expect("tokens")
                + 1;
            count += length as f64;
            sum += (0..length)
                .map(|t| f64::from(x[[n, t, feature]]))
                .sum::<f64>();
        }
        let rows = (batch * tokens) as f64;
        let near = |name, theirs| assert_near(name, link, value(name, &settings), theirs);
        near("padding", 1.0 - count / rows);
        near("token_mean", sum / count);
        near("padded_mean", sum / rows);
    }
    let other = settings("at=0,2,1,1");
    for name in ["padding", "token_mean", "padded_mean"] {
        assert_eq!(value(name, &other), None, "{name}");
    }
}

#[test]
fn refused_calls_have_no_numbers_but_what_was_constructed() {
    let refused = settings("x=randn(1,6)&layer=BatchNorm1d(6)&at=0,2");
    for live in explore::VALUES {
        let expected = (live.name == "learnt").then_some(12.0);
        assert_eq!(live.value(&refused), expected, "{}", live.name);
    }
}
