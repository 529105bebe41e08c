/** The page at `/docs/api`: the viewer of OpenAPI, from this server's own files. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Buckle API</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/docs/api/static/swagger-ui.css">
<link rel="stylesheet" href="/assets/docs.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/api/static/swagger-ui-bundle.js"></script>
<script src="/assets/docs.js"></script>
</body>
</html>
`;
