package loopback

import (
	"fmt"
	"html"
)

// Page is the text of the page that ends a person's way through the browser.
// It is the caller's, in the person's language; nothing that was received is
// ever shown. Without texts the page shows a sign.
type Page struct {
	// Language is a tag of BCP 47 such as "es".
	Language string
	// Title stands on the browser's tab.
	Title string
	// Done and Failed are a sentence each: the program has what it needs, or
	// the server sent an error.
	Done, Failed string
}

// render makes the page. The policy allows no style and no script, so there is
// none.
func (p Page) render(failed bool) []byte {
	sign, text := "✓", p.Done
	if failed {
		sign, text = "✗", p.Failed
	}
	return fmt.Appendf(nil, `<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width">
<title>%s</title>
</head>
<body>
<h1>%s</h1>
<p>%s</p>
</body>
</html>
`, html.EscapeString(p.Language), html.EscapeString(p.Title), sign, html.EscapeString(text))
}
