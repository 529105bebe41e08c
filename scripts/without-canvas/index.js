// Stands in for the package @napi-rs/canvas, see package.json: pdfjs-dist asks it for these and says so loudly where they are missing.
// Drawing needs what they do; reading text does not.
exports.DOMMatrix = class DOMMatrix {};
exports.Path2D = class Path2D {};
