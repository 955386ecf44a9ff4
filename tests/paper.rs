//! Handouts: what every beat and view puts on paper, without a browser.

mod common;

use normscope::lab::training::Trained;
use normscope::paper::{Audience, Handout, Part, Subject, Work};
use normscope::state::lesson::{
    Beat, Block, Course, Lesson, Place, Where, Wrong, read_lessons, settings_of,
};
use normscope::state::words::English;
use normscope::state::{Settings, View, beat_link, read_link};
use std::fs;
use std::path::Path;
use std::sync::Arc;

const BASE: &str = "https://example.org/normscope/";

fn course() -> Course {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons/en");
    let entries = fs::read_dir(folder).expect("a folder of lessons");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let text = |path| fs::read_to_string(path).expect("text");
    read_lessons(&files.iter().map(text).collect::<Vec<_>>().join("\n"))
}

fn part(settings: Settings, beat: Option<&Beat>, link: String) -> Part {
    part_behind(settings, beat, Vec::new(), link)
}

fn part_behind(settings: Settings, beat: Option<&Beat>, opening: Vec<Block>, link: String) -> Part {
    let subject = Subject {
        settings,
        beat: beat.cloned().map(Arc::new),
        opening,
        link,
        known: None,
    };
    let mut work = Work::begin(subject, Trained::default(), &English);
    loop {
        if let Some(part) = work.step() {
            return part;
        }
    }
}

fn of_link(link: &str) -> Part {
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, [], "{link}");
    part(settings, None, format!("{BASE}{link}"))
}

/// The part of a beat, as the whole lesson is printed.
fn of_beat(lesson: &str, beat: &Beat) -> Part {
    let place = Place::start(Where::Course(lesson.to_owned())).at(&beat.id);
    let at = Settings {
        lesson: Some(place.clone()),
        ..Settings::default()
    };
    part(
        settings_of(beat, &at),
        Some(beat),
        format!("{BASE}?{}", beat_link(&place)),
    )
}

fn print(parts: &[Part], lesson: Option<&Lesson>, audience: Audience) -> String {
    let handout = Handout {
        title: lesson.map(|lesson| &lesson.title[..]),
        parts,
        audience,
        base: BASE,
        images: &|_| None,
        words: &English,
    };
    handout.print()
}

/// Elements that are opened and not closed, or closed and not opened.
fn unbalanced(html: &str) -> Option<String> {
    let void = ["br", "img", "hr", "meta", "mspace"];
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '\n', '/']).find(|name| !name.is_empty())?;
        if let Some(closed) = tag.strip_prefix('/') {
            match open.pop() {
                Some(last) if last == closed => {}
                last => return Some(format!("{last:?} ends as {closed}")),
            }
        } else if !tag.ends_with('/') && !void.contains(&name) {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} stay open"))
}

/// Beats of a lesson that a build without optimization has time for; all of them the browser prints.
const SOME: usize = 2;

/// Whether it draws it in no time.
fn is_quick(settings: &Settings) -> bool {
    if settings.view == View::Training {
        return common::runs::trains_in_no_time(settings);
    }
    settings.is_at_hand() && settings.view != View::Stack
}

#[test]
fn what_a_lesson_is_about_has_its_numbers_too() {
    let course = course();
    let (_, lesson) = course.find("pre-norm").expect("the lesson on stacks");
    let place = Place::start(Where::Course(lesson.id.clone()));
    let at = Settings {
        lesson: Some(place),
        ..Settings::default()
    };
    let part = part_behind(at, None, lesson.about.clone(), BASE.to_owned());
    let html = print(&[part], Some(lesson), Audience::default());
    assert!(html.contains("<output>5</output> of them"), "{html}");
}

#[test]
fn a_beat_has_a_figure_and_all_its_numbers_on_paper() {
    let course = course();
    let mut figures = 0;
    for lesson in &course.lessons {
        for beat in lesson.beats.iter().take(SOME) {
            if !is_quick(&settings_of(beat, &Settings::default())) {
                continue;
            }
            let part = of_beat(&lesson.id, beat);
            let what = format!("{}, {}", lesson.id, beat.id);
            let html = print(&[part], None, Audience::Teachers);
            let is_drawn = html.contains("<svg") || html.contains("data:image/bmp");
            assert!(is_drawn, "{what} has no figure");
            assert!(!html.contains("<output>…"), "{what} lacks a number");
            assert!(!html.contains("<output>—"), "{what} lacks a number");
            assert_eq!(unbalanced(&html), None, "{what}");
            figures += 1;
        }
    }
    assert!(figures > 8, "{figures} beats");
}

#[test]
fn every_view_has_its_figure_as_vectors() {
    for (link, has) in [
        ("?at=0,2,1,1&t=2", "nn.GroupNorm(3, 6)"),
        ("?at=0,2,1,1&t=2", "<math"),
        (
            "?layer=BatchNorm2d(6)&at=0,2,1,1&steps=4&mode=eval",
            "Running variance",
        ),
        ("?color=set&layer=InstanceNorm2d(6)", "<svg"),
        (
            "?x=randn(32,64,16,16)&layer=GroupNorm(8,64)&at=0,9,3,3",
            "<svg",
        ),
        (
            "?x=randn(1,6,1,1)&layer=BatchNorm2d(6)",
            "Expected more than 1 value per channel",
        ),
        ("?view=compare&at=0,2,1,1", "Instance Norm"),
        ("?view=descent", "<polyline"),
        ("?view=redraws", "<circle"),
        ("?view=stack&order=post", "PostNorm"),
        ("?view=family&method=switchable&at=1,2,1,1", "rgb("),
        (
            "?view=pictures&x=scenes(2,3,16,16)&layer=InstanceNorm2d(3)",
            "data:image/bmp",
        ),
    ] {
        let html = print(&[of_link(link)], None, Audience::Students);
        assert!(html.contains(has), "{link} has no {has}");
        assert!(!html.contains("<canvas"), "{link}");
        assert_eq!(unbalanced(&html), None, "{link}");
    }
}

#[test]
fn what_is_hidden_on_the_page_is_not_printed() {
    let whole = print(&[of_link("?at=0,2,1,1")], None, Audience::Students);
    let part = print(
        &[of_link("?at=0,2,1,1&hide=code,formula,table,distributions")],
        None,
        Audience::Students,
    );
    for (piece, what) in [("<pre>", "code"), ("<math", "formula"), ("<table", "table")] {
        assert!(whole.contains(piece), "{what}");
        assert!(!part.contains(piece), "{what}");
    }
    let charts = |html: &str| html.matches("class=\"chart\"").count();
    assert_eq!((charts(&whole), charts(&part)), (1, 0));
}

const LESSON: &str = "# Boxes {#boxes}\n\nWhat it is about.\n\n## First {#first}\n\n\
    [Start](?layer=BatchNorm2d(6)&at=0,2,1,1) with {sets: layer=BatchNorm2d(6)} sets, {recorded: 3.5 | Someone 2020, table 1}.\n\n\
    > Predict: How many?\n>\n> - [ ] two\n> - [x] six\n>\n> Six of them.\n\n\
    > Note: Say it slowly.\n\n\
    ## Second {#second}\n\nNo figure of its own: <script>alert()</script>\n\n\
    > Predict: And now?\n>\n> - [ ] one\n> - [x] three\n>\n> Three of them.\n";

#[test]
fn answers_and_notes_are_for_whom_they_are() {
    let course = read_lessons(LESSON);
    assert!(
        course.faults.iter().all(|fault| fault.wrong == Wrong::Html),
        "{:?}",
        course.faults
    );
    let lesson = &course.lessons[0];
    let mut parts: Vec<Part> = lesson
        .beats
        .iter()
        .map(|beat| of_beat(&lesson.id, beat))
        .collect();
    parts[0].opening = lesson.about.clone();
    let [students, behind, teachers] =
        Audience::ALL.map(|audience| print(&parts, Some(lesson), audience));
    for html in [&students, &behind, &teachers] {
        assert!(html.contains("<h1>Boxes</h1>") && html.contains("What it is about."));
        assert!(html.contains("Question 1") && html.contains("Question 2"));
        assert!(html.contains("https://example.org/normscope/?lesson=boxes&amp;beat=second"));
        assert!(html.contains("<output>6</output>") && html.contains("Someone 2020"));
        assert_eq!(unbalanced(html), None);
        // A lesson from elsewhere stays text.
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
    }
    assert!(
        !students.contains("Six of them")
            && !students.contains("slowly")
            && !students.contains('✓')
    );
    assert!(
        students.contains("class=\"room\""),
        "there is room to answer"
    );
    assert!(teachers.contains("slowly") && teachers.contains('✓'));
    let [asked, answered] = ["And now?", "Six of them"].map(|text| behind.find(text));
    assert!(answered > asked, "answers stand behind all questions");
    assert!(behind.contains("Three of them") && !behind.contains("slowly"));
    assert!(teachers.find("Six of them") < teachers.find("And now?"));
}

#[test]
fn cells_are_marked_on_paper() {
    let text = "# A {#a}\n\n## B {#b}\n\n[Start](?at=0,2,1,1)\n\n> Predict: Which?\n> ?layer=BatchNorm2d(6)&at=1,2,1,1\n>\n> These.\n";
    let course = read_lessons(text);
    assert_eq!(course.faults, []);
    let part = of_beat("a", &course.lessons[0].beats[0]);
    let html = print(&[part], None, Audience::Students);
    let figure = html
        .split("class=\"marked\"")
        .nth(1)
        .expect("cells to mark");
    assert_eq!(
        figure
            .split("</svg>")
            .next()
            .map(|svg| svg.matches("<path").count()),
        Some(24)
    );
    assert!(figure.contains("N = 4 · C = 6 · H = 4 · W = 4"));
}
