//! WebM with one track (RFC 8794 for EBML, RFC 9559 for Matroska, of which WebM is a part).
//!
//! Names of elements are those of the specification.

use super::{Colours, Frame, Video};

/// Ticks are milliseconds, as WebM wants them.
const NANOSECS_PER_TICK: u64 = 1_000_000;

const TRACK: u64 = 1;

/// Who wrote it.
const APP: &str = concat!("Normscope ", env!("CARGO_PKG_VERSION"));

pub(super) fn file(video: &Video, codec: &str) -> Vec<u8> {
    let ms = |place: u32| {
        let (place, rate) = (u64::from(place), u64::from(video.rate));
        (1000 * place + rate / 2) / rate
    };
    // A key frame begins a cluster, so that a player can begin there.
    let begins = |_: &Frame, next: &Frame| !next.is_key;
    let clusters = video.frames.chunk_by(begins);
    let clusters: Vec<(u64, Vec<u8>)> = clusters
        .map(|frames| (ms(frames[0].place), cluster(frames, ms)))
        .collect();
    let before = [information(video), track(video, codec), tags(&video.link)].concat();
    // Positions have a fixed length, so that the list of them has one before it is known where it ends.
    let cues_len = cues(&clusters, 0).len();
    let cues = cues(&clusters, before.len() + cues_len);
    let clusters = clusters.into_iter().flat_map(|(_, cluster)| cluster);
    let segment = before.into_iter().chain(cues).chain(clusters);
    [head(), element(0x1853_8067, &segment.collect::<Vec<_>>())].concat()
}

fn head() -> Vec<u8> {
    let parts = [
        number(0x4286, 1),    // EBMLVersion
        number(0x42f7, 1),    // EBMLReadVersion
        number(0x42f2, 4),    // EBMLMaxIDLength
        number(0x42f3, 8),    // EBMLMaxSizeLength
        text(0x4282, "webm"), // DocType
        number(0x4287, 4),    // DocTypeVersion
        number(0x4285, 2),    // DocTypeReadVersion
    ];
    element(0x1a45_dfa3, &parts.concat())
}

fn information(video: &Video) -> Vec<u8> {
    let secs = video.frames.len() as f64 / f64::from(video.rate);
    let parts = [
        number(0x2a_d7b1, NANOSECS_PER_TICK), // TimestampScale
        element(0x4489, &(1000.0 * secs).to_be_bytes()), // Duration
        text(0x7ba9, &video.title),           // Title
        text(0x4d80, APP),                    // MuxingApp
        text(0x5741, APP),                    // WritingApp
    ];
    element(0x1549_a966, &parts.concat())
}

fn track(video: &Video, codec: &str) -> Vec<u8> {
    let [width, height] = video.size.map(u64::from);
    let picture = [
        number(0xb0, width),  // PixelWidth
        number(0xba, height), // PixelHeight
        video.colours.map(coloured).unwrap_or_default(),
    ];
    let parts = [
        number(0xd7, TRACK),                                      // TrackNumber
        number(0x73c5, TRACK),                                    // TrackUID
        number(0x83, 1),                                          // TrackType: video
        number(0x9c, 0),                                          // FlagLacing
        number(0x23_e383, 1_000_000_000 / u64::from(video.rate)), // DefaultDuration
        text(0x86, codec),                                        // CodecID
        element(0xe0, &picture.concat()),                         // Video
    ];
    element(0x1654_ae6b, &element(0xae, &parts.concat()))
}

fn coloured(colours: Colours) -> Vec<u8> {
    let range = if colours.is_full_range { 2 } else { 1 };
    let parts = [
        number(0x55b1, colours.matrix.into()),    // MatrixCoefficients
        number(0x55b9, range),                    // Range
        number(0x55ba, colours.transfer.into()),  // TransferCharacteristics
        number(0x55bb, colours.primaries.into()), // Primaries
    ];
    element(0x55b0, &parts.concat())
}

/// The link, as a comment on all of the file.
fn tags(link: &str) -> Vec<u8> {
    let tag = [text(0x45a3, "COMMENT"), text(0x4487, link)].concat(); // TagName, TagString
    let parts = [element(0x63c0, &[]), element(0x67c8, &tag)].concat(); // Targets, SimpleTag
    element(0x1254_c367, &element(0x7373, &parts))
}

/// Where in the segment each cluster begins, the first of them at `first`.
fn cues(clusters: &[(u64, Vec<u8>)], first: usize) -> Vec<u8> {
    let mut at = first as u64;
    let cue = |(ms, cluster): &(u64, Vec<u8>)| {
        let place = [
            number(0xf7, TRACK),
            element(0xf1, &at.to_be_bytes()), // CueClusterPosition
        ];
        at += cluster.len() as u64;
        let point = [number(0xb3, *ms), element(0xb7, &place.concat())]; // CueTime, CueTrackPositions
        element(0xbb, &point.concat())
    };
    element(
        0x1c53_bb6b,
        &clusters.iter().flat_map(cue).collect::<Vec<_>>(),
    )
}

fn cluster(frames: &[Frame], ms: impl Fn(u32) -> u64) -> Vec<u8> {
    const KEY: u8 = 0x80;
    let start = ms(frames[0].place);
    let mut parts = number(0xe7, start); // Timestamp
    for frame in frames {
        let after = i16::try_from(ms(frame.place) - start).expect("less than half a minute");
        let flags = if frame.is_key { KEY } else { 0 };
        let [high, low] = after.to_be_bytes();
        let block = [0x80 | TRACK as u8, high, low, flags];
        parts.extend(element(0xa3, &[&block, &frame.data[..]].concat())); // SimpleBlock
    }
    element(0x1f43_b675, &parts)
}

fn text(id: u32, text: &str) -> Vec<u8> {
    element(id, text.as_bytes())
}

fn number(id: u32, number: u64) -> Vec<u8> {
    element(id, shortest(&number.to_be_bytes()))
}

/// An id, which tells its own length; a length in eight bytes; the content.
fn element(id: u32, content: &[u8]) -> Vec<u8> {
    /// The first byte of a length of eight bytes
    const EIGHT: u64 = 1 << 56;
    let len = EIGHT | content.len() as u64;
    [shortest(&id.to_be_bytes()), &len.to_be_bytes(), content].concat()
}

/// Without the zeros before it, but for the last.
fn shortest(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros.min(bytes.len() - 1)..]
}
