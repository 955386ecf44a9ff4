//! The family as the page shows it: on the page's x, one method after the other, and as a cube where it is a layer.

use normscope::lab::explore::{Explore, Stage};
use normscope::lab::family::{Experiment, Family, LIMIT, Member, Refusal, Run, Shared, Statistic};
use normscope::state::words::{English, FamilyWords};
use normscope::state::{Settings, View, read_link, write_link};
use std::collections::HashSet;

fn settings(link: &str) -> Settings {
    let (settings, complaints) = read_link(&format!("view=family&{link}"));
    assert_eq!(complaints, [], "{link}");
    settings
}

fn experiment(link: &str) -> Experiment {
    settings(link).family_experiment()
}

fn computed(experiment: &Experiment) -> Family {
    let mut run = Run::begin(experiment).expect("x that fits");
    loop {
        if let Some(family) = run.step() {
            return family;
        }
    }
}

#[test]
fn each_step_is_one_moved_x_and_all_methods_are_on_the_same() {
    let experiment = experiment("seed=7&at=1,2,3,0&poke=1,2,3,0:2.5");
    let mut run = Run::begin(&experiment).expect("x that fits");
    let steps = (1..).find(|_| run.step().is_some());
    // One begins a method, and each of the others moves one of its 384.
    assert_eq!(steps, Some(Member::ALL.len() * (1 + 384)));
    let family = computed(&experiment);
    assert_eq!((family.shape(), family.at), ([4, 6, 4, 4], [1, 2, 3, 0]));
    assert_eq!(family.x[family.at].to_bits(), 2.5_f32.to_bits());
    for member in Member::ALL {
        assert_eq!(family.of(member), &experiment.outcome(member), "{member:?}");
    }
}

/// The batches before are drawn first, from the same generator, and what is remembered of them moves two methods alone.
#[test]
fn batches_before_change_what_keeps_averages() {
    let [none, some] = ["seed=7", "seed=7&steps=3"].map(experiment);
    let unlike = |member: &Member| {
        let kept = |link: &str| {
            let settings = settings(link);
            settings
                .family_experiment()
                .outcome(*member)
                .expect("y")
                .deciding
        };
        kept("at=0,0,2,2") != kept("at=0,0,2,2&steps=20")
    };
    let found: Vec<_> = Member::ALL.into_iter().filter(unlike).collect();
    assert_eq!(found, [Member::BatchRenorm, Member::PowerNorm]);
    assert_ne!(computed(&none).x, computed(&some).x);
}

#[test]
fn a_method_that_is_a_layer_is_the_same_as_a_cube() {
    let mut cubes = Vec::new();
    for member in Member::ALL {
        let mut shown = settings("x=randn(4,6,3,3)&at=1,2,2,0");
        let Some(layer) = shown.family_cube(member) else {
            continue;
        };
        let y = shown.family_experiment().outcome(member).expect("y").y;
        shown.show_family_cube(member);
        assert_eq!((shown.view, &shown.layer), (View::Explore, &layer));
        assert_eq!(
            read_link(&write_link(&shown, true)),
            (shown.clone(), vec![])
        );
        let explore = Explore::run(&shown.setup());
        let cube = explore.stage(Stage::Output).expect("y");
        for (cube, y) in cube.iter().zip(&y) {
            assert!(
                (f64::from(*cube) - y).abs() < 5e-6,
                "{member:?}: {cube} {y}"
            );
        }
        cubes.push(member);
    }
    let expected = [
        Member::BatchNorm,
        Member::GhostBatchNorm,
        Member::LayerNorm,
        Member::GroupNorm,
        Member::InstanceNorm,
        Member::PositionLayerNorm,
    ];
    assert_eq!(cubes, expected);
}

#[test]
fn what_does_not_fit_is_refused_before_it_is_drawn() {
    let refused = |link: &str| Run::begin(&experiment(link)).err();
    assert_eq!(
        refused("x=randn(8,6)&layer=BatchNorm1d(6)"),
        Some(Refusal::Rank(2))
    );
    assert_eq!(refused("x=randn(2,32,1,1)"), Some(Refusal::Length(32)));
    assert_eq!(refused("x=randn(16,16,2,3)"), Some(Refusal::Elements(1536)));
    assert_eq!(refused("x=randn(4,16,4,4)&layer=GroupNorm(4,16)"), None);
    assert_eq!(4 * 16 * 4 * 4, LIMIT);
    assert_eq!(
        refused("x=load('acts.npy',2,3,2,2)&layer=GroupNorm(3,3)"),
        Some(Refusal::File)
    );
    // One value has no variance: PyTorch says so, and the methods beside it go on.
    let family = computed(&experiment("x=randn(1,6,1,1)"));
    assert!(matches!(
        family.of(Member::BatchNorm),
        Err(Refusal::Norm(_))
    ));
    assert!(family.of(Member::RmsNorm).is_ok());
    // One weight has no unbiased variance: PyTorch gives NaN, and the page says so.
    let family = computed(&experiment("x=randn(4,1,1,1)"));
    let said = English.decided(&family, Member::WeightStandardization);
    assert!(said.contains("NaN"), "{said}");
}

#[test]
fn the_share_of_batch_norm_lies_between_none_and_all() {
    for (link, keys) in [
        ("rho=2", ["rho"]),
        ("rho=-0.5", ["rho"]),
        ("method=banana", ["method"]),
    ] {
        let (settings, complaints) = read_link(&format!("view=family&{link}"));
        let named: Vec<_> = complaints.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(named, keys);
        assert_eq!(settings.family, Settings::default().family);
    }
    let mut setup = settings("rho=0.25").family;
    setup.set_rho(7.0);
    assert_eq!(setup.rho(), 1.0);
    let deciding = |rho: &str| {
        let link = format!("method=batch-instance&rho={rho}");
        experiment(&link)
            .outcome(Member::BatchInstanceNorm)
            .expect("y")
            .deciding
    };
    assert_eq!(["0", "0.01", "1"].map(deciding), [16, 64, 64]);
}

/// Each has a name of its own, stands in one field of the map, and says what it is made of.
#[test]
fn the_map_has_a_place_for_each() {
    let names: HashSet<_> = Member::ALL.map(|member| English.member(member)).into();
    assert_eq!(names.len(), Member::ALL.len());
    let family = computed(&experiment(""));
    for member in Member::ALL {
        assert!(
            Shared::ALL.contains(&member.set()) && Statistic::ALL.contains(&member.statistic())
        );
        let outcome = family.of(member).as_ref().expect("y");
        for term in &outcome.terms {
            assert!(!English.term(term).is_empty());
        }
        let learns = English.member_learns(member, outcome.learnt);
        assert_eq!(
            learns.starts_with("Learns nothing"),
            outcome.learnt == 0,
            "{learns}"
        );
    }
}
