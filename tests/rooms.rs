//! A room uses what stands to its left, never what stands to its right.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of dependency.
const ROOMS: [&str; 10] = [
    "norm", "torch", "tensor", "nn", "lab", "state", "scene", "chart", "paper", "web",
];

/// Besides `lib.rs`: they know all rooms.
const ROOTS: [&str; 2] = ["main", "bin"];

#[test]
fn no_room_uses_one_to_its_right() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut failures = Vec::new();
    let mut uses = 0;
    for file in rust_files(&src) {
        let inside = file.strip_prefix(&src).expect("a file in src");
        let modules = modules(inside);
        let Some(room) = modules
            .first()
            .filter(|room| !ROOTS.contains(&room.as_str()))
        else {
            continue;
        };
        let text = fs::read_to_string(&file).expect("a readable file");
        for path in paths(&text, modules.len()) {
            uses += 1;
            if !allowed(room, &path) {
                failures.push(format!("{} uses {}", inside.display(), path.join("::")));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(
        uses > 10,
        "only {uses} uses found: is this the right folder?"
    );
}

#[test]
fn every_folder_is_a_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            path.is_file() || [&ROOMS[..], &ROOTS].concat().contains(&&*name),
            "{name} has no place in the order"
        );
    }
}

#[test]
fn paths_are_found_and_judged() {
    let text = "use crate::{norm::{Layer, Plan}, state, web::app};\nuse super::super::lab::twins;\nlet x = crate::scene::colour::of(1);\nuse super::norm;";
    let found: Vec<_> = paths(text, 2).iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        [
            "norm",
            "state",
            "web::app",
            "scene::colour::of",
            "lab::twins"
        ]
    );
    let judge = |room: &str, path: &str| {
        allowed(
            room,
            &path.split("::").map(str::to_string).collect::<Vec<_>>(),
        )
    };
    assert!(judge("torch", "norm::Layer") && judge("torch", "torch::x") && judge("web", "chart"));
    assert!(!judge("norm", "torch") && !judge("lab", "state::link") && !judge("state", "web"));
    assert!(!judge("scene", "chart::draw") && !judge("chart", "scene::camera"));
    assert!(judge("chart", "scene::colour::of"));
}

fn allowed(room: &str, path: &[String]) -> bool {
    let place = |name: &str| ROOMS.iter().position(|room| *room == name);
    // What is no room is an item of the crate's root, which has none but rooms.
    let (Some(here), Some(there)) = (place(room), place(&path[0])) else {
        return false;
    };
    let palette = path.get(1).is_some_and(|name| name == "colour");
    let neighbours = room == "chart" && path[0] == "scene";
    there <= here && (!neighbours || palette)
}

/// The modules of a file: `norm/layer/mod.rs` is `norm::layer`; `lib.rs` is the root.
fn modules(file: &Path) -> Vec<String> {
    let path = file.with_extension("");
    let names = path.iter().map(|name| name.to_string_lossy().into_owned());
    names
        .filter(|name| name != "mod" && name != "lib")
        .collect()
}

/// Every path from the root of the crate: after `crate::`, and after as many `super::` as lead there.
fn paths(text: &str, depth: usize) -> Vec<Vec<String>> {
    let up = "super::".repeat(depth);
    let after = |start: &str| -> Vec<String> {
        let tails = text.match_indices(start);
        // Not `xcrate::`, and not the end of a longer chain.
        let whole = tails.filter(|(at, _)| {
            !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
        });
        whole
            .map(|(at, _)| text[at + start.len()..].to_string())
            .collect()
    };
    let tails = [after("crate::"), after(&up)].concat();
    tails.iter().flat_map(|tail| branches(tail)).collect()
}

/// `{norm::Layer, state}` is two paths; what stands in inner braces is left out.
fn branches(tail: &str) -> Vec<Vec<String>> {
    let Some(group) = tail.strip_prefix('{') else {
        return vec![segments(tail)];
    };
    let mut depth = 0;
    let mut branches = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => branches.push(String::new()),
            c if depth == 0 => branches.last_mut().expect("one at least").push(c),
            _ => {}
        }
    }
    let branches = branches.iter().map(|branch| segments(branch.trim()));
    branches.filter(|path| !path[0].is_empty()).collect()
}

fn segments(path: &str) -> Vec<String> {
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let path = path[..end.unwrap_or(path.len())].trim_end_matches(':');
    path.split("::").map(str::to_string).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
