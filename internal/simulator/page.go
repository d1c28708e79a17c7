package simulator

import (
	"embed"
	"net/http"
	"strings"
	"sync"
)

// pageFiles draw the world and redraw what changes.
//
//go:embed page
var pageFiles embed.FS

// pageHTML is what a browser gets: one file, nothing from anywhere else.
var pageHTML = sync.OnceValue(func() string {
	read := func(name string) string {
		content, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			panic(err) // it is embedded
		}
		return string(content)
	}
	html := read("page.html")
	for _, name := range []string{"page.css", "layout.js", "draw.js"} {
		html = strings.Replace(html, "/* "+name+" */\n", read(name), 1)
	}
	return html
})

func servePage(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:")
	_, _ = w.Write([]byte(pageHTML())) // the client may be gone
}
