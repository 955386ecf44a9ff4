//! The lessons of the page: nothing is wrong in them, each beat has its figure, and what it says is short enough to be taught.

use normscope::lab::explore::Explore;
use normscope::state::lesson::{
    Answer, Beat, Block, Course, Inline, Target, checked, inner, pieces, plain, read_lessons, set,
    settings_of, settings_of_value,
};
use normscope::state::{Settings, View, follow, live};
use std::fs;
use std::path::Path;

fn course() -> Course {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons/en");
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
    for lesson in &course().lessons {
        for beat in &lesson.beats {
            test(&format!("{}, {}", lesson.id, beat.id), beat);
        }
    }
}

#[test]
fn nothing_is_wrong_in_them() {
    assert_eq!(course().faults, []);
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
            .filter(|s| s.view == View::Explore && s.is_at_hand())
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
    each_beat(|name, beat| {
        let start = settings_of(beat, &Settings::default());
        pieces(&beat.blocks, &mut |piece| {
            if let Inline::Live(mark) = piece {
                let settings = settings_of_value(beat, mark, &start);
                let live = live::find(&mark.name).expect("a value of the page");
                if settings.is_at_hand() {
                    let value = live.value(&settings);
                    assert!(value.is_some_and(f64::is_finite), "{name}: {mark:?}");
                }
            }
        });
    });
}

#[test]
fn a_beat_is_one_idea() {
    each_beat(|name, beat| {
        let title = plain(&beat.title);
        assert!(title.split_whitespace().count() <= 8, "{name}: {title}");
        let mut words = 0;
        for block in &beat.blocks {
            if let Block::Paragraph(text) = block {
                inner(text, &mut |piece| match piece {
                    Inline::Text(text) => words += text.split_whitespace().count(),
                    Inline::Live(_) | Inline::Code(_) | Inline::Formula(_) => words += 1,
                    _ => {}
                });
            }
        }
        assert!((25..=170).contains(&words), "{name}: {words} words");
    });
}
