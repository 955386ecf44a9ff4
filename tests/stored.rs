//! Tensors that lie in files of the reader's, as links and programs name them.
//! Where `NORMSCOPE_TORCH_PYTHON` names an interpreter, it runs the programs on the files, as `cargo xtask test --torch` does.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use ndarray::ArrayD;
use normscope::lab::explore::{Explore, Setup};
use normscope::lab::receipt::{Library, receipt};
use normscope::state::{Settings, read_link, write_link};
use normscope::tensor::file::{Loading, Opening, read_whole};
use normscope::tensor::{Source, Stored, hold, is_held};
use normscope::torch::parse_layer;
use serde_json::{Value, json};

fn parse(text: &str) -> Source {
    Source::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_link_names_the_file_and_its_shape() {
    let texts = [
        (
            "load('acts.npy', 4, 6)",
            "load(\"acts.npy\",4,6)",
            &[4, 6][..],
        ),
        (
            "load(\"acts.npz\", \"conv 1\", 8, 5, 5, 3).permute(0, 3, 1, 2)",
            "load(\"acts.npz\",\"conv 1\",8,5,5,3).permute(0,3,1,2)",
            &[8, 3, 5, 5],
        ),
        (
            "load(\"a.csv\",7,3,sep=\";\",header=0)",
            "load(\"a.csv\",7,3,sep=\";\",header=0)",
            &[7, 3],
        ),
        (
            "load(\"a.tsv\",7,3,sep=\"\t\")",
            "load(\"a.tsv\",7,3,sep=\"\t\")",
            &[7, 3],
        ),
        (
            "load(\"a.txt\",7,3,sep=\" \")",
            "load(\"a.txt\",7,3,sep=\" \")",
            &[7, 3],
        ),
        (
            "load(\"a.PNG\",\"b.jpg\",2,3,4,5)/255",
            "load(\"a.PNG\",\"b.jpg\",2,3,4,5)/255",
            &[2, 3, 4, 5],
        ),
        (
            "load(\"v.npy\",12).reshape(1,12)*2",
            "load(\"v.npy\",12).reshape(1,12)*2",
            &[1, 12],
        ),
        (
            "torch.randn(3); load(\"w & y=1.npy\",2,2)",
            "randn(3);load(\"w & y=1.npy\",2,2)",
            &[2, 2],
        ),
    ];
    for (text, printed, shape) in texts {
        let source = parse(text);
        assert_eq!(
            (source.to_string(), &source.shape[..]),
            (printed.into(), shape)
        );
        let settings = Settings {
            source,
            ..Settings::default()
        };
        let (back, complaints) = read_link(&write_link(&settings, false));
        assert_eq!((back.source, complaints), (settings.source, Vec::new()));
    }
}

#[test]
fn what_names_no_tensor_is_refused_in_a_sentence() {
    let lengths = "load takes the name of a file, perhaps a key, and lengths, as in load(\"acts.npz\",\"conv1\",8,16)";
    let cases = [
        (
            "load(4,6)",
            "load takes the name of a file, as in load(\"acts.npy\",4,6,4,4)",
        ),
        ("load(\"a.npy\",-4,6)", lengths),
        ("load(\"a.npy\",4,6,mode=\"w\")", lengths),
        ("load(\"a.npy\",4,6,\"b\")", lengths),
        (
            "load(\"a.npz\",\"b\",\"c\",4,6)",
            "load takes several files where all are images",
        ),
        (
            "load(\"a.png\",\"b.png\",1,3,8,8)",
            "images have the lengths N, 3, height and width, and N is how many they are",
        ),
        (
            "load(\"a.npy\",2,3)+load(\"b.npy\",2,3)",
            "x is made of one file here; several images are one load",
        ),
        (
            "load(\"a.npy\",6)",
            "x has 2 to 5 axes here, as in randn(4,6,4,4); [6] has 1",
        ),
        (
            "load(\"a.npy\",65536,65536)",
            "what is loaded has at least one axis and at most 2²⁵ elements",
        ),
        ("load(\"a.npy\",4294967298,2)", lengths),
        ("load(\"a\u{202e}b.npy\",4,6)", lengths),
        ("load('a\"b.npy',4,6)", lengths),
    ];
    for (text, message) in cases {
        let error = Source::parse(text).expect_err(text);
        assert_eq!(error.message(), message, "{text}");
    }
}

#[test]
fn values_are_those_of_the_file() {
    let source = parse("load(\"acts.npy\",2,2,3).permute(0,2,1)*10");
    let stored = source.values.stored().expect("a file").clone();
    assert!(!is_held(&stored));
    let values = |shape: &[usize]| {
        let len = shape.iter().product::<usize>();
        ArrayD::from_shape_vec(shape, (0..len).map(|i| i as f32).collect()).unwrap()
    };
    assert!(
        !hold(&stored, values(&[2, 3, 2])),
        "another shape is another tensor"
    );
    assert!(hold(&stored, values(&[2, 2, 3])) && is_held(&stored));
    let mut setup = Setup::new(source, parse_layer("BatchNorm1d(3)").unwrap());
    setup.steps = 2;
    let explore = Explore::run(&setup);
    let drawn = [0, 30, 10, 40, 20, 50, 60, 90, 70, 100, 80, 110].map(|x| x as f32);
    assert_eq!(explore.x_values(), drawn);
    // Every batch is the same.
    let history = explore.history.expect("running averages");
    assert_eq!(history.steps.len(), 2);
}

#[test]
fn programs_read_the_file_in_the_words_of_its_library() {
    let lines = [
        (
            "load(\"acts.npy\",4,6)",
            "import numpy as np",
            "data = torch.from_numpy(np.load(\"acts.npy\").astype(\"float32\"))",
            "x = data",
        ),
        (
            "load(\"acts.npz\",\"conv1\",8,5,5,3).permute(0,3,1,2)",
            "import numpy as np",
            "data = torch.from_numpy(np.load(\"acts.npz\")[\"conv1\"].astype(\"float32\"))",
            "x = data.permute(0, 3, 1, 2)",
        ),
        (
            "load(\"model.safetensors\",\"w\",4,6)",
            "from safetensors.torch import load_file",
            "data = load_file(\"model.safetensors\")[\"w\"].float()",
            "x = data",
        ),
        (
            "load(\"a.csv\",4,6,header=0)",
            "import pandas as pd",
            "data = torch.tensor(pd.read_csv(\"a.csv\", sep=\",\", header=0, comment=\"#\", float_precision=\"round_trip\").to_numpy(\"float32\"))",
            "x = data",
        ),
        (
            "load(\"a.png\",\"b.png\",2,3,4,5)/255",
            "from torchvision.io import ImageReadMode, read_image",
            "data = torch.stack([read_image(name, ImageReadMode.RGB) for name in [\"a.png\", \"b.png\"]]).float()",
            "x = data / 255",
        ),
        (
            "conv2d(load(\"a.png\",1,3,4,5)/255,randn(8,3,3,3),padding=1)",
            "from torchvision.io import ImageReadMode, read_image",
            "data = torch.stack([read_image(name, ImageReadMode.RGB) for name in [\"a.png\"]]).float()",
            "x = torch.conv2d(data / 255, filters, padding=1)",
        ),
    ];
    for (text, import, load, x) in lines {
        let source = parse(text);
        let stored = source.values.stored().expect("a file").clone();
        hold(&stored, ArrayD::zeros(stored.shape.clone()));
        let channels = source.shape[1];
        let layer = parse_layer(&format!("GroupNorm(1,{channels})")).unwrap();
        let explore = Explore::run(&Setup::new(source, layer));
        let program = receipt(&explore, Library::Torch, None);
        for line in [import, load, x] {
            assert!(program.lines().any(|own| own == line), "{line}\n{program}");
        }
    }
}

/// Every tensor of the files that NumPy and safetensors wrote: its name, its program and the first values of its x.
fn programs() -> Vec<Value> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/own");
    let mut programs = Vec::new();
    for path in fs::read_dir(own).expect("the corpus") {
        let path = path.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let Ok(bytes) = fs::read(&path) else { continue };
        let opening = Opening::new(&name, bytes.len() as u64);
        let Ok(catalogue) = read_whole(opening, &bytes) else {
            continue;
        };
        for (k, entry) in catalogue.entries.iter().enumerate() {
            let stored = entry.stored(&name);
            let source = stored
                .as_ref()
                .ok()
                .and_then(|stored| stored.source(&stored.axes()).ok());
            let (Ok(stored), Some(source)) = (stored, source) else {
                continue;
            };
            let loading = Loading::new(&catalogue, k).expect("an entry that can be read");
            assert!(hold(&stored, read_whole(loading, &bytes).expect("values")));
            let last = source.shape.last().expect("an axis");
            let layer = parse_layer(&format!("LayerNorm({last})")).expect("a layer");
            let explore = Explore::run(&Setup::new(source, layer));
            let x = explore.x_values().iter().take(1000).map(f32::to_string);
            let program = receipt(&explore, Library::Torch, None);
            programs.push(json!([stored.to_string(), program, x.collect::<Vec<_>>()]));
        }
    }
    programs
}

#[test]
fn programs_read_what_the_page_reads() {
    let programs = programs();
    assert!(programs.len() > 90, "{}", programs.len());
    let Some(python) = std::env::var_os("NORMSCOPE_TORCH_PYTHON") else {
        return;
    };
    // NaN is itself here.
    let check = "import json, struct, sys\n\
        bits = lambda x: 'nan' if x != x else struct.pack('f', x)\n\
        for name, program, wanted in json.load(sys.stdin):\n\
        \x20   names = {}\n\
        \x20   exec(program, names)\n\
        \x20   given = names['x'].flatten().tolist()[:1000]\n\
        \x20   assert list(map(bits, given)) == [bits(float(x)) for x in wanted], name\n";
    let mut child = Command::new(python)
        .args(["-c", check])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/own"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the interpreter starts");
    let mut input = child.stdin.take().expect("a pipe");
    let text = Value::from(programs).to_string();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    writer.join().expect("no panic").expect("it reads all");
}

#[test]
fn the_axes_of_a_file_take_the_places_they_are_given() {
    let of = |stored: &Stored, axes: &[usize]| {
        let source = stored.source(axes).expect("a shape for x");
        assert_eq!(stored.axes_in(&source).as_deref(), Some(axes));
        (source.to_string(), source.shape)
    };
    let pictures = Stored::new("a.npy", "", &[8, 5, 6, 3]);
    assert_eq!(
        of(&pictures, &[0, 1, 2, 3]),
        ("load(\"a.npy\",8,5,6,3)".into(), vec![8, 5, 6, 3])
    );
    // N H W C
    assert_eq!(
        of(&pictures, &[0, 2, 3, 1]),
        (
            "load(\"a.npy\",8,5,6,3).permute(0,3,1,2)".into(),
            vec![8, 3, 5, 6]
        )
    );
    // C N W H
    assert_eq!(
        of(&pictures, &[1, 0, 3, 2]),
        (
            "load(\"a.npy\",8,5,6,3).permute(1,0,3,2)".into(),
            vec![5, 8, 3, 6]
        )
    );
    let row = Stored::new("v.npz", "bias", &[7]);
    assert_eq!(row.rank(), 2);
    assert_eq!(
        of(&row, &[1]),
        ("load(\"v.npz\",\"bias\",7).reshape(1,7)".into(), vec![1, 7])
    );
    assert_eq!(
        of(&row, &[0]),
        ("load(\"v.npz\",\"bias\",7).reshape(7,1)".into(), vec![7, 1])
    );
    let images = Stored::images(["a.png", "b\"\\.png"], 4, 5);
    assert_eq!(
        of(&images, &[0, 1, 2, 3]),
        (
            "load(\"a.png\",\"b__.png\",2,3,4,5)/255".into(),
            vec![2, 3, 4, 5]
        )
    );
    assert_eq!(
        images.filters_in(&parse("load(\"a.png\",\"b__.png\",2,3,4,5)/255")),
        None
    );
    let activations = images.activations(8).expect("a shape for x");
    assert_eq!(
        activations.to_string(),
        "conv2d(load(\"a.png\",\"b__.png\",2,3,4,5)/255,randn(8,3,3,3),padding=1)"
    );
    assert_eq!(activations.shape, [2, 8, 4, 5]);
    assert_eq!(images.filters_in(&activations), Some(8));
    assert_eq!(images.axes_in(&activations), None);
    assert!(pictures.activations(8).is_err(), "no images");
    let doubled = parse("load(\"a.npy\",8,5,6,3)*2");
    assert_eq!(pictures.axes_in(&doubled), None, "more than its axes");
    let empty = Stored::new("e.npy", "", &[0, 3]).source(&[0, 1]);
    assert_eq!(
        empty.expect_err("nothing to see").message(),
        "every axis of x has at least length 1; [0, 3] has an empty one"
    );
}
