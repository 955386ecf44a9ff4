//! What is written for x beyond a recipe: draws before it, and tensors that are written out.

use ndarray::ArrayD;
use normscope::lab::explore::{Explore, Setup};
use normscope::lab::receipt::{Library, receipt};
use normscope::state::{Settings, read_link, write_link};
use normscope::tensor::{Recipe, Source, Values};
use normscope::torch::{Generator, parse_layer};
use std::time::{Duration, Instant};

fn parse(text: &str) -> Source {
    Source::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn drawn(text: &str) -> ArrayD<f32> {
    parse(text).sampler(1234).next_batch()
}

#[test]
fn what_is_written_prints_as_it_reads() {
    let texts = [
        (
            "randn(20,100);randn(20,100,35,45)",
            "randn(20,100);randn(20,100,35,45)",
        ),
        (
            "torch.rand([]); torch.randn(3); channels(4,6)",
            "rand([]);randn(3);channels(4,6)",
        ),
        ("arange(24).reshape(2,3,2,2)", "arange(24).reshape(2,3,2,2)"),
        (
            "torch.tensor([[1, 2], [3, -4.5]])",
            "tensor([[1,2],[3,-4.5]])",
        ),
        ("torch.randn(4, 6, 4, 4) * 5 + 10", "randn(4,6,4,4)*5+10"),
        ("2 - (rand(4,6) - 1) / (3*2)", "2-(rand(4,6)-1)/(3*2)"),
        ("full((2,3), 7.)", "full((2,3),7.0)"),
        (
            "ones(2,3).permute(1,0) - zeros(3,2)",
            "ones(2,3).permute(1,0)-zeros(3,2)",
        ),
        ("torch.relu(torch.randn(4,6))", "torch.relu(randn(4,6))"),
        (
            "arange(6, dtype=torch.float32).view(2, -1)",
            "arange(6,dtype=float32).view(2,-1)",
        ),
        (
            "torch.conv2d(torch.rand(2,3,4,4), torch.randn(8,3,3,3), padding=1)",
            "conv2d(rand(2,3,4,4),randn(8,3,3,3),padding=1)",
        ),
    ];
    for (text, printed) in texts {
        let source = parse(text);
        assert_eq!(source.to_string(), printed);
        assert_eq!(Source::parse(printed), Ok(source.clone()));
        // Through a link, too.
        let settings = Settings {
            source,
            ..Settings::default()
        };
        let (back, complaints) = read_link(&write_link(&settings, false));
        assert_eq!(
            (back.source, complaints),
            (settings.source, Vec::new()),
            "{printed}"
        );
    }
    // A plus that was typed into an address.
    assert_eq!(
        read_link("x=randn(4,6)*5+10").0.source.to_string(),
        "randn(4,6)*5+10"
    );
}

#[test]
fn draws_before_move_the_generator_and_no_more() {
    for lengths in [
        &[20, 100][..],
        &[3],
        &[3, 5],
        &[7, 9],
        &[],
        &[16],
        &[1],
        &[17, 2],
        &[700],
    ] {
        for (name, is_normal) in [("randn", true), ("rand", false)] {
            let list: Vec<_> = lengths.iter().map(usize::to_string).collect();
            let before = format!("{name}([{}])", list.join(","));
            for shape in [[4, 6], [2, 3]] {
                let mut generator = Generator::new(1234);
                match is_normal {
                    true => generator.randn(lengths),
                    false => generator.rand(lengths),
                };
                let x = generator.randn(&shape);
                assert_eq!(
                    drawn(&format!("{before};randn({},{})", shape[0], shape[1])),
                    x,
                    "{before}"
                );
            }
        }
    }
    let mut settings = read_link("x=randn(5);randn(4,6,4,4)").0;
    settings.set_axis(0, 7);
    settings.set_recipe(Recipe::Rand);
    assert_eq!(settings.source.to_string(), "randn(5);rand(7,6,4,4)");
}

#[test]
fn a_written_tensor_is_what_it_says_and_keeps_its_shape() {
    let x = drawn("arange(24).reshape(2,3,2,2)");
    assert_eq!((x.shape(), x[[1, 2, 1, 1]]), (&[2, 3, 2, 2][..], 23.0));
    assert_eq!(drawn("arange(6).reshape(2,3).permute(1,0)")[[2, 0]], 2.0);
    assert_eq!(drawn("tensor([[1,2],[3,4]])/8")[[0, 0]], 0.125);
}

#[test]
fn shapes_of_written_tensors_stay() {
    let mut settings = read_link("x=arange(24).reshape(2,3,2,2)&layer=BatchNorm2d(3)").0;
    let before = settings.clone();
    settings.set_axis(0, 7);
    assert_eq!(settings.source, before.source);
    settings.set_rank(3);
    assert_eq!(settings.source.to_string(), "channels(4,6,8)");
}

#[test]
fn what_cannot_be_is_refused_in_a_sentence_and_at_once() {
    let deep = format!("{}1{}", "(".repeat(500), ")".repeat(500));
    let refusals = [
        ("arange(10**12).reshape(10,-1)", "at most 67108864 elements"),
        ("arange(10**100)", "too large"),
        ("zeros(2,3)+2**99999", "too large"),
        (&deep, "lie within one another"),
        (
            "randn(20,100,35,45,10)*5+10",
            "at most 33554432 elements, all its steps together",
        ),
        ("ones(8192,8192)", "at most 33554432 elements"),
        (
            "randn(4,6).repeat(99)",
            "there is no method of a tensor `repeat` here",
        ),
        ("randn(4,6).reshap(6,4)", "did you mean `reshape`?"),
        (
            "arange(6).reshape(4,2)",
            "shape '[4, 2]' is invalid for input of size 6",
        ),
        ("tensor([[1,2],[3]])", "expected sequence of length 2"),
        ("ones(2,3).permute(0,0)", "duplicate dims"),
        ("ones(2,3).permute(1,0).view(6,1)", "write `reshape`"),
        ("arange(6)", "x has 2 to 5 axes here"),
        ("arange(0,1,0)", "step must be nonzero"),
        (
            "randn(2,3)+randn(2,4)",
            "must match the size of tensor b (4)",
        ),
        (
            "torch.manual_seed(1)+zeros(2,3)",
            "there is no function `torch.manual_seed` here",
        ),
        (
            "zeros(2,3)*5;randn(4,6)",
            "before the last `;` stand draws alone",
        ),
        ("randn(20,100);", ""),
        ("randn(2);randn(3)", "x has 2 to 5 axes here"),
        ("rand(99999,99999);randn(4,6)", "at most 256 draws"),
    ];
    for (text, sentence) in refusals {
        let started = Instant::now();
        let result = Source::parse(text);
        assert!(started.elapsed() < Duration::from_millis(50), "{text}");
        match sentence {
            "" => assert!(result.is_ok(), "{text}"),
            _ => {
                let error = result.expect_err(text).to_string();
                assert!(error.contains(sentence), "{text}: {error}");
            }
        }
    }
}

#[test]
fn receipts_print_what_is_written() {
    let text = |x: &str| {
        let layer = parse_layer("BatchNorm1d(3)").expect("a layer");
        receipt(
            &Explore::run(&Setup::new(parse(x), layer)),
            Library::Torch,
            None,
        )
    };
    let receipt = text("randn(5);rand([]);arange(6).reshape(2,3)");
    let lines: Vec<_> = receipt.lines().skip(3).take(5).collect();
    assert_eq!(
        lines,
        [
            "torch.manual_seed(1234)",
            "torch.randn(5)",
            "torch.rand([])",
            "layer = nn.BatchNorm1d(3)",
            "x = torch.arange(6).reshape(2, 3).float()"
        ]
    );
    assert!(text("rand(2,3)*2").contains("\nx = torch.rand(2, 3) * 2\n"));
}

#[test]
fn a_convolution_has_its_shape_beforehand_and_its_limits() {
    for (text, shape) in [
        (
            "conv2d(randn(2,3,4,5),randn(7,3,2,3),padding=2)",
            [2, 7, 7, 7],
        ),
        ("conv2d(ones(1,1,3,3),ones(4,1,3,3))", [1, 4, 1, 1]),
    ] {
        assert_eq!(parse(text).shape, shape);
        assert_eq!(drawn(text).shape(), shape, "{text}");
    }
    // In the middle all nine ones are under the filter, and four in a corner.
    let sums = drawn("conv2d(ones(1,1,3,3),ones(1,1,3,3),padding=1)");
    let expected = [4.0, 6.0, 4.0, 6.0, 9.0, 6.0, 4.0, 6.0, 4.0];
    assert_eq!(sums.as_slice(), Some(&expected[..]));
    const TOO_MUCH: &str =
        "the convolutions that are written for x take more than 1073741824 products";
    let refused = [
        (
            "conv2d(ones(1,2,3,3),ones(1,3,3,3))",
            "the weight is for 3 channels, and the input has 2",
        ),
        (
            "conv2d(ones(1,2,3,3),ones(1,2,4,3))",
            "the kernel is larger than the padded input",
        ),
        (
            "conv2d(ones(2,3,3),ones(1,2,4,3))",
            "conv2d takes tensors with four axes",
        ),
        (
            "conv2d(arange(9).reshape(1,1,3,3),ones(1,1,3,3))",
            "conv2d takes tensors of float32",
        ),
        (
            "conv2d(ones(1,1,3,3))",
            "conv2d takes an input, a weight and padding=1 here",
        ),
        (
            "conv2d(ones(1,1,3,3),ones(1,1,3,3),stride=2)",
            "conv2d has no argument `stride` here",
        ),
        ("conv2d(ones(1,64,256,256),ones(64,64,64,64))", TOO_MUCH),
        // Small by what comes out of it
        (
            "conv2d(randn(370,15000,1,1),randn(370,15000,1,1)).reshape(370,370)",
            TOO_MUCH,
        ),
        (
            "conv2d(conv2d(ones(900,900,1,1),ones(900,900,1,1)),ones(900,900,1,1))",
            TOO_MUCH,
        ),
        (
            "conv2d(ones(2,1,3,3),ones(1,1,0,0))",
            "conv2d takes tensors without an empty axis here",
        ),
        (
            "conv2d(ones(1,1,3,3),ones(1,1,3,3),dtype=torch.float32)",
            "torch.conv2d has no argument `dtype` here",
        ),
    ];
    for (text, why) in refused {
        let start = Instant::now();
        assert_eq!(Source::parse(text).expect_err(text).message(), why);
        assert!(start.elapsed() < Duration::from_secs(1), "{text}");
    }
}

/// As many products as an image takes, and those of the smallest windows, take no more than seconds.
#[test]
fn a_convolution_takes_as_long_as_it_is_said_to() {
    for text in [
        "conv2d(ones(1,3,256,256),ones(16,3,3,3),padding=1)",
        "conv2d(ones(40,500,1,1),ones(100,500,1,1))",
    ] {
        let source = parse(text);
        let Values::Written(written) = &source.values else {
            panic!("{text} is written");
        };
        let start = Instant::now();
        drop(source.sampler(1).next_batch());
        let share = written.work() as f64 / f64::from(1 << 30);
        let whole_secs = start.elapsed().as_secs_f64() / share;
        // Not optimized, a test takes some fifty times as long.
        assert!(
            whole_secs < 300.0,
            "{text}: {whole_secs} s for all that is allowed"
        );
    }
}

/// All batches go through one set of filters; those that stand after a random input are drawn after it.
#[test]
fn filters_of_a_convolution_are_drawn_once() {
    let lines = |text: &str| {
        let script = parse(text).script("x");
        [script.setup, script.batch].map(|lines| lines.join("\n"))
    };
    assert_eq!(
        lines("conv2d(ones(1,1,3,3),randn(2,1,3,3))"),
        [
            "filters = torch.randn(2, 1, 3, 3)",
            "x = torch.conv2d(torch.ones(1, 1, 3, 3), filters)"
        ]
    );
    assert_eq!(
        lines("conv2d(rand(1,1,3,3),randn(2,1,3,3))"),
        [
            "",
            "x = torch.conv2d(torch.rand(1, 1, 3, 3), torch.randn(2, 1, 3, 3))"
        ]
    );
    let mut sampler = parse("conv2d(ones(1,1,3,3),randn(2,1,3,3))").sampler(3);
    assert_eq!(sampler.next_batch(), sampler.next_batch());
}
