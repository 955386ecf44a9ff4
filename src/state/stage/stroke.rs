//! What the pen drew, in the measure of the figure.

/// How many colours the pen has: one that alarms, one that calms, and ink.
pub const PEN_COLORS: usize = 3;

/// Width of a line by a mouse or a finger, in CSS pixels of a window 720 high.
const WIDTH_PX: f64 = 5.0;

/// Nearer points than this add nothing to a line.
const NEAREST_PX: f64 = 0.75;

/// Where the figure is on the screen: its middle, and the shorter side, by which it is scaled. In CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The middle
    pub middle_px: [f64; 2],
    /// The shorter side
    pub side_px: f64,
}

/// A point of a line, as the pointer tells it: in CSS pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Right and down
    pub at_px: [f64; 2],
    /// From 0 to 1; 1/2 where a device knows none
    pub pressure: f64,
}

/// A line: its points in shorter sides of the figure from its middle.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour, counted from 0
    pub color: usize,
    points: Vec<Point>,
}

/// A piece of a line as it is drawn: a curve of the second degree, in CSS pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dab {
    /// Where it begins
    pub from_px: [f64; 2],
    /// What it bends to
    pub by_px: [f64; 2],
    /// Where it ends
    pub to_px: [f64; 2],
    /// How wide it is
    pub width_px: f64,
}

impl Frame {
    /// A rectangle of the window: left, top, width, height.
    pub fn of([left, top, width, height]: [f64; 4]) -> Self {
        Self {
            middle_px: [left + width / 2.0, top + height / 2.0],
            side_px: width.min(height).max(1.0),
        }
    }

    fn inside(self, point: Point) -> Point {
        let at_px = [0, 1].map(|k| (point.at_px[k] - self.middle_px[k]) / self.side_px);
        Point { at_px, ..point }
    }

    fn outside(self, point: Point) -> Point {
        let at_px = [0, 1].map(|k| point.at_px[k] * self.side_px + self.middle_px[k]);
        Point { at_px, ..point }
    }
}

fn middle(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|k| (a[k] + b[k]) / 2.0)
}

impl Stroke {
    /// The pieces that it is drawn in, while the figure is in this frame.
    ///
    /// Points of a hand are not smooth: each but the ends is what a curve bends to between the middles on both sides.
    pub fn dabs(&self, frame: Frame) -> Vec<Dab> {
        (0..self.points.len())
            .filter_map(|k| self.dab(k, frame))
            .collect()
    }

    /// The piece that the newest point adds.
    pub fn newest_dab(&self, frame: Frame) -> Option<Dab> {
        self.dab(self.points.len().checked_sub(1)?, frame)
    }

    /// The piece that ends between this point and the one before; the first point is a dot.
    fn dab(&self, k: usize, frame: Frame) -> Option<Dab> {
        let point = |k: usize| Some(frame.outside(*self.points.get(k)?));
        let here = point(k)?;
        let last = k.checked_sub(1).and_then(point).unwrap_or(here);
        let before = k.checked_sub(2).and_then(point).unwrap_or(last);
        Some(Dab {
            from_px: middle(before.at_px, last.at_px),
            by_px: last.at_px,
            to_px: middle(last.at_px, here.at_px),
            width_px: WIDTH_PX * (0.5 + last.pressure),
        })
    }

    /// The piece from the last middle to the last point, when the pen is lifted.
    pub fn last_dab(&self, frame: Frame) -> Option<Dab> {
        let newest = self.newest_dab(frame)?;
        let end = frame.outside(*self.points.last()?).at_px;
        Some(Dab {
            from_px: newest.to_px,
            by_px: middle(newest.to_px, end),
            to_px: end,
            ..newest
        })
    }
}

/// All lines, in the order in which they were drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ink {
    strokes: Vec<Stroke>,
}

impl Ink {
    /// The lines.
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    /// Begins a line.
    pub fn begin(&mut self, color: usize, point: Point, frame: Frame) {
        self.strokes.push(Stroke {
            color: color.min(PEN_COLORS - 1),
            points: vec![frame.inside(point)],
        });
    }

    /// Goes on with the last one; whether the point was far enough to be taken.
    pub fn go_on(&mut self, point: Point, frame: Frame) -> bool {
        let Some(stroke) = self.strokes.last_mut() else {
            return false;
        };
        let last = stroke.points.last().map(|last| frame.outside(*last).at_px);
        let is_near = last.is_some_and(|last| {
            let [dx, dy] = [0, 1].map(|k| last[k] - point.at_px[k]);
            dx.hypot(dy) < NEAREST_PX
        });
        if !is_near {
            stroke.points.push(frame.inside(point));
        }
        !is_near
    }

    /// Takes the last line back.
    pub fn undo(&mut self) {
        self.strokes.pop();
    }

    /// Takes all lines away.
    pub fn clear(&mut self) {
        self.strokes.clear();
    }
}
