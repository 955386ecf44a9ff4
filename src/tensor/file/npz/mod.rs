//! `.npz`: a ZIP archive of `.npy` files.

mod inflate;
mod zip;

use std::collections::HashSet;
use std::ops::Range;

use super::catalogue::{Catalogue, Coding, Entry, Format, Layout};
use super::error::{PICKLED, is_hidden, plain};
use super::window::Window;
use super::{FileError, npy};
use inflate::MOST_RATIO;
use zip::{Found, HEAD_LEN, MOST_END, Member};

pub(super) use inflate::{Inflate, broken};
pub(crate) use zip::CRC32;
pub(super) use zip::{END, MAGIC};

/// Compressed bytes that are looked at for the head of an array.
const HEAD_PIECE: u64 = 1 << 15;

/// How far an archive is opened.
#[derive(Default)]
pub(super) struct Archive {
    found: Option<Found>,
    members: Option<Vec<Member>>,
    entries: Vec<Entry>,
}

impl Archive {
    /// The part of the members that is read.
    pub fn progress(&self) -> f64 {
        let members = self.members.as_ref().map_or(0, Vec::len);
        self.entries.len() as f64 / members.max(1) as f64
    }

    /// Goes on as far as the window has it.
    pub fn open(&mut self, window: &mut Window) -> Result<Option<Catalogue>, FileError> {
        while self.members.is_none() {
            if !self.find(window)? {
                return Ok(None);
            }
        }
        let members = self.members.take().expect("found above");
        let entries = self.list(&members, window);
        self.members = Some(members);
        if !entries? {
            return Ok(None);
        }
        Catalogue::new(Format::Npz, std::mem::take(&mut self.entries)).map(Some)
    }

    /// One step towards the members; whether the window had what it takes.
    fn find(&mut self, window: &mut Window) -> Result<bool, FileError> {
        const WHAT: &str = "the archive's directory";
        match self.found.clone() {
            None => {
                let start = window.len.saturating_sub(MOST_END);
                let Some(tail) = window.get(start..window.len, WHAT)? else {
                    return Ok(false);
                };
                self.found = Some(zip::find_end(tail, start)?);
            }
            Some(Found::End64(range)) => {
                let Some(end) = window.get(range.clone(), WHAT)? else {
                    return Ok(false);
                };
                self.found = Some(zip::read_end64(end, range.start)?);
            }
            Some(Found::Directory(count, range)) => {
                let Some(directory) = window.get(range.clone(), WHAT)? else {
                    return Ok(false);
                };
                let members = zip::members(directory, count, range.start)?;
                check_names(&members, range.start)?;
                self.members = Some(members);
            }
        }
        Ok(true)
    }

    /// Looks at one member after another; whether at all of them.
    fn list(&mut self, members: &[Member], window: &mut Window) -> Result<bool, FileError> {
        while let Some(member) = members.get(self.entries.len()) {
            let (key, range) = (key(member), member.range.clone());
            let found = match coding(member, window) {
                Ok(None) => return Ok(false),
                Ok(Some(found)) => Ok(found),
                Err(error) => Err(error.of(&key)),
            };
            let (layout, range, coding) = match found {
                Ok((layout, range, coding)) => (Ok(layout), range, coding),
                Err(error) => (Err(error), range, Coding::Plain),
            };
            self.entries.push(Entry {
                key,
                layout,
                range,
                coding,
            });
        }
        Ok(true)
    }
}

/// No name stands twice; and the archive is none of PyTorch's, which look alike from outside.
fn check_names(members: &[Member], directory: u64) -> Result<(), FileError> {
    let mut names = HashSet::new();
    for member in members {
        if member.name.ends_with(b"data.pkl") {
            return Err(FileError::new(PICKLED).of(&key(member)));
        }
        if !names.insert(&member.name) {
            return Err(
                FileError::new("two members of the archive have the same name")
                    .of(&key(member))
                    .at(directory),
            );
        }
    }
    Ok(())
}

/// The name of an array, as it can be shown.
fn key(member: &Member) -> String {
    let name = member.name.strip_suffix(b".npy").unwrap_or(&member.name);
    plain(&String::from_utf8_lossy(name))
}

/// How values lie, where, and how they are packed.
type Described = (Layout, Range<u64>, Coding);

/// How a member's values lie in the archive; `None` where the window lacks its beginning.
fn coding(member: &Member, window: &mut Window) -> Result<Option<Described>, FileError> {
    check_kind(member)?;
    let start = member.range.start;
    let Some(head) = window.get(start..start + HEAD_LEN, "an array")? else {
        return Ok(None);
    };
    let broken = || zip::broken_directory().at(start);
    let content = start + zip::head_len(head).ok_or_else(broken)?;
    let range = content..content.saturating_add(member.packed_len);
    if range.end > member.range.end {
        return Err(broken());
    }
    let piece_end = range.end.min(content + HEAD_PIECE);
    let Some(piece) = window.get(start..piece_end, "an array")? else {
        return Ok(None);
    };
    let piece = &piece[(content - start) as usize..];
    let is_deflated = member.method == 8;
    let unpacked = match is_deflated {
        true => unpack(piece)?,
        false => piece.to_vec(),
    };
    let head_len = npy::head_end(&unpacked)?;
    let head = unpacked.get(..head_len as usize);
    let head = head.ok_or_else(|| FileError::cut_off("the header"))?;
    let layout = npy::layout(head)?;
    if head_len + layout.bytes() != member.len {
        return Err(FileError::unequal(
            layout.bytes(),
            member.len.saturating_sub(head_len),
        ));
    }
    let coding = Coding::Member {
        is_deflated,
        head_len,
        sum: member.sum,
    };
    Ok(Some((layout, range, coding)))
}

/// Whether the archive has the member in a way that is read.
fn check_kind(member: &Member) -> Result<(), FileError> {
    let is_text = std::str::from_utf8(&member.name).is_ok_and(|name| !name.contains(is_hidden));
    let is_possible = match member.method {
        0 => member.len == member.packed_len,
        _ => member.len <= member.packed_len.saturating_mul(MOST_RATIO),
    };
    let message = match member.method {
        _ if !is_text => "the name of this array is not plain text",
        _ if !member.name.ends_with(b".npy") => "this member of the archive is no .npy",
        _ if member.is_encrypted => "this member of the archive is encrypted",
        0 | 8 if is_possible => return Ok(()),
        0 | 8 => "the directory gives this member a length that its bytes cannot have",
        _ => {
            "this member is packed by another method than deflate; numpy.savez_compressed writes deflate"
        }
    };
    Err(FileError::new(message).at(member.range.start))
}

/// The first bytes of a deflated array, as many as its header may have.
fn unpack(piece: &[u8]) -> Result<Vec<u8>, FileError> {
    let mut unpacked = Vec::new();
    Inflate::new().add(piece, |bytes| {
        unpacked.extend_from_slice(bytes);
        Ok((unpacked.len() as u64) < npy::MOST_HEAD)
    })?;
    Ok(unpacked)
}
