#version 300 es
// A line as a rectangle on the screen, 6 vertices, one instance per line.
precision highp float;

layout(location = 0) in vec3 from;
layout(location = 1) in vec3 to;
layout(location = 2) in vec3 line_colour;
layout(location = 3) in float width_px;
layout(location = 4) in float is_drawn_through;

uniform mat4 clip_from_world;
uniform vec2 size_px;       // of the viewport, in device pixels
uniform float ratio;        // device pixels per CSS pixel
uniform float lift;         // towards the eye, so that a line on a face is not half inside it
uniform bool is_hidden_part;

out float along_px;
out float aside_px;
flat out float half_px;
flat out float length_px;
flat out vec3 colour_flat;

void main() {
    int corner = gl_VertexID % 6;
    vec2 at = vec2(corner == 1 || corner == 3 || corner == 4, corner == 2 || corner == 4 || corner == 5);
    vec4 ends[2] = vec4[2](clip_from_world * vec4(from, 1.0), clip_from_world * vec4(to, 1.0));
    vec2 way_px = (ends[1].xy - ends[0].xy) * size_px / 2.0;
    length_px = length(way_px);
    vec2 dir = length_px > 1e-3 ? way_px / length_px : vec2(1.0, 0.0);
    half_px = width_px * ratio / 2.0 * (is_hidden_part ? 0.6 : 1.0);
    float reach_px = half_px + 1.0;
    along_px = mix(-half_px, length_px + half_px, at.x);
    aside_px = mix(-reach_px, reach_px, at.y);
    vec4 clip = mix(ends[0], ends[1], at.x);
    vec2 step_px = dir * mix(-half_px, half_px, at.x) + vec2(-dir.y, dir.x) * aside_px;
    gl_Position = vec4(clip.xy + step_px * 2.0 / size_px, clip.z - lift, 1.0);
    if (is_hidden_part && is_drawn_through < 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    colour_flat = line_colour;
}
