//! Layers and sources are read as PyTorch reads them, and whatever else is refused with a sentence.

use normscope::norm::{
    BatchNorm, BoxNorm, ChannelLayerNorm, GroupNorm, InstanceNorm, Layer, LayerNorm, RmsNorm, Side,
    Spatial,
};
use normscope::tensor::{Recipe, Source};
use normscope::torch::grammar::parse_program;
use normscope::torch::program::Interpreter;
use normscope::torch::{Generator, parse_layer, python};

/// Texts, how the link prints them, and the line of Python.
const LAYERS: [[&str; 3]; 26] = [
    ["GroupNorm(3,6)", "GroupNorm(3,6)", "nn.GroupNorm(3, 6)"],
    [
        "nn.GroupNorm(3, 6, 1e-3, False)",
        "GroupNorm(3,6,eps=0.001,affine=False)",
        "nn.GroupNorm(3, 6, eps=0.001, affine=False)",
    ],
    [
        " torch.nn.GroupNorm( num_channels = 6 , num_groups = 3, ) ",
        "GroupNorm(3,6)",
        "nn.GroupNorm(3, 6)",
    ],
    [
        "GroupNorm(-3, 2*3, eps=1e-05)",
        "GroupNorm(-3,6)",
        "nn.GroupNorm(-3, 6)",
    ],
    [
        "GroupNorm(32 // 8, 2 ** 5)  # a comment",
        "GroupNorm(4,32)",
        "nn.GroupNorm(4, 32)",
    ],
    [
        "BatchNorm1d(100)",
        "BatchNorm1d(100)",
        "nn.BatchNorm1d(100)",
    ],
    [
        "BatchNorm2d(6, momentum=None)",
        "BatchNorm2d(6,momentum=None)",
        "nn.BatchNorm2d(6, momentum=None)",
    ],
    [
        "BatchNorm3d(6, 1e-3, 1, False, False)",
        "BatchNorm3d(6,eps=0.001,momentum=1.0,affine=False,track_running_stats=False)",
        "nn.BatchNorm3d(6, eps=0.001, momentum=1.0, affine=False, track_running_stats=False)",
    ],
    [
        "BatchNorm2d(6, eps=.5, momentum=0.1, affine=True)",
        "BatchNorm2d(6,eps=0.5)",
        "nn.BatchNorm2d(6, eps=0.5)",
    ],
    [
        "BatchNorm2d(1_0, device=None, dtype=torch.float32)",
        "BatchNorm2d(10)",
        "nn.BatchNorm2d(10)",
    ],
    [
        "BatchNorm2d(6, device='cpu')",
        "BatchNorm2d(6)",
        "nn.BatchNorm2d(6)",
    ],
    [
        "InstanceNorm1d(6)",
        "InstanceNorm1d(6)",
        "nn.InstanceNorm1d(6)",
    ],
    [
        "InstanceNorm2d(6, affine=True, track_running_stats=True)",
        "InstanceNorm2d(6,affine=True,track_running_stats=True)",
        "nn.InstanceNorm2d(6, affine=True, track_running_stats=True)",
    ],
    [
        "InstanceNorm3d(6, affine=False)",
        "InstanceNorm3d(6)",
        "nn.InstanceNorm3d(6)",
    ],
    ["LayerNorm(16)", "LayerNorm(16)", "nn.LayerNorm(16)"],
    ["LayerNorm([16])", "LayerNorm(16)", "nn.LayerNorm(16)"],
    [
        "LayerNorm((6, 4, 4))",
        "LayerNorm([6,4,4])",
        "nn.LayerNorm([6, 4, 4])",
    ],
    [
        "LayerNorm((6,), 1e-12, True, False)",
        "LayerNorm(6,eps=1e-12,bias=False)",
        "nn.LayerNorm(6, eps=1e-12, bias=False)",
    ],
    [
        "LayerNorm([], elementwise_affine=False)",
        "LayerNorm([],elementwise_affine=False)",
        "nn.LayerNorm([], elementwise_affine=False)",
    ],
    ["RMSNorm(16)", "RMSNorm(16)", "nn.RMSNorm(16)"],
    [
        "RMSNorm([4,4], 1e-5, False)",
        "RMSNorm([4,4],eps=1e-5,elementwise_affine=False)",
        "nn.RMSNorm([4, 4], eps=1e-5, elementwise_affine=False)",
    ],
    [
        "RMSNorm(normalized_shape=8, eps=None)",
        "RMSNorm(8)",
        "nn.RMSNorm(8)",
    ],
    ["ChannelLayerNorm(6)", "ChannelLayerNorm(6)", ""],
    [
        "ChannelLayerNorm(6, eps=1e-6, elementwise_affine=False)",
        "ChannelLayerNorm(6,eps=1e-6,elementwise_affine=False)",
        "",
    ],
    ["Norm(N=1, C=C/3, H=H, W=W)", "Norm(N=1,C=C/3,H=H,W=W)", ""],
    [
        "Norm(W=W, eps=0.1, C=1, D=D//2, N=N, H=1)",
        "Norm(N=N,C=1,D=D/2,H=1,W=W,eps=0.1)",
        "",
    ],
];

#[test]
fn layers_are_read_and_printed() {
    for [text, link, line] in LAYERS {
        let layer = parse_layer(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(layer.to_string(), link, "{text}");
        assert_eq!(python(&layer).unwrap_or_default(), line, "{text}");
        assert_eq!(parse_layer(link), Ok(layer), "{link}");
    }
}

#[test]
fn defaults_are_those_of_pytorch() {
    let expected = Layer::BatchNorm(BatchNorm {
        spatial: Spatial::D1,
        num_features: 6,
        eps: 1e-5,
        momentum: Some(0.1),
        affine: true,
        track_running_stats: true,
    });
    assert_eq!(parse_layer("BatchNorm1d(6)"), Ok(expected));
    let expected = Layer::InstanceNorm(InstanceNorm {
        spatial: Spatial::D2,
        num_features: 6,
        eps: 1e-5,
        momentum: Some(0.1),
        affine: false,
        track_running_stats: false,
    });
    assert_eq!(parse_layer("InstanceNorm2d(6)"), Ok(expected));
    let expected = Layer::LayerNorm(LayerNorm {
        normalized_shape: vec![6],
        eps: 1e-5,
        elementwise_affine: true,
        bias: true,
    });
    assert_eq!(parse_layer("LayerNorm(6)"), Ok(expected));
    let expected = Layer::RmsNorm(RmsNorm {
        normalized_shape: vec![6],
        eps: None,
        elementwise_affine: true,
    });
    assert_eq!(parse_layer("RMSNorm(6)"), Ok(expected));
    let expected = Layer::Box(BoxNorm {
        sides: vec![Side::Kept, Side::Split(3), Side::Shared],
        eps: 1e-5,
    });
    assert_eq!(parse_layer("Norm(N=1,C=C/3,L=L)"), Ok(expected));
}

#[test]
fn wrong_layers_are_refused_where_they_are_wrong() {
    let refusals = [
        ("", "a value is missing before the end (column 1)"),
        (
            "GroupNrm(3,6)",
            "there is no layer `GroupNrm` here; did you mean `GroupNorm`? (column 1)",
        ),
        (
            "nn.BatchNorm(6)",
            "there is no layer `BatchNorm` here; did you mean `BatchNorm1d`? (column 1)",
        ),
        (
            "groupnorm(3,6)",
            "there is no layer `groupnorm` here; did you mean `GroupNorm`? (column 1)",
        ),
        (
            "GroupNorm",
            "GroupNorm needs `num_groups`, as in GroupNorm(3,6) (column 1)",
        ),
        (
            "GroupNorm(3)",
            "GroupNorm needs `num_channels`, as in GroupNorm(3,6) (column 1)",
        ),
        (
            "GroupNorm(3,6",
            "`,` or `)` is missing before the end (column 14)",
        ),
        (
            "GroupNorm(3 6)",
            "`,` or `)` is missing before `6` (column 13)",
        ),
        ("GroupNorm(3,6))", "`)` closes nothing (column 15)"),
        (
            "GroupNorm(3,,6)",
            "a value is missing before `,` (column 13)",
        ),
        (
            "GroupNorm(3,6) GroupNorm(3,6)",
            "an operator or the end of the line is missing before `GroupNorm` (column 16)",
        ),
        (
            "GroupNorm(3,6,esp=1)",
            "GroupNorm has no argument `esp`; did you mean `eps`? (column 15)",
        ),
        (
            "GroupNorm(3,6,momentum=1)",
            "GroupNorm has no argument `momentum`; it takes num_groups, num_channels, eps, affine, device, dtype (column 15)",
        ),
        (
            "GroupNorm(3,6,num_groups=3)",
            "GroupNorm is given `num_groups` twice (column 15)",
        ),
        (
            "GroupNorm(num_groups=3,6)",
            "a value without a name cannot follow one with a name (column 24)",
        ),
        (
            "GroupNorm(3,6,1,True,None,None,1)",
            "GroupNorm takes at most 6 values: num_groups, num_channels, eps, affine, device, dtype (column 32)",
        ),
        (
            "GroupNorm(3,6.0)",
            "`num_channels` of GroupNorm is a whole number, not a number with a fraction (column 13)",
        ),
        (
            "GroupNorm(3,C)",
            "a number, True, False or None stands here, not `C` (column 13)",
        ),
        (
            "GroupNorm(3,6,eps=None)",
            "`eps` of GroupNorm is a number such as 1e-5, not None (column 19)",
        ),
        (
            "GroupNorm(3,6,affine=1)",
            "`affine` of GroupNorm is True or False, not a whole number (column 22)",
        ),
        (
            "GroupNorm(3,6,affine=true)",
            "a number, True, False or None stands here, not `true` (column 22)",
        ),
        (
            "GroupNorm(3,6,device='cuda')",
            "here every `device` is cpu; leave it out (column 22)",
        ),
        (
            "GroupNorm(3,6,dtype=torch.float64)",
            "here every `dtype` is torch.float32; leave it out (column 21)",
        ),
        (
            "GroupNorm(3,6,eps=1e999)",
            "the number `1e999` is too large (column 19)",
        ),
        (
            "GroupNorm(3,99999999999999999999)",
            "the number `99999999999999999999` is too large (column 13)",
        ),
        ("GroupNorm(3,6x)", "`6x` is no number (column 13)"),
        ("GroupNorm(3,6/0)", "division by zero (column 14)"),
        (
            "BatchNorm2d(6, momentum='x')",
            "`momentum` of BatchNorm2d is a number or None, not a text (column 25)",
        ),
        (
            "LayerNorm([6,4.0])",
            "`normalized_shape` of LayerNorm is a whole number or a list of them, not a list (column 11)",
        ),
        (
            "LayerNorm(True)",
            "`normalized_shape` of LayerNorm is a whole number or a list of them, not True or False (column 11)",
        ),
        (
            "GroupNorm(3,\n6,affin=True)",
            "GroupNorm has no argument `affin`; did you mean `affine`? (line 2, column 3)",
        ),
        (
            "GroupNorm(3;6)",
            "`,` or `)` is missing before `;` (column 12)",
        ),
        ("Gröppnorm(3,6)€", "`€` has no meaning here (column 15)"),
        (
            "GroupNorm('3,6)",
            "the quotation mark is never closed (column 11)",
        ),
        (
            "5",
            "a layer is a name and its arguments, as in GroupNorm(3,6) (column 1)",
        ),
        (
            "Norm()",
            "Norm takes the axes N, C or N, C, L or N, T, D or N, C, H, W or N, C, D, H, W, as in Norm(N=1,C=C/3,H=H,W=W) (column 1)",
        ),
        (
            "Norm(N=1,C=C,H=1)",
            "Norm takes the axes N, C or N, C, L or N, T, D or N, C, H, W or N, C, D, H, W, as in Norm(N=1,C=C/3,H=H,W=W) (column 1)",
        ),
        (
            "Norm(N=1,C=H/3,H=H,W=W)",
            "`C` is 1 (kept), C (shared) or C/2 (split in 2) (column 13)",
        ),
        (
            "Norm(N=2,C=C)",
            "`N` is 1 (kept), N (shared) or N/2 (split in 2) (column 8)",
        ),
        (
            "Norm(N=1,C=C/0)",
            "`C` is 1 (kept), C (shared) or C/2 (split in 2) (column 13)",
        ),
        ("Norm(N=1,C=C,N=N)", "Norm is given `N` twice (column 14)"),
        (
            "Norm(1,C)",
            "Norm names each axis of x, as in Norm(N=1,C=C/3,H=H,W=W) (column 6)",
        ),
    ];
    for (text, sentence) in refusals {
        let error = parse_layer(text).expect_err(text);
        assert_eq!(error.to_string(), sentence, "{text}");
    }
}

#[test]
fn sources_are_read_and_printed() {
    let texts = [
        ("channels(4,6,4,4)", "channels(4,6,4,4)"),
        ("torch.randn(20, 6, 10, 10)", "randn(20,6,10,10)"),
        ("rand((2, 3))", "rand(2,3)"),
        ("torch.rand([2*2, 3])", "rand(4,3)"),
        (" digits( 4,1,8,8 ) ", "digits(4,1,8,8)"),
        ("features(1,64,8,8)", "features(1,64,8,8)"),
        ("randn(1,4194304)", "randn(1,4194304)"),
    ];
    for (text, printed) in texts {
        let source = Source::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(source.to_string(), printed);
        assert_eq!(Source::parse(printed), Ok(source));
    }
    let source = Source::new(Recipe::Dead, vec![4, 6]).expect("fits");
    assert_eq!(Source::parse("dead(4,6)"), Ok(source));
    let refusals = [
        (
            "chanels(4,6)",
            "there is no recipe `chanels` for x; did you mean `channels`? (column 1)",
        ),
        (
            "torch.channels(4,6)",
            "there is no recipe `torch.channels` for x; known are channels, samples, randn, rand, outlier, dead, relu, digits, features, sentences, scenes, zeros, ones, full, arange, tensor, conv2d, load (column 1)",
        ),
        (
            "randn(6)",
            "x has 2 to 5 axes here, as in randn(4,6,4,4); [6] has 1 (column 7)",
        ),
        (
            "randn(4,0)",
            "every axis of x has at least length 1; [4, 0] has an empty one (column 7)",
        ),
        (
            "randn(4,-6)",
            "Trying to create tensor with negative dimension -6 (column 9)",
        ),
        (
            "randn(4,1.5)",
            "a length is a whole number, not a number with a fraction (column 9)",
        ),
        (
            "randn(4,n=6)",
            "the lengths of x have no names, such as `n` (column 9)",
        ),
        (
            "randn(128,64,64,65)",
            "x has at most 2²⁵ = 33554432 elements; [128, 64, 64, 65] has more (column 7)",
        ),
        (
            "features(2,3,4,4)",
            "A picture has 8×8 pixels, so x is N×C×8×8, as in features(2,3,8,8) (column 10)",
        ),
        (
            "[4,6]",
            "x is a name and its lengths, as in channels(4,6,4,4) (column 1)",
        ),
    ];
    for (text, sentence) in refusals {
        assert_eq!(Source::parse(text).expect_err(text).to_string(), sentence);
    }
}

/// A small random generator of the test's own.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX constants; the high bits are the random ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    fn flag(&mut self) -> bool {
        self.roll(2) == 1
    }

    fn int(&mut self) -> i64 {
        self.roll(200) as i64 - 50
    }

    fn eps(&mut self) -> f64 {
        self.pick(&[1e-5, 0.0, 1e-12, 0.1 + 0.2, 1.0, -1.0, 1e300, 5e-324])
    }

    fn lengths(&mut self) -> Vec<i64> {
        (0..self.roll(4)).map(|_| self.int()).collect()
    }
}

fn any_layer(dice: &mut Dice) -> Layer {
    let spatial = dice.pick(&[Spatial::D1, Spatial::D2, Spatial::D3]);
    let momentum = dice.pick(&[None, Some(0.1), Some(0.3), Some(1.0)]);
    let (num_features, eps) = (dice.int(), dice.eps());
    let (affine, track_running_stats) = (dice.flag(), dice.flag());
    match dice.roll(7) {
        0 => Layer::BatchNorm(BatchNorm {
            spatial,
            num_features,
            eps,
            momentum,
            affine,
            track_running_stats,
        }),
        1 => Layer::InstanceNorm(InstanceNorm {
            spatial,
            num_features,
            eps,
            momentum,
            affine,
            track_running_stats,
        }),
        2 => Layer::LayerNorm(LayerNorm {
            normalized_shape: dice.lengths(),
            eps,
            elementwise_affine: affine,
            bias: track_running_stats,
        }),
        3 => Layer::GroupNorm(GroupNorm {
            num_groups: dice.int(),
            num_channels: num_features,
            eps,
            affine,
        }),
        4 => Layer::RmsNorm(RmsNorm {
            normalized_shape: dice.lengths(),
            eps: dice.flag().then_some(eps),
            elementwise_affine: affine,
        }),
        5 => Layer::ChannelLayerNorm(ChannelLayerNorm {
            num_channels: num_features,
            eps,
            elementwise_affine: affine,
        }),
        _ => {
            let side = |dice: &mut Dice| match dice.roll(3) {
                0 => Side::Kept,
                1 => Side::Shared,
                _ => Side::Split(1 + dice.roll(9)),
            };
            let rank = 2 + dice.roll(4);
            let sides = (0..rank).map(|_| side(dice)).collect();
            Layer::Box(BoxNorm { sides, eps })
        }
    }
}

#[test]
fn what_is_printed_is_read_back() {
    let mut dice = Dice(1);
    for _ in 0..5000 {
        let layer = any_layer(&mut dice);
        let text = layer.to_string();
        assert!(!text.contains(' '), "{text}");
        assert_eq!(parse_layer(&text).as_ref(), Ok(&layer), "{text}");
        if let Some(line) = python(&layer) {
            assert_eq!(parse_layer(&line).as_ref(), Ok(&layer), "{line}");
        }
    }
}

/// Words that texts are shuffled from; numbers are small, so that no tensor is large.
const WORDS: [&str; 52] = [
    "x",
    "s",
    "torch",
    "F",
    "nn",
    ".",
    ".",
    "randn",
    "rand",
    "tensor",
    "relu",
    "conv2d",
    "view",
    "repeat",
    "long",
    "(",
    "(",
    "(",
    ")",
    ")",
    ")",
    "[",
    "]",
    "[",
    "]",
    ",",
    ",",
    ":",
    "=",
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "**",
    "0",
    "1",
    "2",
    "3",
    "-1",
    "1e-5",
    ".5",
    "None",
    "True",
    "\n",
    ";",
    "#",
    "'",
    "€",
    "GroupNorm",
    "Norm",
];

/// Whatever the text, every reader answers.
fn read_every_way(text: &str) {
    if let Ok(layer) = parse_layer(text) {
        assert_eq!(parse_layer(&layer.to_string()), Ok(layer), "{text}");
    }
    if let Ok(source) = Source::parse(text) {
        assert_eq!(
            Source::parse(&source.to_string()),
            Ok(source.clone()),
            "{text}"
        );
        // What was accepted unseen can be drawn.
        if source.shape.iter().product::<usize>() + source.drawn_before() < 10_000 {
            assert_eq!(
                source.sampler(0).next_batch().shape(),
                source.shape,
                "{text}"
            );
        }
    }
    if let Ok(program) = parse_program(text) {
        // A refusal is an answer, too.
        drop(Interpreter::new(Generator::new(0)).run(&program));
    }
}

#[test]
fn no_text_makes_a_reader_panic() {
    let mut dice = Dice(2);
    let calls = [
        "torch.randn(2,3)",
        "x=torch.rand(3)",
        "x[0]=1",
        "x[:,1:2]",
        "x.view(1,-1)",
        "s=x*2+1",
        "F.conv2d(torch.rand(1,1,3,3),torch.rand(2,1,3,3),padding=1)",
        "x=torch.tensor([1,2.5])",
        "randn(3,4)",
        "arange(12).reshape(3,4)",
        "tensor([[1,2],[3,4]])*ones(2,1)-rand(2)",
        "ones(2,3).permute(1,0).view(2,3)/2",
        "full((2,3),1).float()",
    ];
    for _ in 0..10_000 {
        let mut words: Vec<&str> = match dice.roll(3) {
            0 => (0..dice.roll(12)).map(|_| dice.pick(&WORDS)).collect(),
            1 => dice.pick(&LAYERS)[0]
                .split_inclusive(['(', ',', '=', ' '])
                .collect(),
            _ => (0..1 + dice.roll(3))
                .flat_map(|_| [dice.pick(&calls), "\n"])
                .collect(),
        };
        for _ in 0..dice.roll(3) {
            let at = dice.roll(words.len() + 1);
            match dice.roll(2) {
                0 => words.insert(at, dice.pick(&WORDS)),
                _ => drop(words.drain(at..(at + 1).min(words.len()))),
            }
        }
        let text = words.concat();
        read_every_way(&text);
        // Cut anywhere, as when it is typed.
        let cut: String = text.chars().take(dice.roll(text.len() + 1)).collect();
        read_every_way(&cut);
    }
}

#[test]
fn deep_and_long_texts_are_answered() {
    let deep = 5_000;
    for (open, inner, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("-", "1", ""),
        ("+", "1", ""),
        ("1+", "1", ""),
        ("1**", "1", ""),
        ("x.", "x", ""),
        ("x(", "", ")"),
        ("x[", "0", "]"),
        ("x", "", "[0]"),
        ("x", "", "()"),
        ("x=", "1", ""),
        ("a", "", ""),
        ("9", "", ""),
        ("1,", "", ""),
        ("\n", "", ""),
        ("'", "", ""),
    ] {
        let text = open.repeat(deep) + inner + &close.repeat(deep);
        read_every_way(&text);
        read_every_way(&format!("GroupNorm({text})"));
    }
    let error = parse_layer(&("GroupNorm(".to_string() + &"(".repeat(deep))).expect_err("deep");
    assert!(
        error
            .to_string()
            .starts_with("more than 100 operations lie within one another")
    );
}
