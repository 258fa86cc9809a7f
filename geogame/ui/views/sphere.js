// Draws a full turn: every pixel is a direction one looks in, and gets the panorama's colour in that direction.
// Colours pass through as they are, sRGB in and out; nothing is converted, so nothing can be converted twice.
const VERTEX = `#version 300 es
in vec2 corner;
out vec2 at;
void main() { at = corner; gl_Position = vec4(corner, 0.0, 1.0); }`;
const FRAGMENT = `#version 300 es
precision highp float;
const float PI = 3.141592653589793;
uniform sampler2D panorama;
uniform vec2 reach;        // tangents of half the field of view, across and up
uniform vec2 gaze;         // heading and pitch, radians
uniform float centre;      // heading of the panorama's middle column, radians
in vec2 at;
out vec4 colour;
void main() {
  vec3 ray = vec3(at * reach, 1.0);
  float up = ray.y * cos(gaze.y) + ray.z * sin(gaze.y);
  float ahead = ray.z * cos(gaze.y) - ray.y * sin(gaze.y);
  float elevation = atan(up, length(vec2(ray.x, ahead)));
  vec2 place = vec2((gaze.x + atan(ray.x, ahead) - centre) / (2.0 * PI) + 0.5, 0.5 - elevation / PI);
  // The angle jumps by a turn behind the eye: without rounding it away the jump would show as a blurred line. Near the
  // poles columns crowd together; counted by their width on the sphere they are not blurred away.
  vec2 right = dFdx(place), above = dFdy(place);
  right.x = (right.x - round(right.x)) * cos(elevation);
  above.x = (above.x - round(above.x)) * cos(elevation);
  colour = vec4(textureGrad(panorama, place, right, above).rgb, 1.0);
}`;
const FRESH_CONTEXT = { alpha: false, antialias: false, depth: false, stencil: false, powerPreference: "low-power" };
const RADIANS = Math.PI / 180;

class Sphere {
  // Throws where WebGL 2 cannot be had.
  constructor(canvas) {
    this.canvas = canvas;
    this.gl = canvas.getContext("webgl2", FRESH_CONTEXT);
    if (!this.gl || this.gl.isContextLost()) throw new Error("no WebGL 2");
    this.prepare();
  }

  prepare() {
    const { gl } = this;
    this.program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(this.program, shader);
    }
    gl.linkProgram(this.program);
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(this.program));
    gl.useProgram(this.program);
    this.slots = Object.fromEntries(
      ["reach", "gaze", "centre"].map((name) => [name, gl.getUniformLocation(this.program, name)]),
    );
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
    const corner = gl.getAttribLocation(this.program, "corner");
    gl.enableVertexAttribArray(corner);
    gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
    this.texture = null;
  }

  // Takes a decoded picture; one that is too large for the device is made smaller first.
  paint(image, centreDeg) {
    const { gl } = this;
    this.centre = centreDeg * RADIANS;
    const largest = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    const scale = Math.min(1, largest / image.naturalWidth, largest / image.naturalHeight);
    let source = image;
    if (scale < 1) {
      source = document.createElement("canvas");
      source.width = Math.floor(image.naturalWidth * scale);
      source.height = Math.floor(image.naturalHeight * scale);
      source.getContext("2d").drawImage(image, 0, 0, source.width, source.height);
    }
    if (this.texture) gl.deleteTexture(this.texture);
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, source);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  }

  draw(headingDeg, pitchDeg, fovDeg) {
    const { gl, canvas } = this;
    if (!this.texture || gl.isContextLost()) return false;
    const across = Math.tan((fovDeg / 2) * RADIANS);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.uniform2f(this.slots.reach, across, (across * canvas.height) / canvas.width);
    gl.uniform2f(this.slots.gaze, headingDeg * RADIANS, pitchDeg * RADIANS);
    gl.uniform1f(this.slots.centre, this.centre);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    return true;
  }
}
