//! Each language: nothing is missing, nothing is empty, nothing is left over in another language, nothing is unused.

mod common;

use common::layers::{every_layer, module};
use common::random::Random;
use normscope::lab::explore::Mode;
use normscope::state::words::{
    English, FileWords, FirstWords, Korean, Label, PaperWords, Shown, Words, of,
};
use normscope::state::{Axis, Language, axes_of};
use normscope::tensor::Source;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// All Rust files below a folder, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    found
}

/// The texts of a language: its file, and those in the folder of its name.
fn sources_of(language: Language) -> Vec<(PathBuf, String)> {
    let code = language.code();
    let mut found = sources(&format!("src/state/words/{code}"));
    let path = root().join(format!("src/state/words/{code}.rs"));
    let text = fs::read_to_string(&path).expect("a file of the language's name");
    found.push((path, text));
    found
}

/// The strings of a source, without what stands in comments and behind `#[cfg(test)]`.
fn strings(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().expect("a beginning");
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    let code = code.replace("'\"'", "").replace("\\\"", "”");
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn each_language_has_its_code_its_name_and_its_words() {
    for (code, language) in Language::ALL {
        assert_eq!(language.code(), code);
        assert_eq!(of(language).language(), language);
        assert!(!language.name().is_empty());
        assert!(!of(language).description().is_empty());
    }
    let codes: BTreeSet<_> = Language::ALL.iter().map(|(code, _)| code).collect();
    assert_eq!(codes.len(), Language::ALL.len());
    let mut language = Language::default();
    for _ in Language::ALL {
        language = language.next();
    }
    assert_eq!(
        language,
        Language::default(),
        "the control leads through all"
    );
}

#[test]
fn the_page_describes_itself_in_one_way() {
    let html = fs::read_to_string(root().join("index.html")).expect("the page");
    let english = of(Language::English).description();
    assert!(html.contains(&format!("content=\"{english}\"")));
}

#[test]
fn no_text_is_empty() {
    for (_, language) in Language::ALL {
        for (path, source) in sources_of(language) {
            // A part of a sentence may say nothing; a label never does.
            let is_empty = |line: &&str| line.contains("Label::") && line.ends_with("=> \"\",");
            assert_eq!(source.lines().find(is_empty), None, "{}", path.display());
        }
    }
}

/// Whether a text is a sentence in English: three words in a row, which no name of a paper or of code is.
fn is_english(text: &str) -> bool {
    // Authors, title, venue and year of a paper stay as they are.
    if text.contains("et al.") || text.contains(" & ") || text.contains(" (20") {
        return false;
    }
    let is_word = |word: &str| {
        // Endings of files are no words.
        let word = if word.starts_with('.') { "" } else { word };
        let word = word.trim_matches(|c: char| ",;:!?“”().".contains(c));
        word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase())
    };
    let words: Vec<_> = text.split(' ').map(is_word).collect();
    words
        .windows(3)
        .any(|three| three.iter().all(|is_word| *is_word))
}

#[test]
fn no_english_sentence_is_left_over() {
    assert!(is_english("Click a cell to see its set"));
    assert!(!is_english("칸을 클릭하면 torch.manual_seed 다음의"));
    for (_, language) in Language::ALL.into_iter().skip(1) {
        for (path, source) in sources_of(language) {
            for text in strings(&source) {
                assert!(!is_english(&text), "{}: {text}", path.display());
            }
        }
    }
}

#[test]
fn hangul_stands_in_no_latin_text_and_the_other_way_round() {
    let is_hangul = |letter: char| ('가'..='힣').contains(&letter);
    for (path, source) in sources_of(Language::English) {
        let found = strings(&source)
            .into_iter()
            .find(|text| text.contains(is_hangul));
        assert_eq!(found, None, "{}", path.display());
    }
    let texts: Vec<_> = sources_of(Language::Korean)
        .iter()
        .flat_map(|(_, source)| strings(source))
        .collect();
    let korean = texts.iter().filter(|text| text.contains(is_hangul)).count();
    assert!(korean > 350, "only {korean} of {} texts", texts.len());
    for text in texts {
        // A particle that fits either sound is no Korean that anybody would say.
        for both in ["을(를)", "이(가)", "은(는)", "와(과)", "(으)로"] {
            assert!(!text.contains(both), "{text}");
        }
    }
}

/// The enums of labels, and their variants.
fn labels() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("src/state/words")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            continue;
        }
        let source = fs::read_to_string(&path).expect("text");
        for part in source.split("pub enum ").skip(1) {
            let (name, rest) = part.split_once(" {").expect("an enum");
            let body = rest.split("\n}").next().expect("its end");
            if name.ends_with("Label") {
                let variants = body.lines().map(|line| line.trim().trim_end_matches(','));
                let variants = variants.filter(|line| !line.is_empty() && !line.starts_with("//"));
                found.push((name.to_owned(), variants.map(str::to_owned).collect()));
            }
        }
    }
    assert!(found.len() >= 7, "{found:?}");
    found
}

/// What shows texts: the page, and what is shown, but for the words themselves.
fn users() -> String {
    let is_words = |path: &Path| path.to_string_lossy().contains("state/words");
    let all = ["src/web", "src/state", "src/chart", "src/paper"]
        .into_iter()
        .flat_map(sources);
    let users = all.filter(|(path, _)| !is_words(path));
    users.map(|(_, source)| with_whole_names(source)).collect()
}

/// The source with the names of labels where it has a shorter one, as in `use StageLabel as L`.
fn with_whole_names(source: String) -> String {
    let names = labels().into_iter().map(|(name, _)| name);
    names.fold(source, |source, name| {
        let (_, after) = match source.split_once(&format!("{name} as ")) {
            Some(parts) => parts,
            None => return source,
        };
        let short: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        source.replace(&format!(" {short}::"), &format!(" {name}::"))
    })
}

/// Whether a name stands in a text, and not as a part of a longer one.
fn stands_in(text: &str, name: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(name)
        .any(|(at, _)| is_end(&text[at + name.len()..]))
}

#[test]
fn no_label_is_unused() {
    let users = users();
    for (name, variants) in labels() {
        for variant in variants {
            assert!(
                stands_in(&users, &format!("{name}::{variant}")),
                "{name}::{variant} is shown nowhere"
            );
        }
    }
}

#[test]
fn no_sentence_is_unused() {
    let users = users();
    let english = sources_of(Language::English).into_iter();
    let areas = sources("src/state/words").into_iter();
    let themselves: String = english.chain(areas).map(|(_, source)| source).collect();
    for entry in fs::read_dir(root().join("src/state/words")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            continue;
        }
        let source = fs::read_to_string(&path).expect("text");
        for part in source.split("\npub trait ").skip(1) {
            let body = part.split("\n}").next().expect("its end");
            for method in body.split("\n    fn ").skip(1) {
                let name = method.split('(').next().expect("a name");
                let is_used = stands_in(&users, &format!(".{name}"))
                    || stands_in(&themselves, &format!("self.{name}"));
                assert!(is_used, "{name} of {} is said nowhere", path.display());
            }
        }
    }
}

const SHAPES: [&[usize]; 5] = [
    &[4, 6],
    &[3, 4, 3],
    &[2, 4, 3, 2],
    &[1, 4, 1, 3],
    &[3, 2, 2, 1, 3],
];

/// The whole number before a text.
fn number_before(said: &str, text: &str) -> Option<usize> {
    let before = &said[..said.find(text)?];
    let start = before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    before[start..].parse().ok()
}

/// Reads “샘플 0의 채널 2와 3, 모든 위치”: for each axis the indices that it allows.
fn read(text: &str, axes: &[Axis], shape: &[usize]) -> Vec<Range<usize>> {
    let noun = |axis: &Axis| match axis {
        Axis::Batch => "샘플",
        Axis::Channels => "채널",
        Axis::Depth => "단면",
        Axis::Height => "행",
        Axis::Width => "열",
        Axis::Length => "위치",
        Axis::Tokens => "토큰",
        Axis::Features => "특성",
    };
    let is_spatial = |axis: &Axis| {
        matches!(
            axis,
            Axis::Depth | Axis::Height | Axis::Width | Axis::Length
        )
    };
    let mut places = Vec::new();
    if let Some((_, place)) = text.split_once("위치 (") {
        let place = place.trim_end_matches(')').split(", ");
        places = place
            .map(|index| index.parse::<usize>().expect("an index"))
            .collect();
    }
    let mut spatial = 0;
    let mut along = |(axis, n): (&Axis, &usize)| {
        let name = noun(axis);
        if is_spatial(axis) {
            spatial += 1;
            if text.contains("모든 위치") {
                return 0..*n;
            }
            if let Some(place) = places.get(spatial - 1) {
                return *place..place + 1;
            }
        }
        if text.contains(&format!("모든 {name}")) {
            return 0..*n;
        }
        let (_, rest) = text
            .split_once(&format!("{name} "))
            .unwrap_or_else(|| panic!("{text} leaves out {name}"));
        let end = rest.find([',']).unwrap_or(rest.len());
        let end = rest.find("의 ").map_or(end, |of| of.min(end));
        let numbers: Vec<usize> = rest[..end]
            .split(['~', ' ', '와', '과'])
            .filter_map(|part| part.parse().ok())
            .collect();
        *numbers.first().expect("an index")..numbers.last().expect("an index") + 1
    };
    axes.iter().zip(shape).map(&mut along).collect()
}

#[test]
fn korean_says_how_many_share_and_where_they_are() {
    let random = &mut Random(8);
    let mut said_sets = 0;
    for shape in SHAPES {
        for layer in every_layer(shape) {
            let module = module(&layer, true, random);
            let Ok(plan) = module.plan(shape) else {
                continue;
            };
            let axes = axes_of(&layer, shape.len());
            let shown = Shown {
                layer: &layer,
                mode: Mode::Train,
                axes: &axes,
                shape,
                plan: Some(&plan),
            };
            let headline = Korean.headline(&shown);
            match plan.partition.set_len() {
                1 => assert!(headline.contains("저마다 한 집합"), "{headline}"),
                len => assert_eq!(number_before(&headline, "개가 "), Some(len), "{headline}"),
            }
            let subtitle = Korean.subtitle(&shown, None);
            match plan.partition.set_count() {
                1 => assert!(subtitle.contains("집합은 하나뿐"), "{subtitle}"),
                sets => assert_eq!(
                    number_before(&subtitle, "개입니다"),
                    Some(sets),
                    "{subtitle}"
                ),
            }
            for set in [0, plan.partition.set_count() - 1] {
                let ranges = plan.partition.ranges(set);
                let said = Korean.subtitle(&shown, Some(&ranges));
                let (_, place) = said.split_once(": ").expect("a layer and a place");
                assert_eq!(read(place, &axes, shape), ranges, "{layer:?}: {said}");
                said_sets += 1;
            }
        }
    }
    assert!(said_sets > 300, "only {said_sets} sets");
}

#[test]
fn korean_knows_its_own_sentences_from_those_of_the_readers() {
    let name = "한국어.npy";
    let own = [
        Korean.missing_file(name),
        Korean.other_file(name),
        format!("{name}: {}", Korean.unreadable_file()),
        Korean.several_files().to_owned(),
        Korean.no_image(name),
        Korean.sizes_differ([name, name], [[2, 3], [4, 5]]),
        Korean.no_room(1 << 25, 1 << 20),
    ];
    for sentence in own {
        assert!(Korean.is_own(&sentence), "{sentence}");
    }
    for written in [
        "randn(",
        "randn(4,0)",
        "load(\"한국어.npy\")",
        "zeros(6)",
        "다",
    ] {
        let said = Source::parse(written).expect_err(written).to_string();
        assert!(!Korean.is_own(&said), "{said}");
        assert!(English.is_own(&said), "{said}");
        assert!(!Korean.is_own(&format!("{name}: {said}")), "{said}");
    }
}

#[test]
fn a_number_stands_before_its_korean_counter_without_a_space() {
    assert_eq!((English.gap(), Korean.gap()), (" ", ""));
    for what in [
        Label::ValuesPerSet,
        Label::Sets,
        Label::LearntValues,
        Label::RunningValues,
    ] {
        assert!(Korean.counted(what, 2).starts_with('개'));
        // A heading counts what stands behind it.
        assert!(!Korean.counter(what, 2).starts_with('개'));
        assert_eq!(English.counter(what, 1), English.counted(what, 1));
    }
}
