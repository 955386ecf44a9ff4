//! The lessons of the page: nothing is wrong in them, each beat has its figure, and what it says is short enough to be taught.

mod common;

use normscope::lab::explore::Explore;
use normscope::lab::training::{Log, Race, Refusal, Trained};
use normscope::state::lesson::{
    Answer, Beat, Block, Course, Inline, Lesson, Target, checked, inner, pieces, plain,
    read_lessons, set, settings_of, settings_of_value,
};
use normscope::state::{Language, Settings, View, follow, live};
use std::cell::RefCell;
use std::fs;
use std::path::Path;

fn course(language: Language) -> Course {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons");
    let folder = folder.join(language.code());
    let entries = fs::read_dir(folder).expect("a folder of lessons");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let text = |path| fs::read_to_string(path).expect("text");
    let course = checked(read_lessons(
        &files.iter().map(text).collect::<Vec<_>>().join("\n"),
    ));
    assert_eq!(course.lessons.len(), files.len());
    course
}

fn each_beat(test: impl Fn(&str, &Beat)) {
    for (_, language) in Language::ALL {
        each_beat_in(language, &test);
    }
}

fn each_beat_in(language: Language, test: impl Fn(&str, &Beat)) {
    for lesson in &course(language).lessons {
        for beat in &lesson.beats {
            let name = format!("{}, {}, {}", language.code(), lesson.id, beat.id);
            test(&name, beat);
        }
    }
}

/// Whether a build without optimization draws x, or trains the networks, in no time; all of the others the browser opens.
fn is_quick(settings: &Settings) -> bool {
    if settings.view == View::Training {
        return common::runs::trains_in_no_time(settings);
    }
    settings.is_at_hand() && settings.shape().iter().product::<usize>() < 200_000
}

#[test]
fn nothing_is_wrong_in_them() {
    for (_, language) in Language::ALL {
        assert_eq!(course(language).faults, []);
    }
}

#[test]
fn each_beat_has_a_figure_that_the_layer_takes_as_it_is_given() {
    each_beat(|name, beat| {
        assert!(beat.start.is_some(), "{name} has no figure");
        let start = settings_of(beat, &Settings::default());
        let mut shown = vec![start.clone()];
        pieces(&beat.blocks, &mut |piece| {
            if let Inline::Link(Target::Figure(link), _) = piece {
                shown.push(follow(&start, link).0);
            }
        });
        for settings in shown
            .iter()
            .filter(|s| s.view == View::Explore && is_quick(s))
        {
            assert_eq!(Explore::run(&settings.setup()).complaints, [], "{name}");
        }
    });
}

#[test]
fn a_question_about_cells_pins_one_of_them() {
    each_beat(|name, beat| {
        for block in &beat.blocks {
            if let Block::Predict(predict) = block
                && let Answer::Cells(link) = &predict.answer
            {
                let settings = set(link, &Settings::default());
                assert!(settings.at.is_some(), "{name}: nothing is pinned");
                assert!(Explore::run(&settings.setup()).call.is_ok(), "{name}");
            }
        }
    });
}

#[test]
fn every_value_is_a_number() {
    // What the runs of a figure come to, trained once for all of its values in all languages.
    let trained_by: RefCell<Vec<(Settings, Vec<Log>)>> = RefCell::default();
    each_beat(|name, beat| {
        let start = settings_of(beat, &Settings::default());
        pieces(&beat.blocks, &mut |piece| {
            if let Inline::Live(mark) = piece {
                let settings = settings_of_value(beat, mark, &start);
                let live = live::find(&mark.name).expect("a value of the page");
                let value = if live.is_of_runs() {
                    assert_eq!(settings, start, "{name}: {mark:?} is of the figure");
                    if !is_quick(&start) {
                        return;
                    }
                    let mut all = trained_by.borrow_mut();
                    if !all.iter().any(|(of, _)| *of == start) {
                        all.push((start.clone(), trained(&start)));
                    }
                    let logs = all.iter().find(|(of, _)| *of == start);
                    logs.and_then(|(_, logs)| live.value_of_runs(&start, logs)?)
                } else if is_quick(&settings) {
                    live.value(&settings)
                } else {
                    return;
                };
                assert!(value.is_some_and(f64::is_finite), "{name}: {mark:?}");
            }
        });
    });
}

/// What is seen of the runs of a figure by its step.
fn trained(settings: &Settings) -> Vec<Log> {
    let race = Race::begin(&settings.training, settings.seed, &Trained::default());
    let mut race = race.expect("images are here");
    let logs = loop {
        if let Some(logs) = race.step() {
            break logs;
        }
    };
    let log = |log: Result<Log, Refusal>| log.expect("runs that PyTorch accepts");
    logs.into_iter().map(log).collect()
}

#[test]
fn a_beat_is_one_idea() {
    each_beat_in(Language::English, |name, beat| {
        let title = plain(&beat.title);
        assert!(title.split_whitespace().count() <= 8, "{name}: {title}");
        let words = said(beat, |text| text.split_whitespace().count());
        assert!((25..=170).contains(&words), "{name}: {words} words");
    });
}

#[test]
fn a_beat_is_one_idea_in_korean() {
    let syllables = |text: &str| text.chars().filter(|c| ('가'..='힣').contains(c)).count();
    each_beat_in(Language::Korean, |name, beat| {
        let title = plain(&beat.title);
        assert!(title.chars().count() <= 36, "{name}: {title}");
        let said = said(beat, syllables);
        assert!((45..=400).contains(&said), "{name}: {said} syllables");
    });
}

/// How much the paragraphs of a beat say; a number, a piece of code and a formula each count as one.
fn said(beat: &Beat, measure: impl Fn(&str) -> usize) -> usize {
    let mut said = 0;
    for block in &beat.blocks {
        if let Block::Paragraph(text) = block {
            inner(text, &mut |piece| match piece {
                Inline::Text(text) => said += measure(text),
                Inline::Live(_) | Inline::Code(_) | Inline::Formula(_) => said += 1,
                _ => {}
            });
        }
    }
    said
}

/// What a beat has in every language: where its links lead, its values, formulas, code and what was recorded.
fn kept(beat: &Beat) -> Vec<String> {
    let mut kept = vec![format!("{:?}", beat.start)];
    keep(&beat.blocks, &mut kept);
    keep(&beat.notes, &mut kept);
    kept
}

fn keep(blocks: &[Block], kept: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Predict(predict) => {
                inner(&predict.question, &mut |piece| keep_piece(piece, kept));
                kept.push(match &predict.answer {
                    Answer::Cells(link) => link.clone(),
                    Answer::Choice(answers) => {
                        let right: Vec<bool> = answers.iter().map(|answer| answer.0).collect();
                        format!("{right:?}")
                    }
                });
                keep(&predict.truth, kept);
            }
            Block::Formula(formula) => kept.push(format!("{formula:?}")),
            Block::Code(code) => kept.push(code.clone()),
            Block::Recorded(source, rows) => kept.push(format!("{source}, {} rows", rows.len())),
            block => pieces(std::slice::from_ref(block), &mut |piece| {
                keep_piece(piece, kept);
            }),
        }
    }
}

fn keep_piece(piece: &Inline, kept: &mut Vec<String>) {
    kept.push(match piece {
        Inline::Link(target, _) => format!("{target:?}"),
        Inline::Live(mark) => format!("{mark:?}"),
        Inline::Formula(formula) => format!("{formula:?}"),
        Inline::Code(code) => code.clone(),
        // Its unit may be a word.
        Inline::Recorded(value, source) => {
            let number = value.split(' ').next().unwrap_or_default();
            format!("{number} {source}")
        }
        _ => return,
    });
}

#[test]
fn each_language_teaches_the_same() {
    let english = course(Language::English);
    for (code, language) in Language::ALL.into_iter().skip(1) {
        let other = course(language);
        let ids = |course: &Course| {
            let beats = |lesson: &Lesson| lesson.beats.iter().map(|b| b.id.clone()).collect();
            let lessons = course.lessons.iter();
            lessons
                .map(|lesson| (lesson.id.clone(), beats(lesson)))
                .collect::<Vec<(String, Vec<String>)>>()
        };
        assert_eq!(ids(&english), ids(&other), "{code}");
        for (ours, theirs) in english.lessons.iter().zip(&other.lessons) {
            assert_ne!(plain(&ours.title), plain(&theirs.title), "{code}");
            for (ours_beat, beat) in ours.beats.iter().zip(&theirs.beats) {
                // A language has its own order of words, and may write a number as a formula.
                let is_formula = |kept: &String| kept.starts_with("Formula");
                let [ours_kept, theirs_kept] = [ours_beat, beat].map(|beat| {
                    let mut kept = kept(beat);
                    kept.sort();
                    kept.into_iter().partition::<Vec<_>, _>(is_formula)
                });
                let name = format!("{code}, {}, {}", theirs.id, beat.id);
                assert_eq!(ours_kept.1, theirs_kept.1, "{name}");
                for formula in &ours_kept.0 {
                    let times = |all: &[String]| all.iter().filter(|f| *f == formula).count();
                    assert!(
                        times(&theirs_kept.0) >= times(&ours_kept.0),
                        "{name}: {formula}"
                    );
                }
            }
        }
    }
}

/// Of each misconception the number that it is about, and what it is where one believes it, and where one looks.
const BELIEVED: [(&str, &str, [std::ops::RangeInclusive<f64>; 2]); 27] = [
    ("over-the-sentence", "moved", [47.0..=47.0, 7.0..=7.0]),
    ("chw-everywhere", "sets", [4.0..=4.0, 64.0..=64.0]),
    ("one-group", "learnt", [300.0..=300.0, 12.0..=12.0]),
    ("thirty-two", "values_per_set", [128.0..=128.0, 16.0..=16.0]),
    ("gamma-of-groups", "learnt", [6.0..=6.0, 12.0..=12.0]),
    ("flattened", "learnt", [768.0..=768.0, 12.0..=12.0]),
    ("one-variance", "stored_ratio", [1.0..=1.04, 1.99..=2.01]),
    ("momentum", "steps_to_forget", [2.0..=2.0, 44.0..=44.0]),
    (
        "worse-in-eval",
        "initial_weight",
        [0.0..=0.006, 0.89..=0.91],
    ),
    ("train-at-test", "company_change", [0.5..=9.0, 0.0..=0.0]),
    ("batch-of-one", "values_per_set", [0.0..=0.0, 16.0..=16.0]),
    ("axis-order", "mean", [0.8..=1.0, 0.0..=0.2]),
    ("single-values", "values_per_set", [16.0..=16.0, 0.0..=0.0]),
    ("instance-affine", "learnt", [12.0..=12.0, 0.0..=0.0]),
    ("accumulation", "mean_spread", [0.2..=0.3, 0.31..=0.45]),
    ("padding", "normalized", [0.0..=0.0, -1.4..=-1.2]),
    ("bias", "bias_effect", [1.0..=9.0, 0.0..=1e-5]),
    ("scale", "scale_effect", [0.5..=9.0, 0.0..=1e-3]),
    ("gaussian", "output_skewness", [-0.3..=0.3, 1.0..=3.0]),
    ("unit-deviation", "output_std", [0.99..=1.0, 2.97..=3.0]),
    ("eps", "output_std", [0.9..=0.999, 0.1..=0.4]),
    ("batch-size", "company_change", [0.5..=9.0, 0.0..=0.0]),
    ("frozen", "initial_weight", [1.0..=1.0, 0.34..=0.36]),
    ("dropout", "dropout_variance", [0.95..=1.05, 0.45..=0.55]),
    ("rms-positions", "moved", [30.0..=47.0, 7.0..=7.0]),
    ("post-gradient", "gradient_size", [1e6..=1e8, 5.0..=15.0]),
    ("last-norm", "output_size", [0.99..=1.0, 9.0..=19.0]),
];

#[test]
fn what_people_believe_is_not_what_happens() {
    believed(Language::English, ["What people believe", "What happens"]);
    believed(Language::Korean, ["흔히 믿기로는", "실제로는"]);
}

fn believed(language: Language, names: [&str; 2]) {
    let course = course(language);
    let lesson = course
        .lessons
        .iter()
        .find(|lesson| lesson.id == "misconceptions");
    let beats = &lesson.expect("a lesson of misconceptions").beats;
    assert!(beats.len() >= 25);
    let told: Vec<&str> = beats.iter().map(|beat| beat.id.as_str()).collect();
    assert_eq!(told, BELIEVED.each_ref().map(|(beat, ..)| *beat));
    for (beat, (id, name, ranges)) in beats.iter().zip(&BELIEVED) {
        let mut links = Vec::new();
        pieces(&beat.blocks, &mut |piece| {
            if let Inline::Link(Target::Figure(link), text) = piece {
                links.push((plain(text), link.clone()));
            }
        });
        let [(first, _), (second, happens)] = &links[..] else {
            panic!("{id} has two links, not {links:?}");
        };
        assert_eq!([first.as_str(), second.as_str()], names, "{id}");
        let believed = settings_of(beat, &Settings::default());
        let (happens, complaints) = follow(&believed, happens);
        assert_eq!(complaints, [], "{id}");
        let live = live::find(name).expect("a value of the page");
        let numbers = [&believed, &happens].map(|settings| live.value(settings).unwrap_or(0.0));
        assert_ne!(numbers[0], numbers[1], "{id}: {name}");
        for (number, range) in numbers.iter().zip(ranges) {
            assert!(range.contains(number), "{id}: {name} is {numbers:?}");
        }
    }
}
