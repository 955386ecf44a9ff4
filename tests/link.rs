//! Links: what is written is read, what is wrong is named, and nothing leaves its range.

use normscope::lab::explore::PerChannel;
use normscope::state::{
    Axis, LAST_STAGE, MAX_STEPS, Method, Settings, View, follow, read_link, write_link,
};
use normscope::tensor::Recipe;

const KEYS: [&str; 39] = [
    "view",
    "x",
    "seed",
    "data",
    "scale",
    "shift",
    "standardize",
    "rate",
    "layer",
    "weight",
    "bias",
    "mode",
    "steps",
    "poke",
    "axes",
    "color",
    "by",
    "cut",
    "at",
    "t",
    "cam",
    "quantity",
    "redraws",
    "dropout",
    "measure",
    "order",
    "depth",
    "width",
    "last",
    "block",
    "method",
    "rho",
    "style",
    "first",
    "theme",
    "lang",
    "hide",
    "lesson",
    "beat",
];

fn settings_of(link: &str) -> Settings {
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, [], "{link}");
    settings
}

#[test]
fn an_empty_link_is_the_default_and_the_default_is_an_empty_link() {
    assert_eq!(settings_of(""), Settings::default());
    assert_eq!(write_link(&Settings::default(), true), "");
}

#[test]
fn a_link_is_written_as_it_was_read() {
    for link in [
        "x=randn(20,6,10,10)&at=0,0,0,0",
        "view=compare&x=samples(4,6,4,4)&seed=7&layer=BatchNorm2d(6)&mode=eval&steps=3",
        "layer=LayerNorm([6,4,4],eps=0.001)&weight=2&bias=1,2,3,4,5,6&t=1.5",
        "layer=Norm(N=1,C=C/3,H=H,W=W)&axes=N+C+H+W&cut=C3&theme=dark&hide=code,formula",
        "hide=controls,table,distributions,timeline,header,headline,tools,prose,bar",
        "x=randn(2,4,3,4,4)&layer=InstanceNorm3d(4)&axes=N+C+D+H+W&color=set&by=channel",
        "x=rand(3,5,8)&layer=RMSNorm(8)&poke=0,1,2:-4.5&cam=40,20,1.5",
        "x=randn(8,6)&layer=BatchNorm1d(6,momentum=None)",
        "x=sentences(4,8,8)&layer=BatchNorm1d(8)&cut=T2&at=0,2,3",
        "view=descent",
        "view=descent&seed=7&scale=100&shift=-2.5&standardize=yes&rate=1.95",
        "view=descent&data=weather&theme=dark",
        "view=stack&order=pre&theme=projector",
        "view=pictures&x=scenes(6,3,32,32)&layer=InstanceNorm2d(3)&style=5&first=2",
    ] {
        assert_eq!(write_link(&settings_of(link), true), link);
    }
}

#[test]
fn sentences_keep_the_names_of_their_axes() {
    let sentence = [Axis::Batch, Axis::Tokens, Axis::Features];
    for layer in [
        "LayerNorm(8)",
        "BatchNorm1d(8)",
        "GroupNorm(4,8)",
        "Norm(N=N,T=T,D=1)",
    ] {
        let settings = settings_of(&format!("x=sentences(4,8,8)&layer={layer}"));
        assert_eq!(settings.axes(), sentence, "{layer}");
    }
    let [of_sentences, of_signals] = ["Norm(N=N,T=T,D=D/2)", "Norm(N=N,C=C,L=L/2)"]
        .map(|layer| settings_of(&format!("x=sentences(4,8,8)&layer={layer}")));
    assert_eq!(of_sentences, of_signals);
    let mut settings = Settings::default();
    settings.set_recipe(Recipe::Sentences);
    assert_eq!(
        (settings.shape(), settings.axes()),
        (&[4, 6, 4][..], sentence.to_vec())
    );
    settings.set_rank(4);
    assert_eq!(settings.source.to_string(), "channels(4,6,4,4)");
    settings.set_rank(2);
    settings.set_recipe(Recipe::Sentences);
    assert_eq!(settings.shape(), [8, 6, 8]);
}

#[test]
fn what_cannot_be_used_is_named_and_the_rest_works() {
    let (settings, complaints) =
        read_link("?seed=-1&t=9&nonsense=1&mode=test&x=randn(4,0,2)&layer=GroupNorm(2,6)");
    let keys: Vec<&str> = complaints.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys, ["nonsense", "x", "seed", "mode", "t"]);
    assert_eq!(settings.groups().map(|g| g.0), Some(2));
    assert_eq!(
        Settings {
            layer: Settings::default().layer,
            wanted_groups: 3,
            ..settings
        },
        Settings::default()
    );
}

#[test]
fn keys_of_descent_are_in_range_and_written_only_where_it_is_shown() {
    let (settings, complaints) =
        read_link("view=descent&data=snow&scale=0&shift=21&standardize=1&rate=3");
    let keys: Vec<&str> = complaints.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys, ["data", "scale", "shift", "standardize", "rate"]);
    assert_eq!(settings.descent, Settings::default().descent);
    // What is the default is not written, and neither is what is not seen.
    let link = "view=descent&scale=10&shift=-0&standardize=no&rate=1&data=normal";
    assert_eq!(write_link(&settings_of(link), true), "view=descent");
    let mut elsewhere = settings_of("view=descent&scale=100");
    elsewhere.view = View::Explore;
    assert_eq!(write_link(&elsewhere, true), "");
}

#[test]
fn a_key_of_another_view_is_named() {
    for (own, links) in [
        (
            "descent",
            [
                "data=weather",
                "scale=100",
                "shift=5",
                "standardize=yes",
                "rate=0.5",
            ]
            .as_slice(),
        ),
        ("redraws", &["quantity=gap", "redraws=40", "dropout=0.5"]),
        ("pictures", &["style=0", "first=3"]),
        (
            "stack",
            &[
                "measure=last",
                "order=pre",
                "depth=48",
                "width=64",
                "last=no",
                "block=3",
            ],
        ),
        ("family", &["method=rms", "rho=0.25"]),
    ] {
        for link in links {
            let key = link.split('=').next();
            assert_eq!(
                write_link(&settings_of(&format!("view={own}&{link}")), false),
                format!("view={own}&{link}")
            );
            let shown = settings_of(&format!("view={own}&{link}"));
            let (left, complaints) = follow(&shown, "view=explore");
            assert_eq!((left, complaints), (Settings::default(), vec![]), "{link}");
            for view in [
                "explore", "compare", "redraws", "descent", "stack", "family", "pictures",
            ] {
                let (settings, complaints) = read_link(&format!("{link}&view={view}"));
                if view == own {
                    assert_eq!(complaints, [], "{link} in {view}");
                    continue;
                }
                let [complaint] = &complaints[..] else {
                    panic!("{link} in {view}: {complaints:?}");
                };
                assert_eq!(Some(complaint.key.as_str()), key);
                assert!(complaint.why.to_string().contains(&format!("`view={own}`")));
                assert_eq!(settings, settings_of(&format!("view={view}")));
            }
        }
    }
}

/// What the link itself does not name is carried over, and goes with its view.
#[test]
fn the_keys_of_a_view_are_forgotten_with_it() {
    let descent = settings_of("view=descent&seed=7&scale=100");
    for (link, written) in [
        ("rate=0.5", "view=descent&seed=7&scale=100&rate=0.5"),
        ("view=explore", "seed=7"),
        (
            "view=redraws&dropout=0.5",
            "view=redraws&seed=7&dropout=0.5",
        ),
    ] {
        let (after, complaints) = follow(&descent, link);
        assert_eq!(complaints, [], "{link}");
        assert_eq!(write_link(&after, true), written);
        assert_eq!(settings_of(written), after);
    }
    let (after, complaints) = follow(&descent, "view=explore&scale=10");
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert_eq!(after, settings_of("seed=7"));
}

#[test]
fn an_index_of_another_rank_is_named() {
    let (settings, complaints) = read_link("at=9,9&poke=1,2:3");
    let keys: Vec<&str> = complaints.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys, ["at", "poke"]);
    assert_eq!(settings, Settings::default());
    let (settings, complaints) = read_link("at=9,9,9,9");
    assert_eq!(
        (settings.at, complaints),
        (Some(vec![3, 5, 3, 3]), vec![]),
        "clamped"
    );
}

#[test]
fn hostile_links_leave_the_settings_in_range() {
    let values = [
        "",
        "NaN",
        "-1",
        "1e999",
        "99999999999999999999",
        "a,b",
        "0,0,0,0,0,0,0",
        "%00",
        "((((",
        "1:1",
        "∞",
    ];
    for key in KEYS {
        for value in values {
            let (settings, _) = read_link(&format!("view=redraws&{key}={value}"));
            let (count, p) = (settings.redraws.count(), settings.redraws.dropout());
            assert!((10..=400).contains(&count) && (0.0..=0.9).contains(&p));
            assert!((0.0..=LAST_STAGE).contains(&settings.t), "{key}={value}");
            let shape = settings.shape().to_vec();
            let inside = |at: &Vec<usize>| {
                at.len() == shape.len() && at.iter().zip(&shape).all(|(i, n)| i < n)
            };
            assert!(settings.at.as_ref().is_none_or(inside), "{key}={value}");
            assert!(
                settings
                    .poke
                    .as_ref()
                    .is_none_or(|p| inside(&p.at) && p.value.is_finite())
            );
            assert!(settings.steps <= MAX_STEPS);
            assert_eq!(
                read_link(&write_link(&settings, true)).0,
                settings,
                "{key}={value}"
            );
        }
    }
}

#[test]
fn a_change_of_an_axis_rewrites_the_layer_and_keeps_the_wish_for_groups() {
    let mut settings = Settings::default();
    settings.set_axis(1, 8);
    assert_eq!(
        settings.layer.to_string(),
        "GroupNorm(2,8)",
        "3 does not divide 8"
    );
    settings.set_axis(1, 12);
    assert_eq!(settings.layer.to_string(), "GroupNorm(3,12)");
    settings.set_method(Method::Batch);
    settings.set_rank(5);
    assert_eq!(settings.layer.to_string(), "BatchNorm3d(4)");
    settings.pin(Some(vec![1, 3, 2, 3, 3]));
    settings.set_axis(4, 2);
    assert_eq!(
        settings.at,
        Some(vec![1, 3, 2, 3, 1]),
        "clamped with its axis"
    );
}

#[test]
fn gamma_turns_affine_on_and_an_instance_norm_learns_nothing_by_itself() {
    let mut settings = Settings::default();
    settings.set_method(Method::Instance);
    assert_eq!(settings.affine(), (false, false));
    settings.set_weight(Some(PerChannel::One(2.0)));
    assert_eq!(settings.layer.to_string(), "InstanceNorm2d(6,affine=True)");
}

#[test]
fn a_list_is_written_up_to_where_its_last_number_goes_on() {
    let link = "x=randn(2,8)&layer=BatchNorm1d(8)&weight=";
    for (read, written) in [
        ("1,2", "1,2"),
        ("1,1,2,2,2", "1,1,2"),
        ("2,2,2", "2,2"),
        ("2", "2"),
    ] {
        let settings = settings_of(&format!("{link}{read}"));
        assert_eq!(write_link(&settings, false), format!("{link}{written}"));
        assert_eq!(settings_of(&format!("{link}{written}")), settings);
    }

    let settings = settings_of("x=randn(1,300000)&weight=1,2");
    assert!(write_link(&settings, false).ends_with("&weight=1,2"));
    let settings = settings_of("x=randn(4,1)&weight=1,2");
    assert_eq!(settings.weight, Some(PerChannel::One(1.0)));
}

#[test]
fn a_cut_before_which_nothing_stands_is_none() {
    assert_eq!(settings_of("x=randn(4,1,4,4)&cut=C1").cut, None);
    assert_eq!(
        settings_of("x=randn(4,2,4,4)&cut=C1")
            .cut
            .map(|cut| cut.from),
        Some(1)
    );
}
