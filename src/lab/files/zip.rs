//! Files in one, not compressed: a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4).
//!
//! It is short enough to write: the usual crates would make the first view of the page heavier by 22 kB.

use crc::Digest;

pub(super) use crate::tensor::file::CRC32;

/// Version 2.0 is the least that a reader has to know.
const VERSION: u16 = 20;

/// 1 January 1980, the earliest that the format knows: the same tensors give the same file.
const DATE: u16 = (1 << 5) | 1;

/// An archive that is written file by file; what its methods give stands in it in that order.
#[derive(Default)]
pub(super) struct Archive {
    directory: Vec<u8>,
    files: u16,
    len: u32,
}

/// What stands in the archive before a file, and has to be known by then.
pub(super) struct Head {
    name: String,
    digest: Digest<'static, u32>,
    len: u32,
}

impl Head {
    /// Of a file with no content yet; its name is ASCII.
    pub fn new(name: String) -> Self {
        Self {
            name,
            digest: CRC32.digest(),
            len: 0,
        }
    }

    /// A piece of the content.
    ///
    /// # Panics
    ///
    /// If the archive outgrows 4 GiB, which no tensor here makes it do.
    pub fn add(&mut self, piece: &[u8]) {
        self.digest.update(piece);
        self.len = added(self.len, piece.len());
    }

    /// Version, flags, method 0 (stored), time, date, sum, lengths.
    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for field in [VERSION, 0, 0, 0, DATE] {
            fields.extend(field.to_le_bytes());
        }
        for field in [self.digest.clone().finalize(), self.len, self.len] {
            fields.extend(field.to_le_bytes());
        }
        // Lengths of the name and of nothing more
        for field in [self.name.len() as u16, 0] {
            fields.extend(field.to_le_bytes());
        }
        fields
    }
}

fn added(len: u32, more: usize) -> u32 {
    let more = u32::try_from(more).ok();
    let len = more.and_then(|more| len.checked_add(more));
    len.expect("less than 4 GiB")
}

impl Archive {
    /// The head of a file, whose content follows.
    pub fn head(&mut self, head: &Head) -> Vec<u8> {
        let (fields, name) = (head.fields(), head.name.as_bytes());
        // No comment, disk 0, no attributes
        let rest = [0; 2 + 2 + 2 + 4];
        let entry: [&[u8]; 6] = [
            b"PK\x01\x02",
            &VERSION.to_le_bytes(),
            &fields,
            &rest,
            &self.len.to_le_bytes(),
            name,
        ];
        self.directory.extend(entry.concat());
        self.files += 1;
        let bytes = [b"PK\x03\x04", &fields[..], name].concat();
        self.len = added(added(self.len, bytes.len()), head.len as usize);
        bytes
    }

    /// The directory, with which the archive ends.
    pub fn finish(self) -> Vec<u8> {
        let files = self.files.to_le_bytes();
        let len = (self.directory.len() as u32).to_le_bytes();
        let parts: [&[u8]; 8] = [
            &self.directory,
            b"PK\x05\x06",
            // Disk 0, which has all files
            &[0; 4],
            &files,
            &files,
            &len,
            &self.len.to_le_bytes(),
            // No comment
            &[0; 2],
        ];
        parts.concat()
    }
}
