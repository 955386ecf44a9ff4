//! The picture as SVG: what stands in the file is what the scene says, cell by cell.

mod common;

use common::{scene, setup};
use normscope::lab::explore::Explore;
use normscope::scene::colour::{Rgb, Theme, css};
use normscope::scene::digits::{TEXT_PX, in_cell};
use normscope::scene::drawing::Svg;
use normscope::scene::{
    AxisSpec, Camera, ColourBy, Layout, Paint, Scene, SetLabel, Values, dimensions,
};
use std::sync::Arc;

const WHOLE: Svg = Svg {
    has_labels: true,
    has_ground: true,
};

/// A scene, its values and how it is painted.
struct Picture {
    scene: Scene,
    values: Values,
    paint: Paint,
}

impl Picture {
    fn new(x: &str, layer: &str, at: Option<&[usize]>, paint: Paint) -> Vec<Self> {
        let explore = Arc::new(Explore::run(&setup(x, layer)));
        let names = &["N", "C", "D", "H", "W"];
        let names = match explore.x.ndim() {
            4 => vec!["N", "C", "H", "W"],
            rank => names[..rank].to_vec(),
        };
        let partition = explore.call.as_ref().expect("a call").plan.reach();
        let of_spec = |spec: AxisSpec| {
            let layout = Layout::new(explore.x.shape(), &spec);
            Self {
                scene: scene::scene(&layout, Camera::default(), &partition, at),
                values: Values::new(explore.clone()),
                paint,
            }
        };
        AxisSpec::choices(&names).into_iter().map(of_spec).collect()
    }

    fn print(&self, svg: Svg) -> String {
        svg.print(&self.scene, &self.values, &self.paint)
    }
}

fn pictures() -> Vec<Picture> {
    let dark = Paint {
        theme: Theme::Dark,
        t: 2.5,
        ..Paint::default()
    };
    let by_set = Paint {
        colour_by: ColourBy::Set,
        ..Paint::default()
    };
    let all = [
        (
            "channels(4,6,4,4)",
            "GroupNorm(3,6)",
            None,
            Paint::default(),
        ),
        (
            "channels(4,6,4,4)",
            "BatchNorm2d(6)",
            Some(&[0, 2, 1, 1][..]),
            dark,
        ),
        ("channels(4,6,4,4)", "LayerNorm([6,4,4])", None, by_set),
        (
            "randn(5,3)",
            "LayerNorm(3)",
            Some(&[1, 1]),
            Paint::default(),
        ),
        ("randn(2,4,2,3,2)", "InstanceNorm3d(4)", None, dark),
    ];
    let of = |(x, layer, at, paint)| Picture::new(x, layer, at, paint);
    all.into_iter().flat_map(of).collect()
}

/// The rectangles of a face in its own coordinates, with their colours, and how it lies on the sheet.
struct Face {
    matrix: [f64; 6],
    areas: Vec<([f64; 4], String)>,
}

/// All faces of a file, those on top last.
fn faces(svg: &str) -> Vec<Face> {
    let groups = svg.split("<g transform=\"matrix(").skip(1);
    groups.map(face).collect()
}

fn face(group: &str) -> Face {
    let (matrix, rest) = group.split_once(")\"").expect("a matrix");
    let numbers: Vec<f64> = matrix
        .split(' ')
        .map(|n| n.parse().expect("a number"))
        .collect();
    let (paths, _) = rest.split_once("</g>").expect("the end of a group");
    let mut areas = Vec::new();
    for path in paths.split("<path d=\"").skip(1) {
        let (lines, rest) = path.split_once("\" fill=\"").expect("a filled path");
        let colour = rest.split('"').next().expect("a colour");
        for area in lines.split_terminator('Z') {
            let numbers = area
                .split(|c: char| !c.is_ascii_digit())
                .filter(|n| !n.is_empty());
            let numbers: Vec<f64> = numbers.map(|n| n.parse().expect("a number")).collect();
            let [left, top, right, bottom, _] = numbers[..] else {
                panic!("{area} is no rectangle");
            };
            areas.push(([left, top, right, bottom], colour.to_owned()));
        }
    }
    Face {
        matrix: numbers.try_into().expect("six numbers"),
        areas,
    }
}

impl Face {
    /// The colour at a point of the sheet.
    fn at(&self, [x, y]: [f64; 2]) -> Option<&str> {
        let [a, b, c, d, e, f] = self.matrix;
        let (x, y, area) = (x - e, y - f, a * d - b * c);
        let (u, v) = ((d * x - c * y) / area, (a * y - b * x) / area);
        let holds =
            |[left, top, right, bottom]: [f64; 4]| left <= u && u < right && top <= v && v < bottom;
        let found = self.areas.iter().find(|(area, _)| holds(*area));
        found.map(|(_, colour)| colour.as_str())
    }
}

#[test]
fn each_face_has_the_colour_of_its_cell() {
    let mut checked = 0;
    for picture in pictures() {
        let faces = faces(&picture.print(WHOLE));
        for seen in picture.scene.faces(usize::MAX) {
            let stages = picture.values.stages(seen.flat);
            let (scene, paint) = (&picture.scene, &picture.paint);
            let colour: Rgb = paint.cell(scene, seen.cell, stages, seen.face, seen.role);
            let drawn = faces.iter().rev().find_map(|face| face.at(seen.centre_px));
            assert_eq!(drawn, Some(css(colour).as_str()), "{:?}", seen.cell);
            checked += 1;
        }
    }
    assert!(checked > 1000, "{checked} faces are few");
}

#[test]
fn labels_say_what_the_scene_says() {
    for picture in pictures() {
        let svg = picture.print(WHOLE);
        let says = |text: &str| svg.contains(&format!(">{text}</text>"));
        for dimension in dimensions(picture.scene.layout(), picture.scene.view()) {
            assert!(says(&dimension.label), "{}", dimension.label);
        }
        match picture.paint.colour_by {
            ColourBy::Value => {
                for face in picture.scene.legible(TEXT_PX) {
                    let value = picture
                        .values
                        .at(face.flat, picture.paint.t)
                        .expect("a number");
                    assert!(says(&in_cell(value)), "{value}");
                }
            }
            ColourBy::Set => {
                for label in picture.scene.set_labels(SetLabel::MOST) {
                    assert!(label.lines.iter().all(|line| says(line)), "{label:?}");
                }
            }
        }
    }
}

#[test]
fn labels_and_ground_can_be_left_out() {
    for picture in pictures() {
        let ground = format!("fill=\"{}\"/>", css(picture.paint.palette().ground));
        let (whole, bare) = (
            picture.print(WHOLE),
            picture.print(Svg {
                has_labels: false,
                has_ground: false,
            }),
        );
        assert!(whole.contains("<text") && whole.contains(&ground));
        assert!(!bare.contains("<text") && !bare.contains("<rect"));
    }
}

#[test]
fn the_sheet_holds_all_that_is_drawn_and_little_more() {
    const MARGIN_PX: f64 = 8.0;
    for picture in pictures() {
        let svg = picture.print(Svg {
            has_labels: false,
            has_ground: false,
        });
        let (_, rest) = svg.split_once("viewBox=\"").expect("a view box");
        let numbers = rest.split('"').next().expect("its end").split(' ');
        let numbers: Vec<f64> = numbers.map(|n| n.parse().expect("a number")).collect();
        let [left, top, width, height] = numbers[..] else {
            panic!("four numbers");
        };
        // What is farthest out is the cube, or what was taken away of it.
        let world = picture.scene.layout().bounds();
        let view = picture.scene.view();
        let corners: Vec<_> = (0..8)
            .map(|bits| view.screen_px_from_world(world.corner(bits)))
            .collect();
        for (axis, start, length) in [(0, left, width), (1, top, height)] {
            let ends = corners.iter().map(|corner| corner[axis]);
            let low = ends.clone().fold(f64::MAX, f64::min);
            let high = ends.fold(f64::MIN, f64::max);
            let (before, after) = (low - start, start + length - high);
            for room in [before, after] {
                assert!((MARGIN_PX - 3.0..MARGIN_PX + 1.0).contains(&room), "{room}");
            }
        }
    }
}
