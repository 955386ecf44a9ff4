//! Sizes in a stack of blocks, by block or by depth.

mod axes;
mod series;

use super::Style;
use super::clip::Frame;
use super::pen::{Anchor, Failure, Pen, Point};
use crate::lab::stack::{Measure, ORDERS, Outcome, Setup, Spread};
use crate::nn::transformer::Order;
use crate::scene::colour::{Palette, Rgb, blend};
use crate::state::words::StackWords;
use axes::{across, columns, heights};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};
use series::Series;
pub(super) use series::{laws, series};

/// How much wider firm type is.
const FIRM: f64 = 1.1;

/// Behind the name of a curve that leaves the frame at its upper side.
const LEAVES: &str = " ↑";

/// What stands beside the curves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Of the orders, as [`ORDERS`](crate::lab::stack::ORDERS) has them
    pub orders: [String; 3],
    /// Of the lines that theory gives, from the lowest to the highest
    pub laws: Vec<String>,
    /// The axis below
    pub below: String,
}

impl Names {
    /// In a language.
    pub fn new<W: StackWords + ?Sized>(words: &W, measure: Measure) -> Self {
        let laws = words.stack_laws(measure).iter();
        Self {
            orders: ORDERS.map(|order| words.order(order).to_owned()),
            laws: laws.map(|law| (*law).to_owned()).collect(),
            below: words.stack_axis(measure).to_owned(),
        }
    }
}

/// Curves of the orders with the range of their draws. Lengths are CSS pixels.
///
/// The axis of sizes is made for PostNorm, PreNorm and theory; what grows beyond it without a normalization
/// leaves the frame, unless that order is the one that is spoken of: then the axis is logarithmic.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    style: Style,
    /// What lies outside is cut away
    pub frame: Frame,
    /// One for each order, in their order
    pub curves: Vec<Curve>,
    laws: Vec<(Vec<Point>, String)>,
    /// Heights at which sizes are written
    pub rows: Vec<(f64, String)>,
    /// Places at which blocks or depths are written
    pub columns: Vec<(f64, String)>,
    below: String,
}

/// The sizes of one order.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The order
    pub order: Order,
    /// The means of the draws; where one is no finite number the curve ends
    pub line: Vec<Point>,
    /// Around the smallest and the largest of them
    pub band: Vec<Point>,
    name: String,
    /// Half the height of its name
    pub name_px: f64,
    is_quiet: bool,
}

impl Curves {
    /// Lays it out in an area of this size.
    pub fn new(
        outcome: &Outcome,
        setup: &Setup,
        names: &Names,
        (width, height): (f64, f64),
        style: Style,
    ) -> Self {
        let em = style.font_px;
        let series = series(outcome, setup.measure);
        let is_logarithmic = setup.order == Some(Order::None);
        // They speak of PreNorm, and would lie on one another there.
        let laws = match is_logarithmic {
            true => Vec::new(),
            false => laws(outcome, setup.measure),
        };
        let (scale, labels) = heights(&series, &laws, is_logarithmic, height / (em * 2.6));
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts
                .map(|text| style.text_width_px(text))
                .fold(0.0, f64::max)
        };
        let left_px = widest(&mut labels.iter().map(|(_, label)| label)) + em * 0.9;
        // A name may stand above the highest line.
        let top_px = em * 1.6;
        let right_px =
            width - widest(&mut names.orders.iter().chain(&names.laws)) * FIRM - em * 0.6;
        // In too little room it is drawn beyond its edges, and never inside out.
        let frame = Frame {
            left_px,
            top_px,
            right_px: right_px.max(left_px + em),
            bottom_px: (height - em * 3.4).max(top_px + em),
        };
        let across = across(outcome, setup.measure);
        let place = |x: f64, y: f64| {
            let (x, y) = (across.part(x), scale.part(y));
            // Exactly on the sides of the frame at the ends of the axes.
            (
                (1.0 - x) * frame.left_px + x * frame.right_px,
                (1.0 - y) * frame.bottom_px + y * frame.top_px,
            )
        };
        let curve = |(order, points): &Series| Curve {
            order: *order,
            line: points
                .iter()
                .map(|(x, spread)| place(*x, spread.mean))
                .collect(),
            band: band(points, &place),
            name: name(names, *order),
            name_px: 0.0,
            is_quiet: setup.order.is_some_and(|spoken_of| spoken_of != *order),
        };
        let laws = laws.iter().zip(&names.laws).map(|(law, name)| {
            let line = law.iter().map(|(x, y)| place(*x, *y)).collect();
            (line, name.clone())
        });
        let row = |(value, label): &(f64, String)| (place(1.0, *value).1, label.clone());
        let columns = columns(outcome, setup.measure, frame.width_px() / (em * 2.6))
            .into_iter()
            .map(|x| (place(x, 1.0).0, x.to_string()))
            .collect();
        let mut chart = Self {
            curves: series.iter().map(curve).collect(),
            laws: laws.collect(),
            rows: labels.iter().map(row).collect(),
            columns: apart(columns, style),
            below: names.below.clone(),
            frame,
            style,
        };
        chart.place_names();
        chart
    }

    /// Names stand where their curves end, apart from each other.
    fn place_names(&mut self) {
        for curve in &mut self.curves {
            if curve
                .line
                .last()
                .is_some_and(|(_, y)| *y < self.frame.top_px)
            {
                curve.name += LEAVES;
            }
        }
        let Frame {
            top_px, bottom_px, ..
        } = self.frame;
        let line_px = self.style.font_px * 1.3;
        let laws = self.laws.iter().filter_map(|(line, _)| line.last());
        let mut taken: Vec<f64> = laws.map(|(_, y)| *y).collect();
        let end = |curve: &Curve| match curve.line.last() {
            Some((_, y)) => y.clamp(top_px, bottom_px),
            None => top_px,
        };
        let mut from_below: Vec<usize> = (0..self.curves.len()).collect();
        from_below.sort_by(|a, b| end(&self.curves[*b]).total_cmp(&end(&self.curves[*a])));
        for k in from_below {
            let wanted = end(&self.curves[k]);
            // The nearest place that is free, at the end itself or some lines from it.
            let steps = (0..8).flat_map(|k| [f64::from(k), -f64::from(k)]);
            let places = steps.map(|step| wanted - step * line_px / 2.0);
            let is_free = |y: &f64| {
                let is_apart = |other: &f64| (other - y).abs() > line_px - 0.01;
                *y > top_px - line_px && taken.iter().all(is_apart)
            };
            // Where these are all taken, beside a name that is there.
            let beside = taken.iter().flat_map(|y| [y + line_px, y - line_px]);
            let nearest = beside
                .filter(is_free)
                .min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()));
            let y = { places }.find(is_free).or(nearest).unwrap_or(wanted);
            taken.push(y);
            self.curves[k].name_px = y;
        }
    }

    /// Paints it.
    ///
    /// # Errors
    ///
    /// If the backend fails.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
    ) -> Result<(), Failure<DB>> {
        let pen = Pen::new(area, &self.style);
        let palette = self.style.palette;
        pen.clear()?;
        for curve in &self.curves {
            let colour = blend(palette.ground, colour(palette, curve.order), 0.16);
            pen.fill(&self.frame.clamped(&curve.band), colour)?;
        }
        self.draw_axes(&pen)?;
        for (line, name) in &self.laws {
            for part in self.frame.clipped(line) {
                pen.dashed(
                    &part,
                    palette.soft_ink,
                    self.style.hairline_px(),
                    self.style.font_px * 0.4,
                )?;
            }
            if let Some((_, y)) = line.last() {
                self.draw_name(&pen, name, *y, palette.soft_ink, false)?;
            }
        }
        for curve in &self.curves {
            self.draw_curve(&pen, curve)?;
        }
        Ok(())
    }

    fn draw_curve<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        curve: &Curve,
    ) -> Result<(), Failure<DB>> {
        let palette = self.style.palette;
        let full = colour(palette, curve.order);
        let ink = if curve.is_quiet {
            self.style.faint(palette.ground, full, 0.6)
        } else {
            full
        };
        let width_px = self.style.line_px() * if curve.is_quiet { 0.6 } else { 1.2 };
        for part in self.frame.clipped(&curve.line) {
            pen.line(&part, ink, width_px)?;
        }
        let inside = curve.line.iter().filter(|point| self.frame.holds(**point));
        let radius_px = self.style.font_px * if curve.line.len() > 20 { 0.14 } else { 0.22 };
        for &point in inside {
            pen.dot(point, radius_px, ink)?;
        }
        match curve.line.iter().any(|point| self.frame.holds(*point)) {
            true => {
                let ink = if curve.is_quiet {
                    palette.soft_ink
                } else {
                    palette.ink
                };
                self.draw_name(pen, &curve.name, curve.name_px, ink, !curve.is_quiet)
            }
            // All of it lies outside.
            false => Ok(()),
        }
    }

    fn draw_name<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        name: &str,
        y: f64,
        ink: Rgb,
        firm: bool,
    ) -> Result<(), Failure<DB>> {
        let at = (self.frame.right_px + self.style.font_px * 0.5, y);
        pen.text(name, at, Anchor::Left, ink, firm)
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Failure<DB>> {
        let em = self.style.font_px;
        let frame = self.frame;
        pen.rows(&self.rows, [frame.left_px, frame.right_px])?;
        let columns = self.columns.iter().map(|(x, label)| (*x, label.as_str()));
        pen.columns(columns, frame.bottom_px, self.style.palette.soft_ink)?;
        let middle = (frame.left_px + frame.right_px) / 2.0;
        let at = (middle, frame.bottom_px + em * 2.0);
        pen.text(
            &self.below,
            at,
            Anchor::Top,
            self.style.palette.soft_ink,
            false,
        )
    }
}

/// Those that have room between each other, from the last one on: two that touch would be read as one number.
fn apart(columns: Vec<(f64, String)>, style: Style) -> Vec<(f64, String)> {
    let mut kept: Vec<(f64, String)> = Vec::new();
    for (x, label) in columns.into_iter().rev() {
        let half_px = |label: &str| style.text_width_px(label) / 2.0;
        let is_apart = kept.last().is_none_or(|(next, other)| {
            next - x > half_px(&label) + half_px(other) + style.font_px * 0.4
        });
        if is_apart {
            kept.push((x, label));
        }
    }
    kept.reverse();
    kept
}

/// Without a normalization in grey, PostNorm and PreNorm in the two colours of the page.
fn colour(palette: &Palette, order: Order) -> Rgb {
    match order {
        Order::None => palette.soft_ink,
        Order::Post => palette.accent,
        Order::Pre => palette.positive,
    }
}

/// Along the smallest values and back along the largest.
fn band(points: &[(f64, Spread)], place: &dyn Fn(f64, f64) -> Point) -> Vec<Point> {
    let low = points.iter().map(|(x, spread)| place(*x, spread.low));
    let high = points
        .iter()
        .rev()
        .map(|(x, spread)| place(*x, spread.high));
    low.chain(high).collect()
}

fn name(names: &Names, order: Order) -> String {
    let named = ORDERS.iter().zip(&names.orders);
    let mut named = named.filter(|(other, _)| **other == order);
    named
        .next()
        .map_or_else(String::new, |(_, name)| name.clone())
}
