//! Keys on stage: what each means in each situation, on any keyboard; and what the pen draws.

use normscope::state::read_link;
use normscope::state::stage::{
    Action, Cover, Focus, Frame, Heard, Ink, KEYS, Point, Press, Situation, heard, lines, sheet_of,
};
use normscope::state::words::{English, StageWords};

/// A press on a US keyboard: the key, and where it is.
fn press(key: &str) -> Press {
    let code = match key {
        " " => "Space".to_owned(),
        "." => "Period".to_owned(),
        "?" => "Slash".to_owned(),
        key if key.len() > 1 => key.to_owned(),
        key if key.chars().all(|c| c.is_ascii_digit()) => format!("Digit{key}"),
        key => format!("Key{}", key.to_uppercase()),
    };
    Press {
        key: key.to_owned(),
        code,
        ..Press::default()
    }
}

fn shifted(key: &str) -> Press {
    Press {
        has_shift: true,
        ..press(key)
    }
}

fn at(key: &str, code: &str) -> Press {
    Press {
        key: key.to_owned(),
        code: code.to_owned(),
        ..Press::default()
    }
}

/// Without a lesson, with the cube, presented.
const FIGURE: Situation = Situation {
    is_presenting: true,
    was_presented: true,
    is_taught: false,
    has_cube: true,
    cover: None,
    is_spotlit: false,
    is_drawing: false,
    has_ink: false,
    focus: Focus::Nothing,
    has_characters: true,
};

const LESSON: Situation = Situation {
    is_taught: true,
    ..FIGURE
};

fn covered(cover: Cover) -> Situation {
    Situation {
        cover: Some(cover),
        ..LESSON
    }
}

fn focused(focus: Focus) -> Situation {
    Situation { focus, ..LESSON }
}

#[track_caller]
fn assert_does(press: &Press, now: &Situation, action: Action) {
    assert_eq!(heard(press, now), Some(Heard::Do(action)), "{press:?}");
}

#[track_caller]
fn assert_free(press: &Press, now: &Situation) {
    assert_eq!(heard(press, now), None, "{press:?} {now:?}");
}

#[test]
fn a_lecture_is_stepped_through_by_clicker_arrows_and_space() {
    for key in ["PageDown", "ArrowRight", "ArrowDown", " "] {
        assert_does(&press(key), &LESSON, Action::Next);
    }
    for key in ["PageUp", "ArrowLeft", "ArrowUp"] {
        assert_does(&press(key), &LESSON, Action::Previous);
    }
    assert_does(&shifted(" "), &LESSON, Action::Previous);
    assert_does(&press("Home"), &LESSON, Action::First);
    assert_does(&press("End"), &LESSON, Action::Last);
    for key in ["PageDown", "ArrowRight", "Home"] {
        assert_free(&press(key), &FIGURE);
    }
    assert_free(&shifted("ArrowRight"), &LESSON);
    assert_does(&press(" "), &FIGURE, Action::Step);
    assert_does(&press("n"), &LESSON, Action::Step);
}

#[test]
fn what_has_the_focus_keeps_its_keys() {
    let arrows = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
    for key in arrows {
        for focus in [Focus::Cube, Focus::Slider, Focus::Choice, Focus::Field] {
            assert_free(&press(key), &focused(focus));
        }
        assert_does(
            &press(key),
            &focused(Focus::Button),
            heard_action(&press(key)),
        );
    }
    // A clicker goes on whatever was clicked last, but for a field.
    for focus in [Focus::Cube, Focus::Slider, Focus::Choice, Focus::Button] {
        assert_does(&press("PageDown"), &focused(focus), Action::Next);
        assert_does(&press("b"), &focused(focus), Action::Blank);
    }
    for focus in [Focus::Button, Focus::Choice, Focus::Field] {
        assert_free(&press(" "), &focused(focus));
    }
    assert_does(&press(" "), &focused(Focus::Cube), Action::Next);
    for key in ["PageDown", "b", ".", "?", "1", "Home"] {
        assert_free(&press(key), &focused(Focus::Field));
    }
    assert_does(&press("Escape"), &focused(Focus::Field), Action::Leave);
    assert_does(&press("F5"), &focused(Focus::Field), Action::Present);
}

fn heard_action(press: &Press) -> Action {
    match heard(press, &LESSON) {
        Some(Heard::Do(action)) => action,
        other => panic!("{press:?} is {other:?}"),
    }
}

#[test]
fn chords_composed_signs_and_held_keys_do_nothing() {
    for key in ["b", "PageDown", " ", "1", "?"] {
        for chord in [
            Press {
                has_control: true,
                ..press(key)
            },
            Press {
                has_alt: true,
                ..press(key)
            },
            Press {
                is_composing: true,
                ..press(key)
            },
        ] {
            assert_free(&chord, &LESSON);
        }
    }
    for key in ["PageDown", "PageUp", " ", "b", "Escape", "F5", "f"] {
        let held = Press {
            is_repeat: true,
            ..press(key)
        };
        assert_eq!(heard(&held, &LESSON), Some(Heard::Nothing), "{key}");
    }
    let held = Press {
        is_repeat: true,
        ..at("=", "Equal")
    };
    assert_does(&held, &FIGURE, Action::MoreSamples);
}

#[test]
fn keys_work_on_other_layouts() {
    // Hangul, Cyrillic, what an input method keeps to itself, capitals.
    for b in [
        at("ㅠ", "KeyB"),
        at("и", "KeyB"),
        at("Process", "KeyB"),
        shifted("B"),
        at("ㅠ", "KeyB"),
    ] {
        assert_does(&b, &LESSON, Action::Blank);
    }
    assert_does(&at("х", "BracketLeft"), &FIGURE, Action::FewerGroups);
    // A letter is where its layout has it: Dvorak has x at B, and b at N.
    assert_free(&at("x", "KeyB"), &LESSON);
    assert_does(&at("b", "KeyN"), &LESSON, Action::Blank);
    assert_free(&at("a", "KeyQ"), &LESSON);
    // French digits are written with Shift, and their places without are others' signs.
    assert_does(&at("&", "Digit1"), &FIGURE, Action::Method(0));
    assert_does(&at("é", "Digit2"), &FIGURE, Action::Method(1));
    assert_does(&at("-", "Digit6"), &FIGURE, Action::FewerSamples);
    let us = Press {
        has_shift: true,
        ..at("!", "Digit1")
    };
    assert_free(&us, &FIGURE);
    // German brackets are written with AltGr, which is told as Ctrl and Alt.
    let alt_graph = Press {
        has_control: true,
        has_alt: true,
        has_alt_graph: true,
        ..at("[", "Digit8")
    };
    assert_does(&alt_graph, &FIGURE, Action::FewerGroups);
    let question = Press {
        has_shift: true,
        ..at("?", "Minus")
    };
    assert_does(&question, &LESSON, Action::Help);
    let undo = Press {
        has_control: true,
        ..at("я", "KeyZ")
    };
    let inked = Situation {
        has_ink: true,
        ..LESSON
    };
    assert_does(&undo, &inked, Action::Undo);
    assert_free(&undo, &LESSON);
}

#[test]
fn a_clicker_loses_nothing_by_f5_and_escape() {
    for f5 in [press("F5"), shifted("F5")] {
        assert_does(&f5, &LESSON, Action::Present);
        let before = Situation {
            is_presenting: false,
            was_presented: false,
            ..LESSON
        };
        assert_does(&f5, &before, Action::Present);
        let shown = Situation {
            is_presenting: false,
            ..FIGURE
        };
        assert_does(&f5, &shown, Action::Present);
        // Where nothing was presented, F5 is the browser's.
        let fresh = Situation {
            was_presented: false,
            ..shown
        };
        assert_free(&f5, &fresh);
        // Not even a dialog that is open lets it reload the lesson.
        assert_does(&f5, &covered(Cover::Dialog), Action::Present);
    }
    assert_does(&press("Escape"), &LESSON, Action::Leave);
    assert_free(
        &press("Escape"),
        &Situation {
            is_presenting: false,
            ..LESSON
        },
    );
    assert_free(&press("Escape"), &covered(Cover::Dialog));
}

#[test]
fn what_lies_over_the_page_has_its_own_keys() {
    for cover in [Cover::Blank, Cover::QrCode] {
        for key in ["PageDown", "PageUp", " ", "ArrowRight", "Home"] {
            let action = heard_action(&press(key));
            assert_does(&press(key), &covered(cover), action);
            // The same without a lesson: it shows the page again.
            assert_does(
                &press(key),
                &Situation {
                    is_taught: false,
                    ..covered(cover)
                },
                action,
            );
            assert!(action.is_turn());
        }
        for key in ["1", "n", "t", "?", "d", "l"] {
            assert_free(&press(key), &covered(cover));
        }
        assert_does(&press("Escape"), &covered(cover), Action::Leave);
    }
    assert_does(&press("."), &covered(Cover::Blank), Action::Blank);
    assert_does(&press("q"), &covered(Cover::QrCode), Action::QrCode);
    assert_free(&press("q"), &covered(Cover::Blank));
    // The list is scrolled by its own keys.
    for key in ["PageDown", "ArrowDown", " ", "b"] {
        assert_free(&press(key), &covered(Cover::Help));
    }
    assert_does(&press("?"), &covered(Cover::Help), Action::Help);
    // It opens where nothing is presented too.
    assert_does(
        &press("?"),
        &Situation {
            is_presenting: false,
            ..FIGURE
        },
        Action::Help,
    );
    assert_does(
        &press("Escape"),
        &Situation {
            is_presenting: false,
            ..covered(Cover::Help)
        },
        Action::Leave,
    );
}

#[test]
fn light_and_pen_take_keys_while_they_are_on() {
    let lit = Situation {
        is_spotlit: true,
        ..LESSON
    };
    assert_does(&at("-", "Minus"), &lit, Action::SmallerSpot);
    assert_does(&at("=", "Equal"), &lit, Action::LargerSpot);
    assert_does(&shifted("ArrowLeft"), &lit, Action::MoveSpot(-1, 0));
    assert_does(&press("ArrowLeft"), &lit, Action::Previous);
    assert_does(&at("-", "Minus"), &LESSON, Action::FewerSamples);
    let drawing = Situation {
        is_drawing: true,
        ..LESSON
    };
    assert_does(&press("2"), &drawing, Action::Color(1));
    assert_does(&press("4"), &drawing, Action::Method(3));
    assert_does(&press("2"), &LESSON, Action::Method(1));
    assert_free(&press("c"), &drawing);
    assert_does(
        &press("c"),
        &Situation {
            has_ink: true,
            ..LESSON
        },
        Action::Clear,
    );
}

#[test]
fn letters_digits_and_signs_can_be_turned_off() {
    let off = Situation {
        has_characters: false,
        has_ink: true,
        is_drawing: true,
        is_spotlit: true,
        ..LESSON
    };
    for row in KEYS {
        for key in row.keys.iter().filter(|key| key.is_character()) {
            let press = Press {
                has_shift: key.has_shift == Some(true),
                ..press(key.name)
            };
            assert_free(&press, &off);
            assert_free(
                &press,
                &Situation {
                    is_presenting: false,
                    ..off
                },
            );
        }
    }
    for key in ["PageDown", " ", "Home", "Escape", "F5"] {
        assert!(
            matches!(heard(&press(key), &off), Some(Heard::Do(_))),
            "{key}"
        );
    }
    let undo = Press {
        has_control: true,
        ..press("z")
    };
    assert_does(&undo, &off, Action::Undo);
}

/// In some situation each row is the one that counts, and the list has each of its keys.
#[test]
fn every_row_can_be_reached_and_is_in_the_list() {
    let is = [false, true];
    let mut situations = Vec::new();
    for (is_taught, is_spotlit) in is.into_iter().flat_map(|a| is.map(|b| (a, b))) {
        for (is_drawing, has_ink) in is.into_iter().flat_map(|a| is.map(|b| (a, b))) {
            situations.push(Situation {
                is_taught,
                is_spotlit,
                is_drawing,
                has_ink,
                ..FIGURE
            });
        }
    }
    for row in KEYS {
        for key in row.keys {
            let press = Press {
                key: key.name.to_owned(),
                has_shift: key.has_shift == Some(true),
                has_control: key.has_control,
                ..Press::default()
            };
            let is_reached = |now: &Situation| heard(&press, now) == Some(Heard::Do(row.action));
            assert!(situations.iter().any(is_reached), "{row:?}");
            let line = lines().into_iter().find(|line| line.words == row.words);
            assert!(line.is_some_and(|line| line.keys.contains(key)), "{row:?}");
        }
    }
    let mut named: Vec<_> = lines()
        .iter()
        .map(|line| English.stage_label(line.words))
        .collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), lines().len(), "two lines say the same");
}

#[test]
fn a_message_names_an_action() {
    for action in [Action::Next, Action::Previous, Action::Blank, Action::Leave] {
        let name = action.name().expect("a name");
        assert_eq!(Action::find(name), Some(action));
    }
    assert_eq!(Action::find("format"), None);
    assert_eq!(Action::Method(2).name(), None);
}

#[test]
fn lines_of_the_pen_stay_while_the_cells_do() {
    let sheet = |link: &str| sheet_of(&read_link(link).0);
    let shown = "layer=GroupNorm(3,6)&lesson=group-norm&beat=a";
    for same in [
        "t=2",
        "at=0,2,1,1",
        "color=set",
        "theme=dark",
        "hide=code",
        "layer=BatchNorm2d(6)",
    ] {
        assert_eq!(sheet(&format!("{shown}&{same}")), sheet(shown), "{same}");
    }
    for other in [
        "beat=b",
        "x=randn(4,6,8,8)",
        "axes=N+C+H+W",
        "cut=C3",
        "view=compare",
        "view=redraws",
    ] {
        assert_ne!(sheet(&format!("{shown}&{other}")), sheet(shown), "{other}");
    }
    assert_ne!(
        sheet("view=descent&rate=0.1"),
        sheet("view=descent&rate=0.2")
    );
    assert_eq!(sheet("view=stack&theme=dark"), sheet("view=stack"));
}

#[test]
fn a_line_follows_the_figure_when_the_window_changes() {
    let frame = Frame::of([100.0, 50.0, 800.0, 400.0]);
    let point = |x: f64, y: f64| Point {
        at_px: [x, y],
        pressure: 0.5,
    };
    let mut ink = Ink::default();
    ink.begin(1, point(500.0, 250.0), frame);
    assert!(ink.go_on(point(540.0, 250.0), frame));
    assert!(!ink.go_on(point(540.2, 250.0), frame), "too near");
    assert!(ink.go_on(point(580.0, 290.0), frame));
    let stroke = &ink.strokes()[0];
    let dabs: Vec<_> = stroke
        .dabs(frame)
        .into_iter()
        .chain(stroke.last_dab(frame))
        .collect();
    // One after the other, from the first point to the last.
    assert_eq!(dabs[0].from_px, [500.0, 250.0]);
    for pair in dabs.windows(2) {
        assert_eq!(pair[0].to_px, pair[1].from_px);
    }
    assert_eq!(dabs.last().unwrap().to_px, [580.0, 290.0]);
    // Half as large, elsewhere: as far from the middle, in sides of the figure.
    let smaller = Frame::of([0.0, 0.0, 300.0, 200.0]);
    assert_eq!(stroke.last_dab(smaller).unwrap().to_px, [190.0, 120.0]);
    ink.undo();
    assert!(ink.is_empty());
    assert!(!ink.go_on(point(0.0, 0.0), frame), "no line is begun");
}
