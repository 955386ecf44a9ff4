//! What is written is read by others.

mod common;

use common::setup;
use ndarray::{ArrayD, IxDyn};
use ndarray_npy::{NpzReader, ReadNpyExt};
use normscope::lab::backward::Backward;
use normscope::lab::explore::{Explore, Mode, PerChannel, Poke, Stage};
use normscope::lab::files::{Pieces, Tensor, Tensors, png_with_link, svg_with_link, table};
use normscope::lab::receipt::check;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every rank, with and without γ, β and averages.
fn explored() -> Vec<Explore> {
    let mut eval = setup("channels(4,6,4,4)", "BatchNorm2d(6)");
    eval.mode = Mode::Eval;
    eval.steps = 2;
    eval.weight = Some(PerChannel::Each(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
    let setups = [
        setup("randn(5,3)", "LayerNorm(3)"),
        setup("randn(2,3,4)", "RMSNorm(4)"),
        setup("randn(2,4,3,3)", "GroupNorm(2,4)"),
        setup("randn(2,3,2,3,2)", "InstanceNorm3d(3)"),
        setup("randn(1,3)", "BatchNorm1d(3)"),
        eval,
    ];
    setups.iter().map(Explore::run).collect()
}

/// The pieces of a file.
fn whole(pieces: Pieces) -> Vec<u8> {
    pieces.flatten().collect()
}

fn float32(tensor: &Tensor) -> ArrayD<f32> {
    match tensor {
        Tensor::Float32(values) => values.to_owned(),
        Tensor::Stage(explore, stage) => explore.stage(*stage).expect("a stage that was reached"),
        Tensor::Float64(_) => panic!("this one is in float64"),
    }
}

fn same<T: PartialEq + Copy + std::fmt::Debug>(read: &ArrayD<T>, written: &ArrayD<T>, name: &str) {
    assert_eq!(read.shape(), written.shape(), "{name}");
    assert_eq!(read, written, "{name}");
}

#[test]
fn tensors_are_read_back() {
    for explore in explored() {
        let backward = Backward::of(&explore);
        let tensors = Tensors::new(&explore, backward.as_ref());
        let bytes = whole(tensors.npz());
        let mut npz = NpzReader::new(Cursor::new(bytes)).expect("an archive");
        let expected: Vec<_> = tensors.names().iter().map(ToString::to_string).collect();
        assert_eq!(npz.names().expect("a directory"), expected);
        for name in tensors.names() {
            let written = tensors.get(name).expect("a tensor for each name");
            let file = Cursor::new(whole(written.clone().npy()));
            match &written {
                Tensor::Float32(_) | Tensor::Stage(..) => {
                    let values = float32(&written);
                    same(&npz.by_name(name).unwrap(), &values, name);
                    same(&ArrayD::read_npy(file).unwrap(), &values, name);
                }
                Tensor::Float64(values) => {
                    same(&npz.by_name(name).unwrap(), values, name);
                    same(&ArrayD::read_npy(file).unwrap(), values, name);
                }
            }
        }
    }
}

/// Several pieces, and the last of them short.
#[test]
fn a_large_tensor_is_written_in_pieces() {
    let explore = Explore::run(&setup("randn(2,64,50,50)", "GroupNorm(8,64)"));
    let y = Tensors::new(&explore, None).get("y").expect("y");
    let pieces: Vec<_> = y.clone().npy().collect();
    assert_eq!(pieces.len(), 1 + explore.x.len().div_ceil(1 << 18));
    assert_eq!(pieces.len(), 3);
    let read = ArrayD::read_npy(Cursor::new(pieces.concat())).unwrap();
    same(&read, &float32(&y), "y");
}

#[test]
fn tensors_are_what_the_names_say() {
    let [.., rejected, eval] = &explored()[..] else {
        panic!("six experiments");
    };
    assert_eq!(Backward::of(rejected), None);
    let tensors = Tensors::new(rejected, None);
    assert_eq!(tensors.names(), ["x"]);
    assert_eq!(tensors.get("y"), None);
    let tensors = Tensors::new(eval, None);
    let y = tensors.get("y");
    assert_eq!(y, Some(Tensor::Stage(eval, Stage::Output)));
    assert_eq!(tensors.get("grad_x"), None, "no step backward is given");
    let float64 = |name| match tensors.get(name) {
        Some(Tensor::Float64(values)) => values,
        other => panic!("{name} is {other:?}"),
    };
    // In eval mode the averages are what is used, and a call leaves them as they were.
    assert_eq!(float64("mean").shape(), [1, 6, 1, 1]);
    let flat = |values: ArrayD<f64>| values.into_shape_with_order(IxDyn(&[6])).unwrap();
    assert_eq!(flat(float64("mean")), float64("running_mean"));
    assert_eq!(flat(float64("variance")), float64("running_var"));
}

#[test]
fn the_table_has_a_row_for_each_set_to_all_digits() {
    for explore in explored() {
        let axes = &["N", "C", "D", "H", "W"][..explore.x.ndim()];
        let csv = table(&explore, axes, "https://example.org/?x=randn(2,3)");
        let mut lines = csv.lines();
        assert_eq!(lines.next(), Some("# https://example.org/?x=randn(2,3)"));
        let head: Vec<_> = lines.next().expect("a head").split(',').collect();
        assert_eq!(head[1..=axes.len()], *axes);
        let rows: Vec<Vec<_>> = lines.map(|line| line.split(',').collect()).collect();
        let Ok(call) = &explore.call else {
            assert!(rows.is_empty());
            continue;
        };
        assert_eq!(rows.len(), call.plan.partition.set_count());
        for (set, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), head.len());
            let ranges = call.plan.partition.ranges(set);
            let indices = |range: &std::ops::Range<usize>| match range.len() {
                1 => format!("{}", range.start),
                _ => format!("{}..{}", range.start, range.end - 1),
            };
            let mut expected = vec![set.to_string()];
            expected.extend(ranges.iter().map(indices));
            expected.push(
                ranges
                    .iter()
                    .map(ExactSizeIterator::len)
                    .product::<usize>()
                    .to_string(),
            );
            assert_eq!(row[..expected.len()], expected[..]);
            let statistics = row[expected.len()..]
                .iter()
                .map(|text| text.parse::<f64>().unwrap());
            let of_layer = match head.contains(&"mean") {
                true => vec![call.used.mean[set], call.used.var[set]],
                false => vec![call.used.var[set]],
            };
            assert_eq!(statistics.collect::<Vec<_>>(), of_layer);
        }
    }
}

#[test]
fn pictures_say_where_they_come_from() {
    // 1×1 pixel, grey
    const PNG: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\x0aIDAT\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";
    let link = "https://example.org/?layer=GroupNorm(3,6)&t=2";
    let png = png_with_link(PNG.to_vec(), link);
    let chunk = &png[33..png.len() - (PNG.len() - 33)];
    assert_eq!(
        chunk[4..chunk.len() - 4],
        [b"tEXtSource\0", link.as_bytes()].concat()
    );
    assert_eq!(chunk[..4], (link.len() as u32 + 7).to_be_bytes());
    // As Python's zlib.crc32 has it
    assert_eq!(chunk[chunk.len() - 4..], 0x673d_3d24_u32.to_be_bytes());
    assert_eq!(png_with_link(b"GIF89a".to_vec(), link), b"GIF89a");
    let svg = svg_with_link("<svg width=\"1\"><g/></svg>", "a < b", link);
    assert_eq!(
        svg,
        "<svg width=\"1\">\n<title>a &lt; b</title>\n\
         <metadata>https://example.org/?layer=GroupNorm(3,6)&amp;t=2</metadata><g/></svg>"
    );
}

/// Runs a program with an interpreter of which the tests are told, as `cargo xtask test --torch` does.
fn python(folder: &Path, program: &str) -> Option<String> {
    let python = std::env::var_os("NORMSCOPE_TORCH_PYTHON")?;
    let output = Command::new(python)
        .args(["-c", program])
        .current_dir(folder)
        .output();
    let output = output.expect("an interpreter");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}\n{errors}");
    Some(String::from_utf8(output.stdout).expect("plain text"))
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("normscope-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn numpy_reads_what_is_written() {
    let folder = folder("files");
    for explore in &explored() {
        let backward = Backward::of(explore);
        let tensors = Tensors::new(explore, backward.as_ref());
        std::fs::write(folder.join("all.npz"), whole(tensors.npz())).expect("a writable folder");
        let program = "import numpy\n\
            for name, values in numpy.load('all.npz', allow_pickle=False).items():\n\
            \x20   print(name, values.dtype, list(values.shape), repr(float(values.astype(numpy.float64).sum())))";
        let Some(read) = python(&folder, program) else {
            break;
        };
        let line = |name: &&str| {
            let (kind, shape, sum) = match tensors.get(name).unwrap() {
                Tensor::Float64(values) => ("float64", values.shape().to_vec(), values.sum()),
                tensor => (
                    "float32",
                    tensor.shape().to_vec(),
                    float32(&tensor).mapv(f64::from).sum(),
                ),
            };
            (format!("{name} {kind} {shape:?} "), sum)
        };
        let names = tensors.names();
        for (line, (start, sum)) in read.lines().zip(names.iter().map(line)) {
            let read: f64 = line
                .strip_prefix(&start)
                .expect(&start)
                .parse()
                .expect("a number");
            assert!(
                (read - sum).abs() <= 1e-9 * (1.0 + sum.abs()),
                "{line}: {sum}"
            );
        }
        assert_eq!(read.lines().count(), names.len());
    }
    std::fs::remove_dir_all(folder).expect("a folder of ours");
}

/// What a program compares that comes with an archive.
fn compared() -> Vec<Explore> {
    let mut eval = setup("channels(4,6,4,4)", "BatchNorm2d(6)");
    (eval.mode, eval.steps) = (Mode::Eval, 2);
    let mut poked = setup("samples(4,6,4,4)", "GroupNorm(3,6)");
    let at = vec![1, 2, 3, 0];
    poked.poke = Some(Poke { at, value: 9.0 });
    poked.weight = Some(PerChannel::Each(vec![1.0, -2.0, 3.0, 0.5, 5.0, 6.0]));
    poked.bias = Some(PerChannel::One(0.5));
    let mut train = setup("digits(8,1,8,8)", "BatchNorm2d(1)");
    train.steps = 1;
    let tracked = "InstanceNorm2d(6,affine=True,track_running_stats=True)";
    let setups = [
        setup("randn(5,3)", "LayerNorm(3)"),
        setup("randn(2,3,4)", "RMSNorm(4)"),
        setup("channels(2,3,2,3,2)", "InstanceNorm3d(3)"),
        setup("channels(4,6,4,4)", tracked),
        setup("channels(4,6,4,4)", "ChannelLayerNorm(6)"),
        setup("channels(4,6,4,4)", "Norm(N=1,C=C/3,H=H,W=W)"),
        setup("randn(4,6,4,4)", "LayerNorm([4,4],bias=False)"),
        setup("arange(24).reshape(2,3,2,2)", "BatchNorm2d(3)"),
        eval,
        poked,
        train,
    ];
    setups.iter().map(Explore::run).collect()
}

#[test]
fn a_program_finds_the_file_equal_to_what_pytorch_computes() {
    let folder = folder("check");
    for explore in &compared() {
        let backward = Backward::of(explore);
        let tensors = Tensors::new(explore, backward.as_ref());
        std::fs::write(folder.join("all.npz"), whole(tensors.npz())).expect("a writable folder");
        let program = check(explore, "all.npz").expect("a call that PyTorch accepts");
        let Some(printed) = python(&folder, &program) else {
            break;
        };
        for line in printed.lines() {
            let [name, same, difference] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("a name, a word and a number, not {line}");
            };
            assert_eq!(same, "True", "{line}");
            let difference: f64 = difference.parse().expect("a number");
            let largest = match tensors.get(name).expect("a tensor of the file") {
                Tensor::Float64(values) => values.iter().fold(1.0, |a: f64, b| a.max(b.abs())),
                tensor => float32(&tensor)
                    .iter()
                    .fold(1.0_f64, |a, b| a.max(f64::from(b.abs()))),
            };
            let layer = &explore.setup.layer;
            assert!(
                difference <= 5e-6 * largest,
                "{layer}: {name} {difference} of {largest}\n{program}"
            );
        }
        let gradients = printed.lines().filter(|line| line.starts_with("grad_"));
        let learnt = explore.module.as_ref().map_or(0, |module| {
            usize::from(module.weight().is_some()) + usize::from(module.bias().is_some())
        });
        assert_eq!(gradients.count(), 2 + learnt, "{program}");
    }
    std::fs::remove_dir_all(folder).expect("a folder of ours");
}
