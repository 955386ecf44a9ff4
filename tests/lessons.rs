//! The links and the live values of lessons about one layer: the figure takes every link without a complaint,
//! every value is there, and no number stands in the prose that nothing computes.

use normscope::lab::explore::Explore;
use normscope::state::live::{Live, explore, sentences};
use normscope::state::{Settings, View, read_link};
use std::path::Path;

/// Lessons whose figures are all of one layer.
const LESSONS: [&str; 3] = ["2-batch-norm", "4-layer-norm", "7-group-norm"];

/// One heading and what stands below it.
struct Beat {
    name: String,
    text: String,
}

/// A piece of prose: what is said, or what the figure is asked.
#[derive(Debug, PartialEq)]
enum Piece {
    /// The target of a link, without its `?`
    Link(String),
    /// The name of a live value, and the keys that differ from where the beat starts
    Value(String, String),
    /// What is asked to be marked
    Mark(String),
}

fn lesson(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/lessons/en/{name}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn beats(text: &str) -> Vec<Beat> {
    let parts = text.split("\n## ").skip(1);
    let beat = |part: &str| {
        let (head, text) = part.split_once('\n').expect("prose below a heading");
        Beat {
            name: head.into(),
            text: text.into(),
        }
    };
    parts.map(beat).collect()
}

/// The text with what lies between two of these signs left out.
fn without(text: &str, sign: &str) -> String {
    text.split(sign).step_by(2).collect()
}

/// Prose without formulas, code and recorded tables.
fn prose(text: &str) -> String {
    let text = without(text, "```");
    let lines = text.lines().map(|line| without(&without(line, "$$"), "$"));
    let text: Vec<String> = lines.collect();
    text.join("\n")
}

/// The length of a target up to the `)` that closes it.
fn target_len(text: &str) -> usize {
    let mut depth = 0;
    let closes = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth < 0
    };
    text.find(closes).expect("a link that ends")
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<(usize, Piece)> = Vec::new();
    for (at, _) in text.match_indices("](?") {
        let target = &text[at + 3..];
        found.push((at, Piece::Link(target[..target_len(target)].into())));
    }
    for (at, _) in text.match_indices('{') {
        let inside = text[at + 1..].split('}').next().expect("a text");
        let (name, keys) = inside.split_once(':').unwrap_or((inside, ""));
        if name != "recorded" && !name.starts_with('#') {
            found.push((at, Piece::Value(name.trim().into(), keys.trim().into())));
        }
    }
    for (at, _) in text.match_indices("\n> ?") {
        let line = text[at + 4..].lines().next().expect("a line");
        found.push((at, Piece::Mark(line.into())));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, piece)| piece).collect()
}

/// The keys of a link with those of another over them; an empty value is a default.
fn over(base: &str, keys: &str) -> String {
    let key = |pair: &&str| pair.split('=').next().map(str::to_owned);
    let own: Vec<_> = keys.split('&').filter(|pair| !pair.is_empty()).collect();
    let names: Vec<_> = own.iter().filter_map(key).collect();
    let kept = base.split('&').filter(|pair| !pair.is_empty());
    let kept = kept.filter(|pair| key(pair).is_some_and(|name| !names.contains(&name)));
    let set = own.iter().copied().filter(|pair| !pair.ends_with('='));
    kept.chain(set).collect::<Vec<_>>().join("&")
}

fn settings(link: &str, name: &str) -> Settings {
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, [], "{name}: {link}");
    settings
}

fn live(name: &str) -> Option<&'static Live> {
    let all = [explore::VALUES, sentences::VALUES].into_iter().flatten();
    all.into_iter().find(|live| live.name == name)
}

/// Every figure, and every value with what it is, in the order of the text.
fn read(beat: &Beat) -> Vec<String> {
    let (mut start, mut last) = (None::<String>, String::new());
    let mut seen = Vec::new();
    for piece in pieces(&prose(&beat.text)) {
        match piece {
            Piece::Link(keys) => {
                last = over(&last, &keys);
                start.get_or_insert_with(|| last.clone());
                let shown = settings(&last, &beat.name);
                let explore = Explore::run(&shown.setup());
                assert_eq!(explore.complaints, [], "{}: {last}", beat.name);
                assert_eq!(shown.view, View::Explore, "{}: {last}", beat.name);
                seen.push(format!("?{last}  {:?}", explore.call.map(|_| ())));
            }
            Piece::Value(name, keys) => {
                let from = start.as_deref().expect("a beat starts with a link");
                let link = over(from, &keys);
                let of = live(&name).unwrap_or_else(|| panic!("{}: no {name}", beat.name));
                let value = (of.value)(&settings(&link, &beat.name));
                let value = value.unwrap_or_else(|| panic!("{}: no {name} at {link}", beat.name));
                assert!(value.is_finite(), "{}: {name} at {link}", beat.name);
                seen.push(format!("    {name} = {value}  [{keys}]"));
            }
            Piece::Mark(keys) => {
                let marked = settings(&keys, &beat.name);
                assert!(marked.at.is_some(), "{}: nothing is pinned", beat.name);
                assert!(Explore::run(&marked.setup()).call.is_ok(), "{}", beat.name);
            }
        }
    }
    assert!(start.is_some(), "{} has no figure", beat.name);
    seen
}

#[test]
fn every_link_and_every_value_is_there() {
    for name in LESSONS {
        let beats = beats(&lesson(name));
        assert!((5..=9).contains(&beats.len()), "{name}: {}", beats.len());
        for beat in &beats {
            println!("{name}: {}", beat.name);
            read(beat).iter().for_each(|line| println!("  {line}"));
        }
    }
}

#[test]
fn no_number_stands_in_the_prose_that_nothing_computes() {
    for name in LESSONS {
        let text = prose(&lesson(name));
        for line in text.lines() {
            let mut line = without(line, "`");
            while let Some(at) = line.find("](") {
                let end = at + 2 + target_len(&line[at + 2..]);
                line.replace_range(at..=end, "");
            }
            while let Some(at) = line.find('{') {
                let end = line[at..].find('}').expect("a value that ends") + at;
                line.replace_range(at..=end, "");
            }
            if line.starts_with("> ?") {
                continue;
            }
            let words = line.split(|c: char| !c.is_alphanumeric());
            let numbers = words.filter(|word| word.contains(|c: char| c.is_ascii_digit()));
            for number in numbers {
                let is_year = matches!(number.parse(), Ok(1900..=2099));
                assert!(is_year || number == "CS182", "{name}: {number} in {line}");
            }
        }
    }
}

#[test]
fn beats_are_short_and_ask_the_audience() {
    for name in LESSONS {
        let text = lesson(name);
        let asked = text.matches("> Predict:").count();
        let marks = text.matches("\n> ?").count();
        assert!(asked >= 2 && marks >= 1, "{name}: {asked}, {marks}");
        for beat in beats(&text) {
            let (heading, id) = beat.name.split_once(" {#").expect("an id");
            let words = heading.split_whitespace().count();
            assert!(words <= 7 && id.ends_with('}'), "{name}: {heading}");
            let own = beat.text.lines().filter(|line| !line.starts_with('>'));
            let own = prose(&own.collect::<Vec<_>>().join("\n"));
            let mut bare = own.clone();
            while let Some(at) = bare.find("](") {
                let end = at + 2 + target_len(&bare[at + 2..]);
                bare.replace_range(at..=end, "");
            }
            while let Some(at) = bare.find('{') {
                let end = bare[at..].find('}').expect("a value that ends") + at;
                bare.replace_range(at..=end, "number");
            }
            let count = bare.split_whitespace().count();
            println!("{name}: {heading}: {count} words");
            assert!(
                (50..=160).contains(&count),
                "{name}: {heading}: {count} words"
            );
        }
    }
}
