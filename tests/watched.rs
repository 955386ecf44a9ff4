//! What is measured of networks in training, where it is watched, and how it is drawn and told.

mod common;

use normscope::chart::Style;
use normscope::chart::training::{Curves, Drawn};
use normscope::lab::training::{
    Line, Log, RECOMPUTED, Session, Task, Watched, drifts, shifts, smoothness,
};
use normscope::nn::Part;
use normscope::scene::colour::Theme;
use normscope::state::words::{English, Korean, TrainingWords};

const SEED: u64 = 1234;

fn session(words: &str, task: Task) -> Session {
    common::runs::session(words, task, SEED)
}

fn after(words: &str, task: Task, steps: usize) -> Log {
    common::runs::after(words, task, SEED, steps)
}

/// What is watched is what the functions of the laboratory give, and nothing else is measured; the steps are the same.
#[test]
fn what_is_costly_is_measured_where_it_is_watched() {
    let words = "mlp(8,8,8) tanh norm=batch noisy momentum=0.9";
    let plain = after(words, Task::Spiral, 7);
    let split = Task::Spiral.split(SEED).expect("samples");
    for watched in Watched::ALL {
        let mut session = session(words, Task::Spiral).watching(watched);
        session.go_to(7).expect("steps");
        let (log, trainer) = (session.log(), session.trainer());
        assert_eq!(log.losses, plain.losses, "{watched:?}");
        let glance = log.glances.last().expect("a glance");
        let measured = watched.measured();
        let drift = drifts(trainer, &split.train).pop();
        let is_drift = measured == Watched::Drift;
        assert_eq!(glance.drift, drift.filter(|_| is_drift), "{watched:?}");
        let all = shifts(trainer, &split.train);
        let some = match measured == Watched::Shift {
            true => vec![all[2], all[3]],
            false => Vec::new(),
        };
        assert_eq!(glance.shifts, some, "{watched:?}");
        let smooth = smoothness(trainer, &split.train);
        let is_smooth = measured == Watched::Landscape;
        let smooth = Some(smooth).filter(|_| is_smooth);
        assert_eq!(glance.smoothness, smooth, "{watched:?}");
    }
}

#[test]
fn the_first_map_has_no_shift_and_a_step_along_the_gradient_goes_down() {
    let session = session("mlp(16,16) tanh init=xavier", Task::Digits);
    let split = Task::Digits.split(SEED).expect("samples");
    let shifts = shifts(session.trainer(), &split.train);
    assert_eq!(shifts.len(), 3);
    // No map stands before the first, so its gradient is the same.
    assert_eq!(
        (shifts[0].distance, shifts[0].cosine > 0.999_999),
        (0.0, true)
    );
    assert!(shifts[1].distance > 0.0 && shifts[2].distance > 0.0);
    let smooth = smoothness(session.trainer(), &split.train);
    let (score, _) = session.trainer().derivatives(&split.train, None);
    assert!(smooth.losses[0] < score.loss, "{smooth:?}");
    assert!(smooth.changes[0] > 0.0 && smooth.changes[0] < smooth.changes[1]);
    assert!(smooth.beta > 0.0);
}

/// η/‖W‖² of the step to come: warm-up and forks count, and a glance does not depend on where one paused.
#[test]
fn the_effective_rate_is_that_of_the_next_step() {
    let words = "mlp(8) norm=batch lr=0.4 warmup=4 @10 lr=0.1 batch=30 @20 adam";
    let mut paused = session(words, Task::Digits);
    (0..25).for_each(|step| paused.go_to(step).expect("steps"));
    paused.go_to(30).expect("steps");
    let log = after(words, Task::Digits, 30);
    assert_eq!(paused.log(), &log);
    for (step, rate) in [
        (0, 0.1),
        (2, 0.3),
        (9, 0.4),
        (10, 0.1),
        (19, 0.1),
        (25, 0.1),
    ] {
        let glance = log.glances.iter().find(|glance| glance.step == step);
        for map in &glance.expect("a glance").maps {
            let size = match step {
                25 => map.weight,
                _ => map.weight.powi(2),
            };
            assert!((map.rate * size / rate - 1.0).abs() < 1e-12, "{step}");
        }
    }
}

/// Mean and deviation of each unit behind the last normalization in two steps, one after the other, by hand: a unit of
/// sentences is a feature, over all tokens.
#[test]
fn drift_is_the_mean_way_of_moments() {
    for (words, task, units) in [
        ("mlp(3) norm=layer batch=9", Task::Rings, 3),
        ("pre(1,8,2) norm=layer relu batch=9", Task::Sequence, 8),
    ] {
        let split = task.split(SEED).expect("samples");
        let mut trainer = session(words, task).trainer().clone();
        let drift = *drifts(&trainer, &split.train).last().expect("a map");
        let moments = [(); 2].map(|()| {
            trainer.step(&split.train);
            let activations = trainer.network().activations();
            let last = activations.iter().rfind(|of| of.part == Part::Norm);
            let y = last.expect("a norm").y;
            let count = (y.len() / units) as f64;
            let of = |unit: usize| {
                let values = y.iter().skip(unit).step_by(units);
                let values: Vec<f64> = values.map(|v| f64::from(*v)).collect();
                let mean = values.iter().sum::<f64>() / count;
                let square = values.iter().map(|v| v * v).sum::<f64>() / count;
                [mean, (square - mean * mean).sqrt()]
            };
            (0..units).map(of).collect::<Vec<_>>()
        });
        let far = |at: usize| {
            let pairs = moments[0].iter().zip(&moments[1]);
            pairs
                .map(|(one, two)| (one[at] - two[at]).abs())
                .sum::<f64>()
                / units as f64
        };
        assert!((drift.mean - far(0)).abs() < 1e-9, "{words}: {drift:?}");
        assert!(
            (drift.deviation - far(1)).abs() < 1e-9,
            "{words}: {drift:?}"
        );
    }
}

#[test]
fn notes_say_over_how_many_samples_averages_are_recomputed() {
    let samples = RECOMPUTED.to_string();
    for watched in [Watched::Accuracy, Watched::Loss] {
        assert!(English.watched_note(watched).contains(&samples));
        assert!(Korean.watched_note(watched).contains(&samples));
    }
    let with = after("mlp(8) norm=batch", Task::Spiral, 3);
    assert!(
        with.glances
            .iter()
            .all(|glance| glance.recomputed.is_some())
    );
    let without = after("mlp(8) norm=layer", Task::Spiral, 3);
    assert!(
        without
            .glances
            .iter()
            .all(|glance| glance.recomputed.is_none())
    );
}

/// Cosines have all their range, whatever they are.
#[test]
fn the_axis_of_cosines_is_from_one_end_to_the_other() {
    let points = vec![(0.0, -1.0), (1.0, 0.0), (2.0, 1.0)];
    let drawn = Drawn {
        name: "run".to_owned(),
        curves: vec![(Line::Middle, points)],
    };
    let style = Style::new(Theme::Light);
    let laid = Curves::new(&[drawn], Watched::Shift, 2, "step", (400.0, 300.0), style);
    let (_, points) = &laid.runs[0][0];
    let (top, bottom) = (laid.frame.top_px, laid.frame.bottom_px);
    let expected = [bottom, f64::midpoint(top, bottom), top];
    for ((_, y), expected) in points.iter().zip(expected) {
        assert!((y - expected).abs() < 1e-9, "{y} for {expected}");
    }
}

/// What is right for all samples, or for none, lies on a side of the frame, and is drawn there.
#[test]
fn a_share_of_all_is_drawn() {
    let drawn = [0.0, 1.0].map(|share| Drawn {
        name: "run".to_owned(),
        curves: vec![(Line::Test, vec![(0.0, share), (1.0, share)])],
    });
    let style = Style::new(Theme::Light);
    for height in 150..900 {
        let size_px = (400.0, f64::from(height));
        let laid = Curves::new(&drawn, Watched::Accuracy, 1, "step", size_px, style);
        for (_, points) in laid.runs.iter().flatten() {
            let is_held = points.iter().all(|point| laid.frame.holds(*point));
            assert!(is_held, "{points:?} of {:?}", laid.frame);
        }
    }
}
