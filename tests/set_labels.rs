//! Colours and labels of the sets, point by point: what a label lies on is found by walking all cells.

mod common;

use common::scene::{VIEWPORT, scene};
use std::collections::{BTreeMap, BTreeSet};

use normscope::norm::{Partition, Side};
use normscope::scene::colour::{Palette, SETS, Theme, luminance};
use normscope::scene::{
    Aabb, AxisSpec, Camera, Cell, Cut, Focus, Layout, Role, Scene, SetLabel, View,
};

use Side::{Kept, Shared, Split};

fn names(rank: usize) -> &'static [&'static str] {
    match rank {
        2 => &["N", "C"],
        3 => &["N", "T", "D"],
        4 => &["N", "C", "H", "W"],
        _ => &["N", "C", "D", "H", "W"],
    }
}

/// Shapes with the sides of sets in them: the methods, and boxes that lie in several stretches.
fn partitions() -> Vec<Partition> {
    let cases: [(&[usize], &[Side]); 14] = [
        (&[4, 6, 4, 4], &[Shared, Kept, Shared, Shared]),
        (&[4, 6, 4, 4], &[Kept, Shared, Shared, Shared]),
        (&[4, 6, 4, 4], &[Kept, Kept, Shared, Shared]),
        (&[4, 6, 4, 4], &[Kept, Split(3), Shared, Shared]),
        (&[4, 6, 4, 4], &[Kept, Shared, Kept, Kept]),
        (&[4, 6, 4, 4], &[Split(2), Split(2), Shared, Kept]),
        (&[4, 6, 4, 4], &[Shared, Shared, Split(2), Shared]),
        (&[3, 7, 2, 2], &[Kept, Kept, Shared, Shared]),
        (&[2, 3, 14, 7], &[Shared, Shared, Kept, Kept]),
        (&[6, 8], &[Kept, Shared]),
        (&[6, 8], &[Shared, Kept]),
        (&[4, 5, 7], &[Kept, Kept, Shared]),
        (&[2, 4, 2, 3, 3], &[Kept, Split(2), Shared, Shared, Shared]),
        (&[2, 4, 2, 3, 3], &[Shared, Kept, Kept, Shared, Shared]),
    ];
    cases
        .map(|(shape, sides)| Partition::new(shape, sides).expect("sides that fit"))
        .to_vec()
}

fn layouts(partition: &Partition) -> Vec<Layout> {
    let specs = AxisSpec::choices(names(partition.shape().len()));
    specs
        .iter()
        .map(|spec| Layout::new(partition.shape(), spec))
        .collect()
}

fn cameras() -> [Camera; 3] {
    let degrees = |yaw: f64, pitch: f64, zoom: f64| Camera {
        yaw: yaw.to_radians(),
        pitch: pitch.to_radians(),
        zoom,
        ..Camera::default()
    };
    [
        Camera::default(),
        degrees(-50.0, 30.0, 1.0),
        degrees(0.0, 90.0, 1.6),
    ]
}

fn cells(layout: &Layout) -> Vec<Cell> {
    let [across, down, depth] = layout.cell_counts();
    let cell = |i: usize| [i % across, i / across % down, i / across / down];
    (0..across * down * depth).map(cell).collect()
}

/// A cell, and its place in the world.
type Placed = (Cell, Aabb);

/// What is seen at a point: the cell, and the axis of the world that its face looks along.
fn seen(scene: &Scene, drawn: &[Placed], point_px: [f64; 2]) -> Option<(Cell, usize)> {
    let view = scene.view();
    let origin = view.world_from_screen_px(point_px);
    let leave = |&(cell, world): &Placed| {
        let (mut enter, mut exit, mut face) = (f64::MIN, f64::MAX, 0);
        for (i, &from) in origin.iter().enumerate() {
            if view.eye[i].abs() < 1e-9 {
                if from < world.min[i] || from > world.max[i] {
                    return None;
                }
                continue;
            }
            let ends = [world.min[i], world.max[i]].map(|w| (w - from) / view.eye[i]);
            enter = enter.max(ends[0].min(ends[1]));
            if ends[0].max(ends[1]) < exit {
                (exit, face) = (ends[0].max(ends[1]), i);
            }
        }
        (enter <= exit).then_some((cell, face, exit))
    };
    let nearest = drawn
        .iter()
        .filter_map(leave)
        .max_by(|a, b| a.2.total_cmp(&b.2));
    nearest.map(|(cell, face, _)| (cell, face))
}

fn drawn(scene: &Scene) -> Vec<Placed> {
    let layout = scene.layout();
    let is_drawn = |cell: &Cell| {
        let mut boxes = scene.boxes().iter();
        boxes.any(|b| b.role != Role::Clear && b.cells.contains(*cell))
    };
    let all = cells(layout).into_iter().filter(is_drawn);
    all.map(|cell| (cell, layout.world_of_cell(cell))).collect()
}

/// Four by four points of the room that a label has, a hair inside its rim, with which it may touch that of its set.
fn points(label: &SetLabel) -> impl Iterator<Item = [f64; 2]> {
    let (centre, size) = (label.centre_px, label.size_px);
    (0..16).map(move |k| {
        let share = [k % 4, k / 4].map(|i| (f64::from(i) / 3.0 - 0.5) * 0.999);
        [0, 1].map(|i| centre[i] + share[i] * size[i])
    })
}

#[test]
fn each_label_lies_on_one_face_of_its_own_set() {
    let mut count = 0;
    for partition in partitions() {
        let pin = vec![1; partition.shape().len()];
        for layout in layouts(&partition) {
            for camera in cameras() {
                for pinned in [None, Some(&pin[..])] {
                    let scene = scene(&layout, camera, &partition, pinned);
                    let drawn = drawn(&scene);
                    for label in scene.set_labels(usize::MAX) {
                        let hits: BTreeSet<_> = points(&label)
                            .map(|point| {
                                let (cell, face) =
                                    seen(&scene, &drawn, point).expect("a cell under the label");
                                (partition.set_of(&layout.index_of_cell(cell)), face)
                            })
                            .collect();
                        let sets: Vec<_> = hits.iter().map(|hit| hit.0).collect();
                        assert_eq!(sets, [label.set], "{partition:?} {camera:?} {label:?}");
                        let in_focus = pinned.is_none_or(|at| partition.set_of(at) == label.set);
                        assert!(in_focus, "a grey set has no label");
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 300, "only {count} labels");
}

#[test]
fn labels_stand_apart() {
    for partition in partitions() {
        for layout in layouts(&partition) {
            for camera in cameras() {
                let labels = scene(&layout, camera, &partition, None).set_labels(usize::MAX);
                for (k, a) in labels.iter().enumerate() {
                    for b in &labels[..k] {
                        let is_apart = |i: usize| {
                            let room = (a.size_px[i] + b.size_px[i]) / 2.0;
                            (a.centre_px[i] - b.centre_px[i]).abs() > room - 1e-6
                        };
                        assert!((0..2).any(is_apart), "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}

/// In a solid cube every set with a place large enough has its label.
#[test]
fn no_set_with_room_goes_without() {
    const STEP_PX: f64 = 7.0;
    for partition in partitions() {
        let layout = &layouts(&partition)[0];
        let scene = scene(layout, Camera::default(), &partition, None);
        let labels = scene.set_labels(usize::MAX);
        let labelled: BTreeSet<_> = labels.iter().map(|label| label.set).collect();
        let Some(width) = labels.iter().map(|l| l.size_px[0]).reduce(f64::max) else {
            continue;
        };
        let height = labels.iter().map(|l| l.size_px[1]).fold(0.0, f64::max);
        let drawn = drawn(&scene);
        let size = [VIEWPORT.width_px, VIEWPORT.height_px].map(|px| (px / STEP_PX) as i32);
        let mut at = BTreeMap::new();
        for (x, y) in (0..size[0]).flat_map(|x| (0..size[1]).map(move |y| (x, y))) {
            let point = [f64::from(x) * STEP_PX, f64::from(y) * STEP_PX];
            if let Some((cell, face)) = seen(&scene, &drawn, point) {
                at.insert(
                    (x, y),
                    (partition.set_of(&layout.index_of_cell(cell)), face),
                );
            }
        }
        // And two steps more: labels are sought at points of their own
        let reach = [width, height].map(|px| (px / 2.0 / STEP_PX).ceil() as i32 + 2);
        for (&(x, y), hit) in &at {
            let mut around = (-reach[0]..=reach[0])
                .flat_map(|dx| (-reach[1]..=reach[1]).map(move |dy| (x + dx, y + dy)));
            if around.all(|p| at.get(&p) == Some(hit)) {
                assert!(
                    labelled.contains(&hit.0),
                    "{partition:?}: set {} has room",
                    hit.0
                );
            }
        }
    }
}

#[test]
fn labels_say_where_their_set_lies() {
    let texts = |number: usize, arrangement: usize| {
        let partition = &partitions()[number];
        let layout = &layouts(partition)[arrangement];
        let labels = scene(layout, Camera::default(), partition, None).set_labels(100);
        let texts: BTreeSet<_> = labels.iter().map(|label| label.lines.join(" ")).collect();
        texts.into_iter().collect::<Vec<_>>()
    };
    let batch = ["C0", "C1", "C2", "C3", "C4", "C5"];
    assert_eq!(texts(0, 0), batch);
    assert_eq!(texts(0, 1), batch);
    assert_eq!(texts(1, 0), ["N0", "N1", "N2", "N3"]);
    let group = texts(3, 0);
    assert!(
        ["N0 C0–1", "N0 C2–3", "N0 C4–5"]
            .iter()
            .all(|t| group.contains(&(*t).to_string())),
        "{group:?}"
    );
    assert_eq!(texts(9, 0), ["N0", "N1", "N2", "N3", "N4", "N5"]);
}

/// Where there is room for a number alone, it is the number; where there is none for it, or too many are
/// wanted, there is nothing.
#[test]
fn small_sets_carry_numbers_and_tiny_ones_nothing() {
    let labels = |shape: &[usize], limit: usize| {
        let sides = [Kept, Kept, Shared, Shared];
        let partition = Partition::new(shape, &sides).unwrap();
        let layout = &layouts(&partition)[0];
        scene(layout, Camera::default(), &partition, None).set_labels(limit)
    };
    let numbers = labels(&[4, 14, 4, 4], 100);
    assert!(!numbers.is_empty());
    assert!(
        numbers
            .iter()
            .all(|label| label.lines == [label.set.to_string()]),
        "{numbers:?}"
    );
    assert_eq!(labels(&[64, 64, 8, 8], 100), []);
    assert_eq!(labels(&[4, 14, 4, 4], 3), []);
}

#[test]
fn one_set_and_single_elements_need_no_label() {
    for side in [Kept, Shared] {
        let partition = Partition::new(&[2, 3, 2, 2], &[side; 4]).unwrap();
        for layout in layouts(&partition) {
            assert_eq!(
                scene(&layout, Camera::default(), &partition, None).set_labels(100),
                []
            );
        }
    }
}

#[test]
fn a_cut_leaves_labels_on_what_it_leaves() {
    let partition = &partitions()[0];
    let layout = &layouts(partition)[0];
    let focus = Focus {
        partition,
        pinned: None,
        hovered: None,
        cut: Some(Cut::parse("C2:5", layout.spec()).unwrap()),
    };
    let view = View::new(layout, Camera::default(), VIEWPORT);
    let labels = Scene::new(layout, view, &focus).set_labels(100);
    let texts: Vec<_> = labels.iter().map(|label| label.lines.join(" ")).collect();
    assert_eq!(texts, ["C2", "C3", "C4"]);
}

/// Neighbours in the picture are in different sets by colour, too.
#[test]
fn sets_side_by_side_differ_in_colour() {
    let palette = Theme::Light.palette();
    let mut edges = 0;
    for partition in partitions() {
        for layout in layouts(&partition) {
            let of = |cell: Cell| {
                let index = layout.index_of_cell(cell);
                (partition.set_of(&index), palette.set(&partition, &index))
            };
            let counts = layout.cell_counts();
            for cell in cells(&layout) {
                for d in (0..3).filter(|&d| cell[d] + 1 < counts[d]) {
                    let mut next = cell;
                    next[d] += 1;
                    let (a, b) = (of(cell), of(next));
                    assert_eq!(a.0 == b.0, a.1 == b.1, "{partition:?} {cell:?} {next:?}");
                    edges += usize::from(a.0 != b.0);
                }
            }
        }
    }
    assert!(edges > 1_000, "only {edges} edges between sets");
}

#[test]
fn text_is_read_on_every_colour() {
    let contrast = |a, b| {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        f64::max(a, b) / f64::min(a, b)
    };
    let values = [Theme::Light, Theme::Dark]
        .into_iter()
        .flat_map(|theme| (-30..=30).map(move |v| theme.palette().value(f64::from(v) / 10.0, 3.0)));
    for colour in values.chain(SETS) {
        let ink = Palette::ink_on(colour);
        assert!(contrast(ink, colour) >= 4.5, "{ink:?} on {colour:?}");
    }
    assert!((luminance([255; 3]) - 1.0).abs() < 1e-9 && luminance([0; 3]) == 0.0);
}
