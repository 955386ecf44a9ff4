//! What is packed by others comes out as it went in.

use super::*;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::io::Write;
use std::vec::Vec;

fn packed(bytes: &[u8], [lc, lp, pb]: [u32; 3]) -> Vec<u8> {
    let options = LzmaOptions {
        lc,
        lp,
        pb,
        ..LzmaOptions::with_preset(9)
    };
    let len = Some(bytes.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, len).expect("options");
    writer.write_all(bytes).expect("a vector takes all");
    writer.finish().expect("as long as was said")
}

fn unpacked(packed: &[u8], step: usize) -> Result<Vec<u8>, Damaged> {
    let mut out = vec![0; unpacked_len(packed).ok_or(Damaged)?];
    let mut unpacking = Unpacking::new(packed, &mut out);
    while !unpacking.step(step)? {}
    Ok(out)
}

/// Numbers that look random.
fn noise(seed: u32) -> impl Iterator<Item = u8> {
    let next = |x: &u32| Some(x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    std::iter::successors(Some(seed), next).map(|x| (x >> 24) as u8)
}

/// Repeated, near and far, with and without changes, and noise.
fn samples() -> Vec<Vec<u8>> {
    let program = include_bytes!("lib.rs").to_vec();
    let mut far: Vec<u8> = noise(1).take(200_000).collect();
    far.extend_from_within(..70_000);
    let mut near = program.repeat(5);
    near.iter_mut().step_by(701).for_each(|byte| *byte ^= 8);
    let steps = (0..60_000_u32).flat_map(u32::to_le_bytes).collect();
    vec![
        Vec::new(),
        vec![7],
        vec![0; 300_000],
        program,
        far,
        near,
        steps,
    ]
}

#[test]
fn what_is_packed_is_unpacked() {
    for sample in samples() {
        for properties in [[3, 0, 2], [4, 0, 0], [0, 2, 4], [0, 0, 0], [2, 2, 1]] {
            let packed = packed(&sample, properties);
            for step in [1 << 30, 1000] {
                let unpacked = unpacked(&packed, step).expect("what was packed");
                assert!(unpacked == sample, "{} bytes, {properties:?}", sample.len());
            }
        }
    }
}

#[test]
fn damage_ends_and_most_is_found_out() {
    let sample = samples().swap_remove(3);
    let packed = packed(&sample, [4, 0, 0]);
    let mut changed = 0;
    for at in (0..packed.len()).step_by(packed.len() / 200) {
        assert!(unpacked(&packed[..at], 1 << 30).is_err(), "cut off at {at}");
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        // Another length would ask for that much memory here.
        let is_of_length = unpacked_len(&damaged) == Some(sample.len());
        changed += usize::from(is_of_length && unpacked(&damaged, 1 << 30) != Ok(sample.clone()));
    }
    assert!(changed > 150, "{changed}");
}
