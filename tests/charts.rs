//! The charts as SVG: test, example and gallery in one.
//!
//! A drawing that differs from the one in `tests/snapshots` is written beside it as `*.new.svg`.
//! `UPDATE=1 cargo test --test charts` accepts what is drawn.

mod common;

use common::setup;
use normscope::chart::descent::{Contours, Names, RATIO};
use normscope::chart::losses::Losses;
use normscope::chart::redraws::{self, Batches, Scatter};
use normscope::chart::running::{Average, Averages};
use normscope::chart::stack::{self, Curves};
use normscope::chart::{Ridges, Shape, Style, Under};
use normscope::lab::descent::{Descent, Setup, Steps};
use normscope::lab::explore::{Explore, PerChannel};
use normscope::lab::histogram::{By, Distribution};
use normscope::lab::region::flat_of;
use normscope::lab::stack::{Measure, ORDERS, Outcome};
use normscope::scene::colour::Theme;
use normscope::state::read_link;
use normscope::state::words::{English, StackWords};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use std::path::PathBuf;

const SIZE: (u32, u32) = (420, 260);

fn explore(x: &str, layer: &str) -> Explore {
    Explore::run(&setup(x, layer))
}

fn style(theme: Theme) -> Style {
    Style {
        backend_text_scale: Style::SVG_TEXT_SCALE,
        ..Style::new(theme)
    }
}

fn labels(distribution: &Distribution) -> Vec<String> {
    let label = |group: &normscope::lab::histogram::Group| group.label(&["N", "C", "H", "W"]);
    distribution.groups.iter().map(label).collect()
}

fn ridges(explore: &Explore, by: By, at: [usize; 4], t: f64, style: Style) -> Ridges {
    let selected = flat_of(explore.x.shape(), &at);
    let distribution = Distribution::new(explore, by, selected);
    let size = (f64::from(SIZE.0), f64::from(SIZE.1));
    Ridges::new(&distribution, t, &labels(&distribution), size, style)
}

/// Compares a drawing with the one that was accepted.
fn check(name: &str, size: (u32, u32), draw: impl Fn(SVGBackend)) {
    let mut svg = String::new();
    draw(SVGBackend::with_string(&mut svg, size));
    let file = |ending: &str| -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
        folder.join(format!("{name}{ending}"))
    };
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file(".svg"), &svg).expect("a writable folder");
        return;
    }
    let accepted = std::fs::read_to_string(file(".svg")).unwrap_or_default();
    if accepted != svg {
        std::fs::write(file(".new.svg"), &svg).expect("a writable folder");
        panic!("{name} is drawn otherwise: compare tests/snapshots/{name}.new.svg");
    }
    // A drawing that is accepted again leaves nothing behind.
    let _ = std::fs::remove_file(file(".new.svg"));
}

fn check_ridges(name: &str, ridges: &Ridges, lit: Option<Under>) {
    check(name, SIZE, |backend| {
        let area = backend.into_drawing_area();
        ridges.draw(&area, lit).expect("a string takes any drawing");
        area.present().expect("a string takes any drawing");
    });
}

#[test]
fn group_norm_by_set_at_every_stage() {
    let explore = explore("channels(4,6,4,4)", "GroupNorm(3,6)");
    for (name, t) in [("x", 0.0), ("between", 1.5), ("x_hat", 2.0)] {
        let ridges = ridges(&explore, By::Set, [0, 3, 1, 2], t, style(Theme::Light));
        check_ridges(&format!("group_norm_{name}"), &ridges, None);
    }
}

#[test]
fn batch_norm_by_channel_dark_with_a_lit_bar() {
    let explore = explore("channels(4,6,4,4)", "BatchNorm2d(6)");
    let ridges = ridges(&explore, By::Channel, [0, 3, 1, 2], 0.0, style(Theme::Dark));
    let bar = &ridges.rows[3].bars[2];
    let at = ((bar.left_px + bar.right_px) / 2.0, bar.top_px + 1.0);
    let under = ridges.under(at);
    assert_eq!(
        under,
        Some(Under { group: 3, bar: 2 }),
        "found under the pointer"
    );
    check_ridges("batch_norm_dark", &ridges, under);
}

#[test]
fn nothing_selected_joined_by_lines() {
    let explore = explore("samples(4,6,4,4)", "LayerNorm([6,4,4])");
    let distribution = Distribution::new(&explore, By::Sample, None);
    let style = Style {
        shape: Shape::Lines,
        ..style(Theme::Light)
    };
    let size = (f64::from(SIZE.0), f64::from(SIZE.1));
    let ridges = Ridges::new(&distribution, 0.0, &labels(&distribution), size, style);
    check_ridges("layer_norm_lines", &ridges, None);
}

#[test]
fn many_sets_as_all_and_the_selected_one() {
    let explore = explore("digits(16,1,8,8)", "LayerNorm(8)");
    let ridges = ridges(&explore, By::Set, [3, 0, 4, 2], 3.0, style(Theme::Light));
    check_ridges("many_sets", &ridges, None);
}

#[test]
fn twenty_four_sets_leave_out_labels_that_would_collide() {
    let explore = explore("channels(4,6,4,4)", "InstanceNorm2d(6)");
    let ridges = ridges(&explore, By::Set, [1, 2, 0, 0], 0.0, style(Theme::Light));
    let labelled: Vec<f64> = ridges
        .rows
        .iter()
        .filter(|row| !row.label.is_empty())
        .map(|row| row.baseline_px)
        .collect();
    assert!(labelled.len() > 5 && !ridges.rows[8].label.is_empty());
    assert!(labelled.windows(2).all(|pair| pair[1] - pair[0] >= 13.0));
    check_ridges("instance_norm", &ridges, None);
}

#[test]
fn a_projected_page_has_type_of_20_pt() {
    let explore = explore("dead(4,6,4,4)", "BatchNorm2d(6)");
    let ridges = ridges(
        &explore,
        By::Set,
        [0, 3, 0, 0],
        0.0,
        style(Theme::Projector).with_font_px(26.7),
    );
    check_ridges("presenting", &ridges, None);
}

#[test]
fn running_averages_fill_up() {
    let mut setup = setup("channels(4,6,4,4)", "BatchNorm2d(6)");
    setup.steps = 20;
    setup.bias = Some(PerChannel::One(0.0));
    let history = Explore::run(&setup)
        .history
        .expect("batch norm keeps averages");
    for (name, average) in [("mean", Average::Mean), ("variance", Average::Variance)] {
        let size = (f64::from(SIZE.0), f64::from(SIZE.1));
        let chart = Averages::new(&history, average, Some(3), size, style(Theme::Light));
        check(&format!("running_{name}"), SIZE, |backend| {
            let area = backend.into_drawing_area();
            chart.draw(&area).expect("a string takes any drawing");
            area.present().expect("a string takes any drawing");
        });
    }
}

#[test]
fn on_a_sharp_screen_everything_is_twice_as_large() {
    let explore = explore("channels(4,6,4,4)", "GroupNorm(3,6)");
    let coordinates = |ratio: f64| -> Vec<f64> {
        let style = Style {
            device_pixel_ratio: ratio,
            ..style(Theme::Light)
        };
        let ridges = ridges(&explore, By::Set, [0, 3, 1, 2], 0.0, style);
        let mut svg = String::new();
        let device = |px: u32| (f64::from(px) * ratio) as u32;
        let area = SVGBackend::with_string(&mut svg, (device(SIZE.0), device(SIZE.1)));
        let area = area.into_drawing_area();
        ridges
            .draw(&area, None)
            .expect("a string takes any drawing");
        drop(area);
        let sizes = svg.split("font-size=\"").skip(1);
        sizes
            .filter_map(|rest| rest.split('"').next()?.parse().ok())
            .collect()
    };
    let (once, twice) = (coordinates(1.0), coordinates(2.0));
    assert!(once.len() > 6 && once.iter().all(|size| *size >= 12.5));
    assert!(
        once.iter()
            .zip(&twice)
            .all(|(a, b)| (2.0 * a - b).abs() < 1e-3)
    );
}

/// The outcome of a link, as a chart.
fn scatter(link: &str, theme: Theme) -> Scatter {
    let (settings, _) = read_link(&format!("view=redraws&redraws=40&{link}"));
    let outcome = settings.redraws_experiment().run().expect("a recipe");
    let names = redraws::Names::new(&English, settings.redraws.quantity, &outcome);
    let size = (f64::from(SIZE.0), f64::from(SIZE.1));
    Scatter::new(&outcome, &names, size, style(theme))
}

#[test]
fn means_gather_as_batches_grow() {
    for (name, link, theme) in [
        ("redraws_mean", "x=randn(4,6,4,4)", Theme::Light),
        (
            "redraws_deviation_dark",
            "x=randn(4,6)&quantity=deviation",
            Theme::Dark,
        ),
        ("redraws_gap", "x=randn(4,6,4,4)&quantity=gap", Theme::Light),
    ] {
        let scatter = scatter(link, theme);
        let columns = &scatter.columns;
        assert!(columns.iter().all(|column| column.dots.len() == 40));
        let far = |pair: &[Batches]| pair[1].x_px > pair[0].x_px + 40.0;
        assert!(columns.windows(2).all(far));
        let width = |batches: &Batches| batches.bar_px[1] - batches.bar_px[2];
        assert!(width(&columns[5]) < 0.5 * width(&columns[0]));
        for column in columns {
            let inside = |(x, y): &(f64, f64)| {
                (x - column.x_px).abs() < 25.0 && (0.0..f64::from(SIZE.1)).contains(y)
            };
            assert!(column.dots.iter().all(inside));
        }
        check(name, SIZE, |backend| {
            let area = backend.into_drawing_area();
            scatter.draw(&area).expect("a string takes any drawing");
            area.present().expect("a string takes any drawing");
        });
    }
}

const NAMES: Names = Names {
    axes: ["w₁", "w₂"],
    start: "start",
    minimum: "minimum",
};

fn contours(setup: Setup, style: Style) -> (Descent, Contours) {
    let descent = Descent::run(&setup, 1234);
    let contours = Contours::new(&descent, NAMES, (640.0, 420.0), style);
    (descent, contours)
}

fn standardized() -> Setup {
    Setup {
        standardize: true,
        rate: 0.3,
        ..Setup::default()
    }
}

#[test]
fn the_landscape_of_a_loss_and_the_way_down() {
    let diverging = Setup {
        rate: 2.05,
        ..Setup::default()
    };
    for (name, setup, theme) in [
        ("descent", Setup::default(), Theme::Light),
        ("descent_standardized", standardized(), Theme::Dark),
        ("descent_diverging", diverging, Theme::Light),
    ] {
        let (descent, contours) = contours(setup, style(theme));
        check(name, (640, 420), |backend| {
            let area = backend.into_drawing_area();
            contours.draw(&area).expect("a string takes any drawing");
            area.present().expect("a string takes any drawing");
        });
        let names = ["step", "a thousandth"];
        let losses = Losses::new(&descent, names, (420.0, 260.0), style(theme));
        check(&format!("{name}_losses"), SIZE, |backend| {
            let area = backend.into_drawing_area();
            losses.draw(&area).expect("a string takes any drawing");
            area.present().expect("a string takes any drawing");
        });
        assert_eq!(losses.reached.is_some(), descent.steps != Steps::Never);
    }
}

#[test]
fn contours_lie_where_the_loss_is_theirs_on_one_scale() {
    for scale in [0.01, 1.0, 10.0, 100.0, 1000.0] {
        for (shift, standardize) in [(0.0, false), (5.0, false), (5.0, true)] {
            let setup = Setup {
                scale,
                shift,
                standardize,
                rate: 1.9,
                ..Setup::default()
            };
            let (descent, contours) = contours(setup, style(Theme::Light));
            let plane = &descent.plane;
            let back = |(x, y): (f64, f64)| {
                let right = (x - contours.minimum.0) / contours.scale_px;
                let up = (contours.minimum.1 - y) / contours.scale_px;
                [plane.centre[0] + right, plane.centre[1] + up]
            };
            for (place, step) in contours.path.iter().zip(&descent.walk) {
                let point = back(*place);
                for k in [0, 1] {
                    let error = (point[k] - step.theta[plane.pair[k]]).abs();
                    assert!(error * contours.scale_px < 1e-6);
                }
                // It never is higher than the contour that fills the frame.
                assert!(contours.frame.holds(*place), "{setup:?}");
            }
            assert!(!contours.lines.is_empty(), "{setup:?}");
            let mut corners = 0;
            for line in &contours.lines {
                for &place in line.parts.iter().flatten() {
                    let on_edge = [contours.frame.left_px, contours.frame.right_px]
                        .iter()
                        .any(|x| (x - place.0).abs() < 1e-6)
                        || [contours.frame.top_px, contours.frame.bottom_px]
                            .iter()
                            .any(|y| (y - place.1).abs() < 1e-6);
                    assert!(contours.frame.holds(place) || on_edge);
                    // Where a side of the polygon is cut, the cut lies inside of the ellipse.
                    if !on_edge {
                        let excess = plane.excess(back(place));
                        assert!((excess / line.excess - 1.0).abs() < 1e-6, "{setup:?}");
                        corners += 1;
                    }
                }
            }
            assert!(corners > 5, "{setup:?}: {corners}");
            for pair in contours.lines.windows(2) {
                assert!((pair[0].excess / pair[1].excess - RATIO).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn the_curve_of_losses_crosses_a_thousandth_where_the_steps_are_counted() {
    let (descent, _) = contours(Setup::default(), style(Theme::Light));
    let losses = Losses::new(&descent, ["", ""], (420.0, 260.0), style(Theme::Light));
    let Steps::Within(steps) = descent.steps else {
        panic!("it converges");
    };
    let (x, y) = losses.reached.expect("a place");
    let frame = losses.frame;
    let decades = (x - frame.left_px) / (frame.right_px - frame.left_px) * 7.0;
    assert!((decades - (steps as f64).log10()).abs() < 1e-9);
    let above = losses.curve.iter().take_while(|point| point.0 < x);
    assert!(above.clone().count() > 20 && above.into_iter().all(|point| point.1 < y));
}

/// The stack of a link, as a chart.
#[test]
fn a_stack_in_too_little_room_is_drawn_too() {
    for size in [(40.0, 400.0), (400.0, 20.0), (40.0, 20.0)] {
        let style = style(Theme::Projector).with_font_px(27.0);
        let frame = curves_in("depth=2", size, style).frame;
        assert!(frame.left_px < frame.right_px && frame.top_px < frame.bottom_px);
    }
}

#[test]
fn names_of_curves_lie_apart() {
    let em = 27.0;
    for height in [300.0, 340.0, 380.0, 420.0, 460.0, 500.0] {
        let style = style(Theme::Projector).with_font_px(em);
        let curves = curves_in("depth=1&order=pre", (350.0, height), style).curves;
        let mut places: Vec<f64> = curves.iter().map(|curve| curve.name_px).collect();
        places.sort_by(f64::total_cmp);
        assert!(
            places.windows(2).all(|pair| pair[1] - pair[0] >= em),
            "{height}: {places:?}"
        );
    }
}

#[test]
fn depths_of_stacks_are_not_read_as_one_number() {
    let em = 27.0;
    for width in [300.0, 450.0, 650.0, 900.0, 1300.0] {
        let style = style(Theme::Projector).with_font_px(em);
        let columns = curves_in("measure=last", (width, 400.0), style).columns;
        assert_eq!(columns.last().expect("the deepest").1, "48");
        for pair in columns.windows(2) {
            let [(x, label), (next, other)] = pair else {
                panic!("a pair");
            };
            let digits_px = (label.len() + other.len()) as f64 / 2.0 * 0.6 * em;
            assert!(next - x > digits_px + 0.25 * em, "{width}: {columns:?}");
        }
    }
}

fn curves(link: &str, theme: Theme) -> Curves {
    let size = (f64::from(SIZE.0), f64::from(SIZE.1));
    curves_in(link, size, style(theme))
}

fn curves_in(link: &str, size: (f64, f64), style: Style) -> Curves {
    let (settings, complaints) = read_link(&format!("view=stack&width=16&{link}"));
    assert_eq!(complaints, [], "{link}");
    let setup = settings.stack;
    let compares = setup.measure == Measure::Last;
    let outcome = Outcome::of(setup.stack(), settings.seed, &ORDERS, compares);
    let names = stack::Names {
        orders: ORDERS.map(|order| English.order(order).to_owned()),
        laws: English
            .stack_laws(setup.measure)
            .iter()
            .map(|law| (*law).to_owned())
            .collect(),
        below: English.stack_axis(setup.measure).to_owned(),
    };
    Curves::new(&outcome, &setup, &names, size, style)
}

#[test]
fn orders_part_as_stacks_grow() {
    for (name, link, theme) in [
        ("stack_activations", "depth=8", Theme::Light),
        (
            "stack_activations_none",
            "depth=24&order=none",
            Theme::Light,
        ),
        (
            "stack_gradients_dark",
            "measure=gradients&order=post",
            Theme::Dark,
        ),
        ("stack_last", "measure=last", Theme::Light),
    ] {
        let curves = curves(link, theme);
        let [none, post, pre] = &curves.curves[..] else {
            panic!("three orders");
        };
        let is_inside = |line: &[(f64, f64)]| line.iter().all(|point| curves.frame.holds(*point));
        assert!(is_inside(&post.line) && is_inside(&pre.line), "{name}");
        // It leaves the frame, unless the axis is made for it.
        assert_eq!(is_inside(&none.line), link.contains("order=none"), "{name}");
        for curve in &curves.curves {
            assert_eq!(curve.band.len(), 2 * curve.line.len());
            assert!(curve.line.windows(2).all(|pair| pair[1].0 > pair[0].0));
        }
        check(name, SIZE, |backend| {
            let area = backend.into_drawing_area();
            curves.draw(&area).expect("a string takes any drawing");
            area.present().expect("a string takes any drawing");
        });
    }
}
