//! Lessons as they are read: what they say, what drives the figure, and what is wrong in them.

use normscope::state::lesson::{
    Answer, Beat, Block, Course, Inline, MOST_BYTES, Place, Target, Where, Wrong, checked, decode,
    encode, follow_in, is_there, left_out_by_reader, own, pieces, plain, settings_of,
    settings_of_value,
};
use normscope::state::{
    Settings, beat_link, follow, leaves_figure_to_lesson, read_link, write_link,
};

fn read_lessons(text: &str) -> Course {
    checked(normscope::state::lesson::read_lessons(text))
}

const LESSON: &str = r"# Batch norm {#batch-norm}
What it is about.

## One set {#one-set}
Batch norm takes [a mean for each channel](?layer=BatchNorm2d(6)&at=0,2,1,1), here
{sets: layer=BatchNorm2d(6)} of them; [group norm](?layer=GroupNorm(3,6)) takes {sets:
layer=GroupNorm(3,6)}.

$$\hat x = \frac{x-\mu}{\sqrt{\sigma^2+\varepsilon}}$$

> Predict: How many means?
> - [ ] one for each *sample*
> - [x] one for each channel
>
> It is {sets}.

> Note: Ask the first row.

## Marking
> Predict: Mark the cells of its set.
> ?layer=LayerNorm([6,4,4])&at=1,2,3,0
>
> All of a sample.

```recorded Wu & He (ECCV 2018), Table 2
method | 32 | 2
BN | 23.6 | 34.7
```
The error was {recorded: 34.7 % | Wu & He (ECCV 2018), Table 2} in 2018, see [there](#one-set)
and [the paper](https://arxiv.org/abs/1803.08494).
";

fn faults(text: &str) -> Vec<(usize, Wrong)> {
    let course = read_lessons(&format!("# A\n## B\n{text}"));
    let faults = course.faults.into_iter();
    faults.map(|fault| (fault.line, fault.wrong)).collect()
}

fn all_pieces(course: &Course) -> Vec<&Inline> {
    let mut all = Vec::new();
    for beat in course.lessons.iter().flat_map(|lesson| &lesson.beats) {
        pieces(&beat.blocks, &mut |piece| all.push(piece));
    }
    all
}

#[test]
fn a_lesson_is_beats_with_links_values_and_questions() {
    let course = read_lessons(LESSON);
    assert_eq!(course.faults, []);
    let [lesson] = &course.lessons[..] else {
        panic!("{course:?}")
    };
    assert_eq!(
        (&*lesson.id, plain(&lesson.title)),
        ("batch-norm", "Batch norm".into())
    );
    let ids: Vec<&str> = lesson.beats.iter().map(|beat| &*beat.id).collect();
    assert_eq!(ids, ["one-set", "marking"]);
    let beat = &lesson.beats[0];
    assert_eq!(
        beat.start.as_deref(),
        Some("layer=BatchNorm2d(6)&at=0,2,1,1")
    );
    assert_eq!(beat.notes.len(), 1);
    let formula = beat
        .blocks
        .iter()
        .any(|b| matches!(b, Block::Formula(f) if f.mathml.contains("\"xhat\"")));
    assert!(formula, "{:?}", beat.blocks);
    let predict = beat.blocks.iter().find_map(|block| match block {
        Block::Predict(predict) => Some(predict),
        _ => None,
    });
    let predict = predict.expect("a question");
    assert_eq!(plain(&predict.question), "How many means?");
    let Answer::Choice(choices) = &predict.answer else {
        panic!("{predict:?}")
    };
    let choices: Vec<_> = choices
        .iter()
        .map(|(right, text)| (*right, plain(text)))
        .collect();
    let wanted = [
        (false, "one for each sample"),
        (true, "one for each channel"),
    ];
    assert_eq!(
        choices,
        wanted.map(|(right, text)| (right, text.to_owned()))
    );
    assert_eq!(predict.truth.len(), 1);
}

#[test]
fn values_are_computed_from_the_start_of_the_beat_and_their_own_keys() {
    let course = read_lessons(LESSON);
    let beat = &course.lessons[0].beats[0];
    let shown = read_link("layer=InstanceNorm2d(6)").0;
    let mut values = Vec::new();
    pieces(&beat.blocks, &mut |piece| {
        if let Inline::Live(mark) = piece {
            let live = normscope::state::live::find(&mark.name).expect("a value");
            values.push(live.value(&settings_of_value(beat, mark, &shown)));
        }
    });
    // Of batch norm, of group norm, and of what is shown
    assert_eq!(values, [Some(6.0), Some(12.0), Some(24.0)]);
}

#[test]
fn cells_are_marked_on_the_figure_of_a_link() {
    let course = read_lessons(LESSON);
    let beat = &course.lessons[0].beats[1];
    let Some(Block::Predict(predict)) = beat.blocks.first() else {
        panic!("{beat:?}")
    };
    let link = "layer=LayerNorm([6,4,4])&at=1,2,3,0";
    assert_eq!(predict.answer, Answer::Cells(link.to_owned()));
    assert_eq!(plain(&predict.question), "Mark the cells of its set.");
}

#[test]
fn what_was_measured_has_its_source() {
    let course = read_lessons(LESSON);
    let source = "Wu & He (ECCV 2018), Table 2";
    let recorded = Inline::Recorded("34.7 %".into(), source.into());
    assert!(all_pieces(&course).contains(&&recorded));
    let rows = vec![vec!["method", "32", "2"], vec!["BN", "23.6", "34.7"]];
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(String::from).collect());
    let table = Block::Recorded(source.into(), rows.collect());
    assert!(course.lessons[0].beats[1].blocks.contains(&table));
    assert_eq!(faults("```recorded\na | 1\n```"), [(3, Wrong::NoSource)]);
    assert_eq!(faults("{recorded: 34.7}"), [(3, Wrong::NoSource)]);
}

#[test]
fn a_number_in_prose_is_refused_where_nobody_computes_it() {
    let number = |n: &str| Wrong::Number(n.to_owned());
    assert_eq!(
        faults("one\ntwo 34.7 three"),
        [(4, number("34")), (4, number("7"))]
    );
    assert_eq!(faults("## Beat 2"), [(3, number("2"))]);
    assert_eq!(faults("[G = 6](?layer=GroupNorm(3,6))"), []);
    assert_eq!(faults("[G = 5](?layer=GroupNorm(3,6))"), [(3, number("5"))]);
    assert_eq!(
        faults("`BatchNorm2d(6)` of 2015, $x^2$, σ²\n\n1. first\n2. second"),
        []
    );
}

#[test]
fn what_is_wrong_is_said_by_line() {
    let wrong = |text: &str| faults(text).into_iter().map(|(_, wrong)| wrong).next();
    assert!(matches!(wrong("{nothing}"), Some(Wrong::NoValue(name)) if name == "nothing"));
    assert!(
        matches!(wrong("[a](?layer=GroupNorm(4,6x))"), Some(Wrong::Link { key, .. }) if key == "layer")
    );
    assert!(matches!(wrong("[a](?at=1,2)"), Some(Wrong::Link { key, .. }) if key == "at"));
    assert_eq!(
        wrong("[a](javascript:alert)"),
        Some(Wrong::Target("javascript:alert".into()))
    );
    assert_eq!(
        wrong("[a](http://example.org)"),
        Some(Wrong::Target("http://example.org".into()))
    );
    assert_eq!(
        wrong("[a](#nowhere)"),
        Some(Wrong::NoBeat("nowhere".into()))
    );
    assert_eq!(
        wrong("![a](https://example.org/a.png)"),
        Some(Wrong::Image("https://example.org/a.png".into()))
    );
    assert_eq!(wrong("<b>bold</b>"), Some(Wrong::Html));
    assert!(matches!(wrong(r"$\frac{1}$"), Some(Wrong::Formula(_))));
    assert_eq!(wrong("> Predict: What?"), Some(Wrong::NoAnswer));
    assert_eq!(wrong("> Predict: Which?\n> ?t=1"), Some(Wrong::NoPin));
    assert_eq!(wrong("## B"), Some(Wrong::Twice("b".into())));
    assert_eq!(read_lessons("text").faults[0].wrong, Wrong::Outside);
    assert_eq!(read_lessons("").faults[0].wrong, Wrong::Empty);
}

/// Text at which a careless reader takes a time that grows with the square of its length, or its stack.
fn hostile() -> Vec<String> {
    let many = |text: &str| text.repeat(300_000 / text.len());
    let names = (0..30_000).map(|k| format!("## x{k}\n")).collect();
    let table = format!("|{}\n|{}\n", "a|".repeat(2000), "-|".repeat(2000));
    vec![
        "> ".repeat(5000) + "deep",
        many("*a **b "),
        "*a ".repeat(20_000) + &"a* ".repeat(20_000),
        many("["),
        many("{"),
        format!("${}$", "{".repeat(5000)),
        many("1 "),
        format!("[{}](?aaa)", "1 ".repeat(100_000)),
        many("# a\n## b\n"),
        names,
        many("[a](?t=1) "),
        many("{sets} "),
        many("{recorded: 1 | a} "),
        "a".repeat(2 * MOST_BYTES),
        table,
        "a\u{0}b\u{1b}[31m\u{202e}c\u{7f} $\\text{\u{202e}a}$".to_owned(),
        "<script>alert()</script>\n\n<img src=x onerror=alert()>\n\n<iframe src='https://example.org'>"
            .to_owned(),
    ]
}

#[test]
fn hostile_text_is_shown_and_nothing_else() {
    for text in hostile() {
        let start = std::time::Instant::now();
        let course = read_lessons(&format!("# A\n## B\n{text}"));
        let secs = start.elapsed().as_secs_f64();
        // Without optimisation, on a busy machine; ten times of that were minutes for one of these.
        assert!(secs < 10.0, "{secs} s for {:.20}", text);
        for beat in course.lessons.iter().flat_map(|lesson| &lesson.beats) {
            let mut alive = 0;
            pieces(&beat.blocks, &mut |piece| match piece {
                Inline::Text(text) | Inline::Code(text) => {
                    let is_plain = |c: char| !c.is_control() || c == '\n' || c == '\t';
                    assert!(text.chars().all(is_plain) && !text.contains('\u{202e}'));
                }
                Inline::Formula(formula) => assert!(!formula.mathml.contains('\u{202e}')),
                Inline::Link(Target::Web(to), _) => assert!(to.starts_with("https://")),
                Inline::Link(..) | Inline::Live(_) | Inline::Recorded(..) => alive += 1,
                Inline::Image(..) => panic!("an image"),
                _ => {}
            });
            assert!(alive <= 200, "{alive} things to keep up to date");
        }
    }
}

#[test]
fn a_link_names_a_lesson_of_the_page_a_file_or_an_address() {
    let place = |link: &str| read_link(link).0.lesson;
    let course = Place {
        lesson: Where::Course("batch-norm".into()),
        beat: "one-set".into(),
    };
    assert_eq!(place("lesson=batch-norm&beat=one-set"), Some(course));
    assert_eq!(
        place("lesson=contents"),
        Some(Place::start(Where::Contents))
    );
    assert_eq!(
        place("lesson=My lesson.md"),
        Some(Place::start(Where::File("My lesson.md".into())))
    );
    let web = "https://example.org/a.md";
    assert_eq!(
        place(&format!("lesson={web}")),
        Some(Place::start(Where::Web(web.into())))
    );
    for wrong in [
        "http://example.org/a.md",
        "javascript:alert(1)",
        "../secret",
        "data:text/plain,a",
    ] {
        let (settings, complaints) = read_link(&format!("lesson={wrong}"));
        assert_eq!((settings.lesson, complaints.len()), (None, 1), "{wrong}");
    }
    for link in [
        "lesson=batch-norm&beat=one-set&layer=BatchNorm2d(6)",
        "lesson=My+lesson.md&t=2",
        "view=explore&lesson=batch-norm",
    ] {
        let (settings, complaints) = read_link(link);
        assert_eq!(complaints, []);
        let (again, _) = read_link(&write_link(&settings, false));
        assert_eq!(again, settings, "{link}");
        assert!(!leaves_figure_to_lesson(&write_link(&settings, false)));
    }
    assert!(leaves_figure_to_lesson("?lesson=batch-norm&theme=dark"));
    assert!(leaves_figure_to_lesson(
        "?lesson=batch-norm&utm_source=mail"
    ));
    // What the reader leaves out of the page is no figure.
    assert!(leaves_figure_to_lesson("?lesson=batch-norm&hide=code"));
    assert!(!leaves_figure_to_lesson("?layer=BatchNorm2d(6)"));
    let place = Place {
        lesson: Where::Course("batch-norm".into()),
        beat: "one-set".into(),
    };
    assert_eq!(beat_link(&place), "lesson=batch-norm&beat=one-set");
    assert!(leaves_figure_to_lesson(&beat_link(&place)));
    for name in [
        "batch-norm",
        "contents",
        "https://example.org/a",
        "mine.md",
        "Mine.MARKDOWN",
    ] {
        let file = Where::file(name);
        assert!(matches!(file, Where::File(_)), "{name}");
        assert_eq!(Where::parse(&file.to_string()), Ok(file), "{name}");
    }
}

#[test]
fn a_later_link_keeps_what_it_does_not_name() {
    let shown = read_link(
        "x=randn(4,6,8,8)&layer=BatchNorm2d(6)&at=0,1,2,3&poke=0,1,2,3:5&weight=2&hide=code",
    )
    .0;
    let (after, complaints) = follow(&shown, "?layer=GroupNorm(2,6)&poke=&weight=&hide=");
    assert_eq!(complaints, []);
    let wanted = Settings {
        layer: after.layer.clone(),
        poke: None,
        weight: None,
        hide: Vec::new(),
        wanted_groups: 2,
        ..shown.clone()
    };
    assert_eq!(after, wanted);
    // What was pinned is gone with its axes, and nobody is blamed.
    let (after, complaints) = follow(&shown, "x=randn(4,6)&layer=BatchNorm1d(6)");
    assert_eq!((after.at, after.poke, complaints), (None, None, Vec::new()));
}

#[test]
fn a_file_is_one_lesson_and_the_rest_of_it_is_named() {
    let text = "# Nothing\n\n# A\n\n## B\n\nText\n\n# C\n\n## D\n\nText";
    let course = own(normscope::state::lesson::read_lessons(text));
    assert_eq!(course.lessons.len(), 1);
    assert_eq!(course.lessons[0].id, "a");
    let fault = course
        .faults
        .iter()
        .find(|fault| fault.wrong == Wrong::Second);
    assert_eq!(fault.map(|fault| fault.line), Some(11));
}

#[test]
fn a_course_is_written_and_read_again() {
    let course = read_lessons(LESSON);
    assert_eq!(decode(&encode(&course)), Some(course));
    assert_eq!(decode(&[255; 20]), None);
}

/// What the reader leaves out of the page stays out through a lesson; what a beat leaves out comes back after it.
#[test]
fn the_reader_and_the_beat_leave_parts_out() {
    let text = "# A\n\n## B\n\n[one](?t=1&hide=code) [two](?hide=code,table) [three](?hide=)\n\n## C\n\n[four](?t=2)";
    let course = read_lessons(text);
    assert_eq!(course.faults, []);
    let [b, c] = &course.lessons[0].beats[..] else {
        panic!("two beats");
    };
    let hidden = |settings: &Settings| {
        let link = write_link(settings, false);
        let hide = link.split('&').find_map(|key| key.strip_prefix("hide="));
        hide.unwrap_or_default().to_owned()
    };
    let shown = settings_of(b, &read_link("hide=bar,header").0);
    assert_eq!(hidden(&shown), "bar,header,code");
    let (more, _) = follow_in(b, &shown, "?hide=code,table");
    assert_eq!(hidden(&more), "bar,header,code,table");
    assert!(is_there(b, "?hide=code,table", &more));
    assert!(!is_there(b, "?hide=code,table", &shown));
    assert!(is_there(b, "?t=1", &more));
    let (less, _) = follow_in(b, &more, "?hide=");
    assert_eq!(hidden(&less), "bar,header");
    for before in [&shown, &more, &less] {
        let hide = left_out_by_reader(b, before);
        let next = settings_of(
            c,
            &Settings {
                hide,
                ..before.clone()
            },
        );
        assert_eq!(hidden(&next), "bar,header");
    }
}

#[test]
fn a_link_that_is_wrong_leads_nowhere() {
    let shown = read_link("layer=BatchNorm2d(6)&at=0,2,1,1").0;
    let beat = Beat::default();
    for there in ["?layer=BatchNorm2d(6)", "?at=0,2,1,1&t=0", "?"] {
        assert!(is_there(&beat, there, &shown), "{there}");
    }
    // It changes nothing: all of it is wrong, or a part.
    for wrong in [
        "?layer=BananaNorm(6)",
        "?at=0,2,1,1&t=9",
        "?scale=10",
        "?layers=3",
    ] {
        assert!(!is_there(&beat, wrong, &shown), "{wrong}");
    }
    assert!(!is_there(&beat, "?t=1", &shown));
}

/// The page that explains lessons: its template is one, and it names every live value.
#[test]
fn what_is_said_of_lessons_is_so() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lessons.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let template = page.split("````").nth(1).expect("a template");
    let template = template.strip_prefix("markdown\n").expect("Markdown");
    let course = read_lessons(template);
    assert_eq!(course.faults, []);
    assert_eq!(course.lessons[0].beats.len(), 2);
    for live in normscope::state::live::all() {
        let name = format!("`{}`", live.name);
        assert!(page.contains(&name), "{name} is missing");
    }
}
