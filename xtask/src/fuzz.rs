//! `cargo xtask fuzz`: looks for input that makes a reader panic or dawdle.

use crate::command::{Outcome, root, run, step};
use crate::tools;
use std::path::Path;

/// What is fuzzed, and for how long.
#[derive(Debug, PartialEq)]
pub struct Settings {
    /// One target; else all, one after another
    target: Option<String>,
    /// For each
    minutes: u32,
}

impl Settings {
    /// From the words after `fuzz`: a target and `--minutes N`, each of which may be left out.
    ///
    /// # Errors
    /// They say something else.
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        let (target, rest) = match words {
            [target, rest @ ..] if !target.starts_with('-') => (Some((*target).to_owned()), rest),
            _ => (None, words),
        };
        let minutes = match rest {
            [] => 10,
            ["--minutes", minutes] => match minutes.parse() {
                Ok(minutes @ 1..) => minutes,
                _ => {
                    return Err(format!(
                        "--minutes takes a number from 1 on, not {minutes}."
                    ));
                }
            },
            _ => return Err("fuzz takes one target and --minutes N.".to_owned()),
        };
        Ok(Self { target, minutes })
    }
}

/// Fuzzes one target or all, with the inputs that tests have to begin with.
///
/// What is found on the way stays in `target/fuzz/corpus`, and what a target does not bear in `target/fuzz/artifacts`.
///
/// # Errors
/// There is no such target, the fuzzer cannot be had, or it found something.
pub fn fuzz(settings: &Settings) -> Outcome {
    let known = targets()?;
    let chosen = match &settings.target {
        None => known,
        Some(target) if known.contains(target) => vec![target.clone()],
        Some(target) => {
            return Err(format!("{target} is none of {}.", known.join(", ")));
        }
    };
    tools::ensure_cargo_fuzz()?;
    for target in chosen {
        step(&format!("{target}, {} minutes", settings.minutes), || {
            run_target(&target, settings.minutes)
        })?;
    }
    Ok(())
}

/// The programs in `fuzz/targets`.
fn targets() -> Outcome<Vec<String>> {
    let folder = root().join("fuzz/targets");
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let stem = |path: &Path| Some(path.file_stem()?.to_string_lossy().into_owned());
    let mut targets: Vec<_> = entries
        .flatten()
        .filter_map(|entry| stem(&entry.path()))
        .collect();
    targets.sort();
    Ok(targets)
}

/// Without a sanitizer, which stable Rust lacks; what it would look for, safe Rust has none of.
fn run_target(target: &str, minutes: u32) -> Outcome {
    let found = root().join("target/fuzz/corpus").join(target);
    let artifacts = root().join("target/fuzz/artifacts").join(target);
    for folder in [&found, &artifacts] {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    }
    run(tools::tool("cargo-fuzz")
        .args(["fuzz", "run", "--sanitizer", "none", "--target-dir", "target/fuzz", target])
        .arg(&found)
        .args(seeds(target).iter().map(|folder| root().join(folder)))
        .arg("--")
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .arg(format!("-max_total_time={}", 60 * minutes))
        // Seconds for one input, in a build that is some times slower than the page
        .args(["-timeout=5", "-max_len=65536", "-print_final_stats=1"]))
    .map_err(|reason| {
        format!(
            "{reason}\nWhat {target} does not bear is in {}: once it is mended, it belongs into tests/corpus/{target}.",
            artifacts.display()
        )
    })
}

/// Where inputs to begin with are: a target's own, and what other tests read.
fn seeds(target: &str) -> Vec<String> {
    let read = match target {
        "python" => Some("tests/data/listings"),
        "link" => None,
        _ => Some("tests/data/own"),
    };
    let own = format!("tests/corpus/{target}");
    std::iter::once(own)
        .chain(read.map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Settings, targets};

    #[test]
    fn a_target_and_minutes_may_be_left_out() {
        let settings = |target: Option<&str>, minutes| {
            let target = target.map(str::to_owned);
            Ok(Settings { target, minutes })
        };
        assert_eq!(Settings::parse(&[]), settings(None, 10));
        assert_eq!(Settings::parse(&["npy"]), settings(Some("npy"), 10));
        assert_eq!(Settings::parse(&["--minutes", "3"]), settings(None, 3));
        assert_eq!(
            Settings::parse(&["npy", "--minutes", "3"]),
            settings(Some("npy"), 3)
        );
        for words in [&["npy", "npz"][..], &["--minutes"], &["--minutes", "0"]] {
            assert!(Settings::parse(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn targets_are_programs() {
        let targets = targets().expect("the project's folder");
        assert!(targets.contains(&"npy".to_owned()), "{targets:?}");
    }
}
