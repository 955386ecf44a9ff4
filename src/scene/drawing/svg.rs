//! The picture as SVG.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::text::{Fine, Opacity, Place, Short, path};
use super::{DASH_PX, Kind, Mark};
use crate::lab::files::escaped;
use crate::scene::colour::{Palette, Rgb, css};
use crate::scene::digits::{TEXT_PX, in_cell};
use crate::scene::face::BoxFace;
use crate::scene::{Anchor, ColourBy, Gatherer, Paint, Piece, Scene, SetLabel, Values, dimensions};

/// More samples than this would make a file that few programs open with ease.
const SAMPLES_MAX: usize = 1 << 15;

/// Pixels of a sheet of paper in a CSS pixel: large tensors are drawn finer than on a screen.
const RATIO: f64 = 2.0;

/// Room around the picture.
const MARGIN_PX: f64 = 8.0;

/// What a picture has besides the cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Svg {
    /// Whether there are dimension lines, numbers and names of sets
    pub has_labels: bool,
    /// Whether it has a ground, in the colour of the page
    pub has_ground: bool,
}

impl Svg {
    /// The scene as one file, as large as what is seen of it.
    pub fn print(&self, scene: &Scene, values: &Values, paint: &Paint) -> String {
        let mut sheet = Sheet {
            body: String::new(),
            low: [f64::MAX; 2],
            high: [f64::MIN; 2],
        };
        let mut gatherer = Gatherer::new(scene.layout(), values);
        for mark in scene.marks(values, paint, RATIO, SAMPLES_MAX) {
            sheet.mark(&mark, |piece| scene.colours(&mut gatherer, paint, piece));
        }
        if self.has_labels {
            sheet.dimensions(scene, paint.palette());
            match paint.colour_by {
                ColourBy::Value => sheet.digits(scene, values, paint),
                ColourBy::Set => sheet.set_labels(scene, paint.palette()),
            }
        }
        self.file(&sheet, scene, paint.palette())
    }

    fn file(&self, sheet: &Sheet, scene: &Scene, palette: &Palette) -> String {
        let viewport = scene.view().viewport;
        let size = [viewport.width_px, viewport.height_px];
        let low = sheet.low.map(|low| (low - MARGIN_PX).max(0.0).floor());
        let high = [0, 1].map(|i| (sheet.high[i] + MARGIN_PX).min(size[i]).ceil());
        let [width, height] = [0, 1].map(|i| (high[i] - low[i]).max(1.0));
        let [left, top] = low;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{left} {top} {width} {height}\" font-family=\"{}\">\n",
            escaped(Palette::FONT)
        );
        if self.has_ground {
            svg += &format!(
                "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
                css(palette.ground)
            );
        }
        svg + &sheet.body + "</svg>\n"
    }
}

/// What has been printed, and how far it reaches.
struct Sheet {
    body: String,
    low: [f64; 2],
    high: [f64; 2],
}

impl Sheet {
    fn put(&mut self, element: std::fmt::Arguments) {
        writeln!(self.body, "{element}").expect("a text takes any text");
    }

    fn reach(&mut self, points_px: &[[f64; 2]]) {
        for point in points_px {
            self.low = [0, 1].map(|i| self.low[i].min(point[i]));
            self.high = [0, 1].map(|i| self.high[i].max(point[i]));
        }
    }

    /// `colours` gives those of a piece's samples.
    fn mark(&mut self, mark: &Mark, colours: impl FnOnce(&Piece) -> Vec<Rgb>) {
        match mark {
            Mark::Area {
                corners_px,
                colour,
                opacity,
            } => {
                self.reach(corners_px);
                let path = path(corners_px);
                let (fill, opacity) = (css(*colour), Opacity("fill-opacity", *opacity));
                self.put(format_args!(
                    "<path d=\"{path}Z\" fill=\"{fill}\"{opacity}/>"
                ));
            }
            Mark::Grid {
                face,
                colour,
                opacity,
            } => {
                let path: String = face.grid_px().map(|ends| path(&ends)).collect();
                let (stroke, opacity) = (css(*colour), Opacity("stroke-opacity", *opacity));
                self.put(format_args!(
                    "<path d=\"{path}\" stroke=\"{stroke}\"{opacity}/>"
                ));
            }
            Mark::Stroke {
                points_px,
                colour,
                opacity,
                width_px,
                kind,
            } => {
                self.reach(points_px);
                let kind = match kind {
                    Kind::Plain => String::new(),
                    Kind::Round => " stroke-linecap=\"round\"".to_owned(),
                    Kind::Dashed => {
                        format!(" stroke-dasharray=\"{} {}\"", DASH_PX[0], DASH_PX[1])
                    }
                };
                let (path, width) = (path(points_px), Short(*width_px));
                let (stroke, opacity) = (css(*colour), Opacity("stroke-opacity", *opacity));
                self.put(format_args!(
                    "<path d=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\"{kind}{opacity}/>"
                ));
            }
            Mark::Samples {
                face,
                piece,
                opacity,
            } => self.samples(face, piece, &colours(piece), *opacity),
        }
    }

    /// The samples of a face in its own coordinates, those of one colour as one path.
    fn samples(&mut self, face: &BoxFace, piece: &Piece, colours: &[Rgb], opacity: f64) {
        self.reach(&face.corners_px());
        let stretch = piece.patch.stretch;
        let columns = piece.patch.grid()[0];
        // The last sample may stand for fewer cells than the others.
        let end = |i: usize, sample: usize| ((sample + 1) * stretch[i]).min(face.counts[i]);
        let mut paths: BTreeMap<Rgb, String> = BTreeMap::new();
        for (row, colours) in colours.chunks(columns).enumerate() {
            let (top, bottom) = (row * stretch[1], end(1, row));
            let mut column = 0;
            for run in colours.chunk_by(|a, b| a == b) {
                let (left, right) = (column * stretch[0], end(0, column + run.len() - 1));
                let path = paths.entry(run[0]).or_default();
                write!(path, "M{left} {top}H{right}V{bottom}H{left}Z")
                    .expect("a text takes any text");
                column += run.len();
            }
        }
        let ([u, v], [x, y]) = (face.steps_px, face.origin_px);
        // Neighbours meet without a seam between them.
        let matrix = [u[0], u[1], v[0], v[1], x, y].map(|number| Fine(number).to_string());
        let opacity = Opacity("opacity", opacity);
        self.put(format_args!(
            "<g transform=\"matrix({})\" shape-rendering=\"crispEdges\"{opacity}>",
            matrix.join(" ")
        ));
        for (colour, path) in paths {
            self.put(format_args!(
                "<path d=\"{path}\" fill=\"{}\"/>",
                css(colour)
            ));
        }
        self.put(format_args!("</g>"));
    }

    /// Lines with a dot at each end, and what they measure.
    fn dimensions(&mut self, scene: &Scene, palette: &Palette) {
        let text_px = scene.view().viewport.text_px;
        let (line, ink) = (css(palette.soft_ink), css(palette.ink));
        for dimension in dimensions(scene.layout(), scene.view()) {
            self.reach(&dimension.corners_px(text_px));
            let ends = [dimension.from_px, dimension.to_px];
            let path = path(&ends);
            self.put(format_args!(
                "<path d=\"{path}\" stroke=\"{line}\" stroke-width=\"1.25\"/>"
            ));
            for [x, y] in ends.map(|end| end.map(Short)) {
                self.put(format_args!(
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"2.5\" fill=\"{line}\"/>"
                ));
            }
            let anchor = match dimension.anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let place = Place(dimension.label_px, text_px);
            self.put(format_args!(
                "<text {place} font-weight=\"600\" text-anchor=\"{anchor}\" fill=\"{ink}\">{}</text>",
                escaped(&dimension.label)
            ));
        }
    }

    /// The value in each cell that is large enough to read it.
    fn digits(&mut self, scene: &Scene, values: &Values, paint: &Paint) {
        let palette = paint.palette();
        for face in scene.legible(TEXT_PX) {
            let Some(value) = values.at(face.flat, paint.t) else {
                continue;
            };
            let fill = css(Palette::ink_on(palette.value(value, paint.limit)));
            let place = Place(face.centre_px, TEXT_PX - 1.0);
            self.put(format_args!(
                "<text {place} text-anchor=\"middle\" fill=\"{fill}\">{}</text>",
                in_cell(value)
            ));
        }
    }

    /// The names of the sets, with their colour around the letters.
    fn set_labels(&mut self, scene: &Scene, palette: &Palette) {
        let text_px = scene.view().viewport.text_px;
        for label in scene.set_labels(SetLabel::MOST) {
            let ground = palette.set_number(scene.partition(), label.set);
            let (fill, ground) = (css(Palette::ink_on(ground)), css(ground));
            let middle = (label.lines.len() - 1) as f64 / 2.0;
            for (k, line) in label.lines.iter().enumerate() {
                let [x, y] = label.centre_px;
                let y = y + (k as f64 - middle) * SetLabel::LINE * text_px;
                let (place, line) = (Place([x, y], text_px), escaped(line));
                // Twice, for not every program knows `paint-order`.
                let around = format!(" stroke=\"{ground}\" stroke-width=\"3\"");
                for (fill, around) in [(&ground, around.as_str()), (&fill, "")] {
                    self.put(format_args!(
                        "<text {place} font-weight=\"600\" text-anchor=\"middle\" fill=\"{fill}\"{around}>{line}</text>"
                    ));
                }
            }
        }
    }
}
