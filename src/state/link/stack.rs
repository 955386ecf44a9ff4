//! The keys of a stack of transformer blocks.

use super::keys::Key;
use super::reason::{Range, Reason};
use super::text::{YES_NO, name, number, word};
use crate::lab::stack::{DEPTHS, Measure, WIDTHS};
use crate::nn::transformer::Order;
use crate::state::{Settings, View};

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "measure",
        |s, v| word(v, &MEASURES).map(|x| s.stack.measure = x),
        |s| name(s.stack.measure, &MEASURES),
    )
    .of(View::Stack),
    Key::new(
        "order",
        |s, v| word(v, &ORDERS).map(|x| s.stack.order = x),
        |s| name(s.stack.order, &ORDERS),
    )
    .of(View::Stack),
    Key::new("depth", read_depth, |s| s.stack.stack().depth().to_string()).of(View::Stack),
    Key::new("width", read_width, |s| s.stack.stack().width().to_string()).of(View::Stack),
    Key::new(
        "last",
        |s, v| word(v, &YES_NO).map(|x| s.stack.set_last(x)),
        |s| name(s.stack.stack().has_last, &YES_NO),
    )
    .of(View::Stack),
    // After the depth, which bounds it.
    Key::new("block", read_block, |s| s.stack.block().to_string()).of(View::Stack),
];

const MEASURES: [(&str, Measure); 3] = [
    ("activations", Measure::Activations),
    ("gradients", Measure::Gradients),
    ("last", Measure::Last),
];
const ORDERS: [(&str, Option<Order>); 4] = [
    ("all", None),
    ("none", Some(Order::None)),
    ("post", Some(Order::Post)),
    ("pre", Some(Order::Pre)),
];

fn read_depth(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let depth: usize = number(text)?;
    if !(DEPTHS.0..=DEPTHS.1).contains(&depth) {
        return Err(Reason::beyond(Range::Depth, depth, DEPTHS));
    }
    settings.stack.set_depth(depth);
    Ok(())
}

fn read_width(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let width: usize = number(text)?;
    if !WIDTHS.contains(&width) {
        return Err(Reason::Width {
            value: width.to_string(),
            values: format!("{WIDTHS:?}"),
        });
    }
    settings.stack.set_width(width);
    Ok(())
}

fn read_block(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let block: usize = number(text)?;
    let depth = settings.stack.stack().depth();
    if !(1..=depth).contains(&block) {
        return Err(Reason::beyond(Range::Block, block, (1, depth)));
    }
    settings.stack.set_block(block);
    Ok(())
}
