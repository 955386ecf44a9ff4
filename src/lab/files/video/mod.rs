//! A moving picture as a file: what an encoder made, in the container that players take it from.
//!
//! H.264 goes into MP4, which slides take; VP8 and VP9 go into WebM.
//! Both are written here: crates that write MP4 are many times as long, and those for WebM are bound to C.

mod mp4;
mod webm;

/// What an encoder made of the frames of a film, and what is said of it.
#[derive(Clone, Debug)]
pub struct Video {
    /// What the frames are encoded in
    pub codec: Codec,
    /// Width and height in pixels
    pub size: [u16; 2],
    /// Frames in a second
    pub rate: u32,
    /// What their colours mean, where the encoder tells
    pub colours: Option<Colours>,
    /// All frames, in the order of decoding; the first is a key frame
    pub frames: Vec<Frame>,
    /// What it shows
    pub title: String,
    /// The link that shows the same
    pub link: String,
}

/// What frames are encoded in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// AVC, with its decoder configuration record (ISO/IEC 14496-15, section 5.3.3.1)
    H264(Vec<u8>),
    /// VP8
    Vp8,
    /// VP9
    Vp9,
}

impl Codec {
    /// The end of the file's name.
    pub fn ending(&self) -> &'static str {
        match self {
            Self::H264(_) => "mp4",
            Self::Vp8 | Self::Vp9 => "webm",
        }
    }

    /// The file's media type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::H264(_) => "video/mp4",
            Self::Vp8 | Self::Vp9 => "video/webm",
        }
    }
}

/// An encoded frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// When it is shown: its place among the frames
    pub place: u32,
    /// Whether it can be decoded without another
    pub is_key: bool,
    /// The encoded bytes
    pub data: Vec<u8>,
}

/// What colours mean, in the code points of ITU-T H.273, which MP4 and WebM share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// Where red, green and blue lie
    pub primaries: u8,
    /// From light to numbers
    pub transfer: u8,
    /// From red, green and blue to luma and chroma
    pub matrix: u8,
    /// Whether black is 0 and white 255, and not 16 and 235
    pub is_full_range: bool,
}

impl Colours {
    /// What the names of WebCodecs mean (its sections 9.9 to 9.11); `None` if one of them is another.
    pub fn named(
        primaries: &str,
        transfer: &str,
        matrix: &str,
        is_full_range: bool,
    ) -> Option<Self> {
        Some(Self {
            primaries: match primaries {
                "bt709" => 1,
                "bt470bg" => 5,
                "smpte170m" => 6,
                _ => return None,
            },
            transfer: match transfer {
                "bt709" => 1,
                "smpte170m" => 6,
                "iec61966-2-1" => 13,
                _ => return None,
            },
            matrix: match matrix {
                "bt709" => 1,
                "bt470bg" => 5,
                "smpte170m" => 6,
                _ => return None,
            },
            is_full_range,
        })
    }
}

impl Video {
    /// The file.
    ///
    /// # Panics
    ///
    /// If it would be larger than 4 GiB, or key frames are more than half a minute apart.
    pub fn file(&self) -> Vec<u8> {
        match &self.codec {
            Codec::H264(description) => mp4::file(self, description),
            Codec::Vp8 => webm::file(self, "V_VP8"),
            Codec::Vp9 => webm::file(self, "V_VP9"),
        }
    }
}
