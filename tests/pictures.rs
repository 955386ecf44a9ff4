//! A batch as pictures: what stands behind the layer, its light, and AdaIN, against plain float64 loops.

use normscope::lab::explore::{Explore, Stage};
use normscope::lab::pictures::{Channel, Outcome, Pictures, Row, SHOWN, Scale, Setup, Spread};
use normscope::state::live::pictures;
use normscope::state::words::{English, PicturesWords};
use normscope::state::{Settings, View, follow, read_link, write_link};

const SCENES: &str = "view=pictures&x=scenes(4,3,16,20)&layer=InstanceNorm2d(3)";

fn settings(link: &str) -> Settings {
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, [], "{link}");
    settings
}

fn explore(link: &str) -> Explore {
    Explore::run(&settings(link).setup())
}

fn live(name: &str, link: &str) -> Option<f64> {
    let live = pictures::VALUES.iter().find(|live| live.name == name);
    live.expect("a value").value(&settings(link))
}

/// μ and σ² of each channel of each picture, in the order of memory.
fn moments(values: &[f64], plane: usize) -> Vec<[f64; 2]> {
    let of = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / plane as f64;
        let squares = values.iter().map(|value| (value - mean).powi(2));
        [mean, squares.sum::<f64>() / plane as f64]
    };
    values.chunks(plane).map(of).collect()
}

fn wide(values: impl IntoIterator<Item = f32>) -> Vec<f64> {
    values.into_iter().map(f64::from).collect()
}

fn assert_near(what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (k, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (a - b).abs() <= 5e-6 * b.abs().max(1.0),
            "{what}, {k}: {a} is not {b}"
        );
    }
}

#[test]
fn adain_is_equation_8() {
    for (eps, layer) in [
        (1e-5, "InstanceNorm2d(3)"),
        (0.01, "InstanceNorm2d(3,eps=0.01)"),
        // γ and β of the layer itself have no part in it.
        (1e-5, "GroupNorm(3,3)&weight=2&bias=-1"),
    ] {
        let explore = explore(&format!("x=scenes(4,3,16,20)&layer={layer}"));
        let x = wide(explore.x_values().iter().copied());
        let moments = moments(&x, 320);
        for style in 0..4 {
            let styled = |k: usize| {
                let [mean, var] = moments[k / 320];
                let [to, by] = moments[style * 3 + k / 320 % 3];
                (by + eps).sqrt() * (x[k] - mean) / (var + eps).sqrt() + to
            };
            let theirs: Vec<f64> = (0..x.len()).map(styled).collect();
            let pictures = Pictures::of(&explore, Some(style)).expect("pictures");
            let ours = pictures.values(Row::Behind, 0..4).expect("accepted");
            assert_near(layer, &wide(ours), &theirs);
        }
    }
}

#[test]
fn a_picture_takes_what_the_style_has() {
    let tiny = |link: &str| live("output_style_gap", link).expect("a style");
    let far = live("input_style_gap", &format!("{SCENES}&style=2"));
    assert!(far.is_some_and(|gap| gap > 0.1), "{far:?}");
    let with_eps = tiny(&format!("{SCENES}&style=2"));
    assert!((1e-6..0.002).contains(&with_eps), "{with_eps}");
    let without = tiny("view=pictures&x=scenes(4,3,16,20)&layer=InstanceNorm2d(3,eps=0)&style=2");
    assert!(without < 1e-6, "{without}");
    // The style's own picture stays as it is.
    let explore = explore(SCENES);
    let pictures = Pictures::of(&explore, Some(2)).expect("pictures");
    let [before, behind] =
        [Row::Before, Row::Behind].map(|row| wide(pictures.values(row, 2..3).expect("a picture")));
    assert_near("its own style", &behind, &before);
    // Other sets than the channels of a picture leave the pictures where they were to each other.
    let batch = tiny("view=pictures&x=scenes(4,3,16,20)&layer=BatchNorm2d(3)&style=2");
    assert!(batch > 0.05, "{batch}");
}

#[test]
fn light_is_what_plain_loops_measure() {
    for (link, plane) in [
        (SCENES, 320),
        ("view=pictures&x=scenes(5,3,8,8)&layer=BatchNorm2d(3)", 64),
        ("view=pictures&x=randn(6,1,3,5)&layer=GroupNorm(1,1)", 15),
        (
            "view=pictures&x=samples(3,3,4,4)&layer=LayerNorm([3,4,4])&seed=7",
            16,
        ),
        (
            "view=pictures&x=scenes(3,3,8,8)&layer=BatchNorm2d(3)&mode=eval&steps=2",
            64,
        ),
    ] {
        let explore = explore(link);
        let channels = explore.x.shape()[1];
        let pictures = Pictures::of(&explore, None).expect("pictures");
        let stages = [(Row::Before, Stage::Input), (Row::Behind, Stage::Output)];
        for (name, (row, stage)) in ["input", "output"].into_iter().zip(stages) {
            let values = wide(explore.stage(stage).expect("accepted"));
            let moments = moments(&values, plane);
            let ours = pictures.channels(row).expect("accepted");
            let flat = |c: &Channel| [c.mean, c.deviation];
            let theirs = moments.iter().flat_map(|[mean, var]| [*mean, var.sqrt()]);
            let ours: Vec<f64> = ours.iter().flat_map(flat).collect();
            assert_near(link, &ours, &theirs.collect::<Vec<_>>());
            let (mut contrast, mut brightness) = (0.0_f64, 0.0_f64);
            for channel in 0..channels {
                for a in moments.chunks(channels).map(|own| own[channel]) {
                    for b in moments.chunks(channels).map(|own| own[channel]) {
                        contrast = contrast.max((a[1] / b[1]).sqrt());
                        brightness = brightness.max(a[0] - b[0]);
                    }
                }
            }
            let both = ["contrast_ratio", "brightness_spread"]
                .map(|of| live(&format!("{name}_{of}"), link).expect("a number"));
            assert_near(link, &both, &[contrast, brightness]);
        }
    }
}

#[test]
fn instance_norm_takes_the_light_away_and_others_do_not() {
    let of = |name, layer: &str| {
        live(name, &format!("x=scenes(4,3,32,32)&layer={layer}")).expect("a number")
    };
    for name in ["output_contrast_ratio", "output_brightness_spread"] {
        let instance = of(name, "InstanceNorm2d(3)");
        let nothing = if name.contains("ratio") { 1.0 } else { 0.0 };
        assert!((instance - nothing).abs() < 0.01, "{name}: {instance}");
        for other in ["BatchNorm2d(3)", "LayerNorm([3,32,32])"] {
            let other = of(name, other);
            assert!((other - nothing).abs() > 0.2, "{name}: {other}");
        }
    }
    // ε is all that is left, and less of it leaves less.
    let [by_default, small] = ["InstanceNorm2d(3)", "InstanceNorm2d(3,eps=1e-9)"];
    assert!((1e-3..0.1).contains(&of("light_effect", by_default)));
    assert!(of("light_effect", small) < 2e-5);
    assert!(of("light_effect", "BatchNorm2d(3)") > 0.5);
}

/// x/2 + 1/4 of one picture, by loops over the definition.
#[test]
fn light_effect_is_that_of_the_pinned_picture() {
    let explore = explore(&format!("{SCENES}&at=3,0,0,0"));
    let x = wide(explore.x_values().iter().copied());
    let own = &x[3 * 960..];
    let changed: Vec<f64> = own.iter().map(|x| x / 2.0 + 0.25).collect();
    let normalized = |values: &[f64]| -> Vec<f64> {
        let of = moments(values, 320);
        let each = values.iter().enumerate();
        each.map(|(k, x)| (x - of[k / 320][0]) / (of[k / 320][1] + 1e-5).sqrt())
            .collect()
    };
    let pairs = normalized(own).into_iter().zip(normalized(&changed));
    let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let ours = live("light_effect", &format!("{SCENES}&at=3,0,0,0"));
    assert_near("light_effect", &[ours.expect("a number")], &[largest]);
}

#[test]
fn what_is_no_batch_of_pictures_has_none() {
    for link in [
        "x=randn(4,6)&layer=BatchNorm1d(6)",
        "x=channels(4,6,4,4)",
        "x=randn(2,3,2,2,2)&layer=GroupNorm(1,3)",
        "x=sentences(4,3,8)&layer=LayerNorm(8)",
    ] {
        assert_eq!(Outcome::of(&explore(link), Setup::default()), None);
        for value in pictures::VALUES {
            let link = format!("view=pictures&{link}&style=1");
            assert_eq!(value.value(&settings(&link)), None, "{}", value.name);
        }
    }
    // x is there where PyTorch rejects the call.
    let refused = explore("x=randn(4,3,1,1)&layer=InstanceNorm2d(3)");
    let outcome = Outcome::of(&refused, Setup::default()).expect("pictures");
    assert!(outcome.rows[0].is_some() && outcome.rows[1].is_none());
    let [said, _] = English.pictures("", &outcome, Setup::default());
    assert_eq!(said, "PyTorch rejects this call");
}

#[test]
fn values_become_colours_by_one_scale() {
    let light = Scale::of(&[0.2, 0.9, f32::NAN]);
    assert_eq!((light.black, light.white), (0.0, 1.0));
    let levels = [-1.0, 0.0, 0.5, 1.0, 7.0, f32::INFINITY].map(|value| light.level(value));
    assert_eq!(levels, [0, 0, 128, 255, 255, 255].map(Some));
    assert_eq!(light.level(f32::NAN), None);
    let other = Scale::of(&[-3.0, 1.0, f32::INFINITY]);
    assert_eq!((other.black, other.white), (-3.0, 1.0));
    assert_eq!(Scale::of(&[4.0, 4.0]).level(4.0), Some(128));
    let normalized = [-2.5, 0.0, 2.5].map(|value| Scale::NORMALIZED.level(value));
    assert_eq!(normalized, [0, 128, 255].map(Some));
    assert_eq!(
        light.pixels(&[0.0, 1.0, 1.0, f32::NAN, 0.2, 0.0], 3),
        [0, 255, 51, 255, 0, 0, 0, 0]
    );
    assert_eq!(
        light.pixels(&[0.2, 1.0], 1),
        [51, 51, 51, 255, 255, 255, 255, 255]
    );
}

#[test]
fn pictures_are_chosen_within_their_batch() {
    let many = settings("view=pictures&x=scenes(9,3,4,4)&layer=InstanceNorm2d(3)&style=8&first=7");
    let outcome = Outcome::of(&Explore::run(&many.setup()), many.pictures).expect("pictures");
    assert_eq!(outcome.shown, 7..9);
    let few = follow(&many, "x=scenes(3,3,4,4)").0;
    assert_eq!((few.pictures.style, few.pictures.first), (Some(2), 2));
    assert_eq!(read_link(&write_link(&few, true)).0, few);
    let (_, complaints) = read_link("view=pictures&x=scenes(3,3,4,4)&style=3&first=-1");
    let keys: Vec<&str> = complaints.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys, ["style", "first"]);
    let mut setup = many.pictures;
    setup.toggle_style(8);
    assert_eq!(setup.style, None);
    setup.toggle_style(4);
    assert_eq!(setup.style, Some(4));
    assert_eq!(follow(&many, "style=").0.pictures.style, None);
    let elsewhere = follow(&many, "view=explore").0;
    assert_eq!(
        (elsewhere.view, elsewhere.pictures),
        (View::Explore, Setup::default())
    );
    const { assert!(SHOWN == 4) };
}

#[test]
fn what_is_said_has_the_numbers_of_the_pictures() {
    let outcome = |link: &str| {
        let settings = settings(link);
        let outcome = Outcome::of(&Explore::run(&settings.setup()), settings.pictures);
        (outcome.expect("pictures"), settings.pictures)
    };
    let (flat, setup) = outcome("view=pictures&x=ones(2,1,2,2)&layer=InstanceNorm2d(1)");
    let [headline, _] = English.pictures("InstanceNorm2d(1)", &flat, setup);
    assert!(headline.ends_with("of — in x, of — in y"), "{headline}");
    let (one, setup) = outcome("view=pictures&x=scenes(1,3,4,4)&layer=InstanceNorm2d(3)");
    let [headline, _] = English.pictures("InstanceNorm2d(3)", &one, setup);
    assert!(headline.starts_with("One picture"), "{headline}");
    let (scenes, setup) = outcome(SCENES);
    let [headline, below] = English.pictures("InstanceNorm2d(3)", &scenes, setup);
    let ratio = live("input_contrast_ratio", SCENES).expect("a number");
    let said: f64 = headline
        .split("a factor of ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .expect("a factor");
    assert!((said - ratio).abs() <= 0.05 * ratio, "{headline}: {ratio}");
    assert!(headline.ends_with(", of 1 in y"), "{headline}");
    assert!(!below.contains("shown"), "{below}");
    let (many, setup) = outcome("view=pictures&x=scenes(9,3,4,4)&layer=InstanceNorm2d(3)");
    let [_, below] = English.pictures("InstanceNorm2d(3)", &many, setup);
    assert!(below.ends_with("; 4 of 9 pictures are shown"), "{below}");
    let (styled, setup) = outcome(&format!("{SCENES}&style=1"));
    let [headline, _] = English.pictures("InstanceNorm2d(3)", &styled, setup);
    assert!(
        headline.contains("picture 1, channel by channel"),
        "{headline}"
    );
    let channel = [
        Channel {
            mean: -0.001,
            deviation: 1.0,
        },
        Channel {
            mean: -0.5,
            deviation: 0.25,
        },
    ];
    assert_eq!(English.picture_channels(&channel[..1]), ["0.00 ± 1.00"]);
    let three = [channel[0], channel[1], channel[0]];
    assert_eq!(
        English.picture_channels(&three),
        ["R 0.00 ± 1.00", "G −0.50 ± 0.25", "B 0.00 ± 1.00"]
    );
    let spread = Spread::of(&[channel[0], channel[1]], 1);
    assert_eq!((spread.brightness, spread.contrast), (0.499, 4.0));
}
