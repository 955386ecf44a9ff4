//! Planes in another order.

/// Copies planes of so many values, from (first, second) to (second, first).
pub fn exchange(from: &[f32], into: &mut [f32], lengths: [usize; 2], plane: usize) {
    // Copies of a length that is known take no call.
    match plane {
        4 => copies::<4>(from, into, lengths),
        16 => copies::<16>(from, into, lengths),
        49 => copies::<49>(from, into, lengths),
        64 => copies::<64>(from, into, lengths),
        _ => any(from, into, lengths, plane),
    }
}

fn copies<const P: usize>(from: &[f32], into: &mut [f32], [first, second]: [usize; 2]) {
    let (from, into) = (from.as_chunks::<P>().0, into.as_chunks_mut::<P>().0);
    for (a, from) in from.chunks_exact(second).enumerate().take(first) {
        for (b, plane) in from.iter().enumerate() {
            into[b * first + a] = *plane;
        }
    }
}

fn any(from: &[f32], into: &mut [f32], [first, second]: [usize; 2], plane: usize) {
    for a in 0..first {
        for b in 0..second {
            let source = &from[(a * second + b) * plane..][..plane];
            into[(b * first + a) * plane..][..plane].copy_from_slice(source);
        }
    }
}
