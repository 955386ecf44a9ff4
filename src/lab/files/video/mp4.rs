//! MP4 with one track of H.264 (ISO/IEC 14496-12, its fifth edition, chapter 8; 14496-14; 14496-15).
//!
//! What is said of the frames stands before them, so that a player can begin at once.

use super::{Colours, Video};

/// Parts of a frame's time, as other writers have them: some players round times of a coarser clock.
const TICKS: u32 = 512;

/// The one track.
const TRACK: u32 = 1;

/// No rotation, no scaling (14496-12, section 6.2.2).
const UPRIGHT: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

pub(super) fn file(video: &Video, description: &[u8]) -> Vec<u8> {
    let head = boxed(b"ftyp", &[b"isom", &[0, 0, 2, 0], b"isomiso2avc1mp41"]);
    let times = Times::of(video);
    let movie = |offset| movie(video, &times, description, offset);
    // The offset has a fixed length, so the first of the two is as long as the second.
    let offset = head.len() + movie(0).len() + b"....mdat".len();
    let frames: Vec<&[u8]> = video.frames.iter().map(|frame| &frame.data[..]).collect();
    let movie = movie(length(offset));
    [head, movie, boxed(b"mdat", &frames)].concat()
}

/// When frames are decoded and shown, in ticks.
struct Times {
    /// Ticks of a second
    scale: u32,
    /// From the first to the end of the last
    duration: u32,
    /// From decoding to showing, for each frame
    waits: Vec<u32>,
    /// By how much all are shown later than they should be, so that none is shown before it is decoded
    delay: u32,
}

impl Times {
    fn of(video: &Video) -> Self {
        let frames = || (0..).zip(video.frames.iter().map(|frame| frame.place));
        let late = frames().map(|(decoded, place): (u32, u32)| decoded.saturating_sub(place));
        let delay = late.max().unwrap_or(0);
        let wait = |(decoded, place)| (place + delay - decoded) * TICKS;
        Self {
            scale: video.rate * TICKS,
            duration: length(video.frames.len()) * TICKS,
            waits: frames().map(wait).collect(),
            delay: delay * TICKS,
        }
    }
}

fn movie(video: &Video, times: &Times, description: &[u8], offset: u32) -> Vec<u8> {
    let head = [
        // Creation and change: not told, so that the same film gives the same file
        &u32s(&[0, 0, times.scale, times.duration, 0x1_0000])[..],
        // Full volume of no sound, reserved
        &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &u32s(&UPRIGHT),
        &[0; 24],
        &u32s(&[TRACK + 1]),
    ];
    let parts = [
        full(b"mvhd", 0, &head),
        track(video, times, description, offset),
        told(&video.title, &video.link),
    ];
    boxed(b"moov", &[&parts.concat()])
}

fn track(video: &Video, times: &Times, description: &[u8], offset: u32) -> Vec<u8> {
    /// Enabled, and in the movie
    const SHOWN: u32 = 3;
    let [width, height] = video.size.map(|side| u32::from(side) << 16);
    let head = [
        &u32s(&[0, 0, TRACK, 0, times.duration])[..],
        // Reserved, layer, group, volume
        &[0; 16],
        &u32s(&UPRIGHT),
        &u32s(&[width, height]),
    ];
    let mut parts = full(b"tkhd", SHOWN, &head);
    if times.delay > 0 {
        let edit = [1, times.duration, times.delay, 0x1_0000];
        parts.extend(boxed(b"edts", &[&full(b"elst", 0, &[&u32s(&edit)])]));
    }
    parts.extend(media(video, times, description, offset));
    boxed(b"trak", &[&parts])
}

fn media(video: &Video, times: &Times, description: &[u8], offset: u32) -> Vec<u8> {
    /// “und”, five bits a letter
    const NO_LANGUAGE: [u8; 4] = [0x55, 0xc4, 0, 0];
    let head = [
        &u32s(&[0, 0, times.scale, times.duration])[..],
        &NO_LANGUAGE,
    ];
    // Nothing but this file is referred to.
    let here = full(b"dref", 0, &[&u32s(&[1]), &full(b"url ", 1, &[])]);
    let information = [
        full(b"vmhd", 1, &[&[0; 8]]),
        boxed(b"dinf", &[&here]),
        table(video, times, description, offset),
    ];
    let parts = [
        full(b"mdhd", 0, &head),
        handler(b"vide", &[0; 4]),
        boxed(b"minf", &[&information.concat()]),
    ];
    boxed(b"mdia", &[&parts.concat()])
}

/// Where each frame lies and when it is shown; all lie in one chunk.
fn table(video: &Video, times: &Times, description: &[u8], offset: u32) -> Vec<u8> {
    let count = length(video.frames.len());
    let sizes = video.frames.iter().map(|frame| length(frame.data.len()));
    let keys = (1..).zip(&video.frames).filter(|(_, frame)| frame.is_key);
    let keys: Vec<u32> = keys.map(|(number, _)| number).collect();
    let mut parts = [
        full(b"stsd", 0, &[&u32s(&[1]), &entry(video, description)]),
        full(b"stts", 0, &[&u32s(&[1, count, TICKS])]),
        full(b"stss", 0, &[&u32s(&[length(keys.len())]), &u32s(&keys)]),
        full(b"stsc", 0, &[&u32s(&[1, 1, count, 1])]),
        full(
            b"stsz",
            0,
            &[&u32s(&[0, count]), &u32s(&sizes.collect::<Vec<_>>())],
        ),
        full(b"stco", 0, &[&u32s(&[1, offset])]),
    ]
    .concat();
    if times.waits.iter().any(|wait| *wait > 0) {
        let waits: Vec<u32> = times.waits.iter().flat_map(|wait| [1, *wait]).collect();
        parts.extend(full(b"ctts", 0, &[&u32s(&[count]), &u32s(&waits)]));
    }
    boxed(b"stbl", &[&parts])
}

/// How frames are decoded.
fn entry(video: &Video, description: &[u8]) -> Vec<u8> {
    /// Pixels in an inch, which no player heeds
    const RESOLUTION: u32 = 72 << 16;
    let [width, height] = video.size.map(u16::to_be_bytes);
    let colours = video.colours.map(coloured).unwrap_or_default();
    let parts: [&[u8]; 9] = [
        // Reserved, and the first of the references to data
        &[0, 0, 0, 0, 0, 0, 0, 1],
        &[0; 16],
        &[width, height].concat(),
        &u32s(&[RESOLUTION, RESOLUTION, 0]),
        // One frame in a sample, a name of no letters, 24 bits of depth, no table of colours
        &[0, 1],
        &[0; 32],
        &[0, 24, 0xff, 0xff],
        &boxed(b"avcC", &[description]),
        &colours,
    ];
    boxed(b"avc1", &parts)
}

fn coloured(colours: Colours) -> Vec<u8> {
    let Colours {
        primaries,
        transfer,
        matrix,
        is_full_range,
    } = colours;
    let range = u8::from(is_full_range) << 7;
    boxed(
        b"colr",
        &[b"nclx", &[0, primaries, 0, transfer, 0, matrix, range]],
    )
}

/// Title and link, where players and libraries look for them (QuickTime File Format, “Metadata”).
fn told(title: &str, link: &str) -> Vec<u8> {
    /// Text in UTF-8, in no language
    const TEXT: [u32; 2] = [1, 0];
    let item = |name, text: &str| boxed(name, &[&boxed(b"data", &[&u32s(&TEXT), text.as_bytes()])]);
    let items = [item(b"\xa9nam", title), item(b"\xa9cmt", link)].concat();
    let parts = [handler(b"mdir", b"appl"), boxed(b"ilst", &[&items])];
    boxed(b"udta", &[&full(b"meta", 0, &[&parts.concat()])])
}

/// What a box beside it is for.
fn handler(kind: &[u8; 4], maker: &[u8; 4]) -> Vec<u8> {
    full(b"hdlr", 0, &[&[0; 4], kind, maker, &[0; 8], &[0]])
}

/// A box of version 0.
fn full(name: &[u8; 4], flags: u32, parts: &[&[u8]]) -> Vec<u8> {
    boxed(name, &[&flags.to_be_bytes(), &parts.concat()])
}

fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    let len = length(len + 8).to_be_bytes();
    [&[&len[..], name], parts].concat().concat()
}

fn length(len: usize) -> u32 {
    u32::try_from(len).expect("less than 4 GiB")
}

fn u32s(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}
