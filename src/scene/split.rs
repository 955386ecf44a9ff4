//! Splitting the layout into boxes that lie wholly inside or wholly outside a set.

use std::iter::once;
use std::ops::Range;

use super::axes::Cut;
use super::layout::{CellBox, Direction, Layout};

/// One stretch of cells along a direction, and whether the set has it.
type Piece = (Range<usize>, bool);

/// The layout's boxes from the farthest to the nearest for an eye on the sides `facing`.
///
/// A block that has no part in the set stays one box; others are split at the set's bounds, so that
/// the number of boxes follows what is seen, not the number of elements.
/// Blocks and their pieces lie in grids, so that any order that goes from far to near along each direction
/// paints them rightly.
pub(super) fn split(
    layout: &Layout,
    set: Option<&[Range<usize>]>,
    cut: Option<Cut>,
    facing: [i8; 3],
) -> Vec<(CellBox, bool)> {
    let along = Direction::ALL.map(|d| {
        let ruler = &layout.rulers[d as usize];
        let near_is_large = ruler.sign * f64::from(facing[d as usize]) > 0.0;
        let mut blocks = pieces_of_blocks(layout, d, set, cut);
        if !near_is_large {
            blocks.reverse();
            blocks.iter_mut().for_each(|pieces| pieces.reverse());
        }
        blocks
    });
    let mut boxes = Vec::new();
    for depth in &along[2] {
        for across in &along[0] {
            for down in &along[1] {
                push_block(&mut boxes, [across, down, depth]);
            }
        }
    }
    boxes
}

fn push_block(boxes: &mut Vec<(CellBox, bool)>, pieces: [&Vec<Piece>; 3]) {
    if !pieces
        .iter()
        .all(|pieces| pieces.iter().any(|piece| piece.1))
    {
        boxes.push((CellBox(pieces.map(|pieces| whole(pieces))), false));
        return;
    }
    for depth in pieces[2] {
        for across in pieces[0] {
            for down in pieces[1] {
                let ranges = [across.0.clone(), down.0.clone(), depth.0.clone()];
                boxes.push((CellBox(ranges), across.1 && down.1 && depth.1));
            }
        }
    }
}

/// From the first cell to the last of pieces that follow each other, in either order.
fn whole(pieces: &[Piece]) -> Range<usize> {
    let (first, last) = (&pieces[0].0, &pieces[pieces.len() - 1].0);
    first.start.min(last.start)..first.end.max(last.end)
}

/// The pieces of each block that is kept, in the order of the cells.
fn pieces_of_blocks(
    layout: &Layout,
    direction: Direction,
    set: Option<&[Range<usize>]>,
    cut: Option<Cut>,
) -> Vec<Vec<Piece>> {
    let ruler = &layout.rulers[direction as usize];
    let kept = |group: Option<usize>, length: usize| match cut {
        Some(cut) if Some(cut.group) == group => cut.kept(length),
        _ => 0..length,
    };
    let taken = |group: Option<usize>, length: usize| match (set, group) {
        (None, _) => Vec::new(),
        (Some(_), None) => once(0..length).collect(),
        (Some(set), Some(group)) => {
            flat_ranges(layout.shape(), layout.spec().groups()[group].clone(), set)
        }
    };
    let (cells_kept, cells_taken) = (
        kept(ruler.inner, ruler.cells),
        taken(ruler.inner, ruler.cells),
    );
    let blocks_taken = taken(ruler.outer, ruler.blocks);
    let pieces_of = |block: usize| {
        let in_set = blocks_taken.iter().any(|range| range.contains(&block));
        let taken = if in_set { &cells_taken[..] } else { &[] };
        pieces(block * ruler.cells, &cells_kept, taken)
    };
    kept(ruler.outer, ruler.blocks).map(pieces_of).collect()
}

/// Cuts the cells `kept` of the block that starts at cell `origin` where `taken` begins and ends.
fn pieces(origin: usize, kept: &Range<usize>, taken: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = kept.start;
    let mut push = |range: Range<usize>, in_set: bool| {
        if !range.is_empty() {
            pieces.push((origin + range.start..origin + range.end, in_set));
        }
    };
    for range in taken {
        let (start, end) = (range.start.max(at), range.end.min(kept.end));
        if start < end {
            push(at..start, false);
            push(start..end, true);
            at = end;
        }
    }
    push(at..kept.end, false);
    pieces
}

/// The indices of merged axes that lie in the box `ranges`, as few ranges as there are.
fn flat_ranges(shape: &[usize], axes: Range<usize>, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let all = once(0..1).collect::<Vec<_>>();
    axes.fold(all, |outer, axis| {
        let (length, range) = (shape[axis], &ranges[axis]);
        if range.len() == length {
            return outer
                .iter()
                .map(|r| r.start * length..r.end * length)
                .collect();
        }
        let inside = |i: usize| i * length + range.start..i * length + range.end;
        outer.into_iter().flatten().map(inside).collect()
    })
}
