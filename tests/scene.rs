//! The cube as numbers, against exhaustive checks cell by cell.

mod common;

use common::scene::{VIEWPORT, scene};
use std::collections::BTreeSet;

use normscope::norm::{Partition, Side};
use normscope::scene::colour::{self, Theme};
use normscope::scene::{
    Anchor, AxisSpec, Camera, Cell, CellBox, Cut, Dimension, Direction, Focus, Layout, LineRole,
    Role, Scene, View, Viewport, dimensions,
};

fn names(rank: usize) -> Vec<&'static str> {
    match rank {
        2 => vec!["N", "C"],
        3 => vec!["N", "T", "D"],
        4 => vec!["N", "C", "H", "W"],
        _ => vec!["N", "C", "D", "H", "W"],
    }
}

fn shapes() -> Vec<Vec<usize>> {
    let shapes: [&[usize]; 8] = [
        &[4, 6],
        &[1, 1],
        &[3, 4, 5],
        &[4, 6, 4, 4],
        &[2, 3, 2, 3],
        &[1, 4, 1, 3],
        &[3, 2, 5, 1],
        &[2, 4, 2, 3, 2],
    ];
    shapes.map(<[usize]>::to_vec).to_vec()
}

fn layouts() -> Vec<Layout> {
    let of_shape = |shape: Vec<usize>| {
        let specs = AxisSpec::choices(&names(shape.len()));
        specs
            .into_iter()
            .map(move |spec| Layout::new(&shape, &spec))
    };
    shapes().into_iter().flat_map(of_shape).collect()
}

fn cameras() -> Vec<Camera> {
    let degrees = |yaw: f64, pitch: f64| Camera {
        yaw: yaw.to_radians(),
        pitch: pitch.to_radians(),
        ..Camera::default()
    };
    vec![
        Camera::default(),
        degrees(0.0, 0.0),
        degrees(0.0, 90.0),
        degrees(-50.0, 30.0),
        degrees(160.0, -35.0),
        degrees(90.0, 20.0),
        Camera {
            zoom: 1.7,
            pan: [0.1, -0.2],
            ..degrees(-130.0, 10.0)
        },
    ]
}

/// Every choice of kept, shared and split axes that tiles the shape.
fn partitions(shape: &[usize]) -> Vec<Partition> {
    let choices = [Side::Kept, Side::Shared, Side::Split(2)];
    let rank = shape.len() as u32;
    let all = (0..3usize.pow(rank)).filter_map(|code| {
        let sides: Vec<_> = (0..rank)
            .map(|axis| choices[code / 3usize.pow(axis) % 3])
            .collect();
        Partition::new(shape, &sides).ok()
    });
    let mut seen = Vec::<Partition>::new();
    for partition in all {
        if !seen.contains(&partition) {
            seen.push(partition);
        }
    }
    seen
}

fn cells(layout: &Layout) -> Vec<Cell> {
    let [across, down, depth] = layout.cell_counts();
    let cell = |i: usize| [i % across, i / across % down, i / across / down];
    (0..across * down * depth).map(cell).collect()
}

fn pins(shape: &[usize]) -> Vec<Vec<usize>> {
    let last = shape.iter().map(|n| n - 1).collect();
    let middle = shape.iter().map(|n| n / 2).collect();
    vec![vec![0; shape.len()], middle, last]
}

fn single(shape: &[usize]) -> Partition {
    Partition::new(shape, &vec![Side::Kept; shape.len()]).unwrap()
}

#[test]
fn each_element_has_a_cell_and_each_cell_an_element() {
    for layout in layouts() {
        let mut flats = BTreeSet::new();
        for cell in cells(&layout) {
            let index = layout.index_of_cell(cell);
            assert_eq!(layout.cell_of_index(&index), cell);
            let axes = index.iter().zip(layout.shape());
            let flat = axes.fold(0, |flat, (i, n)| flat * n + i);
            assert_eq!(layout.flat_of_cell(cell), flat);
            flats.insert(flat);
        }
        assert_eq!(flats.len(), layout.shape().iter().product::<usize>());
    }
}

#[test]
fn cells_lie_apart_and_in_their_boxes() {
    for layout in layouts() {
        let all = cells(&layout);
        let worlds: Vec<_> = all.iter().map(|&cell| layout.world_of_cell(cell)).collect();
        for (i, a) in worlds.iter().enumerate() {
            assert!((0..3).all(|d| a.max[d] > a.min[d]));
            let bounds = layout.bounds();
            assert!(
                (0..3).all(|d| a.max[d] < bounds.max[d] + 1e-9 && a.min[d] > bounds.min[d] - 1e-9)
            );
            for b in &worlds[..i] {
                assert!((0..3).any(|d| a.max[d] < b.min[d] + 1e-9 || b.max[d] < a.min[d] + 1e-9));
            }
        }
        let block = layout.block_cells();
        for (&cell, world) in all.iter().zip(&worlds) {
            let start = [0, 1, 2].map(|d| cell[d] / block[d] * block[d]);
            let whole = CellBox([0, 1, 2].map(|d| start[d]..start[d] + block[d]));
            assert_eq!(layout.cell_at(world.centre(), &whole), cell);
        }
    }
}

#[test]
fn the_figure_of_the_paper_is_recognisable() {
    let layout = Layout::new(&[4, 6, 4, 4], &AxisSpec::choices(&names(4))[0]);
    let view = View::new(&layout, Camera::default(), VIEWPORT);
    let at = |index: [usize; 4]| {
        let centre = layout.world_of_cell(layout.cell_of_index(&index)).centre();
        let nearness: f64 = (0..3).map(|i| centre[i] * view.eye[i]).sum();
        (view.screen_px_from_world(centre), nearness)
    };
    let first = at([0; 4]);
    assert!(at([3, 0, 0, 0]).1 < first.1, "sample 0 is at the front");
    assert!(
        at([0, 5, 0, 0]).0[0] > first.0[0],
        "channels go to the right"
    );
    let (below, right) = (at([0, 0, 3, 0]).0, at([0, 0, 0, 3]).0);
    assert!(
        below[1] > right[1] && right[1] > first.0[1],
        "positions go down, W fastest"
    );
    assert!((below[0] - first.0[0]).abs() < 1e-9);
}

#[test]
fn the_sets_boxes_cover_the_set_and_nothing_else() {
    for layout in layouts() {
        let shape = layout.shape().to_vec();
        for partition in partitions(&shape) {
            for pin in pins(&shape) {
                let scene = scene(&layout, Camera::default(), &partition, Some(&pin));
                let set = partition.set_of(&pin);
                for cell in cells(&layout) {
                    let mut boxes = scene.boxes().iter().filter(|b| b.cells.contains(cell));
                    let b = boxes.next().expect("each cell is in a box");
                    assert!(boxes.next().is_none(), "each cell is in one box");
                    let in_set = partition.set_of(&layout.index_of_cell(cell)) == set;
                    assert_eq!(
                        b.role == Role::Set,
                        in_set,
                        "{shape:?} {partition:?} {pin:?} {cell:?}"
                    );
                }
            }
        }
    }
}

/// The nearest drawn cell along the ray through a point, one cell after another.
fn pick_by_hand(scene: &Scene, drawn: &[Cell], point_px: [f64; 2]) -> Option<(Cell, f64)> {
    let view = scene.view();
    let origin = view.world_from_screen_px(point_px);
    let leave = |cell: Cell| {
        let world = scene.layout().world_of_cell(cell);
        let (mut enter, mut exit) = (f64::MIN, f64::MAX);
        for (i, &from) in origin.iter().enumerate() {
            if view.eye[i].abs() < 1e-9 {
                if from < world.min[i] || from > world.max[i] {
                    return None;
                }
                continue;
            }
            let ends = [world.min[i], world.max[i]].map(|w| (w - from) / view.eye[i]);
            enter = enter.max(ends[0].min(ends[1]));
            exit = exit.min(ends[0].max(ends[1]));
        }
        (enter <= exit).then_some((cell, exit))
    };
    drawn
        .iter()
        .filter_map(|&cell| leave(cell))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

#[test]
fn picking_finds_the_nearest_drawn_cell() {
    let mut hits = 0;
    for layout in layouts() {
        let shape = layout.shape().to_vec();
        let partition = Partition::new(&shape, &vec![Side::Shared; shape.len()]).unwrap();
        let two = partitions(&shape).into_iter().nth(1).unwrap_or(partition);
        for camera in cameras() {
            for pinned in [None, Some(pins(&shape)[1].as_slice())] {
                let scene = scene(&layout, camera, &two, pinned);
                let clear = |cell: &Cell| {
                    scene
                        .boxes()
                        .iter()
                        .any(|b| b.role == Role::Clear && b.cells.contains(*cell))
                };
                let drawn: Vec<_> = cells(&layout).into_iter().filter(|c| !clear(c)).collect();
                for i in 0..400 {
                    let point = [
                        f64::from(i % 20) * 44.3 + 11.7,
                        f64::from(i / 20) * 34.1 + 13.9,
                    ];
                    let by_hand = pick_by_hand(&scene, &drawn, point).map(|hit| hit.0);
                    assert_eq!(
                        scene.pick(point).map(|hit| hit.cell),
                        by_hand,
                        "{camera:?} {point:?}"
                    );
                    hits += usize::from(by_hand.is_some());
                }
            }
        }
    }
    assert!(hits > 5_000, "only {hits} points hit a cell");
}

#[test]
fn picking_the_middle_of_a_visible_cell_finds_it() {
    for layout in layouts() {
        for camera in cameras() {
            let scene = scene(&layout, camera, &single(layout.shape()), None);
            let all = cells(&layout);
            let view = scene.view();
            for &cell in &all {
                let world = layout.world_of_cell(cell);
                for d in 0..3 {
                    let near = f64::from(view.facing()[d]);
                    let mut point = world.centre();
                    point[d] += near * world.half()[d];
                    let px = view.screen_px_from_world(point);
                    let (nearest, _) =
                        pick_by_hand(&scene, &all, px).expect("its own cell at least");
                    let hit = scene.pick(px).expect("its own cell at least");
                    if near != 0.0 && nearest == cell {
                        assert_eq!(hit.index, layout.index_of_cell(cell));
                        assert_eq!(hit.face as usize, d);
                    }
                }
            }
            let faces = scene.faces(usize::MAX);
            for face in &faces {
                let hit = scene.pick(face.centre_px).expect("a visible face");
                assert_eq!((hit.cell, hit.face), (face.cell, face.face));
            }
        }
    }
}

#[test]
fn nothing_but_the_set_hides_the_set() {
    for layout in layouts() {
        let shape = layout.shape().to_vec();
        for (number, partition) in partitions(&shape).into_iter().enumerate() {
            let camera = cameras()[number % cameras().len()];
            for (camera, pin) in [Camera::default(), camera]
                .into_iter()
                .zip(pins(&shape).into_iter().rev())
            {
                let scene = scene(&layout, camera, &partition, Some(&pin));
                let view = scene.view();
                let of_set = cells(&layout).into_iter().filter(|&cell| {
                    partition.set_of(&layout.index_of_cell(cell)) == partition.set_of(&pin)
                });
                for cell in of_set {
                    let world = layout.world_of_cell(cell);
                    for d in 0..3 {
                        let mut point = world.centre();
                        point[d] += f64::from(view.facing()[d]) * world.half()[d];
                        let hit = scene.pick(view.screen_px_from_world(point));
                        let role = hit.map(|hit| hit.role);
                        assert_eq!(
                            role,
                            Some(Role::Set),
                            "{shape:?} {partition:?} {pin:?} {camera:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn what_does_not_hide_the_set_stays() {
    let layout = Layout::new(&[4, 6, 4, 4], &AxisSpec::choices(&names(4))[0]);
    let sides = [Side::Kept, Side::Split(3), Side::Shared, Side::Shared];
    let partition = Partition::new(layout.shape(), &sides).unwrap();
    let scene = scene(&layout, Camera::default(), &partition, Some(&[0, 0, 0, 0]));
    let count = |role: Role| scene.boxes().iter().filter(|b| b.role == role).count();
    // In front of the first group of the front sample stands only what is to its right
    assert_eq!(
        (count(Role::Set), count(Role::Clear), count(Role::Ghost)),
        (1, 1, 2)
    );
}

#[test]
fn hovering_lights_up_a_set_and_clears_nothing() {
    let layout = Layout::new(&[4, 6, 4, 4], &AxisSpec::choices(&names(4))[0]);
    let sides = [Side::Shared, Side::Kept, Side::Shared, Side::Shared];
    let partition = Partition::new(layout.shape(), &sides).unwrap();
    let view = View::new(&layout, Camera::default(), VIEWPORT);
    let focus = Focus {
        partition: &partition,
        pinned: None,
        hovered: Some(&[0, 2, 0, 0]),
        cut: None,
    };
    let scene = Scene::new(&layout, view, &focus);
    assert!(scene.boxes().iter().all(|b| b.role != Role::Clear));
    let lit: usize = scene
        .boxes()
        .iter()
        .filter(|b| b.role == Role::Set)
        .map(|b| b.cells.len())
        .sum();
    assert_eq!(lit, partition.set_len());
}

/// The partitions of the methods by their sides: batch, layer, instance, group, layer over channels.
fn methods(shape: &[usize]) -> Vec<Partition> {
    use Side::{Kept, Shared, Split};
    let heads = [
        [Shared, Kept],
        [Kept, Shared],
        [Kept, Kept],
        [Kept, Split(2)],
    ];
    let with_tail = |head: [Side; 2], tail: Side| {
        let mut sides = head.to_vec();
        sides.resize(shape.len(), tail);
        Partition::new(shape, &sides).ok()
    };
    let all = heads.map(|head| with_tail(head, Shared));
    let channels = with_tail([Kept, Shared], Kept);
    all.into_iter().chain([channels]).flatten().collect()
}

#[test]
fn most_of_each_sets_outline_is_unobstructed() {
    for layout in layouts() {
        let shape = layout.shape().to_vec();
        for partition in methods(&shape) {
            for pin in pins(&shape) {
                let scene = scene(&layout, Camera::default(), &partition, Some(&pin));
                let (mut seen, mut all) = (0, 0);
                for line in scene
                    .lines()
                    .iter()
                    .filter(|line| line.role == LineRole::Set)
                {
                    for step in 0..8 {
                        let share = (f64::from(step) + 0.5) / 8.0;
                        let at =
                            [0, 1, 2].map(|i| line.from[i] + share * (line.to[i] - line.from[i]));
                        all += 1;
                        seen += usize::from(is_seen(&scene, at));
                    }
                }
                // A box alone hides 3 of its own 12 edges, and plates of one set hide some of each other's
                assert!(
                    seen * 10 >= all * 6,
                    "{seen} of {all}: {shape:?} {partition:?} {pin:?}"
                );
            }
        }
    }
}

/// Whether nothing is nearer to the eye than a point of an edge.
fn is_seen(scene: &Scene, at: [f64; 3]) -> bool {
    let view = scene.view();
    let drawn = scene.boxes().iter().filter(|b| b.role != Role::Clear);
    drawn.into_iter().all(|b| {
        let exit = (0..3)
            .map(|i| {
                let side = if view.eye[i] > 0.0 {
                    b.world.max[i]
                } else {
                    b.world.min[i]
                };
                (side - at[i]) / view.eye[i]
            })
            .fold(f64::MAX, f64::min);
        let enter = (0..3)
            .map(|i| {
                let side = if view.eye[i] > 0.0 {
                    b.world.min[i]
                } else {
                    b.world.max[i]
                };
                (side - at[i]) / view.eye[i]
            })
            .fold(f64::MIN, f64::max);
        exit < 1e-6 || enter > exit - 1e-6
    })
}

#[test]
fn a_cut_leaves_what_it_names() {
    let spec = &AxisSpec::choices(&names(4))[0];
    let layout = Layout::new(&[4, 6, 4, 4], spec);
    let cut = Cut::parse("C1:3", spec).unwrap();
    let partition = single(layout.shape());
    let view = View::new(&layout, Camera::default(), VIEWPORT);
    let focus = Focus {
        partition: &partition,
        pinned: None,
        hovered: None,
        cut: Some(cut),
    };
    let scene = Scene::new(&layout, view, &focus);
    for cell in cells(&layout) {
        let is_drawn = scene.boxes().iter().any(|b| b.cells.contains(cell));
        assert_eq!(is_drawn, (1..3).contains(&layout.index_of_cell(cell)[1]));
    }
    let plates = &AxisSpec::choices(&names(4))[1];
    let layout = Layout::new(&[4, 6, 4, 4], plates);
    let cut = Cut::parse("W2:", plates).unwrap();
    let focus = Focus {
        cut: Some(cut),
        ..focus
    };
    let scene = Scene::new(
        &layout,
        View::new(&layout, Camera::default(), VIEWPORT),
        &focus,
    );
    let kept: usize = scene.boxes().iter().map(|b| b.cells.len()).sum();
    assert_eq!(kept, 4 * 6 * 4 * 2);
}

#[test]
fn specifications_and_cuts_that_make_no_sense_are_refused() {
    let names = names(4);
    for text in ["", "N C H", "N C W H", "N C HWX", "N C H W W", "n c hw"] {
        assert!(AxisSpec::parse(text, &names).is_err(), "{text}");
    }
    for text in ["N C HW", "N C H W", "NC H W"] {
        assert_eq!(AxisSpec::parse(text, &names).unwrap().to_string(), text);
    }
    let spec = AxisSpec::parse("N C HW", &names).unwrap();
    for text in ["", "C", "H1:", "C3:3", "C3:2", "C-1:", "CN1:"] {
        assert!(Cut::parse(text, &spec).is_err(), "{text}");
    }
    for text in ["C:3", "N2:", "HW1:15"] {
        assert_eq!(Cut::parse(text, &spec).unwrap().print(&spec), text);
    }
    // An axis that has shrunk below the cut keeps its last index
    assert_eq!(Cut::parse("C5:", &spec).unwrap().kept(3), 2..3);
}

#[test]
fn the_cube_and_its_dimension_lines_fit_the_viewport() {
    let mut all = layouts();
    for shape in [vec![64, 64, 32, 32], vec![1, 64, 1, 1], vec![64, 1, 32, 1]] {
        all.extend(
            AxisSpec::choices(&names(4))
                .iter()
                .map(|spec| Layout::new(&shape, spec)),
        );
    }
    let viewports = [
        (1180.0, 874.0, 15.0),
        (700.0, 500.0, 15.0),
        (380.0, 380.0, 12.0),
        (500.0, 900.0, 15.0),
    ];
    for layout in all {
        for (width_px, height_px, text_px) in viewports {
            let viewport = Viewport {
                width_px,
                height_px,
                text_px,
            };
            let view = View::new(&layout, Camera::default(), viewport);
            let lines = dimensions(&layout, &view);
            let mut drawn = Vec::new();
            assert_eq!(lines.len(), layout.spec().groups().len());
            for (group, line) in lines.iter().enumerate() {
                assert_eq!(line.group, group);
                drawn.extend(corners(line, text_px));
                assert!(
                    corners(line, text_px).iter().all(|&p| viewport.contains(p)),
                    "{:?} {viewport:?} {line:?}",
                    layout.shape()
                );
                let middle = [0, 1].map(|i| (line.from_px[i] + line.to_px[i]) / 2.0);
                let scene = scene(&layout, Camera::default(), &single(layout.shape()), None);
                assert!(width_px != VIEWPORT.width_px || scene.pick(middle).is_none());
            }
            for corner in 0..8 {
                let at = view.screen_px_from_world(layout.bounds().corner(corner));
                assert!(viewport.contains(at), "{:?} {viewport:?}", layout.shape());
                drawn.push(at);
            }
            // As large as it can be: the drawing reaches two opposite sides, and stands in the middle.
            let gaps = [(0, width_px), (1, height_px)].map(|(i, side)| {
                let low = drawn.iter().map(|p| p[i]).fold(f64::INFINITY, f64::min);
                let high = drawn.iter().map(|p| p[i]).fold(0.0, f64::max);
                assert!((low - (side - high)).abs() < 0.5, "{viewport:?} {drawn:?}");
                low
            });
            assert!(
                gaps[0].min(gaps[1]) < 8.0,
                "{:?} {viewport:?} {gaps:?}",
                layout.shape()
            );
        }
    }
}

/// The corners of a dimension line and its label.
fn corners(line: &Dimension, text_px: f64) -> Vec<[f64; 2]> {
    let breadth = line.breadth_px(text_px);
    let [x, y] = line.label_px;
    let left = match line.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - breadth / 2.0,
        Anchor::End => x - breadth,
    };
    let half = text_px / 2.0;
    vec![
        line.from_px,
        line.to_px,
        [left, y - half],
        [left + breadth, y + half],
    ]
}

#[test]
fn dimension_lines_measure_what_they_say() {
    let layout = Layout::new(&[4, 6, 4, 4], &AxisSpec::choices(&names(4))[0]);
    let view = View::new(&layout, Camera::default(), VIEWPORT);
    let lines = dimensions(&layout, &view);
    let labels: Vec<_> = lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(labels, ["N = 4", "C = 6", "H·W = 16"]);
    let step = |index: [usize; 4]| {
        let [a, b] = [[0; 4], index].map(|index| {
            view.screen_px_from_world(layout.world_of_cell(layout.cell_of_index(&index)).centre())
        });
        [b[0] - a[0], b[1] - a[1]]
    };
    for (line, (last, n)) in lines.iter().zip([
        ([3, 0, 0, 0], 4.0),
        ([0, 5, 0, 0], 6.0),
        ([0, 0, 3, 3], 16.0),
    ]) {
        let [x, y] = step(last).map(|d| d * n / (n - 1.0));
        assert!(
            (line.to_px[0] - line.from_px[0] - x).abs() < 1e-6,
            "{}",
            line.label
        );
        assert!(
            (line.to_px[1] - line.from_px[1] - y).abs() < 1e-6,
            "{}",
            line.label
        );
    }
}

#[test]
fn the_camera_survives_its_text_and_stays_in_range() {
    for camera in cameras() {
        let again: Camera = camera.to_string().parse().unwrap();
        assert!((again.yaw - camera.yaw).abs() < 1e-3 && (again.pitch - camera.pitch).abs() < 1e-3);
        assert!(
            (again.zoom - camera.zoom).abs() < 1e-3 && (again.pan[1] - camera.pan[1]).abs() < 1e-3
        );
    }
    for text in ["", "1", "1,2,3,4", "a,b", "1,inf"] {
        assert!(text.parse::<Camera>().is_err(), "{text}");
    }
    assert!(Camera::default().orbited([0.0, 1e6]).pitch <= std::f64::consts::FRAC_PI_2);
    let zoomed = Camera::default().zoomed(2.0, [700.0, 100.0], VIEWPORT);
    let layout = &layouts()[3];
    let [before, after] = [Camera::default(), zoomed].map(|c| View::new(layout, c, VIEWPORT));
    let held = after.screen_px_from_world(before.world_from_screen_px([700.0, 100.0]));
    assert!((held[0] - 700.0).abs() < 1e-6 && (held[1] - 100.0).abs() < 1e-6);
}

#[test]
fn the_published_matrix_is_the_view() {
    let layout = &layouts()[3];
    let view = View::new(layout, cameras()[6], VIEWPORT);
    let m = view.clip_from_world();
    for corner in 0..8 {
        let p = layout.bounds().corner(corner);
        let clip =
            [0, 1, 2].map(|row| (0..3).map(|i| m[4 * i + row] * p[i]).sum::<f64>() + m[12 + row]);
        let px = [
            (clip[0] + 1.0) / 2.0 * VIEWPORT.width_px,
            (1.0 - clip[1]) / 2.0 * VIEWPORT.height_px,
        ];
        let expected = view.screen_px_from_world(p);
        assert!((0..2).all(|i| (px[i] - expected[i]).abs() < 1e-9));
        assert!(clip[2].abs() <= 1.0);
    }
}

const THEMES: [Theme; 4] = [
    Theme::Light,
    Theme::Dark,
    Theme::Projector,
    Theme::DarkProjector,
];

/// WCAG 2.2.
fn contrast(a: colour::Rgb, b: colour::Rgb) -> f64 {
    let [a, b] = [a, b].map(|colour| colour::luminance(colour) + 0.05);
    (a / b).max(b / a)
}

#[test]
fn a_projector_shows_text_and_lines() {
    for theme in [Theme::Projector, Theme::DarkProjector] {
        let palette = theme.palette();
        for text in [
            palette.ink,
            palette.soft_ink,
            palette.accent,
            palette.positive,
            palette.negative,
        ] {
            let found = contrast(text, palette.ground);
            assert!(found >= 4.5, "{theme:?} {text:?} {found}");
        }
        for line in [palette.soft_ink, palette.frame, palette.accent] {
            let faint = colour::blend(palette.ground, line, palette.least_opacity);
            let found = contrast(faint, palette.ground);
            assert!(found >= 3.0, "{theme:?} {line:?} {found}");
        }
    }
}

#[test]
fn lines_of_a_projected_cube_are_thick() {
    let layout = Layout::new(&[4, 6, 4, 4], &AxisSpec::choices(&names(4))[0]);
    let widths = |text_px: f64| -> Vec<f64> {
        let viewport = Viewport {
            text_px,
            ..VIEWPORT
        };
        let view = View::new(&layout, Camera::default(), viewport);
        let partition = single(layout.shape());
        let focus = Focus {
            partition: &partition,
            pinned: Some(&[1, 2, 3, 0]),
            hovered: Some(&[0, 0, 0, 0]),
            cut: None,
        };
        let scene = Scene::new(&layout, view, &focus);
        scene.lines().iter().map(|line| line.width_px).collect()
    };
    let [desk, hall] = [16.0, 80.0 / 3.0].map(widths);
    assert_eq!(desk.len(), hall.len());
    assert!(hall.iter().all(|px| *px >= 2.0), "{hall:?}");
    assert!(desk.iter().zip(&hall).all(|(near, far)| near < far));
}

#[test]
fn the_scale_of_values_is_even_and_symmetric() {
    for theme in THEMES {
        let palette = theme.palette();
        assert_eq!(palette.value(-1e9, 3.0), palette.negative);
        assert_eq!(palette.value(f64::INFINITY, 3.0), palette.positive);
        let step = |a: f64, b: f64| {
            let [a, b] = [a, b].map(|v| colour::oklab(palette.value(v, 1.0)));
            (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
        };
        for sign in [-1.0, 1.0] {
            let steps: Vec<_> = (0..8)
                .map(|i| f64::from(i) / 8.0 * sign)
                .map(|v| step(v, v + sign / 8.0))
                .collect();
            let mean = steps.iter().sum::<f64>() / 8.0;
            assert!(
                steps.iter().all(|s| (s - mean).abs() < 0.1 * mean),
                "{theme:?} {steps:?}"
            );
        }
        let ends = [-1.0, 1.0].map(|sign| step(0.0, sign));
        assert!(
            ends[0] / ends[1] < 1.5 && ends[1] / ends[0] < 1.5,
            "{theme:?} {ends:?}"
        );
    }
}

#[test]
fn greys_are_grey_and_differ_by_face() {
    for theme in THEMES {
        let palette = theme.palette();
        for face in 0..3 {
            for value in [-9.0, 0.0, 9.0] {
                let grey = palette.ghost_value(face, value, 3.0);
                let (low, high) = (grey.iter().min().unwrap(), grey.iter().max().unwrap());
                assert!(high - low <= 8, "{grey:?}");
                // Neither the scale's middle nor its ends are taken for a grey
                for shown in [palette.middle, palette.negative, palette.positive] {
                    let apart = (0..3).map(|i| shown[i].abs_diff(grey[i])).max().unwrap();
                    assert!(apart >= 1, "{theme:?} {shown:?} {grey:?}");
                }
            }
        }
        let [across, down, depth] = palette.ghost;
        assert!(
            down[0] > depth[0] && depth[0] > across[0],
            "light comes from above"
        );
    }
}

#[test]
fn faces_name_directions() {
    let layout = Layout::new(&[1, 2, 2, 1], &AxisSpec::choices(&names(4))[0]);
    let scene = scene(&layout, Camera::default(), &single(layout.shape()), None);
    let faces: BTreeSet<_> = scene
        .faces(100)
        .iter()
        .map(|f| (f.cell, f.face as usize))
        .collect();
    // Front faces of all four cells, tops of the upper two, right sides of the right two
    assert_eq!(faces.len(), 8);
    assert!(faces.contains(&([0, 1, 0], Direction::Depth as usize)));
    assert!(faces.contains(&([1, 0, 0], Direction::Across as usize)));
    assert!(!faces.contains(&([0, 0, 0], Direction::Across as usize)));
}
