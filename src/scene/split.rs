//! Splitting the layout into boxes that lie wholly inside or wholly outside a set.

use std::ops::Range;

use super::cells::{CellBox, Direction};
use super::chunk::Chunks;
use super::layout::Layout;
use super::ruler::Ruler;
use super::runs::Runs;

/// How much of a box belongs to the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Share {
    Nothing,
    /// Here and there a cell
    Something,
    All,
}

/// One box.
pub(super) struct Part {
    pub cells: CellBox,
    pub share: Share,
    /// The box that covers its face towards the eye along each direction, by its number
    pub front: [Option<u32>; 3],
}

/// One stretch of cells along a direction, and what the set has of it.
type Piece = (Range<usize>, Share);

/// The layout's boxes from the farthest to the nearest for an eye on the sides `facing`.
///
/// A chunk that has no part in the set stays one box; others are split at the set's bounds, so that
/// the number of boxes follows what is seen, not the number of elements.
/// Chunks and their pieces lie in grids, so that any order that goes from far to near along each direction
/// paints them rightly.
pub(super) fn split(
    layout: &Layout,
    chunks: &[Chunks; 3],
    set: Option<&[Range<usize>]>,
    facing: [i8; 3],
) -> Vec<Part> {
    let along = Direction::ALL.map(|d| {
        let (ruler, chunks) = (&layout.rulers[d as usize], &chunks[d as usize]);
        let taken = Taken::of(layout, ruler, set);
        let mut chunks: Vec<_> = chunks
            .iter()
            .map(|chunk| pieces(&taken.within(&chunk, ruler), &chunk))
            .collect();
        if !ruler.is_near_large(facing[d as usize]) {
            chunks.reverse();
            chunks.iter_mut().for_each(|pieces| pieces.reverse());
        }
        chunks
    });
    let mut parts = Vec::new();
    for depth in &along[2] {
        for across in &along[0] {
            for down in &along[1] {
                push_chunk(&mut parts, [across, down, depth], layout.block_cells());
            }
        }
    }
    parts
}

fn push_chunk(parts: &mut Vec<Part>, pieces: [&Vec<Piece>; 3], block_cells: [usize; 3]) {
    let has_share = |pieces: &&Vec<Piece>| pieces.iter().any(|(_, share)| *share > Share::Nothing);
    if !pieces.iter().all(has_share) {
        parts.push(Part {
            cells: CellBox(pieces.map(|pieces| whole(pieces))),
            share: Share::Nothing,
            front: [None; 3],
        });
        return;
    }
    let counts = pieces.map(Vec::len);
    // Between neighbours along each direction, in the order in which they are counted here
    let steps = [counts[1], 1, counts[0] * counts[1]];
    for z in 0..counts[2] {
        for x in 0..counts[0] {
            for y in 0..counts[1] {
                let (at, number) = ([x, y, z], parts.len());
                let [across, down, depth] = [0, 1, 2].map(|d| &pieces[d][at[d]]);
                let front = |d: usize| {
                    let nearer = pieces[d].get(at[d] + 1)?;
                    let is_covered = adjoin(&pieces[d][at[d]].0, &nearer.0, block_cells[d]);
                    is_covered.then(|| (number + steps[d]) as u32)
                };
                parts.push(Part {
                    cells: CellBox([across.0.clone(), down.0.clone(), depth.0.clone()]),
                    share: across.1.min(down.1).min(depth.1),
                    front: [0, 1, 2].map(front),
                });
            }
        }
    }
}

/// Whether there is no gap between neighbours, for both end in one block.
fn adjoin(a: &Range<usize>, b: &Range<usize>, block_cells: usize) -> bool {
    let block = |cell: usize| cell / block_cells;
    block(a.end - 1) == block(b.start) || block(b.end - 1) == block(a.start)
}

/// From the first cell to the last of pieces that follow each other, in either order.
fn whole(pieces: &[Piece]) -> Range<usize> {
    let (first, last) = (&pieces[0].0, &pieces[pieces.len() - 1].0);
    first.start.min(last.start)..first.end.max(last.end)
}

/// What a set has along a direction: of its blocks, and of the cells of each of these.
struct Taken {
    blocks: Runs,
    cells: Runs,
}

impl Taken {
    fn of(layout: &Layout, ruler: &Ruler, set: Option<&[Range<usize>]>) -> Self {
        let taken = |group: Option<usize>, length: usize| match (set, group) {
            (None, _) => Runs::none(),
            (Some(_), None) => Runs::all(length),
            (Some(set), Some(group)) => {
                Runs::of_box(layout.shape(), layout.spec().groups()[group].clone(), set)
            }
        };
        Self {
            blocks: taken(ruler.outer, ruler.blocks),
            cells: taken(ruler.inner, ruler.cells),
        }
    }

    /// The cells of a chunk that are taken.
    fn within(&self, chunk: &Range<usize>, ruler: &Ruler) -> Runs {
        let blocks = chunk.start / ruler.cells..(chunk.end - 1) / ruler.cells + 1;
        let taken = self.blocks.clipped(&blocks);
        let taken = taken.refined(ruler.cells, &self.cells).clipped(chunk);
        // Blocks that are not drawn one by one are not split one by one
        if blocks.len() > 1 {
            taken.joined()
        } else {
            taken
        }
    }
}

/// Cuts a chunk where `taken` begins and ends, in the order of the cells.
fn pieces(taken: &Runs, chunk: &Range<usize>) -> Vec<Piece> {
    let share = if taken.is_mixed {
        Share::Something
    } else {
        Share::All
    };
    let mut pieces = Vec::new();
    let mut at = chunk.start;
    let mut push = |range: Range<usize>, share: Share| {
        if !range.is_empty() {
            pieces.push((range, share));
        }
    };
    for run in &taken.list {
        push(at..run.start, Share::Nothing);
        push(run.clone(), share);
        at = run.end;
    }
    push(at..chunk.end, Share::Nothing);
    pieces
}
