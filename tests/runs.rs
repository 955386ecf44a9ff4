//! Runs in words, on their way and back, and what is told of them.

use normscope::lab::training::{
    Log, MOST_RUNS, Race, Run, Session, Setup, Task, Watched, curves, is_glance, newest, quantiles,
    shifts, smoothness,
};
use normscope::nn::{Activation, Init, Normalizer, Place, Targets};
use normscope::state::words::{English, Korean, TrainingWords};
use normscope::state::{Settings, View, read_link, write_link};
use std::sync::Arc;

const SEED: u64 = 1234;

fn session(words: &str, task: Task) -> Session {
    let run = Run::default().with(words).expect("words of a run");
    let split = Arc::new(task.split(SEED).expect("samples are here"));
    Session::begin(&run, task, split, SEED).expect("a run that can begin")
}

fn after(words: &str, task: Task, steps: usize) -> Log {
    let mut session = session(words, task);
    session.go_to(steps).expect("batches that are accepted");
    session.log().clone()
}

#[test]
fn words_make_the_run_that_they_are_printed_from() {
    let all = [
        "",
        "norm=batch",
        "mlp(3) relu norm=layer init=torch batch=1 lr=0.001",
        "mlp(8,16,8) tanh norm=group(4)/none/rms noisy init=xavier",
        "cnn(8,16) identity norm=instance init=normal(0.5) adam decay=0.01 warmup=20",
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
        session.glance();
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
    let mut race = Race::begin(&setup, SEED).expect("samples are here");
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
    let log = after("mlp(8) norm=batch", Task::Digits, 20);
    for watched in Watched::ALL {
        let lines = curves(&log, watched);
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
fn the_first_map_has_no_shift_and_a_step_along_the_gradient_goes_down() {
    let session = session("mlp(16,16) tanh init=xavier", Task::Digits);
    let split = Task::Digits.split(SEED).expect("samples");
    let shifts = shifts(session.trainer(), &split.train);
    assert_eq!(shifts.len(), 3);
    // No map stands before the first, so its gradient is the same.
    assert_eq!(
        (shifts[0].distance, shifts[0].cosine > 0.999_999),
        (0.0, true)
    );
    assert!(shifts[1].distance > 0.0 && shifts[2].distance > 0.0);
    let smooth = smoothness(session.trainer(), &split.train);
    let (score, _) = session.trainer().derivatives(&split.train, None);
    assert!(smooth.losses[0] < score.loss, "{smooth:?}");
    assert!(smooth.changes[0] > 0.0 && smooth.changes[0] < smooth.changes[1]);
    assert!(smooth.beta > 0.0);
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
