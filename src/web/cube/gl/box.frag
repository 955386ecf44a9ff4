#version 300 es
// Finds the cell at this pixel, fetches its values and colours it. Nothing is normalized here.
precision highp float;
precision highp int;
precision highp sampler2D;

in vec2 cells;                  // from the first, along the two sides
flat in ivec3 first_cell;
flat in ivec2 counts;
flat in int face;
flat in int role;
flat in ivec4 place;            // of the patch: first texel, texels in a row, cells from its first to ours
flat in ivec2 stretch;          // cells in a sample of the patch

uniform sampler2D texels;       // four stages of one sample per texel
uniform sampler2D marks;        // 1 where the sample is marked
uniform ivec3 block_cells;
uniform ivec3 block_stride;
uniform ivec3 cell_stride;
uniform int stage;
uniform float stage_share;
uniform float limit;
uniform float glow;
uniform float opacity;          // of what stands in the way
uniform float ratio;            // device pixels per CSS pixel
uniform bool by_set;
uniform int rank;
uniform ivec3 set_axes[5];      // stride, block and number of blocks of each axis
uniform int set_in_focus;
uniform vec3 set_colours[7];
uniform vec3 negative_lab;
uniform vec3 middle_lab;
uniform vec3 positive_lab;
uniform vec3 ghost[3];
uniform float ghost_hint;
uniform vec4 gap;               // colour and opacity of the lines between cells
uniform vec3 amber;
uniform vec3 wall_line;
uniform vec3 hatch[2];

out vec4 colour;

const int MIXED = 2;
const int GHOST = 3;
const int CLEAR = 4;
const int WALL = 5;
const float NONE = 2e38;        // NaN is sent as a larger number

ivec2 nearest(vec2 at) {
    return clamp(ivec2(floor(at)), ivec2(0), counts - 1);
}

int element_at(ivec2 at) {
    ivec3 cell = first_cell;
    cell[(face + 1) % 3] += at.x;
    cell[(face + 2) % 3] += at.y;
    ivec3 block = cell / block_cells;
    ivec3 along = block * block_stride + (cell - block * block_cells) * cell_stride;
    return along.x + along.y + along.z;
}

ivec2 texel_at(ivec2 at) {
    ivec2 grid = (at + place.zw) / stretch;
    int texel = place.x + grid.y * place.y + grid.x;
    int width = textureSize(texels, 0).x;
    return ivec2(texel % width, texel / width);
}

float value_at(ivec2 at) {
    vec4 stages = texelFetch(texels, texel_at(at), 0);
    float from = stages[stage];
    if (stage_share == 0.0 || from > NONE) return from;
    float to = stages[stage + 1];
    return to > NONE ? to : mix(from, to, stage_share);
}

vec3 srgb(vec3 lab) {
    vec3 lms = mat3(
        1.0, 1.0, 1.0,
        0.3963377774, -0.1055613458, -0.0894841775,
        0.2158037573, -0.0638541728, -1.2914855480) * lab;
    vec3 linear = mat3(
        4.0767416621, -1.2684380046, -0.0041960863,
        -3.3077115913, 2.6097574011, -0.7034186147,
        0.2309699292, -0.3413193965, 1.7076147010) * (lms * lms * lms);
    linear = clamp(linear, 0.0, 1.0);
    vec3 curved = 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055;
    return mix(curved, 12.92 * linear, lessThanEqual(linear, vec3(0.0031308)));
}

// As in scene::colour: sets that follow each other along an axis differ.
int set_of(int element) {
    int set = 0;
    for (int axis = 0; axis < rank; axis++) {
        ivec3 a = set_axes[axis];
        set = set * (a.z % 7 == 0 ? a.z + 1 : a.z) + element / a.x % (a.y * a.z) / a.y;
    }
    return set;
}

vec3 hatched() {
    float stripe = mod((gl_FragCoord.x + gl_FragCoord.y) / ratio, 7.0);
    return hatch[int(stripe < 2.0)];
}

vec3 colour_at(ivec2 at) {
    float value = value_at(at);
    bool is_none = value > NONE;
    float share = clamp(value / limit, -1.0, 1.0);
    bool is_ghost = role >= GHOST || role == MIXED && set_of(element_at(at)) != set_in_focus;
    if (is_ghost) return ghost[face] + (is_none ? 0.0 : round(ghost_hint * share)) / 255.0;
    if (by_set) return set_colours[set_of(element_at(at)) % 7];
    if (is_none) return hatched();
    return srgb(mix(middle_lab, share < 0.0 ? negative_lab : positive_lab, abs(share)));
}

// Where samples are smaller than a pixel, several are seen in one.
vec3 mean_colour(vec2 across, vec2 down) {
    vec2 spread = max(abs(across), abs(down)) / vec2(stretch);
    int taps = int(clamp(ceil(max(spread.x, spread.y)), 1.0, 4.0));
    vec3 sum = vec3(0.0);
    for (int i = 0; i < taps; i++) {
        for (int j = 0; j < taps; j++) {
            vec2 tap = (vec2(i, j) + 0.5) / float(taps) - 0.5;
            sum += colour_at(nearest(cells + tap.x * across + tap.y * down));
        }
    }
    return sum / float(taps * taps);
}

void main() {
    vec2 across = dFdx(cells);
    vec2 down = dFdy(cells);
    vec2 cell_px = 1.0 / max(sqrt(across * across + down * down), vec2(1e-6)) / ratio;
    vec2 inside = fract(cells);
    vec2 edge_px = min(inside, 1.0 - inside) * cell_px;
    float smallest_px = min(cell_px.x, cell_px.y);
    float nearest_px = min(edge_px.x, edge_px.y);

    float line = clamp((0.5 - nearest_px) * ratio + 0.5, 0.0, 1.0) * smoothstep(3.0, 8.0, smallest_px);
    if (role == WALL) {
        colour = vec4(mix(ghost[face], wall_line, line), mix(0.25, 0.5, line));
        return;
    }
    colour.rgb = mean_colour(across, down);
    colour.a = role == CLEAR ? opacity : 1.0;
    if (glow > 0.0 && role <= GHOST) {
        float marked = texelFetch(marks, texel_at(nearest(cells)), 0).r;
        float ring_px = clamp(0.12 * smallest_px, 1.5, 3.5);
        float ring = clamp((ring_px - nearest_px) * ratio + 0.5, 0.0, 1.0);
        ring = mix(0.5, ring, smoothstep(5.0, 9.0, smallest_px));
        colour.rgb = mix(colour.rgb, amber, marked * glow * ring);
    }
    colour.rgb = mix(colour.rgb, gap.rgb, gap.a * line);
}
