//! What is seen of a tensor, and the values that are gathered for it.

mod common;

use common::setup;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use normscope::lab::explore::Explore;
use normscope::norm::{Partition, Side};
use normscope::scene::{
    Atlas, AxisSpec, Camera, Cell, Cut, Focus, Fresh, Gatherer, Hit, Layout, NAN_TEXEL, Patch,
    Piece, Role, Scene, Values, View, Viewport,
};

const VIEWPORT: Viewport = Viewport {
    width_px: 900.0,
    height_px: 700.0,
    text_px: 15.0,
};

/// As the largest example in PyTorch's documentation.
const LARGE: [usize; 5] = [20, 100, 35, 45, 10];

fn layouts(shape: &[usize]) -> Vec<Layout> {
    let names: &[&str] = match shape.len() {
        2 => &["N", "C"],
        3 => &["N", "T", "D"],
        4 => &["N", "C", "H", "W"],
        _ => &["N", "C", "D", "H", "W"],
    };
    let specs = AxisSpec::choices(names);
    specs.iter().map(|spec| Layout::new(shape, spec)).collect()
}

fn camera(yaw: f64, pitch: f64, zoom: f64) -> Camera {
    let home = Camera {
        yaw: yaw.to_radians(),
        pitch: pitch.to_radians(),
        ..Camera::default()
    };
    home.zoomed(zoom, [380.0, 320.0], VIEWPORT)
}

fn cameras() -> Vec<Camera> {
    vec![
        camera(38.0, 22.0, 1.0),
        camera(-50.0, 30.0, 1.0),
        camera(160.0, -35.0, 2.5),
        camera(20.0, 3.0, 9.0),
        camera(-130.0, 60.0, 60.0),
    ]
}

/// The partitions of batch, layer, instance and group norm, of layer norm over channels, and of one that is none's.
fn partitions(shape: &[usize]) -> Vec<Partition> {
    use Side::{Kept, Shared, Split};
    let sides = |head: [Side; 2], tail: Side| {
        let mut sides = head.to_vec();
        sides.resize(shape.len(), tail);
        Partition::new(shape, &sides).ok()
    };
    let all = [
        sides([Shared, Kept], Shared),
        sides([Kept, Shared], Shared),
        sides([Kept, Kept], Shared),
        sides([Kept, Split(2)], Shared),
        sides([Kept, Shared], Kept),
        sides([Shared, Shared], Kept),
    ];
    all.into_iter().flatten().collect()
}

fn middle(shape: &[usize]) -> Vec<usize> {
    shape.iter().map(|n| n / 2).collect()
}

/// Nothing in focus, something hovered, something pinned; the last with a cut.
fn scenes<'a>(
    layout: &'a Layout,
    camera: Camera,
    partition: &'a Partition,
) -> impl Iterator<Item = Scene> + 'a {
    let middle = middle(layout.shape());
    let cut = Cut {
        group: 1,
        start: layout.shape()[1] / 3,
        end: None,
    };
    let choices = [
        (false, false, None),
        (false, true, None),
        (true, false, None),
        (true, true, Some(cut)),
    ];
    choices
        .into_iter()
        .map(move |(is_pinned, is_hovered, cut)| {
            let focus = Focus {
                partition,
                pinned: is_pinned.then_some(&middle[..]),
                hovered: is_hovered.then_some(&middle[..]),
                cut,
            };
            Scene::new(layout, View::new(layout, camera, VIEWPORT), &focus)
        })
}

fn points() -> impl Iterator<Item = [f64; 2]> {
    (0..400).map(|i| {
        [
            f64::from(i % 20) * 44.3 + 11.7,
            f64::from(i / 20) * 34.1 + 13.9,
        ]
    })
}

fn holds<'a>(pieces: &'a [Piece], hit: &Hit) -> Vec<&'a Piece> {
    let holds = |piece: &&Piece| piece.patch.face == hit.face && piece.cells.contains(hit.cell);
    pieces.iter().filter(holds).collect()
}

#[test]
fn what_is_seen_anywhere_is_drawn_once() {
    let shapes: [&[usize]; 7] = [
        &[4, 6],
        &[3, 4, 5],
        &[4, 6, 4, 4],
        &[2, 4, 2, 3, 2],
        &[2, 256, 64, 64],
        &[3000, 9000],
        &LARGE,
    ];
    let mut hits = 0;
    for layout in shapes.iter().flat_map(|shape| layouts(shape)) {
        for (camera, partition) in cameras().into_iter().zip(partitions(layout.shape())) {
            for scene in scenes(&layout, camera, &partition) {
                let pieces = scene.pieces(1.0, false);
                for hit in points().filter_map(|point| scene.pick(point)) {
                    let what = format!("{:?} {camera:?} {hit:?}", layout.shape());
                    let [piece] = holds(&pieces, &hit)[..] else {
                        panic!("{what}: in {} pieces", holds(&pieces, &hit).len());
                    };
                    assert_eq!(scene.role_at(piece.role, hit.cell), hit.role, "{what}");
                    assert_ne!(piece.role, Role::Clear, "{what}");
                    assert!(piece.patch.cells.contains(hit.cell), "{what}");
                    hits += 1;
                }
            }
        }
    }
    assert!(hits > 10_000, "only {hits} points hit a cell");
}

/// The sample that stands for a cell and the cell whose value it has lie in the same stretch.
fn check_sample(patch: &Patch, cell: Cell) {
    let sample = patch.sample_of(cell);
    let columns = patch.grid()[0];
    let shown = patch.cell_of([sample % columns, sample / columns]);
    assert!(sample < patch.len() && patch.cells.contains(shown));
    for (side, i) in patch.face.sides().into_iter().enumerate() {
        let stretch = |cell: Cell| (cell[i] - patch.cells.0[i].start) / patch.stretch[side];
        assert_eq!(stretch(cell), stretch(shown), "{patch:?} {cell:?}");
    }
    if patch.stretch == [1, 1] {
        assert_eq!(shown, cell, "{patch:?}");
    }
}

#[test]
fn cells_that_can_be_told_apart_have_samples_of_their_own() {
    for layout in [
        &[4, 6, 4, 4][..],
        &[8, 64, 16, 16],
        &[2, 256, 64, 64],
        &LARGE,
    ]
    .iter()
    .flat_map(|shape| layouts(shape))
    {
        for (camera, partition) in cameras().into_iter().zip(partitions(layout.shape())) {
            for scene in scenes(&layout, camera, &partition) {
                let (view, pieces) = (scene.view(), scene.pieces(1.0, false));
                let samples = samples(&pieces);
                assert!(samples <= Scene::SAMPLES_MAX, "{samples} samples");
                for hit in points().filter_map(|point| scene.pick(point)) {
                    let patch = &holds(&pieces, &hit)[0].patch;
                    check_sample(patch, hit.cell);
                    if samples > Scene::SAMPLES_MAX / 2 {
                        continue;
                    }
                    // Else nothing had to be given up, and where cells share a sample it is at most a pixel wide
                    let half = layout.world_of_cell(hit.cell).half();
                    for (side, i) in patch.face.sides().into_iter().enumerate() {
                        let width_px = 2.0 * half[i] * view.full_scale_px;
                        let cells = patch.stretch[side] as f64;
                        assert!(cells == 1.0 || cells * width_px <= 1.0, "{patch:?}");
                    }
                }
            }
        }
    }
}

fn patches(pieces: &[Piece]) -> HashSet<&Patch> {
    pieces.iter().map(|piece| &piece.patch).collect()
}

fn samples(pieces: &[Piece]) -> usize {
    patches(pieces).into_iter().map(Patch::len).sum()
}

#[test]
fn hovering_and_turning_need_no_other_values() {
    for layout in [&[4, 6, 4, 4][..], &[8, 64, 16, 16], &LARGE]
        .iter()
        .flat_map(|shape| layouts(shape))
    {
        for partition in partitions(layout.shape()) {
            let see = |yaw: f64, pitch: f64, hovered: Option<&[usize]>| {
                let focus = Focus {
                    partition: &partition,
                    pinned: None,
                    hovered,
                    cut: None,
                };
                let view = View::new(&layout, camera(yaw, pitch, 1.0), VIEWPORT);
                Scene::new(&layout, view, &focus)
            };
            let home = see(38.0, 22.0, None);
            let pieces = home.pieces(1.0, false);
            for (yaw, pitch) in [(38.0, 22.0), (3.0, 2.0), (88.0, 70.0), (52.0, 89.0)] {
                let turned = see(yaw, pitch, None);
                assert_eq!(turned.look(1.0, false), home.look(1.0, false));
                assert_eq!(turned.pieces(1.0, false), pieces, "{yaw} {pitch}");
                let first = vec![0; layout.shape().len()];
                for at in [&first, &middle(layout.shape())] {
                    let hovered = see(yaw, pitch, Some(at)).pieces(1.0, false);
                    assert_eq!(patches(&hovered), patches(&pieces), "{at:?}");
                }
            }
            let behind = see(-38.0, 22.0, None);
            assert_ne!(behind.look(1.0, false), home.look(1.0, false));
            assert_ne!(patches(&behind.pieces(1.0, false)), patches(&pieces));
        }
    }
}

fn values(x: &str, layer: &str) -> (Arc<Explore>, Values) {
    let setup = setup(x, layer);
    let explore = Arc::new(Explore::run(&setup));
    (explore.clone(), Values::new(explore))
}

#[test]
fn what_is_gathered_are_the_stages_of_the_elements() {
    let cases = [
        ("channels(4,6)", "BatchNorm1d(6)"),
        ("channels(4,6,4,4)", "GroupNorm(3,6)"),
        ("channels(4,6,4,4)", "ChannelLayerNorm(6)"),
        ("channels(4,6,4,4)", "LayerNorm([4,4])"),
        ("channels(4,6,4,4)", "Norm(N=N, C=1, H=1, W=W)"),
        ("channels(3,4,5)", "RMSNorm(5)"),
        // PyTorch rejects the call: there is nothing but x
        ("channels(4,6,4,4)", "BatchNorm2d(5)"),
        ("channels(2,4,3,5,2)", "BatchNorm3d(4)"),
        ("channels(2,4,3,5,2)", "LayerNorm([5,2])"),
        ("channels(2,16,40,300)", "InstanceNorm2d(16,affine=True)"),
    ];
    let mut coarse = 0;
    for (x, layer) in cases {
        let (explore, values) = values(x, layer);
        for layout in layouts(explore.x.shape()) {
            for (camera, partition) in cameras().into_iter().zip(partitions(layout.shape())) {
                for scene in scenes(&layout, camera, &partition) {
                    let pieces = scene.pieces(1.0, false);
                    let mut gatherer = Gatherer::new(&layout, &values);
                    for patch in patches(&pieces) {
                        let mut texels = vec![0.0; 4 * patch.len()];
                        gatherer.stages(patch, &mut texels);
                        let [columns, rows] = patch.grid();
                        coarse += usize::from(patch.stretch != [1, 1]);
                        for (row, column) in
                            (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c)))
                        {
                            let cell = patch.cell_of([column, row]);
                            let sample = patch.sample_of(cell);
                            let stages = explore.stages_of(layout.flat_of_cell(cell));
                            let expected = stages.map(|stage| stage.unwrap_or(NAN_TEXEL));
                            assert_eq!(
                                texels[4 * sample..4 * sample + 4],
                                expected,
                                "{x} {layer} {cell:?}"
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(coarse > 100, "only {coarse} patches have shared samples");
}

#[test]
fn marks_are_those_of_the_elements() {
    let (explore, values) = values("channels(4,6,4,4)", "GroupNorm(3,6)");
    assert!(!values.has_marks() && !values.is_marked(7));
    let marked = values.clone().with_marks(Arc::new(|flat| flat % 7 == 0));
    assert!(marked.is_of_same(&values));
    for layout in layouts(explore.x.shape()) {
        let partition = &partitions(layout.shape())[0];
        for scene in scenes(&layout, Camera::default(), partition) {
            let mut gatherer = Gatherer::new(&layout, &marked);
            for patch in patches(&scene.pieces(1.0, false)) {
                let mut marks = vec![7; patch.len()];
                gatherer.marks(patch, &mut marks);
                for cell in patch.cells.cells() {
                    let is_marked = layout.flat_of_cell(cell) % 7 == 0;
                    assert_eq!(marks[patch.sample_of(cell)], u8::from(is_marked) * 255);
                }
            }
        }
    }
}

#[test]
fn sets_in_many_stripes_are_one_box_and_keep_their_cells() {
    use Side::{Kept, Shared};
    let layout = &layouts(&[3, 4, 100, 5])[0];
    let partition = Partition::new(layout.shape(), &[Kept, Kept, Shared, Kept]).unwrap();
    let at = middle(layout.shape());
    for scene in scenes(layout, Camera::default(), &partition).skip(1) {
        let of_set = scene.boxes().iter().filter(|b| b.role.is_of_set());
        assert_eq!(
            of_set.clone().map(|b| b.role).collect::<Vec<_>>(),
            [Role::Mixed]
        );
        assert!(scene.boxes().len() <= 27 && scene.lines().len() < 100);
        for b in scene.boxes() {
            for cell in b.cells.cells() {
                let is_in_set =
                    partition.set_of(&layout.index_of_cell(cell)) == partition.set_of(&at);
                assert_eq!(scene.role_at(b.role, cell) == Role::Set, is_in_set);
            }
        }
    }
}

#[test]
fn more_plates_than_can_be_told_apart_are_few_boxes() {
    let layout = &layouts(&[500, 900, 3, 4])[1];
    for partition in partitions(layout.shape()) {
        for zoom in [1.0, 60.0] {
            for scene in scenes(layout, camera(38.0, 22.0, zoom), &partition) {
                assert!(scene.boxes().len() < 40_000, "{}", scene.boxes().len());
                let pieces = scene.pieces(1.0, false);
                assert!(samples(&pieces) <= Scene::SAMPLES_MAX);
                for hit in points().step_by(11).filter_map(|point| scene.pick(point)) {
                    assert_eq!(holds(&pieces, &hit).len(), 1, "{hit:?}");
                }
            }
        }
    }
    // Near enough, each plate is seen with its gaps
    let single = Partition::new(layout.shape(), &[Side::Kept; 4]).unwrap();
    let near = scenes(layout, camera(38.0, 22.0, 60.0), &single)
        .next()
        .unwrap();
    assert!(
        near.boxes()
            .iter()
            .all(|b| b.cells.0[0].len() == 4 && b.cells.0[2].len() == 1)
    );
}

/// Where the samples of each patch are, none in the place of another.
fn check_places(atlas: &Atlas, fresh: &Fresh) {
    let place = |patch| (atlas.place_of(patch).unwrap(), patch);
    let places: BTreeMap<usize, &Patch> = atlas.patches().map(place).collect();
    let mut end = 0;
    for (&place, patch) in &places {
        assert!(place >= end, "{patch:?}");
        end = place + patch.len();
    }
    assert!(end <= Atlas::WIDTH * atlas.height());
    for (piece, place) in fresh.pieces.iter().zip(&fresh.places) {
        assert_eq!(places[place], &piece.patch);
    }
}

#[test]
fn the_atlas_sharpens_and_starts_over_when_it_is_full() {
    const LIMIT: usize = 1 << 15;
    let layout = &layouts(&LARGE)[1];
    let partition = &partitions(&LARGE)[0];
    let mut atlas = Atlas::default();
    let (mut is_reused, mut restarts) = (false, 0);
    for (yaw, zoom) in [
        (38.0, 1.0),
        (-38.0, 1.0),
        (38.0, 1.0),
        (38.0, 2.0),
        (38.0, 4.0),
        (-38.0, 4.0),
        (38.0, 8.0),
        (38.0, 1.0),
    ] {
        let scene = scenes(layout, camera(yaw, 22.0, zoom), partition)
            .next()
            .unwrap();
        let wanted = scene.pieces(1.0, false);
        let mut frames = 0;
        loop {
            let before = atlas.patches().count();
            let fresh = atlas.keep(&wanted, LIMIT);
            restarts += usize::from(atlas.patches().count() < before);
            check_places(&atlas, &fresh);
            let written: usize = fresh.patches.iter().map(Patch::len).sum();
            // Coarse patches come on top, one sample for 64 or so
            assert!(written < 3 * LIMIT, "{written} samples at once");
            assert_eq!(fresh.rows.len(), written.div_ceil(Atlas::WIDTH));
            for (shown, wanted) in fresh.pieces.iter().zip(&wanted) {
                assert!(shown.patch == wanted.patch || shown.patch == wanted.patch.coarser());
                assert_eq!((shown.role, &shown.cells), (wanted.role, &wanted.cells));
            }
            assert_eq!(fresh.is_sharp, fresh.pieces == wanted);
            if fresh.is_sharp {
                is_reused |= frames == 0 && fresh.patches.is_empty();
                break;
            }
            frames += 1;
            assert!(frames < 200, "it does not get sharp");
        }
        assert!(
            atlas.keep(&wanted, LIMIT).patches.is_empty(),
            "nothing is written twice"
        );
        if zoom == 8.0 {
            let places: Vec<_> = wanted.iter().map(|p| atlas.place_of(&p.patch)).collect();
            atlas.retain(&wanted);
            assert_eq!(atlas.patches().collect::<HashSet<_>>(), patches(&wanted));
            let retained = wanted.iter().map(|p| atlas.place_of(&p.patch));
            assert!(retained.eq(places), "a patch was moved");
        }
    }
    assert!(is_reused && restarts > 0, "{is_reused} {restarts}");
}
