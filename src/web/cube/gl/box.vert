#version 300 es
// A part of a face that looks at the eye: 6 vertices, one instance per part.
precision highp float;
precision highp int;

layout(location = 0) in vec3 corner_first;      // at the first cell
layout(location = 1) in vec3 corner_last;       // opposite
layout(location = 2) in ivec3 first;            // cell
layout(location = 3) in ivec4 counts_face_role; // cells along the two sides, direction, role
layout(location = 4) in ivec4 patch_place;      // first texel, texels in a row, cells from its first to ours
layout(location = 5) in ivec2 patch_stretch;    // cells in a sample

uniform mat4 clip_from_world;

out vec2 cells;                                 // from the first, along the two sides
flat out ivec3 first_cell;
flat out ivec2 counts;
flat out int face;
flat out int role;
flat out ivec4 place;
flat out ivec2 stretch;

void main() {
    int corner = gl_VertexID % 6;
    bvec2 is_last = bvec2(corner == 1 || corner == 3 || corner == 4, corner == 2 || corner == 4 || corner == 5);
    face = counts_face_role.z;
    int u = (face + 1) % 3, v = (face + 2) % 3;
    vec3 world = corner_first;
    if (is_last.x) world[u] = corner_last[u];
    if (is_last.y) world[v] = corner_last[v];
    gl_Position = clip_from_world * vec4(world, 1.0);
    counts = counts_face_role.xy;
    cells = vec2(counts) * vec2(is_last);
    first_cell = first;
    role = counts_face_role.w;
    place = patch_place;
    stretch = patch_stretch;
}
