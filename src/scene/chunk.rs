//! Which cells are kept along a direction, in chunks that are drawn as wholes.

use std::ops::Range;

use super::axes::Cut;
use super::cells::Direction;
use super::clip::visible_box;
use super::layout::Layout;
use super::ruler::Ruler;
use super::view::View;

/// More chunks than this are not drawn one by one.
const CHUNKS_MAX: usize = 4096;

/// What is kept along one direction. A chunk is a block, or several neighbours with the gaps between them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chunks {
    /// Cells of a block
    cells: usize,
    /// The blocks that are kept
    blocks: Range<usize>,
    /// The cells that are kept of each block
    kept: Range<usize>,
    /// Blocks in a chunk
    clump: usize,
}

impl Chunks {
    /// What the cut keeps, along each direction. Where there are too many blocks, those out of sight are left out
    /// and neighbours are put together: they are smaller than can be told apart.
    pub fn of(layout: &Layout, cut: Option<Cut>, view: &View) -> [Self; 3] {
        let mut chunks = Direction::ALL.map(|d| Self::along(&layout.rulers[d as usize], cut));
        let count = |chunks: &[Self; 3]| chunks.iter().map(Self::len).product::<usize>();
        if count(&chunks) > CHUNKS_MAX {
            let seen = visible_box(view, &layout.bounds());
            for (i, chunks) in chunks.iter_mut().enumerate() {
                let ruler = &layout.rulers[i];
                let seen = seen.map_or(0..1, |seen| ruler.blocks_in(seen.min[i], seen.max[i]));
                let start = seen.start.clamp(chunks.blocks.start, chunks.blocks.end - 1);
                chunks.blocks = start..seen.end.clamp(start + 1, chunks.blocks.end);
            }
        }
        while count(&chunks) > CHUNKS_MAX {
            let most = chunks.iter_mut().max_by_key(|chunks| chunks.len());
            most.expect("three directions").clump *= 2;
        }
        chunks
    }

    fn along(ruler: &Ruler, cut: Option<Cut>) -> Self {
        let kept = |group: Option<usize>, length: usize| match cut {
            Some(cut) if Some(cut.group) == group => cut.kept(length),
            _ => 0..length,
        };
        Self {
            cells: ruler.cells,
            blocks: kept(ruler.outer, ruler.blocks),
            kept: kept(ruler.inner, ruler.cells),
            clump: 1,
        }
    }

    fn len(&self) -> usize {
        (self.blocks.end - 1) / self.clump - self.blocks.start / self.clump + 1
    }

    /// Cells of the longest chunk, or a few more.
    pub fn longest(&self) -> usize {
        self.clump * self.cells
    }

    /// The cells of each chunk, from the first that is kept to the last.
    pub fn iter(&self) -> impl Iterator<Item = Range<usize>> {
        let first = self.blocks.start / self.clump;
        (first..first + self.len()).map(|chunk| self.chunk(chunk))
    }

    /// The cells of the chunk that a kept cell lies in.
    pub fn around(&self, cell: usize) -> Range<usize> {
        self.chunk(cell / self.cells / self.clump)
    }

    fn chunk(&self, chunk: usize) -> Range<usize> {
        let first = (chunk * self.clump).max(self.blocks.start);
        let last = ((chunk + 1) * self.clump).min(self.blocks.end) - 1;
        first * self.cells + self.kept.start..last * self.cells + self.kept.end
    }
}
