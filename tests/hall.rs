//! What other pages may say to this one, and two windows that are kept in step.

mod common;

use common::random::Random;
use normscope::state::Cam;
use normscope::state::hall::{
    Field, Heard, INTERVAL_MS, Id, InStep, MOST_ID_BYTES, MOST_LINK_BYTES, Message, Moment, Pace,
    Said, Side, read_message,
};
use std::collections::VecDeque;

fn text(text: &str) -> Field {
    Field::Text(text.to_owned())
}

fn fields(fields: &[(&str, Field)]) -> Heard {
    let fields = fields.iter();
    Heard::Fields(
        fields
            .map(|(key, field)| ((*key).to_owned(), field.clone()))
            .collect(),
    )
}

const ONE: Field = Field::Number(1.0);

#[test]
fn what_is_documented_is_understood() {
    let link = "?layer=GroupNorm(3,6)&t=2";
    let set = |id| Message::Set {
        link: link.to_owned(),
        id,
    };
    let cases = [
        (
            fields(&[("normscope", ONE), ("set", text(link))]),
            set(None),
        ),
        (
            fields(&[("set", text(link)), ("id", text("a")), ("normscope", ONE)]),
            set(Some(Id::Text("a".to_owned()))),
        ),
        (
            fields(&[("normscope", ONE), ("get", text("link"))]),
            Message::Get { id: None },
        ),
        (
            fields(&[
                ("normscope", ONE),
                ("get", text("link")),
                ("id", Field::Number(7.5)),
            ]),
            Message::Get {
                id: Some(Id::Number(7.5)),
            },
        ),
        (Heard::Text("slide:start".to_owned()), Message::Start),
        (Heard::Text("slide:stop".to_owned()), Message::Stop),
    ];
    for (heard, message) in cases {
        assert_eq!(read_message(&heard), Some(message), "{heard:?}");
    }
}

#[test]
fn whatever_else_is_said_is_not() {
    let long_link = format!("?x={}", "1".repeat(MOST_LINK_BYTES));
    let long_id = "i".repeat(MOST_ID_BYTES + 1);
    let set = ("set", text("?t=2"));
    let get = ("get", text("link"));
    let v1 = ("normscope", ONE);
    let junk = [
        Heard::Other,
        Heard::Text(String::new()),
        Heard::Text("slide:stop ".to_owned()),
        Heard::Text("SLIDE:STOP".to_owned()),
        Heard::Text(r#"{"normscope":1,"set":"?t=2"}"#.to_owned()),
        fields(&[]),
        fields(std::slice::from_ref(&v1)),
        fields(std::slice::from_ref(&set)),
        fields(&[("normscope", Field::Number(2.0)), set.clone()]),
        fields(&[("normscope", Field::Number(f64::NAN)), set.clone()]),
        fields(&[("normscope", text("1")), set.clone()]),
        fields(&[("normscope", Field::Other), set.clone()]),
        fields(&[("Normscope", ONE), set.clone()]),
        fields(&[v1.clone(), ("set", text("t=2"))]),
        fields(&[v1.clone(), ("set", text(""))]),
        fields(&[v1.clone(), ("set", text("https://example.org/?t=2"))]),
        fields(&[v1.clone(), ("set", Field::Number(2.0))]),
        fields(&[v1.clone(), ("set", Field::Other)]),
        fields(&[v1.clone(), ("set", text(&long_link))]),
        fields(&[v1.clone(), set.clone(), get.clone()]),
        fields(&[v1.clone(), set.clone(), ("then", text("?t=3"))]),
        fields(&[v1.clone(), set.clone(), ("__proto__", Field::Other)]),
        fields(&[v1.clone(), ("constructor", text("?t=2"))]),
        fields(&[v1.clone(), ("get", text("settings"))]),
        fields(&[v1.clone(), ("get", Field::Other)]),
        fields(&[v1.clone(), get.clone(), ("id", Field::Other)]),
        fields(&[v1.clone(), get.clone(), ("id", text(&long_id))]),
        fields(&[
            v1.clone(),
            get.clone(),
            ("id", Field::Number(f64::INFINITY)),
        ]),
        fields(&[v1.clone(), ("id", text("a"))]),
        fields(&[v1, get.clone(), get]),
    ];
    for heard in junk {
        assert_eq!(read_message(&heard), None, "{heard:?}");
    }
}

#[test]
fn the_longest_link_and_id_are_understood() {
    let link = format!("?{}", "x".repeat(MOST_LINK_BYTES - 1));
    let heard = fields(&[
        ("normscope", ONE),
        ("set", text(&link)),
        ("id", text(&"i".repeat(MOST_ID_BYTES))),
    ]);
    assert!(matches!(read_message(&heard), Some(Message::Set { .. })));
}

/// Changes at these times, in milliseconds; the times at which they are told.
fn told(changes_ms: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut pace = Pace::default();
    let mut told = Vec::new();
    let mut due: Option<f64> = None;
    for now in changes_ms {
        if let Some(at) = due.take_if(|at| *at <= now) {
            pace.told(at);
            told.push(at);
        }
        if let Some(wait_ms) = pace.changed(now) {
            assert!(due.is_none(), "two are on their way");
            due = Some(now + wait_ms);
        }
    }
    told.extend(due);
    told
}

#[test]
fn a_drag_is_told_five_times_a_second_and_once_at_the_end() {
    let frames = (0..=120).map(|k| f64::from(k) * 1000.0 / 60.0);
    let told = told(frames);
    assert_eq!(told[0], 0.0, "the first is told at once");
    assert!(
        told.windows(2)
            .all(|pair| pair[1] - pair[0] >= INTERVAL_MS - 1e-9)
    );
    let last = *told.last().expect("something is told");
    assert!(
        (2000.0..=2000.0 + INTERVAL_MS).contains(&last),
        "the last is told: {last}"
    );
    assert!((10..=12).contains(&told.len()), "{told:?}");
}

#[test]
fn what_comes_seldom_is_told_at_once() {
    let times = [0.0, 300.0, 501.0, 5000.0];
    assert_eq!(told(times.into_iter()), times);
    // A clock that is set back holds nothing up for longer than it should.
    let mut pace = Pace::default();
    pace.told(10_000.0);
    assert_eq!(pace.changed(0.0), Some(INTERVAL_MS));
}

fn moment(name: &str) -> Moment {
    Moment {
        link: name.to_owned(),
        cam: Cam {
            yaw_deg: 38.0,
            pitch_deg: 22.0,
            zoom: 1.0,
            pan: [0.0; 2],
        },
        running: None,
        panel: 0,
    }
}

/// A window, what it shows, and what is on its way to it.
struct Window {
    step: InStep,
    shows: Moment,
    mail: VecDeque<Mail>,
}

enum Mail {
    Said(Said),
    Answer,
}

impl Window {
    fn new(side: Side, shows: &str) -> Self {
        Self {
            step: InStep::new(side),
            shows: moment(shows),
            mail: VecDeque::new(),
        }
    }
}

/// Both windows, first that before the audience.
fn opened() -> [Window; 2] {
    let mut windows = [
        Window::new(Side::Audience, "a"),
        Window::new(Side::Speaker, "b"),
    ];
    meet(&mut windows);
    settle(&mut windows);
    windows
}

fn meet(windows: &mut [Window; 2]) {
    let counts = [windows[0].step.count(), windows[1].step.count()];
    windows.iter_mut().for_each(|window| window.mail.clear());
    for k in [0, 1] {
        let now = windows[k].shows.clone();
        if let Some(said) = windows[k].step.meet(counts[1 - k], &now) {
            windows[1 - k].mail.push_back(Mail::Said(said));
        }
    }
}

fn tell(windows: &mut [Window; 2], k: usize) {
    let now = windows[k].shows.clone();
    if let Some(said) = windows[k].step.tell(&now) {
        windows[1 - k].mail.push_back(Mail::Said(said));
    }
}

/// One thing comes to window `k`; whether there was any.
fn receive(windows: &mut [Window; 2], k: usize) -> bool {
    let Some(mail) = windows[k].mail.pop_front() else {
        return false;
    };
    match mail {
        Mail::Answer => windows[k].step.answered(),
        Mail::Said(said) => {
            if windows[k].step.hear(&said) {
                // This window writes some links in a way of its own.
                let link = said.moment.link.replace('~', "");
                windows[k].shows = Moment {
                    link,
                    ..said.moment
                };
                let now = windows[k].shows.clone();
                windows[k].step.shown(now);
            }
            windows[1 - k].mail.push_back(Mail::Answer);
        }
    }
    true
}

/// Lets all come that is on its way, and says how much that was.
fn settle(windows: &mut [Window; 2]) -> usize {
    let mut count = 0;
    loop {
        tell(windows, 0);
        tell(windows, 1);
        let came = [receive(windows, 0), receive(windows, 1)];
        if came == [false, false] {
            return count;
        }
        count += came.iter().filter(|came| **came).count();
        assert!(count < 100, "the windows talk without end");
    }
}

#[test]
fn the_speakers_window_begins_with_what_the_audience_sees() {
    let windows = opened();
    assert_eq!(windows[0].shows, moment("a"));
    assert_eq!(windows[1].shows, moment("a"));
}

#[test]
fn each_window_follows_the_other_and_says_nothing_of_it() {
    let mut windows = opened();
    for (k, link) in [(1, "c"), (0, "d"), (1, "e~")] {
        windows[k].shows = moment(link);
        assert_eq!(settle(&mut windows), 2, "one thing is said, and answered");
        assert_eq!(windows[1 - k].shows, moment(link.trim_end_matches('~')));
    }
}

#[test]
fn of_many_changes_the_last_is_told_once_the_first_is_answered() {
    let mut windows = opened();
    for link in ["c", "d", "e", "f"] {
        windows[1].shows = moment(link);
        tell(&mut windows, 1);
    }
    assert_eq!(windows[0].mail.len(), 1, "one is on its way");
    assert_eq!(settle(&mut windows), 4);
    assert_eq!(windows[0].shows, moment("f"));
}

#[test]
fn whoever_speaks_when_both_show_the_same_in_the_end() {
    let random = &mut Random(11);
    for run in 0..2000 {
        let mut windows = opened();
        for change in 0..30 {
            let k = random.between(0, 1);
            match random.between(0, 2) {
                0 => windows[k].shows = moment(&format!("{run}.{change}")),
                1 => tell(&mut windows, k),
                _ => _ = receive(&mut windows, k),
            }
        }
        settle(&mut windows);
        assert_eq!(windows[0].shows, windows[1].shows, "run {run}");
    }
}

#[test]
fn a_frozen_page_stands_still_and_then_shows_what_was_prepared() {
    let mut windows = opened();
    windows[1].step.freeze();
    for link in ["c", "d"] {
        windows[1].shows = moment(link);
        settle(&mut windows);
        assert_eq!(windows[0].shows, moment("a"));
    }
    // Somebody touches it meanwhile: what is prepared stays.
    windows[0].shows = moment("touched");
    settle(&mut windows);
    assert_eq!(windows[1].shows, moment("d"));
    let now = windows[1].shows.clone();
    let said = windows[1].step.unfreeze(&now).expect("something to say");
    windows[0].mail.push_back(Mail::Said(said));
    settle(&mut windows);
    assert_eq!([&windows[0].shows, &windows[1].shows], [&moment("d"); 2]);
}

#[test]
fn a_window_that_comes_back_takes_what_the_other_shows() {
    for (k, side) in [(0, Side::Audience), (1, Side::Speaker)] {
        let mut windows = opened();
        windows[1].shows = moment("c");
        settle(&mut windows);
        windows[k] = Window::new(side, "from its address");
        meet(&mut windows);
        settle(&mut windows);
        assert_eq!(
            [&windows[0].shows, &windows[1].shows],
            [&moment("c"); 2],
            "{side:?}"
        );
    }
}
