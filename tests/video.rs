//! Videos are read back with readers of their own, which know the formats and nothing of what writes them.

use normscope::lab::files::{Codec, Colours, Frame, Video};
use std::collections::BTreeMap;

const TITLE: &str = "128 values share a mean";
const LINK: &str = "https://example.org/?layer=GroupNorm(3,6)&t=2";
const COLOURS: Colours = Colours {
    primaries: 1,
    transfer: 13,
    matrix: 6,
    is_full_range: true,
};

/// Seventy frames, a key frame every thirty, shown in the order that `place` gives.
fn video(codec: Codec, place: impl Fn(u32) -> u32) -> Video {
    let frame = |k: u32| Frame {
        place: place(k),
        is_key: k.is_multiple_of(30),
        data: (0..5 + 7 * (k % 11)).map(|byte| (byte + k) as u8).collect(),
    };
    Video {
        codec,
        size: [642, 480],
        rate: 30,
        colours: Some(COLOURS),
        frames: (0..70).map(frame).collect(),
        title: TITLE.to_owned(),
        link: LINK.to_owned(),
    }
}

/// A big-endian number of any length.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn numbers(bytes: &[u8]) -> Vec<u64> {
    bytes.chunks_exact(4).map(number).collect()
}

/// The contents of the boxes of an MP4 by their path, and where they begin.
fn boxes(file: &[u8]) -> BTreeMap<String, (usize, Vec<u8>)> {
    const NESTED: [&str; 9] = [
        "moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "udta", "ilst",
    ];
    let mut found = BTreeMap::new();
    let mut rest = vec![(String::new(), 0, file.len())];
    while let Some((path, mut at, end)) = rest.pop() {
        while at < end {
            let len = number(&file[at..at + 4]) as usize;
            assert!(
                len >= 8 && at + len <= end,
                "{path}: {len} bytes at {at} of {end}"
            );
            let name: String = file[at + 4..at + 8]
                .iter()
                .map(|byte| *byte as char)
                .collect();
            let inside = format!("{path}/{name}");
            let skipped = match name.as_str() {
                "meta" => Some(4),
                "stsd" => Some(8),
                "avc1" => Some(78),
                name => NESTED.contains(&name).then_some(0),
            };
            if let Some(skipped) = skipped {
                rest.push((inside.clone(), at + 8 + skipped, at + len));
            }
            let content = file[at + 8..at + len].to_vec();
            assert!(
                found.insert(inside, (at + 8, content)).is_none(),
                "{name} twice"
            );
            at += len;
        }
    }
    found
}

#[test]
fn an_mp4_has_its_frames_where_and_when_it_says() {
    // As some encoders have it: the third frame is decoded before the second.
    let swapped = |k: u32| match k % 10 {
        4 => k + 1,
        5 => k - 1,
        _ => k,
    };
    let description = vec![1, 100, 0, 40, 255];
    for (place, is_delayed) in [(&(|k| k) as &dyn Fn(u32) -> u32, false), (&swapped, true)] {
        let video = video(Codec::H264(description.clone()), place);
        let file = video.file();
        let boxes = boxes(&file);
        let found = |path: &str| &boxes[path].1[..];
        let table = |name: &str| found(&format!("/moov/trak/mdia/minf/stbl/{name}"));
        assert_eq!(&found("/ftyp")[..4], b"isom");
        let (media, _) = boxes["/mdat"];
        assert!(
            boxes["/moov"].0 < media,
            "what is said of frames comes first"
        );
        let (movie, head) = (
            numbers(found("/moov/mvhd")),
            numbers(found("/moov/trak/mdia/mdhd")),
        );
        let scale = head[3];
        assert_eq!((movie[3], movie[4]), (scale, head[4]));
        assert_eq!(head[4] * 30, 70 * scale, "70 frames of 1/30 second");
        let track = numbers(found("/moov/trak/tkhd"));
        assert_eq!(track[5], head[4]);
        assert_eq!(&track[track.len() - 2..], [642 << 16, 480 << 16]);
        let steps = numbers(table("stts"));
        assert_eq!(steps, [0, 1, 70, scale / 30]);
        assert_eq!(numbers(table("stss")), [0, 3, 1, 31, 61]);
        assert_eq!(numbers(table("stsc")), [0, 1, 1, 70, 1]);
        let sizes = &numbers(table("stsz"))[3..];
        let mut at = numbers(table("stco"))[2] as usize;
        assert_eq!(at, media);
        for (frame, size) in video.frames.iter().zip(sizes) {
            assert_eq!(file[at..at + *size as usize], frame.data);
            at += *size as usize;
        }
        assert_eq!(at, file.len());
        let waits = boxes.get("/moov/trak/mdia/minf/stbl/ctts");
        let delay = boxes.get("/moov/trak/edts/elst");
        assert_eq!((waits.is_some(), delay.is_some()), (is_delayed, is_delayed));
        if let (Some((_, waits)), Some((_, delay))) = (waits, delay) {
            let delay = numbers(delay)[3];
            let waits = numbers(waits)[2..]
                .chunks(2)
                .map(|run| (run[0], run[1]))
                .collect::<Vec<_>>();
            assert_eq!(waits.len(), 70);
            for ((k, frame), (run, wait)) in (0..).zip(&video.frames).zip(waits) {
                let shown = k * scale / 30 + wait - delay;
                assert_eq!((run, shown), (1, u64::from(frame.place) * scale / 30));
            }
        }
        assert_eq!(table("stsd/avc1/avcC"), description);
        assert_eq!(
            table("stsd/avc1/colr"),
            *b"nclx\x00\x01\x00\x0d\x00\x06\x80"
        );
        assert_eq!(table("stsd/avc1")[24..28], [2, 130, 1, 224]);
        for (name, text) in [("\u{a9}nam", TITLE), ("\u{a9}cmt", LINK)] {
            let data = found(&format!("/moov/udta/meta/ilst/{name}"));
            assert_eq!(&data[4..8], b"data");
            assert_eq!(&data[16..], text.as_bytes());
        }
    }
}

/// An element of EBML: its id, where its content begins, and the content.
type Element<'a> = (u64, usize, &'a [u8]);

/// The elements in a file from `start` to its end; `at` is where the file begins.
fn elements(content: &[u8], at: usize) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < content.len() {
        let id_len = content[start].leading_zeros() as usize + 1;
        let id = number(&content[start..start + id_len]);
        start += id_len;
        let len_len = content[start].leading_zeros() as usize + 1;
        let marker = 1 << (7 * len_len);
        let len = (number(&content[start..start + len_len]) - marker) as usize;
        start += len_len;
        found.push((id, at + start, &content[start..start + len]));
        start += len;
    }
    assert_eq!(start, content.len());
    found
}

/// The content at the end of a path of ids, and where it begins.
fn within<'a>(file: &'a [u8], path: &[u64]) -> (usize, &'a [u8]) {
    path.iter().fold((0, file), |(at, content), id| {
        let elements = elements(content, at);
        let found = elements.into_iter().find(|(other, ..)| other == id);
        let (_, at, content) = found.unwrap_or_else(|| panic!("no {id:x}"));
        (at, content)
    })
}

#[test]
fn a_webm_has_its_frames_where_and_when_it_says() {
    const SEGMENT: u64 = 0x1853_8067;
    for (codec, id) in [(Codec::Vp8, "V_VP8"), (Codec::Vp9, "V_VP9")] {
        let video = video(codec, |k| k);
        let file = video.file();
        assert_eq!(within(&file, &[0x1a45_dfa3, 0x4282]).1, b"webm");
        let part = |path: &[u64]| within(&file, &[&[SEGMENT], path].concat()).1;
        let (info, track) = (0x1549_a966, [0x1654_ae6b, 0xae]);
        assert_eq!(number(part(&[info, 0x2a_d7b1])), 1_000_000);
        let duration = f64::from_bits(number(part(&[info, 0x4489])));
        assert!((duration - 70_000.0 / 30.0).abs() < 1e-9, "{duration} ms");
        assert_eq!(part(&[info, 0x7ba9]), TITLE.as_bytes());
        let of_track = |path: &[u64]| part(&[&track, path].concat());
        assert_eq!(of_track(&[0x86]), id.as_bytes());
        let picture = [0xb0, 0xba].map(|id| number(of_track(&[0xe0, id])));
        assert_eq!(picture, [642, 480]);
        // Matrix, range, transfer, primaries
        let colours = [0x55b1, 0x55b9, 0x55ba, 0x55bb];
        let colours = colours.map(|id| number(of_track(&[0xe0, 0x55b0, id])));
        assert_eq!(colours, [6, 2, 13, 1]);
        let tag = [0x1254_c367, 0x7373, 0x67c8];
        assert_eq!(part(&[&tag[..], &[0x45a3]].concat()), b"COMMENT");
        assert_eq!(part(&[&tag[..], &[0x4487]].concat()), LINK.as_bytes());

        let (start, segment) = within(&file, &[SEGMENT]);
        let mut frames = video.frames.iter();
        let mut starts = Vec::new();
        let clusters = elements(segment, start);
        for (_, at, cluster) in clusters.iter().filter(|(id, ..)| *id == 0x1f43_b675) {
            let parts = elements(cluster, *at);
            let time = number(parts[0].2);
            assert_eq!(parts[0].0, 0xe7);
            starts.push((time, at - start));
            for (k, (id, _, block)) in parts[1..].iter().enumerate() {
                let frame = frames.next().expect("no more frames than there were");
                assert_eq!((*id, block[0]), (0xa3, 0x81));
                let shown = time as f64 + f64::from(i16::from_be_bytes([block[1], block[2]]));
                let meant = f64::from(frame.place) * 1000.0 / 30.0;
                assert!((shown - meant).abs() <= 0.5, "{shown}, not {meant} ms");
                assert_eq!(block[3] == 0x80, frame.is_key);
                assert_eq!(block[3] == 0x80, k == 0, "a key frame begins a cluster");
                assert_eq!(block[4..], frame.data);
            }
        }
        assert!(frames.next().is_none());
        let (at, cues) = within(&file, &[SEGMENT, 0x1c53_bb6b]);
        let cues: Vec<(u64, usize)> = elements(cues, at)
            .iter()
            .map(|(_, at, cue)| {
                let parts = elements(cue, *at);
                let place = elements(parts[1].2, parts[1].1);
                (number(parts[0].2), number(place[1].2) as usize)
            })
            .collect();
        // A cue points at the id of a cluster; its content begins after that and a length.
        let starts: Vec<_> = starts
            .into_iter()
            .map(|(time, at)| (time, at - 12))
            .collect();
        assert_eq!(cues, starts);
        assert_eq!(cues.len(), 3);
    }
}

#[test]
fn colours_have_the_code_points_of_their_names() {
    let named = Colours::named("bt709", "iec61966-2-1", "smpte170m", true);
    assert_eq!(named, Some(COLOURS));
    assert_eq!(Colours::named("bt709", "pq", "bt709", false), None);
}

#[test]
fn planes_hold_the_colours_of_the_pixels() {
    // Four blocks of 2 × 2: black, white, red, and one half blue and half white
    let [black, white, red, blue] = [[0; 3], [255; 3], [255, 0, 0], [0, 0, 255]];
    let rows = [
        [black, black, white, white],
        [black, black, white, white],
        [red, red, blue, white],
        [red, red, blue, white],
    ];
    let opaque = |[r, g, b]: [u8; 3]| [r, g, b, 255];
    let rgba: Vec<u8> = rows.concat().into_iter().flat_map(opaque).collect();
    let found = kernels::planes(&rgba, [4, 4]);
    // The values of BT.709's own colour bars: red 63, 102, 240; blue 32, 240, 118
    let luma = [
        16, 16, 235, 235, 16, 16, 235, 235, 63, 63, 32, 235, 63, 63, 32, 235,
    ];
    assert_eq!(found[..16], luma);
    assert_eq!(found[16..20], [128, 128, 102, 184]);
    assert_eq!(found[20..], [128, 128, 240, 123]);
}
