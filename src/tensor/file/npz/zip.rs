//! The directory of a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3 to 4.5), with or without 64-bit fields.
//!
//! The directory alone counts: what a member's own head or a descriptor after it says of lengths is not asked.

use std::ops::Range;

use crc::{CRC_32_ISO_HDLC, Crc};

use crate::tensor::file::FileError;
use crate::tensor::file::catalogue::MOST_ENTRIES;

/// The sum of ZIP and PNG.
pub(crate) static CRC32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// What an archive with a member begins with.
pub(in crate::tensor::file) const MAGIC: &[u8] = b"PK\x03\x04";

/// What an archive without a member begins with, and every archive ends with.
pub(in crate::tensor::file) const END: &[u8] = b"PK\x05\x06";

/// Bytes of the end, and of the longest comment after it.
const END_LEN: usize = 22;
const MOST_COMMENT: usize = 0xffff;

/// Bytes in which the end stands, with the place of a 64-bit end before it.
pub(super) const MOST_END: u64 = (LOCATOR_LEN + END_LEN + MOST_COMMENT) as u64;

/// The place of a 64-bit end.
const LOCATOR_LEN: usize = 20;
const END64_LEN: u64 = 56;

/// Bytes of a member's head in the directory, and before its content; name and extra fields come on top.
const LISTED_LEN: usize = 46;
pub(super) const HEAD_LEN: u64 = 30;

/// Longest directory that is read.
const MOST_DIRECTORY: u64 = 1 << 24;

/// Where something stands that is not here yet.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// A 64-bit end, in these bytes
    End64(Range<u64>),
    /// The directory of so many members, in these bytes
    Directory(u64, Range<u64>),
}

/// A member as the directory has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub name: Vec<u8>,
    pub is_encrypted: bool,
    /// 0 is stored, 8 deflated
    pub method: u16,
    pub sum: u32,
    pub packed_len: u64,
    pub len: u64,
    /// Where its head begins, and before which byte its content ends
    pub range: Range<u64>,
}

/// Finds the end in the last bytes of the archive, of which `before` more stand before.
pub(super) fn find_end(tail: &[u8], before: u64) -> Result<Found, FileError> {
    let is_end = |at: &usize| {
        let end = &tail[*at..];
        end.starts_with(END) && usize::from(u16_at(end, 20)) == end.len() - END_LEN
    };
    let candidates = 0..(tail.len() + 1).saturating_sub(END_LEN);
    let Some(at) = candidates.rev().find(is_end) else {
        let message = "the archive has no directory at its end: the file is cut off, or goes on";
        return Err(FileError::new(message).at(before + tail.len() as u64));
    };
    let end = &tail[at..];
    let [count, len, start] = [
        u64::from(u16_at(end, 10)),
        u64::from(u32_at(end, 12)),
        u64::from(u32_at(end, 16)),
    ];
    let place = before + at as u64;
    let locator = at
        .checked_sub(LOCATOR_LEN)
        .map(|at| &tail[at..][..LOCATOR_LEN]);
    match locator {
        Some(locator) if locator.starts_with(b"PK\x06\x07") => {
            let start = u64_at(locator, 8);
            let end = start.saturating_add(END64_LEN);
            if end > place - LOCATOR_LEN as u64 {
                return Err(broken_directory().at(place - LOCATOR_LEN as u64));
            }
            Ok(Found::End64(start..end))
        }
        _ => directory(count, start, len, place),
    }
}

/// Reads a 64-bit end, which stands at `place`.
pub(super) fn read_end64(end: &[u8], place: u64) -> Result<Found, FileError> {
    if !end.starts_with(b"PK\x06\x06") {
        return Err(broken_directory().at(place));
    }
    directory(u64_at(end, 32), u64_at(end, 48), u64_at(end, 40), place)
}

fn directory(count: u64, start: u64, len: u64, before: u64) -> Result<Found, FileError> {
    let end = start.checked_add(len).filter(|end| *end <= before);
    let end = end.ok_or_else(|| broken_directory().at(before))?;
    if count > MOST_ENTRIES as u64 || len > MOST_DIRECTORY {
        return Err(FileError::many_arrays().at(before));
    }
    Ok(Found::Directory(count, start..end))
}

/// What the directory, or its end, says cannot be.
pub(super) fn broken_directory() -> FileError {
    FileError::new("the archive's directory is broken: what it speaks of is not in its place")
}

/// The members in a directory that stands at `start`; none of them overlaps another, or the directory.
pub(super) fn members(directory: &[u8], count: u64, start: u64) -> Result<Vec<Member>, FileError> {
    let mut members = Vec::new();
    let mut rest = directory;
    for _ in 0..count {
        let place = start + (directory.len() - rest.len()) as u64;
        let broken = || broken_directory().at(place);
        let (head, after) = rest.split_at_checked(LISTED_LEN).ok_or_else(broken)?;
        if !head.starts_with(b"PK\x01\x02") {
            return Err(broken());
        }
        let [name_len, extra_len, comment_len] =
            [28, 30, 32].map(|at| usize::from(u16_at(head, at)));
        let (name, after) = after.split_at_checked(name_len).ok_or_else(broken)?;
        let (extra, after) = after.split_at_checked(extra_len).ok_or_else(broken)?;
        rest = after.get(comment_len..).ok_or_else(broken)?;
        let [packed_len, len, start] = long_fields(head, extra).ok_or_else(broken)?;
        members.push(Member {
            name: name.to_vec(),
            is_encrypted: u16_at(head, 8) & 1 == 1,
            method: u16_at(head, 10),
            sum: u32_at(head, 16),
            packed_len,
            len,
            range: start..start,
        });
    }
    set_ends(&mut members, start)?;
    Ok(members)
}

/// Packed length, length and place; each that does not fit into 32 bits stands in an extra field, in the order length first.
fn long_fields(head: &[u8], extra: &[u8]) -> Option<[u64; 3]> {
    let mut long = long_extra(extra);
    let mut field = |at: usize| match u32_at(head, at) {
        u32::MAX => {
            let (field, rest) = long.split_at_checked(8)?;
            long = rest;
            Some(u64_at(field, 0))
        }
        short => Some(u64::from(short)),
    };
    let len = field(24)?;
    Some([field(20)?, len, field(42)?])
}

/// The extra field 1; nothing where there is none.
fn long_extra(mut extra: &[u8]) -> &[u8] {
    while let Some((head, rest)) = extra.split_at_checked(4) {
        let len = usize::from(u16_at(head, 2)).min(rest.len());
        if u16_at(head, 0) == 1 {
            return &rest[..len];
        }
        extra = &rest[len..];
    }
    &[]
}

/// Each member ends where the next begins at the latest, and the last where the directory does.
fn set_ends(members: &mut [Member], directory: u64) -> Result<(), FileError> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_unstable_by_key(|member| members[*member].range.start);
    let starts = order
        .iter()
        .skip(1)
        .map(|member| members[*member].range.start);
    let ends: Vec<u64> = starts.chain([directory]).collect();
    for (member, end) in order.into_iter().zip(ends) {
        let member = &mut members[member];
        let least = HEAD_LEN.saturating_add(member.packed_len);
        if member.range.start.saturating_add(least) > end {
            let message = "members of the archive overlap, or one overlaps the directory";
            return Err(FileError::new(message).at(member.range.start));
        }
        member.range.end = end;
    }
    Ok(())
}

/// How many bytes stand before a member's content, told by its own head.
pub(super) fn head_len(head: &[u8]) -> Option<u64> {
    let [name_len, extra_len] = [26, 28].map(|at| u64::from(u16_at(head, at)));
    head.starts_with(MAGIC)
        .then_some(HEAD_LEN + name_len + extra_len)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
