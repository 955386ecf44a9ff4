//! Where recorded numbers come from.

use super::{Block, Inline, pieces};

/// What is recorded in sentences, each source once, in the order in which they stand.
pub fn sources_of(blocks: &[Block]) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    pieces(blocks, &mut |piece| {
        if let Inline::Recorded(_, source) = piece
            && !sources.contains(source)
        {
            sources.push(source.clone());
        }
    });
    sources
}
