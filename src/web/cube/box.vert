#version 300 es
// The three faces of a box that look at the eye: 6 vertices each, one instance per box.
precision highp float;

layout(location = 0) in vec3 box_min;
layout(location = 1) in vec3 box_max;
layout(location = 2) in vec3 first_cell;
layout(location = 3) in vec3 cell_count;
layout(location = 4) in float role;

uniform mat4 clip_from_world;
uniform vec3 facing;        // 1 where the face at the larger coordinate is seen, else -1
uniform vec3 counting;      // 1 where cells are counted along the axis, else -1

out vec3 cells_from_first;
flat out vec3 box_first;
flat out vec3 box_count;
flat out int face;
flat out int box_role;

void main() {
    face = gl_VertexID / 6;
    int corner = gl_VertexID % 6;
    vec2 at = vec2(corner == 1 || corner == 3 || corner == 4, corner == 2 || corner == 4 || corner == 5);
    vec3 share;             // of the way from box_min to box_max
    share[face] = facing[face] > 0.0 ? 1.0 : 0.0;
    share[(face + 1) % 3] = at.x;
    share[(face + 2) % 3] = at.y;
    gl_Position = clip_from_world * vec4(mix(box_min, box_max, share), 1.0);
    cells_from_first = cell_count * mix(1.0 - share, share, step(0.0, counting));
    box_first = first_cell;
    box_count = cell_count;
    box_role = int(role);
}
