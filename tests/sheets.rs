//! The charts in numbers: each cell against a plain loop over what the chart shows.

mod common;

use common::setup;
use normscope::chart::running::Average;
use normscope::chart::sheet::{self, Sheet};
use normscope::lab::descent::{Descent, Setup, Steps};
use normscope::lab::explore::{Explore, Mode};
use normscope::lab::histogram::{By, Distribution};
use normscope::lab::number::{READ, significant};
use normscope::lab::stack::{Measure, ORDERS, Outcome, Setup as StackSetup};
use normscope::state::words::{English, StackWords};
use normscope::state::{self, read_link};

/// What a cell says as a number.
fn number(cell: &str) -> f64 {
    let plain = cell.replace('−', "-").replace(',', "");
    plain.parse().unwrap_or_else(|_| panic!("{cell:?}"))
}

fn read(value: f64) -> String {
    significant(value, READ)
}

fn column<'a>(sheet: &'a Sheet, head: &str) -> Vec<&'a str> {
    let place = sheet.heads.iter().position(|other| other == head);
    let place = place.unwrap_or_else(|| panic!("{head:?} is not in {:?}", sheet.heads));
    let cells = sheet.rows.iter();
    cells.map(|(_, cells)| cells[place - 1].as_str()).collect()
}

fn names(sheet: &Sheet) -> Vec<&str> {
    sheet.rows.iter().map(|(name, _)| name.as_str()).collect()
}

/// A cell below each head, and not more rows than one reads.
fn assert_whole(sheet: &Sheet, most_rows: usize) {
    assert!(!sheet.caption.is_empty());
    assert!((1..=most_rows).contains(&sheet.rows.len()), "{sheet:?}");
    for (name, cells) in &sheet.rows {
        assert!(!name.is_empty());
        assert_eq!(cells.len() + 1, sheet.heads.len(), "{sheet:?}");
    }
}

#[test]
fn redraws_have_the_moments_and_ends_of_their_dots() {
    for quantity in ["mean", "deviation", "gap"] {
        let (settings, _) = read_link(&format!("view=redraws&quantity={quantity}&redraws=50"));
        let experiment = settings.redraws_experiment();
        let outcome = experiment.run().expect("x is drawn by a recipe");
        let sheet = sheet::redraws(&outcome, experiment.redraws.quantity, &English);
        assert_whole(&sheet, 6);
        assert_eq!(names(&sheet), ["2", "4", "8", "16", "32", "64"]);
        for (k, batches) in outcome.columns.iter().enumerate() {
            let values = &batches.values;
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let spread = (squares / (values.len() - 1) as f64).sqrt();
            let cell = |head| column(&sheet, head)[k];
            assert_eq!(cell("Mean"), read(mean));
            assert_eq!(cell("Standard deviation"), read(spread));
            assert_eq!(cell("Smallest"), read(sorted[0]));
            assert_eq!(cell("Largest"), read(sorted[values.len() - 1]));
            let law = batches.expected.map(|law| read(law.spread));
            assert_eq!(cell("Expected deviation"), law.unwrap_or("—".to_owned()));
        }
    }
}

#[test]
fn a_stack_has_a_row_for_each_block_or_depth() {
    let mut setup = StackSetup::default();
    setup.set_depth(48);
    let outcome = Outcome::of(setup.stack(), 1234, &ORDERS, true);
    for (measure, rows, first) in [
        (Measure::Activations, 49, "0"),
        (Measure::Gradients, 48, "1"),
        (Measure::Last, 11, "1"),
    ] {
        let sheet = sheet::stack(&outcome, measure, &English);
        assert_whole(&sheet, 49);
        assert_eq!((names(&sheet).len(), names(&sheet)[0]), (rows, first));
        let sizes = outcome.of_order(ORDERS[2]).expect("PreNorm was computed");
        let expected = match measure {
            Measure::Activations => &sizes.activations,
            Measure::Gradients => &sizes.gradients,
            Measure::Last => &outcome.last[2],
        };
        let pre = column(&sheet, "PreNorm");
        for (cell, spread) in pre.iter().zip(expected) {
            let parts = [spread.mean, spread.low, spread.high];
            let [mean, low, high] = parts.map(|size| English.stack_size(size));
            assert_eq!(*cell, format!("{mean}, from {low} to {high}"));
        }
    }
    // What theory says of PreNorm stands beside it: 1 + l/2 and 1 + 3l/2.
    let sheet = sheet::stack(&outcome, Measure::Activations, &English);
    assert_eq!(number(column(&sheet, "1 + l/2")[8]), 5.0);
    assert_eq!(number(column(&sheet, "1 + 3l/2")[8]), 13.0);
}

#[test]
fn descent_has_its_first_steps_the_last_and_the_minimum() {
    for (scale, rate) in [(10.0, 1.0), (1000.0, 1.9), (1.0, 0.5), (10.0, 2.5)] {
        let setup = Setup {
            scale,
            rate,
            ..Setup::default()
        };
        let descent = Descent::run(&setup, 1234);
        let sheet = sheet::descent(&descent, ["w₁", "w₂", "b"], &English);
        assert_whole(&sheet, 25);
        let least = |loss: f64| loss - descent.walk.iter().map(|s| s.loss).fold(loss, f64::min);
        let start = least(descent.walk[0].loss);
        for (name, cells) in &sheet.rows[..sheet.rows.len() - 1] {
            let step = number(name) as usize;
            let Some(walked) = descent.walk.get(step) else {
                assert_eq!(cells[..3], ["—"; 3], "{name}");
                continue;
            };
            assert_eq!(cells[..3], walked.theta.map(read), "{name}");
            // Where the walk comes to the minimum, its losses tell what is left.
            if descent.steps != Steps::Never && descent.walk.len() < 500 {
                let left = least(walked.loss) / start;
                let near = (number(&cells[3]) - left).abs();
                // Half a unit of the fourth digit, and what the last step leaves.
                assert!(near < 5.1e-4 * left + 1e-7, "{setup:?}, {name}: {left}");
            }
        }
        assert_eq!(sheet.rows[0].1[3], "1.000");
        let (name, minimum) = &sheet.rows[sheet.rows.len() - 1];
        assert_eq!(name, "minimum");
        assert_eq!(minimum[..3], descent.bowl.minimum().map(read));
        let last = names(&sheet)[sheet.rows.len() - 2];
        match descent.steps {
            Steps::Within(steps) => assert_eq!(number(last) as u64, steps),
            Steps::Beyond => assert_eq!(last, "10,000,000"),
            Steps::Never => assert!(number(&sheet.rows[sheet.rows.len() - 2].1[3]) > 1.0),
        }
    }
}

#[test]
fn distributions_have_the_moments_of_each_group() {
    let explore = Explore::run(&setup("randn(4,6,4,4)", "BatchNorm2d(6)"));
    let distribution = Distribution::new(&explore, By::Channel, None);
    let labels: Vec<String> = (0..6).map(|c| format!("C {c}")).collect();
    for t in [0.0, 1.0, 3.0] {
        let caption = "After".to_owned();
        let by = state::By::Channel;
        let sheet = sheet::distributions(&distribution, t, &labels, by, caption, &English);
        assert_whole(&sheet, 25);
        assert_eq!(names(&sheet), labels);
        for (channel, group) in distribution.groups.iter().enumerate() {
            let flats = group.region.flats();
            let values: Vec<f64> = flats.filter_map(|i| explore.value_at(t, i)).collect();
            let count = values.len() as f64;
            let mean = values.iter().sum::<f64>() / count;
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            let cell = |head| number(column(&sheet, head)[channel]);
            assert_eq!(cell("Values"), 64.0);
            assert!((cell("Mean") - mean).abs() < 1e-3, "{}", cell("Mean"));
            assert!((cell("Standard deviation") - (squares / count).sqrt()).abs() < 1e-3);
            let inside = |v: &f64| cell("Smallest") - 1e-3 <= *v && *v <= cell("Largest") + 1e-3;
            assert!(values.iter().all(inside));
            // “13, from −0.25 to 0.25”
            let bar = column(&sheet, "Highest bar")[channel];
            let (held, ends) = bar.split_once(", from ").expect("a range");
            let (low, high) = ends.split_once(" to ").expect("a range");
            let (low, high) = (number(low) - 1e-3, number(high) + 1e-3);
            let near = values.iter().filter(|v| (low..=high).contains(v)).count();
            assert!(near as f64 >= number(held), "{bar}");
        }
    }
}

#[test]
fn running_averages_go_a_tenth_of_the_way_to_each_batch() {
    let mut setup = setup("randn(4,40,2,2)", "BatchNorm2d(40)");
    setup.steps = 1;
    setup.mode = Mode::Eval;
    let explore = Explore::run(&setup);
    let history = explore.history.as_ref().expect("batch norm has averages");
    let selected = Some(31);
    for (average, start) in [(Average::Mean, 0.0), (Average::Variance, 1.0)] {
        let sheet = sheet::running(history, average, selected, "Running", &English);
        assert_whole(&sheet, 25);
        assert_eq!(sheet.caption, "Running: 25 of 40 channels");
        assert_eq!(names(&sheet).last(), Some(&"31"));
        for (_, cells) in &sheet.rows {
            let [initial, now, batch] = [0, 1, 2].map(|k| number(&cells[k]));
            assert_eq!(initial, start);
            let expected = 0.9 * start + 0.1 * batch;
            assert!(
                (now - expected).abs() < 1e-3 * expected.abs().max(0.1),
                "{now}"
            );
        }
    }
}
