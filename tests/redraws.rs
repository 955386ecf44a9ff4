//! Batches drawn again and again, against what probability says of them; and batch normalization at test time.

use normscope::lab::redraws::{Column, Outcome, Quantity, Redraws, Refusal, SIZES};
use normscope::state::live::redraws::VALUES;
use normscope::state::words::{English, RedrawsWords};
use normscope::state::{Settings, read_link, write_link};
use std::collections::BTreeMap;

fn settings(link: &str) -> Settings {
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, [], "{link}");
    settings
}

fn outcome(link: &str) -> Outcome {
    let experiment = settings(&format!("view=redraws&{link}")).redraws_experiment();
    experiment.run().expect("x is drawn by a recipe")
}

fn live(name: &str, link: &str) -> Option<f64> {
    let value = VALUES.iter().find(|value| value.name == name);
    value.expect("a name of the table").value(&settings(link))
}

fn near(found: f64, expected: f64, tolerance: f64) {
    let is_near = (found / expected - 1.0).abs() <= tolerance;
    assert!(is_near, "{found}, but expected {expected} ± {tolerance}");
}

/// Mean of squares less the square of the mean: of the deviations, that is E[σ²_B + ε].
fn mean_square(column: &Column) -> f64 {
    column.values.iter().map(|value| value * value).sum::<f64>() / column.values.len() as f64
}

#[test]
fn means_of_independent_values_spread_as_sigma_over_the_root_of_their_number() {
    for (x, positions) in [
        ("randn(4,6,4,4)", 16),
        ("randn(4,3)", 1),
        ("rand(4,2,5)", 5),
    ] {
        let outcome = outcome(&format!("x={x}&redraws=400"));
        assert_eq!(outcome.positions, positions, "{x}");
        for (column, samples) in outcome.columns.iter().zip(SIZES) {
            assert_eq!(
                (column.samples, column.set_len),
                (samples, samples * positions)
            );
            assert_eq!(column.values.len(), 400);
            let sigma = if x.starts_with("rand(") {
                12_f64.sqrt().recip()
            } else {
                1.0
            };
            let law = sigma / (column.set_len as f64).sqrt();
            // The standard deviation of 400 values is known to 3.5 %.
            near(column.spread, law, 0.14);
            near(column.expected.expect("a law").spread, law, 0.02);
            let off = column.mean - column.expected.expect("a law").mean;
            assert!(off.abs() < 4.0 * law / 20.0, "{x}: {off}");
        }
    }
}

#[test]
fn the_biased_variance_falls_short_by_one_part_in_m() {
    for (x, positions) in [("randn(4,3)", 1), ("randn(4,2,3)", 3)] {
        let outcome = outcome(&format!("x={x}&quantity=deviation&redraws=400"));
        for column in &outcome.columns {
            let m = (column.samples * positions) as f64;
            let relative_error = (2.0 / (m - 1.0) / 400.0).sqrt();
            near(mean_square(column), (m - 1.0) / m, 4.0 * relative_error);
            let law = column.expected.expect("a law");
            near(
                column.mean,
                law.mean,
                4.0 * law.spread / law.mean / 20.0 + 0.01,
            );
            near(column.spread, law.spread, 0.17);
        }
    }
}

/// Statistics of a redraw are those that PyTorch's formula gives, and the same seed draws the same.
#[test]
fn equal_seeds_draw_equal_batches_and_others_draw_others() {
    let first = outcome("x=randn(4,6,4,4)&seed=5");
    assert_eq!(
        first,
        outcome("x=randn(32,6,4,4)&seed=5"),
        "N of x does not count"
    );
    assert_ne!(first, outcome("x=randn(4,6,4,4)&seed=6"));
    assert_ne!(
        first,
        outcome("x=randn(4,6,4,4)&seed=5&at=0,1,0,0"),
        "another channel"
    );
    assert_eq!(first.redraws, 100);
}

/// Values of a sample that are alike spread the mean further than independent ones; pixels of a digit are not alike
/// but balance each other, and spread it less.
#[test]
fn the_law_holds_for_independent_values_alone() {
    for (x, [least, most]) in [
        ("samples(4,6,4,4)", [1.8, 5.0]),
        ("digits(4,1,8,8)", [0.5, 0.9]),
    ] {
        for column in &outcome(&format!("x={x}&redraws=400")).columns {
            let by = column.spread / column.expected.expect("a law").spread;
            assert!((least..most).contains(&by), "{x}, {}: {by}", column.samples);
        }
    }
}

/// The sentences speak of the columns, and of the law where it does not hold.
#[test]
fn the_sentences_say_what_was_found() {
    let said = |link: &str| {
        let experiment = settings(&format!("view=redraws&{link}")).redraws_experiment();
        let outcome = experiment.run().expect("x is drawn by a recipe");
        let [headline, below] = English.redraws(&experiment, &outcome);
        (headline, below, outcome)
    };
    let (headline, below, outcome) = said("x=randn(4,6,4,4)");
    let by = outcome.columns[0].spread / outcome.columns[4].spread;
    assert_eq!(
        headline,
        format!("With 2 samples in a batch, the mean wanders {by:.1} times as far as with 32")
    );
    assert!(
        !below.contains("independent") && below.contains("Channel 0, 100 batches"),
        "{below}"
    );
    let (_, below, outcome) = said("x=samples(4,6,4,4)&at=0,2,0,0&redraws=50");
    let by = outcome.beside_law().expect("a law");
    assert!(
        by > 3.0 && below.contains(&format!("wander {by:.1} times")),
        "{below}"
    );
    assert!(below.contains("Channel 2, 50 batches"), "{below}");
    let (headline, _, outcome) = said("x=dead(4,6,4,4)&at=0,3,0,0");
    assert_eq!(headline, "The mean is the same in every batch");
    assert_eq!(outcome.beside_law(), None);
    let (headline, below, outcome) = said("x=randn(4,6)&quantity=gap&dropout=0.5");
    let mean = outcome.columns[4].mean;
    assert!(
        headline.ends_with(&format!("by {mean:.2} with 32")),
        "{headline}, {mean}"
    );
    assert!(below.contains("momentum 0.1 and dropout of 0.5"), "{below}");
    let (_, below, outcome) = said("x=randn(1,16,16,16)&redraws=400");
    assert!(
        below.contains(&format!(
            "{} batches of each size, no more",
            outcome.redraws
        )),
        "{below}"
    );
}

#[test]
fn train_and_eval_come_together_as_batches_grow() {
    let outcome = outcome("x=randn(4,6,4,4)&quantity=gap");
    let gaps: Vec<f64> = outcome.columns.iter().map(|column| column.mean).collect();
    assert!(
        gaps.windows(2).all(|pair| pair[1] < 0.85 * pair[0]),
        "{gaps:?}"
    );
    assert!(gaps[0] > 0.1 && gaps[5] < 0.05, "{gaps:?}");
    for column in &outcome.columns {
        let largest = column.largest.expect("a largest difference");
        assert!(
            column
                .values
                .iter()
                .all(|mean| (0.0..=largest).contains(mean))
        );
        assert_eq!(column.expected, None);
    }
    // With dropout before the layer a part of the gap stays: √(1 − p) of every x̂.
    let dropped = self::outcome("x=randn(4,6,4,4)&quantity=gap&dropout=0.5");
    let left = (1.0 - 0.5_f64.sqrt()) * (2.0 / std::f64::consts::PI).sqrt();
    near(dropped.columns[5].mean, left, 0.1);
}

#[test]
fn two_values_of_a_channel_are_normalized_to_one_and_minus_one() {
    let outcome = outcome("x=randn(4,3)&quantity=gap");
    assert_eq!(outcome.columns[0].set_len, 2);
    assert!(outcome.columns[0].mean > 0.3);
}

#[test]
fn too_much_is_reduced_or_refused_in_words() {
    let large = outcome("x=randn(1,16,16,16)&redraws=400");
    assert!((10..400).contains(&large.redraws) && large.columns[0].values.len() == large.redraws);
    let refused = |link: &str| {
        let experiment = settings(&format!("view=redraws&{link}")).redraws_experiment();
        experiment.run().expect_err("nothing is drawn")
    };
    assert_eq!(refused("x=randn(1,64,64,64)"), Refusal::Large(64 * 64 * 64));
    assert_eq!(refused("x=arange(24).reshape(2,3,2,2)"), Refusal::NotDrawn);
    let eps = refused("x=randn(4,6,4,4)&layer=BatchNorm2d(6,eps=0)");
    assert!(matches!(eps, Refusal::Rejected(_)), "{eps}");
    // One sample with one value has no variance.
    assert_eq!(live("mean_spread", "x=randn(1,6)"), None);
    assert!(live("mean_spread", "x=randn(1,6,4,4)").is_some());
}

#[test]
fn the_columns_are_drawn_in_a_moment() {
    let drawn = |link: &str| {
        let outcome = outcome(link);
        outcome.redraws * 64 * 96
    };
    assert!(drawn("x=randn(4,6,4,4)") <= 700_000);
}

#[test]
fn a_live_value_of_a_size_is_that_of_its_column() {
    for (name, quantity) in [("mean_spread", "mean"), ("deviation_spread", "deviation")] {
        let outcome = outcome(&format!("x=samples(4,6,4,4)&quantity={quantity}"));
        for column in &outcome.columns {
            let link = format!("x=samples({},6,4,4)", column.samples);
            assert_eq!(live(name, &link), Some(column.spread), "{name} of {link}");
        }
    }
    let outcome = outcome("x=randn(4,6,4,4)&quantity=gap");
    let found = live("train_eval_gap", "x=randn(8,6,4,4)");
    assert_eq!(found, Some(outcome.columns[2].mean));
}

/// The same numbers by NumPy alone: `tests/data/redraws.py`.
#[test]
fn live_values_agree_with_a_second_implementation() {
    let recorded: Vec<(String, String, f64)> =
        serde_json::from_str(include_str!("data/redraws.json")).expect("names, links and values");
    assert!(recorded.len() > 15);
    for (name, link, expected) in recorded {
        near(live(&name, &link).expect("a value"), expected, 1e-5);
    }
}

#[test]
fn dropout_before_batch_norm_shifts_the_variance_by_its_probability() {
    for p in [0.0, 0.1, 0.3, 0.5] {
        let link = format!("view=redraws&x=randn(64,6,4,4)&dropout={p}");
        near(
            live("dropout_variance", &link).expect("a variance"),
            1.0 - p,
            0.05,
        );
    }
}

#[test]
fn a_batch_norm_folds_into_the_convolution_before_it() {
    for x in ["randn(4,6,4,4)", "channels(2,3,8,8)", "features(2,4,8,8)"] {
        let difference = live("fold_difference", &format!("x={x}")).expect("four axes");
        assert!(difference > 0.0 && difference < 1e-5, "{x}: {difference}");
    }
    assert_eq!(live("fold_difference", "x=randn(4,6)"), None);
}

#[test]
fn company_counts_in_batch_norm_in_training_alone() {
    let change = |layer: &str| live("company_change", &format!("x=randn(4,6,4,4)&layer={layer}"));
    assert!(change("BatchNorm2d(6)").expect("a batch norm") > 0.1);
    for alone in [
        "BatchNorm2d(6)&mode=eval&steps=10",
        "LayerNorm([6,4,4])",
        "InstanceNorm2d(6)",
        "GroupNorm(3,6)",
    ] {
        assert_eq!(change(alone), Some(0.0), "{alone}");
    }
    assert_eq!(
        change("BatchNorm2d(5)"),
        None,
        "a call that PyTorch rejects"
    );
    assert_eq!(
        live(
            "company_change",
            "x=arange(12).reshape(4,3)&layer=BatchNorm1d(3)"
        ),
        None
    );
}

#[test]
fn running_averages_forget_how_they_were_constructed() {
    let steps = |momentum: &str| {
        let link = format!("x=randn(4,6)&layer=BatchNorm1d(6,momentum={momentum})");
        live("steps_to_forget", &link)
    };
    assert_eq!(steps("0.1"), Some(44.0));
    assert_eq!(steps("0.01"), Some(459.0));
    assert_eq!(steps("None"), Some(1.0));
    assert_eq!(steps("0.0"), None);
    let weight = live(
        "initial_weight",
        "x=randn(4,6)&layer=BatchNorm1d(6)&steps=10",
    );
    near(weight.expect("a weight"), 0.9_f64.powi(10), 1e-12);
}

#[test]
fn the_stored_variance_is_unbiased() {
    for (x, n) in [
        ("randn(2,6)", 2.0),
        ("randn(4,6,4,4)", 64.0),
        ("channels(32,6)", 32.0),
    ] {
        let ratio = live("stored_ratio", &format!("x={x}")).expect("more than one value");
        near(ratio, n / (n - 1.0), 1e-12);
    }
    assert_eq!(live("stored_ratio", "x=randn(1,6)"), None);
}

#[test]
fn names_are_told_apart_and_every_value_is_there_by_default() {
    let names: BTreeMap<_, _> = VALUES.iter().map(|value| (value.name, value)).collect();
    assert_eq!(names.len(), VALUES.len());
    for (name, value) in names {
        let found = value.value(&Settings::default());
        assert!(found.is_some_and(f64::is_finite), "{name}: {found:?}");
    }
}

#[test]
fn links_hold_what_is_redrawn_in_its_own_view() {
    for link in [
        "view=redraws",
        "view=redraws&x=randn(4,6)&seed=7&at=0,3&quantity=deviation&redraws=40",
        "view=redraws&quantity=gap&dropout=0.5&theme=dark",
        "view=redraws&layer=BatchNorm2d(6,momentum=0.01)&quantity=gap&redraws=400",
    ] {
        assert_eq!(write_link(&settings(link), true), link);
    }
    for link in [
        "quantity=gap&redraws=40&dropout=0.5",
        "view=redraws&quantity=max&redraws=5&dropout=1",
    ] {
        let (settings, complaints) = read_link(link);
        let keys: Vec<&str> = complaints.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["quantity", "redraws", "dropout"], "{link}");
        assert_eq!(settings.redraws, Redraws::default());
    }
    let mut redraws = Redraws::default();
    redraws.set_count(100_000);
    redraws.set_dropout(f64::NAN);
    redraws.set_dropout(2.0);
    redraws.quantity = Quantity::Gap;
    assert_eq!((redraws.count(), redraws.dropout()), (400, 0.9));
}

#[test]
fn another_channel_is_pinned() {
    let mut settings = settings("view=redraws&x=randn(4,6,4,4)");
    assert_eq!(settings.channel(), 0);
    settings.set_channel(3);
    assert_eq!(settings.at, Some(vec![0, 3, 0, 0]));
    settings.set_channel(99);
    assert_eq!(settings.channel(), 5);
}
