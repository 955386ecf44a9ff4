//! What reading a file takes in memory: its result, and little more.
//!
//! The allocator counts for the whole program, so this is its only test.

// An allocator is unsafe to write; this one hands everything on to the system's.
#![allow(unsafe_code)]

use normscope::tensor::file::{Loading, Opening, PIECE_LEN, read_whole};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;

struct Counting;

thread_local! {
    /// Bytes of this thread now, and at most so far: the test harness has others.
    static NOW: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn add(bytes: isize) {
    NOW.set(NOW.get() + bytes);
    MOST.set(MOST.get().max(NOW.get()));
}

// SAFETY: it is the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        add(-(layout.size() as isize));
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The old place and the new one may both be there for a moment.
        add(size as isize);
        add(-(layout.size() as isize));
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that were taken at once meanwhile.
fn most<T>(work: impl FnOnce() -> T) -> (isize, T) {
    let before = NOW.get();
    MOST.set(before);
    let result = work();
    (MOST.get() - before, result)
}

/// What is taken besides the result, at most: a piece of the file, and what unpacks it.
const MORE: isize = PIECE_LEN as isize + (1 << 18);

#[test]
fn reading_takes_the_result_and_little_more() {
    let side = 1024;
    for order in ["False", "True"] {
        let head =
            format!("{{'descr': '>f8', 'fortran_order': {order}, 'shape': ({side}, {side})}}\n");
        let head = [
            b"\x93NUMPY\x01\x00",
            &(head.len() as u16).to_le_bytes()[..],
            head.as_bytes(),
        ];
        let file = [head.concat(), vec![0; 8 * side * side]].concat();
        assert_most(&file, (4 * side * side) as isize);
    }
    let text = "0.125,-1e-3\n".repeat(100_000);
    assert_most(text.as_bytes(), 4 * 200_000);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/own");
    let large = std::fs::read(folder.join("large.npz")).expect("a file of the corpus");
    assert_most(&large, 4 * 70 * 5000);
    // It unpacks to 16 MiB.
    let bomb = std::fs::read(folder.join("bad/bomb.npz")).expect("a file of the corpus");
    let (most, catalogue) = most(|| read_whole(Opening::new("", bomb.len() as u64), &bomb));
    assert!(most < MORE, "{most} bytes");
    let catalogue = catalogue.expect("the directory is a good one");
    let loading = Loading::new(&catalogue, 0).expect("memory for six values");
    let (most, result) = self::most(|| read_whole(loading, &bomb));
    assert!(most < MORE && result.is_err(), "{most} bytes");
}

fn assert_most(file: &[u8], result: isize) {
    let (opened, catalogue) = most(|| read_whole(Opening::new("", file.len() as u64), file));
    assert!(opened < MORE, "{opened} bytes to open it");
    let catalogue = catalogue.expect("a good file");
    let (loaded, values) = most(|| Loading::new(&catalogue, 0).and_then(|it| read_whole(it, file)));
    assert_eq!(4 * values.expect("a good file").len() as isize, result);
    assert!(
        (result..result + MORE).contains(&loaded),
        "{loaded} bytes to read it"
    );
}
