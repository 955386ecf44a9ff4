#version 300 es
// Antialiased across; the hidden part in dashes.
precision highp float;

in float along_px;
in float aside_px;
flat in float half_px;
flat in float length_px;
flat in vec3 colour_flat;

uniform float ratio;
uniform bool is_hidden_part;

out vec4 colour;

void main() {
    float cover = clamp(half_px - abs(aside_px) + 0.5, 0.0, 1.0) * min(1.0, 2.0 * half_px);
    if (is_hidden_part) {
        // Counted from the middle, so that both ends look alike
        float from_middle = abs(along_px - length_px / 2.0) / ratio;
        float in_dash = abs(fract(from_middle / 8.0 + 0.5) - 0.5) * 8.0;
        cover *= clamp((2.5 - in_dash) * ratio + 0.5, 0.0, 1.0) * 0.75;
    }
    colour = vec4(colour_flat, cover);
}
