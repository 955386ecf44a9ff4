//! Gradient descent on two features: the laws that the lesson states, and each closed form against plain loops.

mod common;

use common::random::Random;
use normscope::lab::descent::{
    Bowl, Data, Descent, MOST_STEPS, Plane, Problem, RATES, SAMPLES, SCALES, SHIFTS, Setup, Steps,
    TOLERANCE, eigen, program, walk,
};
use normscope::state::live::descent::VALUES;
use normscope::state::{Settings, read_link};
use normscope::torch::Generator;

const SEEDS: [u64; 6] = [0, 1, 7, 42, 1234, 99_999];

fn scaled(scale: f64) -> Setup {
    Setup {
        scale,
        ..Setup::default()
    }
}

fn weather() -> Setup {
    Setup {
        data: Data::Weather,
        ..Setup::default()
    }
}

/// Setups from all over the ranges, weather and standardized ones among them.
fn setups() -> Vec<Setup> {
    let mut setups = vec![weather()];
    for scale in [0.01, 0.3, 1.0, 10.0, 1000.0] {
        for shift in [-20.0, 0.0, 5.0] {
            setups.push(Setup {
                scale,
                shift,
                ..Setup::default()
            });
        }
    }
    let standardized = setups.iter().map(|setup| Setup {
        standardize: true,
        ..*setup
    });
    let both: Vec<Setup> = setups.iter().copied().chain(standardized).collect();
    both
}

fn bowl(setup: &Setup, seed: u64) -> Bowl {
    Bowl::of(&Problem::draw(setup, seed))
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

fn product(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

#[test]
fn eigenvectors_are_turned_by_the_matrix_into_multiples_of_themselves() {
    let random = &mut Random(5);
    for case in 0..200 {
        let values = random.tensor(&[6], 0.0, 1.0);
        let [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map(|k| f64::from(values[[k]]));
        // Some with a repeated or a vanishing element.
        let (b, d) = match case % 4 {
            0 => (0.0, a),
            1 => (b, 0.0),
            _ => (b, d),
        };
        let matrix = [[a, b, c], [b, d, e], [c, e, f]];
        let axes = eigen(matrix);
        assert!(axes.windows(2).all(|pair| pair[0].value >= pair[1].value));
        for (i, axis) in axes.iter().enumerate() {
            let turned = product(&matrix, axis.direction);
            for (turned, part) in turned.iter().zip(axis.direction) {
                assert!((turned - axis.value * part).abs() < 1e-13, "{matrix:?}");
            }
            for (k, other) in axes.iter().enumerate() {
                let expected = if i == k { 1.0 } else { 0.0 };
                assert!((axis.along(other.direction) - expected).abs() < 1e-14);
            }
            // det(A − λ) = 0
            let l = axis.value;
            let determinant = (a - l) * ((d - l) * (f - l) - e * e) - b * (b * (f - l) - e * c)
                + c * (b * e - (d - l) * c);
            assert!(determinant.abs() < 1e-12, "{matrix:?}: {determinant}");
        }
        let trace: f64 = axes.iter().map(|axis| axis.value).sum();
        assert!((trace - (a + d + f)).abs() < 1e-14);
    }
}

#[test]
fn small_eigenvalues_of_ill_conditioned_problems_are_true() {
    for setup in setups() {
        let hessian = Problem::draw(&setup, 1234).hessian();
        let axes = eigen(hessian);
        let [[a, b, c], [_, d, e], [_, _, f]] = hessian;
        let minors = (d * f - e * e) + (a * f - c * c) + (a * d - b * b);
        let determinant = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c);
        let [x, y, z] = axes.map(|axis| axis.value);
        assert!(z > 0.0, "{setup:?}");
        assert!(close(x * y + y * z + z * x, minors, 1e-6), "{setup:?}");
        assert!(close(x * y * z, determinant, 1e-5), "{setup:?}");
    }
}

#[test]
fn the_samples_are_what_pytorch_draws() {
    for seed in SEEDS {
        let mut generator = Generator::new(seed);
        let z = generator.randn(&[SAMPLES, 2]);
        let noise = generator.randn(&[SAMPLES]);
        let setup = Setup {
            shift: 3.0,
            ..scaled(100.0)
        };
        let problem = Problem::draw(&setup, seed);
        for n in 0..SAMPLES {
            let [z1, z2] = [0, 1].map(|k| f64::from(z[[n, k]]));
            assert_eq!(problem.x[n], [3.0 + z1, 3.0 + 100.0 * z2]);
            let y = 2.0 * z1 + z2 + 0.5 + 0.1 * f64::from(noise[[n]]);
            assert!((problem.y[n] - y).abs() < 1e-12);
        }
        let text = program(&setup, seed);
        assert!(text.contains(&format!(
            "torch.manual_seed({seed})\nz = torch.randn(100, 2)"
        )));
        assert!(text.contains("[3.0, 3.0]") && text.contains("[1.0, 100.0]"));
    }
}

#[test]
fn loss_gradient_and_hessian_are_those_of_the_definition() {
    let theta = [0.7, -0.2, 1.3];
    for setup in setups() {
        let problem = Problem::draw(&setup, 7);
        let (mut loss, mut gradient, mut hessian) = (0.0, [0.0; 3], [[0.0; 3]; 3]);
        for (x, y) in problem.x.iter().zip(&problem.y) {
            let row = [x[0], x[1], 1.0];
            let error = theta[0] * row[0] + theta[1] * row[1] + theta[2] - y;
            loss += error * error / 200.0;
            for j in 0..3 {
                gradient[j] += error * row[j] / 100.0;
                for k in 0..3 {
                    hessian[j][k] += row[j] * row[k] / 100.0;
                }
            }
        }
        assert!(close(problem.loss(theta), loss, 1e-12));
        for j in 0..3 {
            assert!((problem.gradient(theta)[j] - gradient[j]).abs() <= 1e-9 * loss.max(1.0));
            for k in 0..3 {
                let size = (hessian[j][j] * hessian[k][k]).sqrt();
                assert!((problem.hessian()[j][k] - hessian[j][k]).abs() <= 1e-12 * size);
            }
        }
    }
}

#[test]
fn at_the_minimum_the_gradient_vanishes() {
    for setup in setups() {
        let problem = Problem::draw(&setup, 42);
        let start = problem.gradient([0.0; 3]);
        let end = problem.gradient(Bowl::of(&problem).minimum());
        let norm = |vector: [f64; 3]| vector.iter().map(|v| v * v).sum::<f64>().sqrt();
        assert!(norm(end) <= 1e-9 * norm(start), "{setup:?}");
    }
}

#[test]
fn steps_that_are_taken_lose_what_the_closed_form_says() {
    for setup in setups() {
        for rate in [0.1, 1.0, 1.9, 2.2] {
            let problem = Problem::draw(&setup, 1234);
            let bowl = Bowl::of(&problem);
            let least = problem.loss(bowl.minimum());
            let walked = walk(&problem, &bowl, rate);
            let start = walked[0].loss - least;
            assert_eq!(walked[0].theta, [0.0; 3]);
            for (k, step) in walked.iter().enumerate() {
                let expected = bowl.excess(rate, k as u64);
                let error = (step.loss - least - expected).abs();
                // Rounding errors of a step that diverges grow as it does.
                let size = start.max(expected);
                assert!(error <= 1e-7 * size, "{setup:?} {rate} step {k}: {error}");
            }
        }
    }
}

#[test]
fn steps_are_counted_as_taking_them_counts() {
    let counted = |setup: &Setup, seed: u64| -> u64 {
        let problem = Problem::draw(setup, seed);
        let bowl = Bowl::of(&problem);
        let least = problem.loss(bowl.minimum());
        let wanted = (problem.loss([0.0; 3]) - least) * TOLERANCE;
        let learning_rate = setup.rate / bowl.largest();
        let mut theta = [0.0; 3];
        for steps in 0.. {
            if problem.loss(theta) - least <= wanted {
                return steps;
            }
            let gradient = problem.gradient(theta);
            theta = [0, 1, 2].map(|k| theta[k] - learning_rate * gradient[k]);
        }
        unreachable!("it converges")
    };
    for seed in SEEDS {
        for scale in [1.0, 0.1, 10.0] {
            for rate in [0.3, 1.0, 1.8] {
                let setup = Setup {
                    rate,
                    ..scaled(scale)
                };
                let steps = Steps::Within(counted(&setup, seed));
                assert_eq!(bowl(&setup, seed).steps(rate), steps, "{setup:?} {seed}");
            }
        }
    }
}

#[test]
fn the_condition_number_grows_with_the_square_of_the_scale_and_the_steps_with_it() {
    for seed in SEEDS {
        let of = |scale: f64| {
            let descent = Descent::run(&scaled(scale), seed);
            let Steps::Within(steps) = descent.steps else {
                panic!("{:?} at scale {scale}", descent.steps);
            };
            (descent.bowl.condition(), steps as f64)
        };
        let (one, ten, hundred) = (of(1.0), of(10.0), of(100.0));
        assert!(one.0 < 2.5 && one.1 <= 12.0, "{one:?}");
        assert!((60.0..250.0).contains(&ten.0), "{ten:?}");
        assert!((100.0..1200.0).contains(&ten.1), "{ten:?}");
        assert!(close(hundred.0, 100.0 * ten.0, 0.05), "{ten:?} {hundred:?}");
        assert!(close(hundred.1, 100.0 * ten.1, 0.15), "{ten:?} {hundred:?}");
        // A smaller unit is as bad as a larger one.
        assert!(of(0.01).0 > 1000.0);
    }
}

#[test]
fn a_mean_makes_the_bias_one_more_direction_of_the_same_kind() {
    for seed in SEEDS {
        let shifted = |shift: f64| {
            let setup = Setup {
                shift,
                ..scaled(1.0)
            };
            bowl(&setup, seed).condition()
        };
        assert!(shifted(0.0) < 2.5);
        assert!((1500.0..6000.0).contains(&shifted(5.0)), "{}", shifted(5.0));
        assert!(shifted(-5.0) > 1000.0 && shifted(20.0) > 10.0 * shifted(5.0));
    }
}

#[test]
fn standardized_features_are_the_same_in_every_unit() {
    for seed in SEEDS {
        let standardized = |scale, shift| Setup {
            scale,
            shift,
            standardize: true,
            ..Setup::default()
        };
        let first = bowl(&standardized(1.0, 0.0), seed);
        assert!(first.condition() < 2.0, "{}", first.condition());
        for (scale, shift) in [(100.0, 0.0), (0.01, 20.0), (10.0, -5.0)] {
            let setup = standardized(scale, shift);
            let problem = Problem::draw(&setup, seed);
            for k in [0, 1] {
                let mean = problem.x.iter().map(|x| x[k]).sum::<f64>() / 100.0;
                let square = problem.x.iter().map(|x| x[k] * x[k]).sum::<f64>() / 100.0;
                assert!(mean.abs() < 1e-9 && (square - 1.0).abs() < 1e-9);
            }
            let other = Bowl::of(&problem);
            assert!(close(first.condition(), other.condition(), 1e-6));
            assert_eq!(first.steps(1.0), other.steps(1.0));
        }
    }
}

#[test]
fn units_change_neither_the_best_loss_nor_that_at_the_start() {
    let ends = |setup: &Setup| {
        let problem = Problem::draw(setup, 1234);
        let minimum = Bowl::of(&problem).minimum();
        [problem.loss([0.0; 3]), problem.loss(minimum)]
    };
    let [start, least] = ends(&scaled(1.0));
    assert!((0.003..0.007).contains(&least), "half the square of 0.1");
    for setup in setups().iter().filter(|s| s.data == Data::Normal) {
        let [other_start, other_least] = ends(setup);
        assert!(close(start, other_start, 1e-9), "{setup:?}");
        assert!(close(least, other_least, 1e-6), "{setup:?}");
    }
}

#[test]
fn beyond_the_largest_stable_step_descent_goes_away() {
    for setup in setups() {
        let bowl = bowl(&setup, 1);
        assert!(close(bowl.largest_step() * bowl.largest(), 2.0, 1e-15));
        for rate in [2.0, 2.05, 2.2] {
            assert_eq!(bowl.steps(rate), Steps::Never);
        }
        assert!(bowl.excess(2.2, 200) > bowl.excess(2.2, 0));
        // Just below, it comes near, if one waits.
        assert_ne!(bowl.steps(1.95), Steps::Never);
        assert!(bowl.excess(1.95, 1000) < bowl.excess(1.95, 0));
    }
    let hopeless = Setup {
        scale: 1000.0,
        shift: 20.0,
        rate: 0.1,
        ..Setup::default()
    };
    assert_eq!(bowl(&hopeless, 1).steps(0.1), Steps::Beyond);
    assert!(bowl(&hopeless, 1).excess(0.1, MOST_STEPS) > 0.0);
}

#[test]
fn weather_is_in_its_own_units_whatever_the_scale() {
    for seed in SEEDS {
        let problem = Problem::draw(&weather(), seed);
        let inside = |[temperature, humidity]: &[f64; 2]| {
            (40.0..=100.0).contains(temperature) && (0.3..=0.6).contains(humidity)
        };
        assert!(problem.x.iter().all(inside));
        let other = Setup {
            scale: 500.0,
            shift: 9.0,
            ..weather()
        };
        assert_eq!(problem, Problem::draw(&other, seed));
        assert!(Bowl::of(&problem).condition() > 1e4);
        let standardized = Setup {
            standardize: true,
            ..weather()
        };
        assert!(bowl(&standardized, seed).condition() < 2.0);
    }
}

/// The least loss over the third parameter, found with three losses along it.
#[test]
fn the_landscape_is_the_least_loss_over_the_third_parameter() {
    for setup in setups() {
        let problem = Problem::draw(&setup, 1234);
        let bowl = Bowl::of(&problem);
        let plane = Plane::of(&problem, &bowl);
        let rest = 3 - plane.pair[0] - plane.pair[1];
        let minimum = bowl.minimum();
        let scale = bowl.excess(0.0, 0);
        for angle in [0.0, 0.6, 2.0, 4.5] {
            let point = plane.on_ellipse(scale, angle);
            assert!(close(plane.excess(point), scale, 1e-9));
            let loss = |third: f64| {
                let mut theta = minimum;
                theta[plane.pair[0]] = point[0];
                theta[plane.pair[1]] = point[1];
                theta[rest] = third;
                problem.loss(theta)
            };
            // Of a parabola, in units of its own width; the second time from beside its vertex.
            let unit = (scale / problem.hessian()[rest][rest]).sqrt();
            let vertex = |from: f64| {
                let [left, middle, right] = [-1.0, 0.0, 1.0].map(|side| loss(from + side * unit));
                from - unit * (right - left) / 2.0 / (right - 2.0 * middle + left)
            };
            let least = loss(vertex(vertex(minimum[rest])));
            let excess = least - problem.loss(minimum);
            assert!(close(excess, scale, 1e-4), "{setup:?}: {excess} {scale}");
        }
    }
}

#[test]
fn the_weights_are_drawn_unless_the_bias_is_what_is_slow() {
    let pair = |link: &str| {
        let (settings, complaints) = read_link(link);
        assert_eq!(complaints, []);
        Descent::run(&settings.descent, settings.seed).plane.pair
    };
    for scale in ["0.01", "1", "10", "100", "1000"] {
        assert_eq!(pair(&format!("view=descent&scale={scale}")), [0, 1]);
    }
    assert!(pair("view=descent&scale=1&shift=5").contains(&2));
    assert_eq!(pair("view=descent&scale=1&shift=5&standardize=yes"), [0, 1]);
}

#[test]
fn controls_stay_in_range() {
    let mut setup = Setup::default();
    for value in [f64::NAN, f64::INFINITY, -f64::INFINITY, 0.0, -1.0, 1e9] {
        setup.set_scale(value);
        setup.set_shift(value);
        setup.set_rate(value);
        let holds = |(low, high): (f64, f64), value: f64| (low..=high).contains(&value);
        assert!(holds(SCALES, setup.scale));
        assert!(holds(SHIFTS, setup.shift));
        assert!(holds(RATES, setup.rate));
    }
}

#[test]
fn live_values_say_what_the_view_shows() {
    let value = |name: &str, link: &str| {
        let (settings, complaints) = read_link(link);
        assert_eq!(complaints, []);
        let live = VALUES.iter().find(|live| live.name == name);
        live.expect("a value of this name").value(&settings)
    };
    let descent = Descent::run(&Setup::default(), Settings::default().seed);
    let link = "view=descent";
    assert_eq!(value("kappa", link), Some(descent.bowl.condition()));
    assert_eq!(
        value("largest_step", link),
        Some(descent.bowl.largest_step())
    );
    let Steps::Within(steps) = descent.steps else {
        panic!("it converges");
    };
    assert_eq!(value("descent_steps", link), Some(steps as f64));
    assert_eq!(value("descent_steps", "view=descent&rate=2"), None);
    let ratio = |scale: u32| {
        let link = format!("view=descent&scale={scale}");
        value("gradient_ratio", &link).expect("a ratio")
    };
    assert!(
        close(ratio(100), 100.0 * ratio(1), 1e-9),
        "δ xᵀ: as large as x"
    );
}
