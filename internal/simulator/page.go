package simulator

import (
	_ "embed"
	"net/http"
)

// pageHTML draws the world and redraws what changes: one file, nothing from
// anywhere else.
//
//go:embed page.html
var pageHTML []byte

func servePage(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:")
	_, _ = w.Write(pageHTML) // the client may be gone
}
