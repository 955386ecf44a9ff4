//! What the theory says of the same stack.

/// Bounds of the expectation of ‖x‖²/d after l blocks of PreNorm: 1 + l/2 and 1 + 3l/2, for attention that takes the
/// mean of the tokens, as it does with W_Q = W_K = 0 (Xiong et al. 2020, lemma 2). PostNorm comes out of its last normalization with 1.
pub fn activation_bounds(blocks: usize) -> [f64; 2] {
    let l = blocks as f64;
    [1.0 + l / 2.0, 1.0 + 1.5 * l]
}

/// How the bound of the last gradient falls with depth under PreNorm, as a multiple of that at depth 1:
/// √(ln d/L) by √(ln d), which is 1/√L (Xiong et al. 2020, theorem 1). That of PostNorm does not depend on L.
pub fn falling(depth: usize) -> f64 {
    (depth as f64).sqrt().recip()
}
