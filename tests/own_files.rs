//! People's own files are read as NumPy and safetensors read them, in pieces of any length; what is broken is told in a sentence.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ndarray::ArrayD;
use normscope::tensor::file::{
    Catalogue, Dtype, FileError, Format, Loading, Opening, PIECE_LEN, Reading, read_whole,
};
use serde_json::Value;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn file(name: &str) -> Vec<u8> {
    fs::read(data().join("own").join(name)).expect("a file of the corpus")
}

fn open(name: &str, bytes: &[u8]) -> Result<Catalogue, FileError> {
    read_whole(Opening::new(name, bytes.len() as u64), bytes)
}

fn load(catalogue: &Catalogue, entry: usize, bytes: &[u8]) -> Result<ArrayD<f32>, FileError> {
    read_whole(Loading::new(catalogue, entry)?, bytes)
}

/// The arrays of each file, as `tests/data/own.py` has recorded them; null is one that is not read.
fn recorded() -> BTreeMap<String, BTreeMap<String, Value>> {
    let text = fs::read_to_string(data().join("own.json")).expect("the record");
    let record: Value = serde_json::from_str(&text).expect("JSON");
    serde_json::from_value(record["files"].clone()).expect("arrays of files")
}

fn float32(value: &Value) -> f32 {
    match value.as_str() {
        Some(text) => text.parse().expect("nan or inf"),
        None => value.as_f64().expect("a number") as f32,
    }
}

fn assert_recorded(read: &ArrayD<f32>, record: &Value, name: &str) {
    let shape: Vec<usize> = serde_json::from_value(record["shape"].clone()).expect("lengths");
    assert_eq!(read.shape(), shape, "{name}");
    let values = record["values"].as_array().or(record["tiled"].as_array());
    let expected: Vec<f32> = values.expect("values").iter().map(float32).collect();
    let read = read.as_slice().expect("C order");
    if record["values"].is_array() {
        assert_eq!(read.len(), expected.len(), "{name}");
    }
    for (k, (read, expected)) in read.iter().zip(expected.iter().cycle()).enumerate() {
        let is_same = read.to_bits() == expected.to_bits() || read.is_nan() && expected.is_nan();
        assert!(is_same, "{name}: value {k} is {read}, NumPy has {expected}");
    }
}

#[test]
fn values_are_those_of_numpy() {
    for (name, arrays) in recorded() {
        let bytes = file(&name);
        let catalogue = open(&name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let keys: Vec<_> = catalogue.entries.iter().map(|entry| &entry.key).collect();
        assert_eq!(keys.len(), arrays.len(), "{name} has {keys:?}");
        for (entry, of) in catalogue.entries.iter().enumerate() {
            let (key, record) = (&of.key, &arrays[&of.key]);
            let name = format!("{name}, “{key}”");
            match load(&catalogue, entry, &bytes) {
                Ok(read) => assert_recorded(&read, record, &name),
                Err(error) => assert!(record.is_null(), "{name}: {error}"),
            }
        }
    }
}

/// As a blob is read: what is wanted, or less.
fn in_pieces<R: Reading>(mut reading: R, file: &[u8], most: usize) -> Result<R::Output, FileError> {
    let mut progress = 0.0;
    loop {
        let Range { start, end } = reading.wants();
        assert!(end - start <= PIECE_LEN);
        let end = (end as usize).min(start as usize + most);
        if let Some(result) = reading.take(&file[start as usize..end])? {
            return Ok(result);
        }
        assert!((progress..=1.0).contains(&reading.progress()));
        progress = reading.progress();
    }
}

#[test]
fn pieces_of_any_length_give_the_same() {
    for (name, _) in recorded() {
        let bytes = file(&name);
        let whole = open(&name, &bytes).expect("a good file");
        for most in [1, 7, 4096] {
            let opening = Opening::new(&name, bytes.len() as u64);
            let catalogue = in_pieces(opening, &bytes, most).expect("a good file");
            assert_eq!(catalogue, whole, "{name} in pieces of {most}");
            for entry in 0..whole.entries.len() {
                let Ok(loading) = Loading::new(&catalogue, entry) else {
                    continue;
                };
                let read = in_pieces(loading, &bytes, most).expect("a good file");
                let bits = |array: ArrayD<f32>| array.mapv(f32::to_bits);
                let expected = load(&whole, entry, &bytes).expect("a good file");
                assert_eq!(bits(read), bits(expected), "{name} in pieces of {most}");
            }
        }
    }
}

/// Opens it, and reads the first entry.
fn read(name: &str, bytes: &[u8]) -> Result<ArrayD<f32>, FileError> {
    let catalogue = open(name, bytes)?;
    load(&catalogue, 0, bytes)
}

/// What the work gives, which takes at most a second; on a busy machine the second or third time.
fn in_a_second<T>(work: impl Fn() -> T) -> T {
    for _ in 0..3 {
        let start = Instant::now();
        let result = work();
        if start.elapsed() < Duration::from_secs(1) {
            return result;
        }
    }
    panic!("more than a second, three times");
}

/// What is said of each file in `own/bad/`, of which `own.py` says how it is broken.
#[rustfmt::skip]
const SENTENCES: [(&str, &str); 103] = [
    ("backwards.safetensors", "a tensor lacks dtype, shape or data_offsets, which are its beginning and its end (“a”, byte 14)"),
    ("binary.csv", "the file is none of .npy, .npz, .safetensors and a table of numbers (.csv, .tsv) (byte 6)"),
    ("blanks.txt", "the first row has 2 cells, and this one has more (line 2, column 3)"),
    ("bomb.npz", "compressed values unpack to more than the header promises (“bomb”)"),
    ("broken-directory.npz", "the archive's directory is broken: what it speaks of is not in its place (byte 120)"),
    ("checkpoint.npz", "pickled Python objects are never unpacked here, since that runs code; numpy.save and safetensors write what can be read (“archive/data.pkl”)"),
    ("comments.csv", "the table has no numbers"),
    ("complex.npy", "values of the type “<c16” are not read; bool, integers, float16, bfloat16, float32 and float64 are (byte 20)"),
    ("complex.safetensors", "values of the type “C64” are not read; bool, integers, float16, bfloat16, float32 and float64 are (“a”, byte 14)"),
    ("control.csv", "“\u{fffd}x\u{fffd}” is no number (line 2, column 2)"),
    ("control.npy", "values of the type “<\u{fffd}[31m\u{fffd}” are not read; bool, integers, float16, bfloat16, float32 and float64 are (byte 20)"),
    ("control.npz", "the name of this array is not plain text (“a\u{fffd}[31m\u{fffd}b”, byte 0)"),
    ("control.safetensors", "the name of this array is not plain text (“a\u{fffd}[31m\u{fffd}”, byte 30)"),
    ("cut-early.npz", "the archive has no directory at its end: the file is cut off, or goes on (byte 100)"),
    ("cut-in-header.npy", "the file ends before the header does (byte 40)"),
    ("cut-in-header.safetensors", "the file ends before the header does (byte 60)"),
    ("cut-in-version.npy", "the file ends before the header does (byte 7)"),
    ("cut.npy", "the header speaks of 24 bytes of values, but 19 follow it (byte 147)"),
    ("cut.npz", "the archive has no directory at its end: the file is cut off, or goes on (byte 192)"),
    ("cut.safetensors", "the header speaks of 16 bytes of values, but 13 follow it (byte 144)"),
    ("dates.npy", "values of the type “<M8[s]” are not read; bool, integers, float16, bfloat16, float32 and float64 are (byte 20)"),
    ("eight-bits.safetensors", "values of the type “F8_E4M3” are not read; bool, integers, float16, bfloat16, float32 and float64 are (“a”, byte 14)"),
    ("empty-cell.csv", "a number should stand here (line 2, column 2)"),
    ("empty-first.csv", "a number should stand here (line 1, column 2)"),
    ("empty.csv", "the file is empty"),
    ("empty.npy", "an array here has at most 2²⁵ = 33554432 values, and no longer axis; this one has the shape [0, 1099511627776] (byte 10)"),
    ("encrypted.npz", "this member of the archive is encrypted (“x”, byte 0)"),
    ("escape.safetensors", "a string of the header does not end here, or is no plain text (byte 17)"),
    ("expression.npy", "a whole number from 0 to 2⁶⁴ − 1 should stand here in the header (byte 61)"),
    ("far-directory.npz", "the archive's directory is broken: what it speaks of is not in its place (byte 171)"),
    ("far-end.npz", "the archive's directory is broken: what it speaks of is not in its place (byte 326)"),
    ("field-twice.safetensors", "a tensor has dtype, shape and data_offsets, each once, and nothing else (“a”, byte 40)"),
    ("foreign-key.npy", "the header has descr, fortran_order and shape, each once, and nothing else (byte 66)"),
    ("foreign.safetensors", "a tensor has dtype, shape and data_offsets, each once, and nothing else (“a”, byte 79)"),
    ("fraction.safetensors", "`]` should stand here in the header (byte 42)"),
    ("gap.safetensors", "this tensor leaves bytes before it that no tensor has (“b”, byte 75)"),
    ("goes-on.npy", "the header goes on after its last bracket (byte 66)"),
    ("goes-on.safetensors", "the header goes on after its last bracket (byte 11)"),
    ("head-alone.csv", "the table has no numbers"),
    ("huge-offset.safetensors", "the header speaks of 18446744073709551615 bytes of values, but 16 follow it (byte 104)"),
    ("huge.npy", "an array here has at most 2²⁵ = 33554432 values, and no longer axis; this one has the shape [4294967296, 4294967296, 4294967296] (byte 10)"),
    ("huge.safetensors", "an array here has at most 2²⁵ = 33554432 values, and no longer axis; this one has the shape [4294967296, 4294967296, 4294967296] (“a”, byte 14)"),
    ("impossible.npz", "the directory gives this member a length that its bytes cannot have (“x”, byte 0)"),
    ("lacks.npy", "the header lacks one of descr, fortran_order and shape (byte 27)"),
    ("lacks.safetensors", "a tensor lacks dtype, shape or data_offsets, which are its beginning and its end (“a”, byte 14)"),
    ("large-header.safetensors", "the header claims to be 99999999 bytes long; at most 16777216 are read (byte 0)"),
    ("large.npy", "an array here has at most 2²⁵ = 33554432 values, and no longer axis; this one has the shape [5793, 5793] (byte 10)"),
    ("last-comma.csv", "a number should stand here (line 1, column 3)"),
    ("latin.csv", "“\u{fffd}” is no number (line 2, column 2)"),
    ("latin.safetensors", "a string of the header does not end here, or is no plain text (byte 11)"),
    ("long-double.npy", "values of the type “<f16” are not read; bool, integers, float16, bfloat16, float32 and float64 are (byte 20)"),
    ("long-header.npy", "the header claims to be 4294967295 bytes long; at most 16384 are read (byte 8)"),
    ("long-header.safetensors", "the header claims to be 36028797018963968 bytes long; at most 16777216 are read (byte 0)"),
    ("long-row.csv", "the first row has 2 cells, and this one has more (line 4, column 3)"),
    ("longer.npy", "the header speaks of 24 bytes of values, but 25 follow it (byte 152)"),
    ("longer.npz", "the archive has no directory at its end: the file is cut off, or goes on (byte 194)"),
    ("longer.safetensors", "the header speaks of 16 bytes of values, but 17 follow it (byte 147)"),
    ("many-axes.npy", "an array here has at most 5 axes; this one has 70 (byte 10)"),
    ("many.npz", "the file has more than 16384 arrays, which is the most that is read (byte 171)"),
    ("maybe.npy", "True or False should stand here in the header (byte 44)"),
    ("metadata.safetensors", "`\"` should stand here in the header (byte 31)"),
    ("method.npz", "this member is packed by another method than deflate; numpy.savez_compressed writes deflate (“x”, byte 0)"),
    ("negative.npy", "a whole number from 0 to 2⁶⁴ − 1 should stand here in the header (byte 61)"),
    ("nested.safetensors", "a tensor has dtype, shape and data_offsets, each once, and nothing else (“a”, byte 20)"),
    ("no-array.npy", "the file is no .npy, although its name says so: it does not begin like one (byte 0)"),
    ("no-array.npz", "this member of the archive is no .npy (“readme.txt”, byte 0)"),
    ("no-end.npz", "the archive's directory is broken: what it speaks of is not in its place (byte 4)"),
    ("no-members.npz", "the file holds no arrays"),
    ("no-tuple.npy", "the shape is no tuple, such as (3,) (byte 63)"),
    ("none.safetensors", "the file holds no arrays"),
    ("not-deflated.npz", "compressed values are broken: they cannot be unpacked (“x”)"),
    ("objects.npy", "pickled Python objects are never unpacked here, since that runs code; numpy.save and safetensors write what can be read (byte 20)"),
    ("objects.npz", "pickled Python objects are never unpacked here, since that runs code; numpy.save and safetensors write what can be read (“o”, byte 20)"),
    ("open-quote.csv", "more than 256 letters stand in this cell (line 2, column 1)"),
    ("other-length.safetensors", "type and shape make 8 bytes, but the header gives the tensor 16 (“a”, byte 14)"),
    ("other-sum.npz", "the values are not those that were saved: their sum is another (CRC-32) (“x”)"),
    ("outside.npz", "members of the archive overlap, or one overlaps the directory (byte 2147483648)"),
    ("overflow.npy", "a whole number from 0 to 2⁶⁴ − 1 should stand here in the header (byte 61)"),
    ("overlap.npz", "members of the archive overlap, or one overlaps the directory (byte 0)"),
    ("overlap.safetensors", "this tensor overlaps the one before it (“b”, byte 75)"),
    ("pickle.csv", "pickled Python objects are never unpacked here, since that runs code; numpy.save and safetensors write what can be read"),
    ("promise.npz", "the header speaks of 24 bytes of values, but 28 follow it (“x”)"),
    ("raw-control.safetensors", "a string of the header does not end here, or is no plain text (byte 12)"),
    ("raw.npy", "two raw bytes, as which NumPy saves a bfloat16, are not read; save float32, or .safetensors (byte 20)"),
    ("records.npy", "records of several fields are not read; save each field for itself (byte 20)"),
    ("shifted.npz", "the archive's directory is broken: what it speaks of is not in its place (“x”, byte 3)"),
    ("short-row.csv", "the first row has 3 cells, and this one ends here (line 3, column 3)"),
    ("short.npz", "compressed values are broken: they cannot be unpacked (“short”)"),
    ("six-axes.npy", "an array here has at most 5 axes; this one has 6 (byte 10)"),
    ("six-axes.safetensors", "an array here has at most 5 axes; this one has 6 (“a”, byte 14)"),
    ("text.npy", "values of the type “<U2” are not read; bool, integers, float16, bfloat16, float32 and float64 are (byte 20)"),
    ("text.npz", "this is no .npy: it does not begin like one (“x”, byte 0)"),
    ("three-offsets.safetensors", "a tensor lacks dtype, shape or data_offsets, which are its beginning and its end (“a”, byte 14)"),
    ("too-huge-offset.safetensors", "a whole number from 0 to 2⁶⁴ − 1 should stand here in the header (byte 65)"),
    ("twice.npy", "the header has descr, fortran_order and shape, each once, and nothing else (byte 66)"),
    ("twice.npz", "two members of the archive have the same name (“x”, byte 374)"),
    ("twice.safetensors", "the header names this tensor twice (“a”, byte 75)"),
    ("unended.npy", "a string of the header does not end here, or is no plain text (byte 24)"),
    ("unended.safetensors", "a string of the header does not end here, or is no plain text (byte 28)"),
    ("version-9.npy", "version 9.0 of .npy is not read; 1.0, 2.0 and 3.0 are (byte 6)"),
    ("wide.csv", "the file is none of .npy, .npz, .safetensors and a table of numbers (.csv, .tsv) (byte 3)"),
    ("word.csv", "“many” is no number (line 3, column 2)"),
    ("word.tsv", "“1.000,5” is no number (line 2, column 2)"),
];

#[test]
fn broken_files_are_told_in_a_sentence() {
    let entries = fs::read_dir(data().join("own/bad")).expect("a folder");
    let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("ASCII");
    let mut names: Vec<String> = entries.map(|entry| name(entry.expect("a file"))).collect();
    names.sort();
    assert_eq!(names, SENTENCES.map(|(name, _)| name));
    for (name, sentence) in SENTENCES {
        let bytes = file(&format!("bad/{name}"));
        let error = in_a_second(|| read(name, &bytes)).expect_err(name);
        assert_eq!(error.to_string(), sentence, "{name}");
    }
}

#[test]
fn every_beginning_of_a_file_gives_a_sentence() {
    for (name, _) in recorded() {
        let bytes = file(&name);
        // A table may end anywhere.
        if name.contains(".csv") || name.contains(".txt") || name.contains(".tsv") {
            continue;
        }
        for len in (0..bytes.len()).step_by(1 + bytes.len() / 300) {
            let error = read(&name, &bytes[..len]).expect_err("a part of a file");
            assert!(error.to_string().len() > 15, "{name} up to {len}: {error}");
        }
    }
}

#[test]
fn a_file_that_shrinks_is_told() {
    let bytes = file("f4-little-C.npy");
    let catalogue = open("x.npy", &bytes).expect("a good file");
    let error = read_whole(Loading::new(&catalogue, 0).expect("memory"), &bytes[..150]);
    let sentence = "the file ends here, although it was longer when it was opened (byte 150)";
    assert_eq!(error.expect_err("a part").to_string(), sentence);
    let error = read_whole(Opening::new("x.npy", 1000), &bytes[..0]);
    let sentence = "the file ends here, although it was longer when it was opened (byte 0)";
    assert_eq!(error.expect_err("nothing").to_string(), sentence);
}

#[test]
fn the_content_tells_the_format() {
    let formats = [
        ("rank-2-C.npy", Format::Npy),
        ("stored.npz", Format::Npz),
        ("all.safetensors", Format::Safetensors),
        ("tabs.tsv", Format::Table),
    ];
    for (name, format) in formats {
        for other in ["x", "x.csv", "x.npy", "X.NPZ"] {
            // Nothing but the name tells that a text is meant to be something else.
            if format == Format::Table && other.len() == 5 && other != "x.csv" {
                continue;
            }
            let bytes = file(name);
            assert_eq!(open(other, &bytes).expect(name).format, format, "{name}");
        }
    }
}

#[test]
fn a_catalogue_says_how_values_lie() {
    let bytes = file("i4-big-F.npy");
    let [entry] = &open("x.npy", &bytes).expect("a good file").entries[..] else {
        panic!("one array");
    };
    let layout = entry.layout.as_ref().expect("integers");
    assert_eq!((layout.dtype, layout.dtype.name()), (Dtype::Int32, "int32"));
    assert!(layout.is_big_endian && layout.is_fortran);
    assert_eq!(
        (layout.shape.as_slice(), layout.values()),
        (&[2, 3, 4][..], 24)
    );
    assert_eq!((entry.key.as_str(), entry.bytes()), ("", 96));
}

#[test]
fn an_entry_that_is_not_read_leaves_the_others() {
    let bytes = file("mixed.npz");
    let catalogue = open("mixed.npz", &bytes).expect("one good array");
    let said = catalogue.entries.iter().map(|entry| match &entry.layout {
        Ok(layout) => format!("{:?}", layout.shape),
        Err(error) => error.to_string(),
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            "values of the type “<c8” are not read; bool, integers, float16, bfloat16, float32 and float64 are (“complex”, byte 20)",
            "values of the type “<U1” are not read; bool, integers, float16, bfloat16, float32 and float64 are (“text”, byte 20)",
            "[2, 3, 2, 2]",
            "an array here has at most 5 axes; this one has 6 (“six”, byte 10)",
        ]
    );
}

/// A `.npy` of version 1 with these values.
fn npy(descr: &str, shape: &str, values: &[u8]) -> Vec<u8> {
    let text = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}\n");
    let len = (text.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\x00", &len[..], text.as_bytes(), values].concat()
}

#[test]
fn every_float16_is_read() {
    let all: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
    let bytes = npy("<f2", "(65536,)", &all);
    let read = read("x.npy", &bytes).expect("a good file");
    for (bits, read) in read.iter().enumerate() {
        let expected = half::f16::from_bits(bits as u16).to_f32_const();
        let is_same = read.to_bits() == expected.to_bits() || read.is_nan() && expected.is_nan();
        assert!(is_same, "{bits:#06x} is {expected}, not {read}");
    }
}

/// The largest that is offered is known to fit before its values are read, and what is larger is known not to.
#[test]
fn a_size_is_told_before_the_values_are_read() {
    let header = npy("|u1", "(1024, 32768)", &[]);
    let mut opening = Opening::new("x.npy", header.len() as u64 + (1 << 25));
    let wanted = opening.wants();
    let first = [header.clone(), vec![0; wanted.end as usize - header.len()]].concat();
    let catalogue = opening
        .take(&first)
        .expect("a good file")
        .expect("all that it takes");
    assert_eq!(
        catalogue.entries[0]
            .layout
            .as_ref()
            .expect("bytes")
            .values(),
        1 << 25
    );
    let header = npy("|u1", "(1024, 32769)", &[]);
    let mut opening = Opening::new("x.npy", header.len() as u64 + 1024 * 32769);
    let first = [header.clone(), vec![0; wanted.end as usize - header.len()]].concat();
    let error = opening.take(&first).expect_err("too many");
    assert_eq!(
        error.message(),
        "an array here has at most 2²⁵ = 33554432 values, and no longer axis; this one has the shape [1024, 32769]"
    );
}

/// An archive of stored members, each with so many more bytes in its head.
fn npz(members: &[(String, Vec<u8>)], more: u16) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(content);
        let len = (content.len() as u32).to_le_bytes();
        let fields = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            &sum.to_le_bytes()[..],
            &len,
            &len,
        ]
        .concat();
        let name_len = (name.len() as u16).to_le_bytes();
        let start = (file.len() as u32).to_le_bytes();
        let listed: [&[u8]; 7] = [
            b"PK\x01\x02\x14\0",
            &fields,
            &name_len,
            &[0; 12],
            &start,
            name.as_bytes(),
            b"",
        ];
        directory.extend(listed.concat());
        file.extend(
            [
                b"PK\x03\x04",
                &fields[..],
                &name_len,
                &more.to_le_bytes(),
                name.as_bytes(),
            ]
            .concat(),
        );
        file.extend(vec![0; more.into()]);
        file.extend(content);
    }
    let count = (members.len() as u16).to_le_bytes();
    let len = (directory.len() as u32).to_le_bytes();
    let start = (file.len() as u32).to_le_bytes();
    [
        &file,
        &directory,
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &len,
        &start,
        &[0; 2],
    ]
    .concat()
}

/// The head of a member may have a field that is longer than what is fetched at once.
#[test]
fn a_long_head_of_a_member_is_passed_over() {
    let content = npy("|u1", "(2, 2)", &[1, 2, 3, 4]);
    let bytes = npz(&[("x.npy".into(), content)], u16::MAX);
    let read = read("x.npz", &bytes).expect("a good file");
    assert_eq!(
        read.iter().copied().collect::<Vec<_>>(),
        [1.0, 2.0, 3.0, 4.0]
    );
}

/// Many entries, long names, and all that makes a reader slow: still at most a second, in a build that is not optimised.
#[test]
fn large_hostile_files_are_told_in_a_second() {
    let million: String = (0..1_000_000).map(|k| format!("\"{k}\":{{}},")).collect();
    let tensors: String = (0..200_000)
        .map(|k| format!("\"{k}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}},"))
        .collect();
    let members = |end: &str, count: usize| -> Vec<_> {
        (0..count)
            .map(|k| (format!("{k}.{end}"), b"\x93NUMPY".to_vec()))
            .collect()
    };
    let header = |text: &str| {
        let text = format!("{{{text}}}");
        [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat()
    };
    let files = [
        ("lacks", header(&million)),
        ("more than 16384 arrays", header(&tensors)),
        (
            "does not end here",
            header(&format!("\"{}", "a".repeat(1 << 24 >> 1))),
        ),
        (
            "`{` should",
            header(&format!("\"__metadata__\":{}", "[".repeat(1 << 23))),
        ),
        ("more than 256 letters", vec![b'1'; 1 << 23]),
        ("a number should stand here", vec![b','; 1 << 22]),
        ("no numbers", vec![b'\n'; 1 << 22]),
        (
            "this one has more",
            [b"1\n".repeat(1 << 20), b"2,3".to_vec()].concat(),
        ),
        (
            "has no directory",
            [b"PK\x03\x04".to_vec(), b"PK\x05\x06".repeat(1 << 20)].concat(),
        ),
        ("is no .npy", npz(&members("txt", 16_384), 0)),
        ("ends before the header", npz(&members("npy", 16_384), 0)),
        ("more than 16384 arrays", npz(&members("npy", 16_385), 0)),
    ];
    for (part, bytes) in files {
        let error = in_a_second(|| read("x", &bytes)).expect_err(part);
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
}
