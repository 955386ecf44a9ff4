//! What is done with foreign bytes: each function takes any at all, and panics where the program breaks a promise.
//!
//! `cargo xtask fuzz` looks for bytes that make one of them panic or dawdle;
//! `tests/corpus.rs` runs the very same functions on what is in `tests/corpus/`.

use std::fmt::Display;

use normscope::state::{Settings, read_link, read_paste, write_link};
use normscope::tensor::Source;
use normscope::tensor::file::{
    Catalogue, FileError, Format, Loading, Opening, Reading, read_whole,
};

/// One of the functions.
pub type Target = fn(&[u8]);

/// All of them, by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("npy", npy),
    ("npz", npz),
    ("safetensors", safetensors),
    ("csv", csv),
    ("link", link),
    ("python", python),
];

/// A file that is called `.npy`.
pub fn npy(file: &[u8]) {
    read("x.npy", file, Format::Npy);
}

/// A file that is called `.npz`.
pub fn npz(file: &[u8]) {
    read("x.npz", file, Format::Npz);
}

/// A file that is called `.safetensors`.
pub fn safetensors(file: &[u8]) {
    read("x.safetensors", file, Format::Safetensors);
}

/// A file that is called `.csv`.
pub fn csv(file: &[u8]) {
    read("x.csv", file, Format::Table);
}

/// Opens a file, and reads the first entries, at once and in short pieces; other formats have other targets.
fn read(name: &str, file: &[u8], format: Format) {
    let opening = || Opening::new(name, file.len() as u64);
    let whole = read_whole(opening(), file);
    assert_eq!(whole, in_pieces(opening(), file), "pieces give the same");
    match whole {
        Err(error) => assert_sentence(&error),
        Ok(catalogue) if catalogue.format == format => {
            let entries = 0..catalogue.entries.len().min(4);
            entries.for_each(|entry| load(&catalogue, entry, file));
        }
        Ok(_) => {}
    }
}

fn load(catalogue: &Catalogue, entry: usize, file: &[u8]) {
    let loading = || Loading::new(catalogue, entry);
    let whole = loading().and_then(|loading| read_whole(loading, file));
    let pieces = loading().and_then(|loading| in_pieces(loading, file));
    match (whole, pieces, &catalogue.entries[entry].layout) {
        (Ok(whole), Ok(pieces), Ok(layout)) => {
            assert_eq!(whole.shape(), layout.shape, "the shape is as it was told");
            assert!(whole.len() <= Source::MAX_ELEMENTS);
            let [whole, pieces] = [whole, pieces].map(|array| array.mapv(f32::to_bits));
            assert_eq!(whole, pieces, "pieces give the same");
        }
        (Err(error), Err(other), layout) => {
            assert_eq!(error, other, "pieces give the same");
            assert_sentence(&error);
            let told = layout.as_ref().err();
            assert!(
                told.is_none_or(|told| *told == error),
                "the catalogue tells the same"
            );
        }
        (whole, pieces, _) => panic!("{whole:?} at once, {pieces:?} in pieces"),
    }
}

/// Reads in pieces of 13 bytes, of many files the first ones so and the rest as they are wanted.
fn in_pieces<R: Reading>(mut reading: R, file: &[u8]) -> Result<R::Output, FileError> {
    const SHORT: usize = 1000;
    for step in 0.. {
        let wanted = reading.wants();
        let most = if step < SHORT { 13 } else { usize::MAX };
        let start = (wanted.start as usize).min(file.len());
        let len = (wanted.end - wanted.start) as usize;
        let bytes = &file[start..][..len.min(most).min(file.len() - start)];
        if let Some(result) = reading.take(bytes)? {
            return Ok(result);
        }
        let progress = reading.progress();
        assert!((0.0..=1.0).contains(&progress), "{progress} of the file");
    }
    unreachable!("without end")
}

/// It can be shown as it is.
fn assert_sentence(error: &impl Display) {
    let sentence = error.to_string();
    assert!(
        !sentence.is_empty() && sentence.chars().count() < 1000,
        "{sentence:?}"
    );
    assert!(!sentence.contains(char::is_control), "{sentence:?}");
}

/// A link: what is read and written is read as the same.
pub fn link(query: &[u8]) {
    let query = String::from_utf8_lossy(query);
    assert_round_trip(read_link(&query).0);
}

/// A pasted listing: what is said of it stands somewhere in it, and each call can be shown and shared.
pub fn python(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let paste = read_paste(&text);
    let lines = text.split('\n').count();
    for remark in &paste.remarks {
        assert!((1..=lines).contains(&remark.at().line), "{remark}");
        assert_sentence(remark);
    }
    for call in &paste.calls {
        let mut settings = Settings::default();
        settings.set_call(call);
        assert_round_trip(settings);
        let before = call.choice.at.utf16_in(&text) as usize;
        assert!(before <= text.encode_utf16().count());
    }
}

fn assert_round_trip(mut settings: Settings) {
    // Of the camera a link has a rounded view, which stays as it is.
    let link = write_link(&settings, true);
    assert_eq!(write_link(&read_link(&link).0, true), link);
    settings.cam = None;
    // Up to rank 3 both arrangements are one.
    if settings.shape().len() <= 3 {
        settings.arrangement = Default::default();
    }
    let link = write_link(&settings, true);
    let (again, complaints) = read_link(&link);
    assert!(complaints.is_empty(), "{link}: {complaints:?}");
    assert_eq!(again, settings, "{link}");
}
