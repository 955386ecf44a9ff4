//! The range coder: bits by their chances.

/// Bits of a chance; half of all is where it begins.
const CHANCE_BITS: u32 = 11;
const ONE: u16 = 1 << CHANCE_BITS;

/// How fast a chance follows what is seen.
const MOVE: u32 = 5;

/// Below it, the range takes in another byte.
const TOP: u32 = 1 << 24;

/// Bytes before the first bit: a zero, and the code.
const START: usize = 5;

/// What is left to read, and what was seen so far.
pub(crate) struct Coder<'a, const CHANCES: usize> {
    packed: &'a [u8],
    /// Bytes that were read, and asked for beyond the end
    read: usize,
    range: u32,
    code: u32,
    /// Of a bit to be 0, in parts of [`ONE`]
    chances: [u16; CHANCES],
}

/// Chances of so many bits one after another, each of which depends on those before it.
#[derive(Clone, Copy)]
pub(crate) struct Tree {
    at: usize,
    bits: u32,
}

impl Tree {
    pub(crate) fn new(at: usize, bits: u32) -> Self {
        Self { at, bits }
    }
}

impl<'a, const CHANCES: usize> Coder<'a, CHANCES> {
    pub(crate) fn new(packed: &'a [u8]) -> Self {
        let code = packed.get(1..START).and_then(|code| code.first_chunk());
        Self {
            packed,
            read: START,
            range: u32::MAX,
            code: u32::from_be_bytes(code.copied().unwrap_or_default()),
            chances: [ONE / 2; CHANCES],
        }
    }

    /// Whether more was asked for than there is.
    pub(crate) fn is_beyond(&self) -> bool {
        self.read > self.packed.len()
    }

    fn refill(&mut self) {
        if self.range < TOP {
            let next = self.packed.get(self.read).copied().unwrap_or(0);
            self.read += 1;
            self.range <<= 8;
            self.code = self.code << 8 | u32::from(next);
        }
    }

    /// The next bit, whose chance lies there.
    pub(crate) fn bit(&mut self, at: usize) -> usize {
        // No place is beyond the last; the compiler does not know that.
        let Some(chance) = self.chances.get_mut(at) else {
            return 0;
        };
        let bound = (self.range >> CHANCE_BITS).wrapping_mul(u32::from(*chance));
        let bit = usize::from(self.code >= bound);
        if bit == 0 {
            self.range = bound;
            *chance += (ONE - *chance) >> MOVE;
        } else {
            self.range -= bound;
            self.code -= bound;
            *chance -= *chance >> MOVE;
        }
        self.refill();
        bit
    }

    /// A number, its highest bit first.
    pub(crate) fn tree(&mut self, tree: Tree) -> usize {
        let mut node = 1;
        for _ in 0..tree.bits {
            node = node * 2 + self.bit(tree.at + node);
        }
        node - (1 << tree.bits)
    }

    /// A number, its lowest bit first.
    pub(crate) fn low_first(&mut self, tree: Tree) -> usize {
        let (mut node, mut value) = (1, 0);
        for k in 0..tree.bits {
            let bit = self.bit(tree.at + node);
            node = node * 2 + bit;
            value |= bit << k;
        }
        value
    }

    /// A number whose bits are as likely 0 as 1.
    pub(crate) fn even(&mut self, bits: u32) -> usize {
        let mut value = 0;
        for _ in 0..bits {
            self.range >>= 1;
            let bit = usize::from(self.code >= self.range);
            if bit == 1 {
                self.code -= self.range;
            }
            self.refill();
            value = value * 2 + bit;
        }
        value
    }
}
