//! What the fuzz targets run on everything, they run here on what is in `tests/corpus/`: a few good inputs of each kind,
//! and every one that once went wrong.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

/// Runs it three times at most: a busy machine may be slow once.
fn assert_takes_a_second(target: targets::Target, path: &Path) {
    let bytes = fs::read(path).expect("a readable file");
    println!("{}", path.display());
    let is_quick = || {
        let start = Instant::now();
        target(&bytes);
        start.elapsed() < Duration::from_secs(1)
    };
    assert!(
        (0..3).any(|_| is_quick()),
        "{path:?} takes more than a second"
    );
}

#[test]
fn every_input_is_borne_in_a_second() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for (name, target) in targets::TARGETS {
        let corpus = files(&tests.join("corpus").join(name));
        assert!(!corpus.is_empty(), "no inputs for {name}");
        for path in corpus {
            assert_takes_a_second(target, &path);
        }
    }
}

/// What other tests read are inputs too: people's own files, with those broken on purpose, and listings.
#[test]
fn what_other_tests_read_is_borne_in_a_second() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for folder in ["own", "own/bad"] {
        for path in files(&data.join(folder)) {
            for (_, target) in &targets::TARGETS[..4] {
                assert_takes_a_second(*target, &path);
            }
        }
    }
    for path in files(&data.join("listings")) {
        assert_takes_a_second(targets::python, &path);
    }
}

/// The fuzzer and this test know the same targets.
#[test]
fn every_target_has_a_program() {
    let programs = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/targets"));
    let mut names = targets::TARGETS.map(|(name, _)| format!("{name}.rs"));
    names.sort();
    let found: Vec<_> = programs
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy())
        .collect();
    assert_eq!(found, names);
}
