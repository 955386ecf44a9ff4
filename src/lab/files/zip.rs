//! Files in one, not compressed: a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4).
//!
//! It is short enough to write: the usual crates would make the first view of the page heavier by 25 kB.

use crc::{CRC_32_ISO_HDLC, Crc};

/// The sum of ZIP and PNG.
pub(super) const CRC32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// An archive that grows.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

/// Version 2.0 is the least that a reader has to know.
const VERSION: u16 = 20;

/// 1 January 1980, the earliest that the format knows: the same tensors give the same file.
const DATE: u16 = (1 << 5) | 1;

impl Archive {
    /// Adds a file; its name is ASCII.
    ///
    /// # Panics
    ///
    /// If the archive outgrows 4 GiB, which no tensor here does.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        let offset = size(self.bytes.len());
        let mut entry = Vec::new();
        // Flags, method 0 (stored), time, date
        for field in [VERSION, 0, 0, 0, DATE] {
            entry.extend(field.to_le_bytes());
        }
        let sum = CRC32.checksum(content);
        let len = size(content.len());
        for field in [sum, len, len] {
            entry.extend(field.to_le_bytes());
        }
        // Lengths of the name and of nothing more
        for field in [name.len() as u16, 0] {
            entry.extend(field.to_le_bytes());
        }
        let local = [b"PK\x03\x04", &entry[..], name.as_bytes(), content];
        self.bytes.extend(local.concat());
        // No comment, disk 0, no attributes
        let rest = [0; 2 + 2 + 2 + 4];
        let central = [
            b"PK\x01\x02",
            &VERSION.to_le_bytes()[..],
            &entry,
            &rest,
            &offset.to_le_bytes(),
            name.as_bytes(),
        ];
        self.directory.extend(central.concat());
        self.files += 1;
    }

    /// The whole archive.
    pub fn finish(self) -> Vec<u8> {
        let Self {
            mut bytes,
            directory,
            files,
        } = self;
        let offset = size(bytes.len()).to_le_bytes();
        let files = files.to_le_bytes();
        let len = size(directory.len()).to_le_bytes();
        // Disk 0, which has all files; no comment
        let end: [&[u8]; 7] = [
            b"PK\x05\x06",
            &[0; 4],
            &files,
            &files,
            &len,
            &offset,
            &[0; 2],
        ];
        bytes.extend(directory);
        bytes.extend(end.concat());
        bytes
    }
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("less than 4 GiB")
}
