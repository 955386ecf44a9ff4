//! Runs in words, on their way and back, and what is told of them.

mod common;

use normscope::lab::training::{
    Log, MOST_RUNS, Race, Run, Session, Setup, Task, Trained, Watched, curves, curves_of,
    is_glance, newest, newest_of, quantiles,
};
use normscope::nn::{Activation, Init, Normalizer, Place, Targets};
use normscope::state::words::{English, Korean, TrainingWords};
use normscope::state::{Settings, View, read_link, write_link};
use std::sync::Arc;

const SEED: u64 = 1234;

fn session(words: &str, task: Task) -> Session {
    common::runs::session(words, task, SEED)
}

fn after(words: &str, task: Task, steps: usize) -> Log {
    common::runs::after(words, task, SEED, steps)
}

#[test]
fn words_make_the_run_that_they_are_printed_from() {
    let all = [
        "",
        "norm=batch",
        "mlp(3) relu norm=layer init=torch batch=1 lr=0.001",
        "mlp(8,16,8) tanh norm=group(4)/none/rms noisy init=xavier",
        "cnn(8,16) identity norm=instance init=normal(0.5) adam decay=0.01 warmup=20",
        "mlp(10*9,8,8,10) identity init=xavier scale=10 bias=no batch=all",
        "post(6,24,2) relu norm=layer/rms/none init=xavier adam",
        "pre(12,256,256) norm=rms",
        "batch=128 lr=3 momentum=0.9 accumulate=4 by-class @10 lr=0.3 @20 batch=7 shuffled",
    ];
    for words in all {
        let run = Run::default().with(words).expect(words);
        assert_eq!(run.to_string(), words);
        for other in all {
            let other = Run::default().with(other).expect(other);
            let from = run.words_from(&other);
            assert_eq!(other.with(&from).as_ref(), Ok(&run), "{from}");
        }
        assert_eq!(Run::default().with(&run.all_words()), Ok(run));
    }
}

#[test]
fn words_that_mean_nothing_are_said() {
    let wrong = [
        ("banana", "“banana” is no word of a run"),
        ("norm=bach", "“norm=bach” is no word of a run"),
        ("lr=0", "“lr=0” has a number from 0.000001 to 100"),
        ("lr=NaN", "“lr=NaN” has a number from 0.000001 to 100"),
        ("batch=0.5", "“batch=0.5” has a number from 1 to 128"),
        ("mlp(0)", "“mlp(0)” has a number from 1 to 256"),
        ("mlp(3", "“mlp(3” is no word of a run"),
        ("mlp(3*33)", "“mlp(3*33)” has a number from 1 to 32"),
        ("mlp(3*32,3)", "“mlp(3*32,3)” is no word of a run"),
        ("bias=maybe", "“bias=maybe” is no word of a run"),
        ("scale=0", "“scale=0” has a number from 0.001 to 1000"),
        ("pre(13,8,2)", "“pre(13,8,2)” has a number from 1 to 12"),
        ("post(2,8)", "“post(2,8)” has a number from 1 to 256"),
        ("post(2,8,2,2)", "“post(2,8,2,2)” is no word of a run"),
        ("norm=group(0)", "“norm=group(0)” is no word of a run"),
        ("@9 relu", "“relu” cannot change while a run goes on"),
        (
            "@9 lr=1 @9 lr=2",
            "“@9” must be a later step than the one before",
        ),
    ];
    for (words, said) in wrong {
        let error = Run::default().with(words).expect_err(words);
        assert_eq!(error.to_string(), said);
    }
    let many = ";".repeat(MOST_RUNS);
    let error = Setup::default().read(&many).expect_err("too many runs");
    assert_eq!(error.to_string(), "there are at most 6 runs");
}

#[test]
fn a_link_holds_the_runs() {
    let link = "view=training&task=spiral&seed=5&runs=mlp(16)+relu+norm=batch;norm=none+lr=1+@50+lr=0.1&train=70&watch=loss";
    let (settings, complaints) = read_link(link);
    assert_eq!(complaints, []);
    let setup = &settings.training;
    assert_eq!(
        (settings.view, setup.task(), setup.steps()),
        (View::Training, Task::Spiral, 70)
    );
    assert_eq!(setup.watched(), Watched::Loss);
    let [first, second] = setup.runs() else {
        panic!("two runs")
    };
    assert_eq!(first.norms, [Normalizer::Batch]);
    assert_eq!(
        (second.activation, second.init),
        (Some(Activation::Relu), Init::Normal(0.1))
    );
    assert_eq!(
        (second.pace_at(49).rate, second.pace_at(50).rate),
        (1.0, 0.1)
    );
    let written = write_link(&settings, false);
    assert_eq!(read_link(&written).0, settings, "{written}");
    // One run that is as it is by default is not left out: two would be.
    let mut alone = Settings {
        view: View::Training,
        ..Settings::default()
    };
    alone.training.remove(1);
    assert_eq!(read_link(&write_link(&alone, false)).0, alone);
    // What is of training alone is forgotten elsewhere.
    assert_eq!(
        read_link(&format!("{link}&view=descent")).0.training,
        Setup::default()
    );
}

#[test]
fn a_link_holds_what_is_watched() {
    for watched in Watched::ALL {
        let mut settings = Settings {
            view: View::Training,
            ..Settings::default()
        };
        settings.training.set_watched(watched);
        let link = write_link(&settings, false);
        assert_eq!(read_link(&link), (settings, Vec::new()), "{link}");
    }
}

#[test]
fn bad_runs_of_a_link_take_their_default() {
    let (settings, complaints) = read_link("view=training&runs=banana&train=999999");
    assert_eq!(settings.training, Setup::default());
    let said: Vec<String> = complaints.iter().map(|c| c.why.to_string()).collect();
    assert_eq!(said.len(), 2);
    assert!(
        said.iter()
            .any(|why| why.contains("“banana” is no word of a run")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|why| why.contains("at most 20000 steps")),
        "{said:?}"
    );
}

#[test]
fn a_run_gone_back_gives_the_same_again() {
    goes_back(
        "mlp(8) tanh norm=batch noisy batch=16 momentum=0.9 @30 lr=0.01 batch=8",
        Task::Spiral,
    );
    goes_back(
        "post(2,8,2) relu norm=layer batch=16 adam lr=0.01 warmup=40",
        Task::Sequence,
    );
}

fn goes_back(words: &str, task: Task) {
    let mut session = session(words, task);
    session.go_to(60).expect("steps");
    let (log, end) = (
        session.log().clone(),
        session.trainer().network().parameters().clone(),
    );
    for back in [45, 30, 7, 0] {
        session.go_to(back).expect("steps back");
        assert_eq!(session.steps(), back);
        session.go_to(60).expect("steps again");
        assert_eq!(
            session.trainer().network().parameters(),
            &end,
            "from {back}"
        );
        assert_eq!(session.log(), &log, "from {back}");
    }
    assert_eq!(log.losses.len(), 60);
    let seen: Vec<usize> = log.glances.iter().map(|glance| glance.step).collect();
    let due: Vec<usize> = (0..=60).filter(|step| is_glance(*step)).collect();
    assert_eq!(seen, due);
}

#[test]
fn what_is_seen_does_not_change_what_comes() {
    let watched = after("mlp(8) norm=batch noisy", Task::Rings, 40);
    let run = Run::default()
        .with("mlp(8) norm=batch noisy")
        .expect("a run");
    let split = Task::Rings.split(SEED).expect("samples");
    let mut trainer = run.begin(Task::Rings, SEED).expect("a run that can begin");
    let losses: Vec<f64> = (0..40)
        .map(|_| trainer.step(&split.train).score.loss)
        .collect();
    assert_eq!(watched.losses, losses);
}

#[test]
fn runs_of_equal_seeds_are_paired() {
    let [none, batch] = ["norm=none", "norm=batch"].map(|words| session(words, Task::Digits));
    let weights = |session: &Session| {
        let parameters = session.trainer().network().parameters().clone();
        let maps = parameters
            .list
            .iter()
            .filter(|of| of.name.starts_with("fc"));
        maps.map(|of| parameters.of(of).to_vec())
            .collect::<Vec<_>>()
    };
    assert_eq!(weights(&none), weights(&batch));
    assert_eq!(none.look().network().x(), batch.look().network().x());
    let other = Run::default().begin(Task::Digits, SEED + 1).expect("a run");
    assert_ne!(
        none.look().network().x(),
        other
            .look(&Task::Digits.split(SEED).unwrap().train)
            .0
            .network()
            .x()
    );
}

/// Both places of the normalization, and no normalization at all.
#[test]
fn transformers_of_equal_size_begin_with_equal_weights() {
    let words = [
        "pre(2,8,2) norm=layer",
        "post(2,8,2) norm=layer",
        "post(2,8,2)",
    ];
    let maps = words.map(|words| {
        let session = session(words, Task::Sequence);
        let parameters = session.trainer().network().parameters().clone();
        let maps = parameters.list.iter();
        let maps = maps.filter(|of| of.shape.len() > 1 || of.name.starts_with("fc"));
        let maps = maps.map(|of| (of.name.clone(), parameters.of(of).to_vec()));
        maps.collect::<Vec<_>>()
    });
    // Two of the embedding, four of each attention, two of each feed-forward network, and the last with its bias.
    assert_eq!(maps[0].len(), 2 + 2 * (4 + 2) + 2);
    assert_eq!(maps[0], maps[1]);
    assert_eq!(maps[0], maps[2]);
    let [pre, post, _] = words.map(|words| session(words, Task::Sequence).look());
    assert_eq!(pre.network().x(), post.network().x());
    assert_ne!(pre.network().output(), post.network().output());
}

#[test]
fn the_marker_stands_once_and_what_is_behind_it_is_the_class() {
    let split = Task::Sequence.split(SEED).expect("samples");
    let symbols = Task::Sequence.symbols().expect("sentences");
    let (tokens, marker) = (Task::Sequence.shape()[0], (symbols - 1) as f32);
    for data in [&split.train, &split.test] {
        let Targets::Classes(classes) = &data.targets else {
            panic!("classes")
        };
        let mut found = vec![0_usize; marker as usize];
        for (sentence, class) in data.x.chunks_exact(tokens).zip(classes) {
            let markers = sentence.iter().filter(|token| **token == marker);
            assert_eq!(markers.count(), 1);
            let place = sentence.iter().position(|token| *token == marker);
            let behind = sentence[place.expect("a marker") + 1];
            assert_eq!(behind, f32::from(*class));
            found[usize::from(*class)] += 1;
        }
        // Each letter about as often as any other.
        let fair = classes.len() / found.len();
        assert!(
            found.iter().all(|count| count.abs_diff(fair) < fair / 2),
            "{found:?}"
        );
    }
}

/// What the last place shows of a stack is what its last normalization gives, where it stands behind the blocks.
#[test]
fn a_glance_sees_the_last_normalization_of_a_transformer() {
    for (words, last) in [
        ("pre(2,8,2) norm=layer", "norm"),
        ("post(2,8,2) norm=layer", "norm4"),
    ] {
        let session = session(words, Task::Sequence);
        let looking = session.look();
        let activations = looking.network().activations();
        let norm = activations.iter().find(|layer| layer.name == last);
        let mut session = session;
        session.glance().expect("batches that are accepted");
        let glance = session.log().glances.last().expect("a glance").clone();
        // Of each block the two maps of its network; attention is none of its own.
        assert_eq!((glance.maps.len(), glance.places.len()), (5, 4), "{words}");
        let place = glance.places.last().expect("a place");
        assert_eq!(place.behind, quantiles(norm.expect(last).y), "{words}");
        assert_ne!(place.before, place.behind, "{words}");
    }
}

#[test]
fn news_tell_all_of_a_log() {
    for words in ["mlp(8) norm=batch", "mlp(8) relu lr=100 init=normal(10)"] {
        let log = after(words, Task::Digits, 30);
        let mut told = Log::default();
        told.take(&after(words, Task::Digits, 12).news([0, 0]));
        told.take(&log.news(told.known()));
        assert_eq!(told, log, "{words}");
    }
    for watched in Watched::ALL {
        let mut session = session("mlp(8) norm=batch", Task::Digits).watching(watched);
        session.go_to(3).expect("steps");
        let mut told = Log::default();
        told.take(&session.log().news([0, 0]));
        assert_eq!(&told, session.log(), "{watched:?}");
    }
}

#[test]
fn a_run_that_breaks_says_where_and_stays() {
    let mut session = session("mlp(8,8) relu lr=100 init=normal(10)", Task::Linear);
    session.go_to(50).expect("steps");
    let broken = session.log().broken.clone().expect("a run that breaks");
    assert_eq!(session.log().losses.len(), broken.step);
    assert!(matches!(
        broken.place,
        Place::Activation(_) | Place::Loss | Place::Gradient(_)
    ));
    assert_eq!(session.step(), Ok(false));
    let setup = {
        let mut setup = Setup::default();
        setup
            .read("mlp(8,8) relu lr=100 init=normal(10)")
            .expect("words");
        setup.set_task(Task::Linear);
        setup
    };
    let [said, _] = English.training(&setup, &[session.log().clone()]);
    assert!(
        said.contains(&format!("ended in step {}", broken.step + 1)),
        "{said}"
    );
}

#[test]
fn a_refused_batch_is_pytorchs_sentence() {
    let mut setup = Setup::default();
    setup.read("norm=batch batch=1; norm=layer").expect("words");
    setup.set_steps(3);
    let mut race = Race::begin(&setup, SEED, &Trained::default()).expect("samples are here");
    let found = loop {
        if let Some(found) = race.step() {
            break found;
        }
    };
    let refusal = found[0].as_ref().expect_err("one value per channel");
    assert!(
        refusal
            .to_string()
            .contains("Expected more than 1 value per channel when training"),
        "{refusal}"
    );
    let log = found[1].as_ref().expect("layer norm takes a batch of one");
    assert_eq!((log.losses.len(), log.glances.len()), (3, 4));
}

#[test]
fn curves_are_what_was_seen() {
    for watched in Watched::ALL {
        let mut session = session("mlp(8) norm=batch", Task::Digits).watching(watched);
        session.go_to(20).expect("steps");
        let lines = curves(session.log(), watched);
        assert_eq!(
            lines.iter().filter(|(line, _)| line.is_main()).count(),
            1,
            "{watched:?}"
        );
        assert!(
            lines
                .iter()
                .all(|(_, points)| points.iter().all(|(_, value)| value.is_finite()))
        );
    }
    let log = after("mlp(8) norm=batch", Task::Digits, 20);
    let last = log.glances.last().expect("a glance");
    assert_eq!(newest(&log, Watched::Accuracy), Some(last.test.accuracy()));
    let first = log.until(0);
    assert_eq!(
        newest(&first, Watched::Accuracy),
        Some(log.glances[0].test.accuracy())
    );
    assert_eq!((first.losses.len(), first.glances.len()), (0, 1));
    assert_eq!(log.until(13), after("mlp(8) norm=batch", Task::Digits, 13));
    // Without running averages there is nothing that lags.
    assert_eq!(
        curves(&after("mlp(8) norm=layer", Task::Digits, 3), Watched::Lag),
        []
    );
}

#[test]
fn quantiles_lie_between_neighbours() {
    let all = quantiles(&[4.0, 1.0, 2.0, 3.0, 5.0]);
    assert_eq!((all[0], all[5], all[10], all[20]), (1.0, 2.0, 3.0, 5.0));
    assert!((all[1] - 1.2).abs() < 1e-6);
}

#[test]
fn runs_are_called_by_what_sets_them_apart() {
    let mut setup = Setup::default();
    setup
        .read("; norm=batch; norm=batch lr=0.5; norm=batch noisy")
        .expect("words");
    let names = |words: &dyn TrainingWords| {
        let runs = setup.runs();
        (0..runs.len())
            .map(|k| words.run_name(runs, k))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&English),
        [
            "no norm, lr 0.1",
            "batch norm, lr 0.1",
            "batch norm, lr 0.5",
            "batch norm, noise, lr 0.1"
        ]
    );
    assert_eq!(names(&Korean)[1], "배치 정규화, lr 0.1");
    setup.read("; ").expect("two runs that are the same");
    let runs = setup.runs();
    assert_eq!(English.run_name(runs, 1), "run 2");
}

#[test]
fn a_fork_keeps_its_own_and_follows_in_all_else() {
    let mut run = Run::default()
        .with("lr=0.5 @40 lr=0.05 @80 batch=8")
        .expect("words");
    run.change_pace(|pace| (pace.batch, pace.rate) = (32, 1.0));
    assert_eq!(
        run.all_words(),
        Run::default()
            .with("batch=32 lr=1 @40 lr=0.05 @80 batch=8")
            .unwrap()
            .all_words()
    );
}

#[test]
fn a_batch_of_all_has_each_sample_once() {
    for task in Task::ALL {
        let split = task.split(SEED).expect("samples are here");
        assert_eq!(split.train.count(), task.learnt(), "{task:?}");
        for words in ["mlp(4) batch=all", "mlp(4) batch=all by-class"] {
            let session = session(words, task);
            assert_eq!(session.look().network().x(), split.train.x, "{task:?}");
        }
    }
}

#[test]
fn no_map_adds_a_bias_that_shall_not() {
    for (words, task) in [("mlp(8,8)", Task::Spiral), ("cnn(4,8)", Task::Digits)] {
        let session = session(&format!("{words} norm=layer bias=no"), task);
        let parameters = &session.trainer().network().parameters().list;
        let biases = parameters.iter().filter(|of| of.name.ends_with("bias"));
        let names: Vec<&str> = biases.map(|of| of.name.as_str()).collect();
        assert_eq!(names, ["norm1.bias", "norm2.bias"], "{words}");
    }
}

#[test]
fn all_maps_but_the_last_begin_larger() {
    for (words, task) in [("mlp(8,8)", Task::Spiral), ("cnn(4,8)", Task::Digits)] {
        let [one, four] = ["", "scale=4"].map(|scale| {
            let words = format!("{words} norm=batch init=torch {scale}");
            session(&words, task)
                .trainer()
                .network()
                .parameters()
                .clone()
        });
        for (k, of) in one.list.iter().enumerate() {
            let last = ["fc3.", "fc."].iter().any(|name| of.name.starts_with(name));
            let factor = if last || of.name.starts_with("norm") {
                1.0
            } else {
                4.0
            };
            let expected: Vec<f32> = one.of(of).iter().map(|w| factor * w).collect();
            assert_eq!(four.of(&four.list[k]), expected, "{}", of.name);
        }
    }
}

#[test]
fn what_does_not_fit_the_samples_is_refused() {
    for (words, task, said) in [
        (
            "cnn(8,16)",
            Task::Rings,
            "cnn(8,16) does not take samples of shape [2]",
        ),
        ("mlp(8) norm=instance", Task::Digits, "norm1: "),
        (
            "pre(2,8,2) norm=layer",
            Task::Digits,
            "pre(2,8,2) does not take samples of shape [1, 8, 8]",
        ),
        (
            "pre(2,8,3) norm=layer",
            Task::Sequence,
            "attention1.heads does not take samples of shape [8, 8]",
        ),
        (
            "post(2,8,2) norm=layer/batch",
            Task::Sequence,
            "post(2,8,2) normalizes each token by itself: with norm=layer, rms or none, and quiet",
        ),
        (
            "post(2,8,2) norm=layer noisy",
            Task::Sequence,
            "post(2,8,2) normalizes each token by itself",
        ),
        (
            "mlp(10) norm=group(4)",
            Task::Digits,
            "norm1: num_channels (10) must be divisible by num_groups (4)",
        ),
    ] {
        let run = Run::default().with(words).expect("words of a run");
        let refusal = run.begin(task, SEED).expect_err(words).to_string();
        assert!(refusal.starts_with(said), "{words}: {refusal}");
    }
}

#[test]
fn without_classes_nothing_is_right() {
    let (settings, complaints) = read_link("view=training&task=linear&watch=accuracy");
    assert_eq!(complaints, []);
    assert_eq!(settings.training.watched(), Watched::Loss);
}

#[test]
fn a_run_has_converged_when_next_to_nothing_is_left_to_learn() {
    let session = |words, steps| after(words, Task::Digits, steps);
    let seen = |log: &Log| [0, log.glances.len() - 1].map(|k| log.glances[k].seen.loss);
    let learnt = session("mlp(64) relu init=torch norm=batch lr=0.5", 300);
    let [first, last] = seen(&learnt);
    assert!(last <= 0.01 * first, "{first} and {last}");
    assert!(learnt.has_converged());
    assert!(!learnt.until(5).has_converged());
    // A loss that stays where it is, is not learnt.
    let stuck = session("", 300);
    let [first, last] = seen(&stuck);
    assert!(last > 0.9 * first, "{first} and {last}");
    assert!(!stuck.has_converged());
    assert!(!Log::default().has_converged());
}

#[test]
fn several_seeds_are_told_by_their_mean_and_how_far_they_go() {
    let (settings, complaints) =
        read_link("?view=training&runs=relu;norm=batch&seeds=3&train=25&seed=7");
    assert_eq!(complaints, []);
    let setup = &settings.training;
    let mut race = Race::begin(setup, settings.seed, &Trained::default()).expect("images are here");
    let logs = loop {
        if let Some(logs) = race.step() {
            break logs;
        }
    };
    let logs: Vec<Log> = logs.into_iter().map(|log| log.expect("accepted")).collect();
    assert_eq!(logs.len(), 6);
    for (k, words) in ["relu", "relu norm=batch"].into_iter().enumerate() {
        let trials = setup.trials(&logs, k);
        for (seed, log) in (7..).zip(trials) {
            let run = Run::default().with(words).expect("words");
            let split = Arc::new(Task::Digits.split(seed).expect("images are here"));
            let mut alone = Session::begin(&run, Task::Digits, split, seed).expect("a run");
            alone.go_to(25).expect("accepted");
            assert_eq!(alone.log(), log, "{words}, seed {seed}");
        }
        let ends = trials
            .iter()
            .map(|log| newest(log, Watched::Accuracy).expect("an end"));
        let ends: Vec<f64> = ends.collect();
        assert!(
            ends[0] != ends[1] || ends[1] != ends[2],
            "seeds differ: {ends:?}"
        );
        let over = newest_of(trials, Watched::Accuracy).expect("an end");
        assert!((over.mean - ends.iter().sum::<f64>() / 3.0).abs() < 1e-12);
        assert_eq!(over.least, ends.iter().copied().fold(1.0, f64::min));
        assert_eq!(over.greatest, ends.iter().copied().fold(0.0, f64::max));
        let lines = curves_of(trials, Watched::Accuracy);
        let end = |k: usize| lines[k].1.last().expect("points").1;
        assert_eq!(
            (end(0), end(1), end(2)),
            (over.least, over.greatest, over.mean)
        );
        assert_eq!(lines[2].1.len(), trials[0].glances.len());
        // As far as all have come.
        let uneven = [trials[0].clone(), trials[1].until(10), trials[2].clone()];
        assert_eq!(
            curves_of(&uneven, Watched::Loss)[2]
                .1
                .last()
                .expect("points")
                .0,
            10.0
        );
        assert_eq!(
            curves_of(&trials[..1], Watched::Loss),
            curves(&trials[0], Watched::Loss)
        );
    }
    let [told, below] = English.training(setup, &logs);
    assert!(told.contains(" %)") && told.contains('–'), "{told}");
    assert!(
        below.ends_with("Means over 3 seeds, the least and the greatest in brackets"),
        "{below}"
    );
    assert!(Korean.training(setup, &logs)[1].contains("시드 3개"));
}

#[test]
fn there_are_as_many_seeds_as_so_many_runs_may_have() {
    let seeds = |link: &str| {
        let (settings, complaints) = read_link(link);
        (
            settings.training.seeds(),
            complaints.len(),
            write_link(&settings, false),
        )
    };
    assert_eq!(
        seeds("view=training&seeds=5"),
        (5, 0, "view=training&seeds=5".to_owned())
    );
    assert_eq!(seeds("view=training&seeds=6").0, 1);
    assert_eq!(seeds("view=training&seeds=0").1, 1);
    let six = "view=training&runs=relu;lr=1;lr=2;lr=3;lr=4;lr=5&seeds=5";
    assert_eq!((seeds(six).0, seeds(six).1), (2, 0));
}

#[test]
fn a_net_that_is_not_made_for_a_task_gives_way_to_one_that_is() {
    let mut setup = Setup::default();
    setup.turn_to(Task::Sequence);
    assert_eq!(
        setup.words(),
        "pre(2,32,4) relu init=xavier batch=32 lr=0.002 adam; norm=layer"
    );
    let learns = session(&setup.runs()[1].all_words(), Task::Sequence);
    assert_eq!(learns.trainer().network().output_len(), 8);
    let own = setup.clone();
    setup.turn_to(Task::Sequence);
    assert_eq!(setup, own, "what fits stays");
    setup.turn_to(Task::Rings);
    assert_eq!(setup.words(), "; norm=layer");
    setup.read("cnn(4,8) relu; norm=group(2)").expect("words");
    setup.turn_to(Task::Digits);
    assert_eq!(setup.words(), "cnn(4,8) relu; norm=group(2)");
    setup.turn_to(Task::Linear);
    assert_eq!(setup.words(), "; norm=group(2)");
}

/// What is known is not trained again, and is what training gives.
#[test]
fn a_network_is_trained_once() {
    let read = |link: &str| read_link(link).0;
    let all = |settings: &Settings, trained: &Trained| {
        let mut race = Race::begin(&settings.training, settings.seed, trained).expect("points");
        let mut turns = 1;
        let found = loop {
            if let Some(found) = race.step() {
                break found;
            }
            turns += 1;
        };
        let seen: Vec<_> = race.seen().collect();
        let found: Vec<Log> = found
            .into_iter()
            .map(|log| log.expect("accepted"))
            .collect();
        (found, seen, turns)
    };
    let longer =
        read("view=training&task=rings&runs=mlp(4);norm=batch;norm=layer&seeds=2&train=25");
    let (found, seen, turns) = all(&longer, &Trained::default());
    assert_eq!((found.len(), seen.len(), turns), (6, 6, 26));
    let mut trained = Trained::default();
    trained.keep(seen);
    // The same networks to an earlier step, in another order, and one that is new.
    let shorter = read(
        "view=training&task=rings&runs=mlp(4)+norm=layer;norm=rms;norm=batch&seeds=2&train=13",
    );
    assert_eq!(trained.logs(&shorter.training, shorter.seed), None);
    let (alone, _, _) = all(&shorter, &Trained::default());
    let (with, new, _) = all(&shorter, &trained);
    assert_eq!(with, alone);
    let names: Vec<_> = new
        .iter()
        .map(|(trial, _)| (trial.run.to_string(), trial.seed))
        .collect();
    assert_eq!(
        names,
        [
            ("mlp(4) norm=rms".to_owned(), 1234),
            ("mlp(4) norm=rms".to_owned(), 1235)
        ]
    );
    trained.keep(new);
    assert_eq!(trained.logs(&shorter.training, shorter.seed), Some(alone));
    let (_, none, turns) = all(&shorter, &trained);
    assert_eq!((none.len(), turns), (0, 1));
    // Further than it came, with another seed, or measured otherwise it is another.
    let link = "view=training&task=rings&runs=mlp(4);norm=batch;norm=layer&seeds=2&train=25";
    let others = [
        link.replace("train=25", "train=26"),
        format!("{link}&seed=7"),
        format!("{link}&watch=shift"),
        link.replace("rings", "spiral"),
    ];
    for other in &others {
        let (settings, complaints) = read_link(other);
        assert_eq!(complaints, []);
        assert_eq!(
            trained.logs(&settings.training, settings.seed),
            None,
            "{other}"
        );
    }
    assert!(trained.logs(&longer.training, longer.seed).is_some());
}
