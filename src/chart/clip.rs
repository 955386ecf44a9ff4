//! Lines within a frame.

use super::pen::Point;

/// A rectangle, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Its left side
    pub left_px: f64,
    /// Its upper side
    pub top_px: f64,
    /// Its right side
    pub right_px: f64,
    /// Its lower side
    pub bottom_px: f64,
}

impl Frame {
    /// Whether a point lies in it.
    pub fn holds(&self, (x, y): Point) -> bool {
        (self.left_px..=self.right_px).contains(&x) && (self.top_px..=self.bottom_px).contains(&y)
    }

    pub(super) fn width_px(&self) -> f64 {
        self.right_px - self.left_px
    }

    pub(super) fn height_px(&self) -> f64 {
        self.bottom_px - self.top_px
    }

    pub(super) fn corners(&self) -> [Point; 4] {
        let Self {
            left_px: left,
            top_px: top,
            right_px: right,
            bottom_px: bottom,
        } = *self;
        [(left, top), (right, top), (right, bottom), (left, bottom)]
    }

    /// The parts of an open line that lie in it.
    pub(super) fn clipped(&self, line: &[Point]) -> Vec<Vec<Point>> {
        let mut parts: Vec<Vec<Point>> = Vec::new();
        for pair in line.windows(2) {
            let Some((from, to)) = self.segment(pair[0], pair[1]) else {
                continue;
            };
            match parts.last_mut() {
                Some(part) if part.last() == Some(&from) => part.push(to),
                _ => parts.push(vec![from, to]),
            }
        }
        parts
    }

    /// The corners of an area, each moved to the nearest place in it: exact where only its upper or lower side is cut.
    pub(super) fn clamped(&self, area: &[Point]) -> Vec<Point> {
        let within = |(x, y): &Point| {
            (
                x.clamp(self.left_px, self.right_px),
                y.clamp(self.top_px, self.bottom_px),
            )
        };
        area.iter().map(within).collect()
    }

    /// The part of a segment that lies in it (Liang and Barsky 1984).
    fn segment(&self, from: Point, to: Point) -> Option<(Point, Point)> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        let sides = [
            (-dx, from.0 - self.left_px),
            (dx, self.right_px - from.0),
            (-dy, from.1 - self.top_px),
            (dy, self.bottom_px - from.1),
        ];
        for (outward, room) in sides {
            if outward == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if outward < 0.0 {
                enters = enters.max(room / outward);
            } else {
                leaves = leaves.min(room / outward);
            }
        }
        // The ends of a segment that lies inside stay as they are, so that the line goes on.
        let at = |part: f64, end: Point| match part == 0.0 || part == 1.0 {
            true => end,
            false => (from.0 + part * dx, from.1 + part * dy),
        };
        (enters < leaves).then(|| (at(enters, from), at(leaves, to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left_px: 0.0,
        top_px: 0.0,
        right_px: 10.0,
        bottom_px: 10.0,
    };

    #[test]
    fn a_line_is_cut_where_it_leaves_and_goes_on_where_it_enters() {
        let line = [(5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0), (5.0, 9.0)];
        let expected = vec![
            vec![(5.0, 5.0), (10.0, 5.0)],
            vec![(10.0, 8.0), (5.0, 8.0), (5.0, 9.0)],
        ];
        assert_eq!(FRAME.clipped(&line), expected);
        assert!(FRAME.clipped(&[(-5.0, 3.0), (3.0, -5.1)]).is_empty());
        let across = FRAME.clipped(&[(-990.0, 5.0), (1010.0, 5.0)]);
        assert_eq!(across, [[(0.0, 5.0), (10.0, 5.0)]]);
    }
}
