//! What the stages are called, in symbols.

/// The symbol of a stage, which stands on every screen.
pub fn short_stage(stage: usize, has_mean: bool) -> &'static str {
    match stage {
        1 if has_mean => "x − μ",
        0 | 1 => "x",
        2 => "x̂",
        _ => "y",
    }
}

/// The stages as formulas; without a mean the second one is x itself.
pub fn stage_text(stage: usize, has_mean: bool) -> &'static str {
    match stage {
        0 => "x",
        1 if has_mean => "x − μ",
        1 => "x",
        2 if has_mean => "x̂ = (x − μ) / √(σ² + ε)",
        2 => "x̂ = x / √(mean x² + ε)",
        _ => "y = γ·x̂ + β",
    }
}

/// A stage of a layer that has a mean, or none: its formula, or how far it is on the way to the next.
pub fn named_stage(t: f64, has_mean: bool) -> String {
    let stage = t.floor() as usize;
    if t.fract() == 0.0 {
        return stage_text(stage, has_mean).to_string();
    }
    let [from, to] = [stage, stage + 1].map(|stage| short_stage(stage, has_mean));
    format!("{from} → {to}, {:.0} %", t.fract() * 100.0)
}
